// SPDX-License-Identifier: Apache-2.0
// @ts-check
// What the units of each gate did in the cycles of a step, and the critical chain through them.
import {prepared, tickStep} from "./chart.js";
import {amountColour} from "./colours.js";
import {el, name, themed} from "./dom.js";
import {gateName, integer} from "./format.js";

/** @typedef {import("./types").Step} Step */
/** @typedef {import("./data.js").Model} Model */

const ROW = 22, BAR = 14, AXIS = 22;

/**
 * The number of the row of each entry of the chain; -1 without a unit.
 * @param {Model} data @param {Step} step
 */
function rowsOfChain(data, step) {
  const rows = new Map(step.gates.map((gate, row) => [gateName(gate), row]));
  return step.explanation.chain.map(entry => {
    const unit = data.unitNamed.get(entry.unit);
    return unit ? rows.get(gateName(unit)) ?? -1 : -1;
  });
}

/**
 * @param {Model} data @param {Step} step
 * @param {(entry: number) => void} pick  the entry of the chain at a cycle that was clicked
 */
export function gantt(data, step, pick) {
  const {explanation, gates, interval} = step;
  const entryRows = rowsOfChain(data, step);
  const canvas = el("canvas", {role: "img", "aria-label":
    `Cycles of the step from left to right, a row for each gate; the list below says the same of the chain`});
  const plot = el("div", {class: "gantt-plot"}, canvas);
  const labels = el("div", {class: "gantt-labels", "aria-hidden": "true"},
    ...gates.map(gate => el("div", {class: "gantt-label"}, name(gateName(gate), 24),
                            el("span", {class: "quiet"}, `×${integer(gate.units)}`))));

  /** @param {CanvasRenderingContext2D} pen @param {number} width */
  function drawRows(pen, width) {
    const perCycle = width / explanation.cycles;
    gates.forEach((gate, row) => {
      pen.fillStyle = themed("--well");
      pen.fillRect(0, row * ROW + (ROW - BAR) / 2, width, BAR);
      gate.active.forEach((active, i) => {
        if (active === 0) return;
        const cycles = Math.min(interval, explanation.cycles - i * interval);
        pen.fillStyle = amountColour(0.15 + 0.85 * active / (gate.units * cycles));
        pen.fillRect(i * interval * perCycle, row * ROW + (ROW - BAR) / 2, Math.max(1, cycles * perCycle + 0.3), BAR);
      });
    });
  }

  /** @param {CanvasRenderingContext2D} pen @param {number} width */
  function drawAxis(pen, width) {
    const top = gates.length * ROW;
    const unit = Math.max(1, tickStep(explanation.cycles, Math.max(2, Math.floor(width / 70))));
    pen.font = "11px system-ui, sans-serif";
    pen.textBaseline = "top";
    pen.lineWidth = 1;
    const first = Math.ceil(explanation.from / unit) * unit;
    for (let cycle = first; cycle <= explanation.from + explanation.cycles; cycle += unit) {
      const x = Math.min(width - 0.5, Math.round((cycle - explanation.from) / explanation.cycles * width) + 0.5);
      pen.strokeStyle = themed("--line");
      pen.beginPath();
      pen.moveTo(x, 0);
      pen.lineTo(x, top + 4);
      pen.stroke();
      pen.fillStyle = themed("--quiet");
      pen.textAlign = x < 24 ? "left" : x > width - 24 ? "right" : "center";
      pen.fillText(integer(cycle), x, top + 6);
    }
  }

  /** The chain as a line of stairs. @param {CanvasRenderingContext2D} pen @param {number} width */
  function drawChain(pen, width, /** @type {number} */ current) {
    const xOf = (/** @type {number} */ cycle) => (cycle - explanation.from) / explanation.cycles * width;
    const yOf = (/** @type {number} */ row) => row * ROW + ROW / 2;
    for (const [line, style] of /** @type {[number, string][]} */ ([[5, themed("--paper")], [2, themed("--accent")]])) {
      pen.lineWidth = line;
      pen.strokeStyle = style;
      pen.lineJoin = "round";
      pen.beginPath();
      let before = -1;
      explanation.chain.forEach((entry, i) => {
        const row = entryRows[i] >= 0 ? entryRows[i] : before;
        if (row < 0) return;
        if (before < 0) pen.moveTo(xOf(entry.from), yOf(row));
        pen.lineTo(xOf(entry.from), yOf(before < 0 ? row : before));
        pen.lineTo(xOf(entry.from + (row === before || entry.kind !== "hops" ? 0 : entry.cycles)), yOf(row));
        pen.lineTo(xOf(entry.from + entry.cycles), yOf(row));
        before = row;
      });
      pen.stroke();
    }
    const entry = explanation.chain[current];
    if (!entry) return;
    pen.fillStyle = themed("--accent");
    pen.globalAlpha = 0.16;
    pen.fillRect(xOf(entry.from), 0, Math.max(2, xOf(entry.from + entry.cycles) - xOf(entry.from)), gates.length * ROW);
    pen.globalAlpha = 1;
  }

  /** @param {number} current  entry of the chain that is marked; -1: none */
  function draw(current) {
    const width = plot.clientWidth;
    if (width <= 0) return;
    const pen = prepared(canvas, width, gates.length * ROW + AXIS);
    drawAxis(pen, width);
    drawRows(pen, width);
    drawChain(pen, width, current);
  }

  canvas.addEventListener("click", event => {
    const box = canvas.getBoundingClientRect();
    const cycle = explanation.from + (event.clientX - box.left) / box.width * explanation.cycles;
    const found = explanation.chain.findIndex(entry => cycle < entry.from + entry.cycles);
    if (found >= 0) pick(found);
  });
  return {view: el("div", {class: "gantt"}, labels, plot), draw};
}
