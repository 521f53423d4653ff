// SPDX-License-Identifier: Apache-2.0
// @ts-check
// What the units of each gate did in the cycles of a step, with the critical chain through them, or in the whole run.
import {prepared, tickStep} from "./chart.js";
import {stateColour} from "./colours.js";
import {inFlowOrder} from "./data.js";
import {el, fill, name, themed} from "./dom.js";
import {digits, gateName, integer} from "./format.js";
import {movable, spanControls, timeSpan} from "./span.js";

/** @typedef {import("./types").Step} Step */
/** @typedef {import("./types").Gate} Gate */
/** @typedef {import("./data.js").Model} Model */
/** @typedef {{gates: Gate[], from: number, cycles: number, interval: number, span: import("./span.js").Span}} Scene
 *             gates in intervals from a cycle on, and the part that is seen */

const ROW = 22, BAR = 14, AXIS = 22, LEAST_CYCLES = 16;

/**
 * The number of the row of each entry of the chain; -1 without a unit.
 * @param {Model} data @param {Gate[]} gates @param {import("./types").ChainEntry[]} chain
 */
function rowsOfChain(data, gates, chain) {
  const rows = new Map(gates.map((gate, row) => [gateName(gate), row]));
  return chain.map(entry => {
    const unit = data.unitNamed.get(entry.unit);
    return unit ? rows.get(gateName(unit)) ?? -1 : -1;
  });
}

/** @param {Gate[]} gates @param {number} from @param {number} cycles @param {number} interval @returns {Scene} */
function sceneOf(gates, from, cycles, interval) {
  return {gates, from, cycles, interval, span: timeSpan(from, from + cycles, LEAST_CYCLES * interval)};
}

/** The rows of the gates, of which a stronger colour means more of their units. */
function drawGates(/** @type {CanvasRenderingContext2D} */ pen, /** @type {number} */ width, /** @type {Scene} */ scene) {
  const {span, interval, from} = scene, perCycle = width / (span.to - span.from);
  const begin = Math.max(0, Math.floor((span.from - from) / interval));
  scene.gates.forEach((gate, row) => {
    const top = row * ROW + (ROW - BAR) / 2, end = Math.min(gate.active.length, Math.ceil((span.to - from) / interval));
    pen.fillStyle = themed("--well");
    pen.fillRect(0, top, width, BAR);
    for (let i = begin; i < end; ++i) {
      if (gate.active[i] === 0) continue;
      const cycles = Math.min(interval, scene.cycles - i * interval);
      pen.fillStyle = stateColour("active", 0.15 + 0.85 * gate.active[i] / (gate.units * cycles));
      pen.fillRect((from + i * interval - span.from) * perCycle, top, Math.max(1, cycles * perCycle + 0.3), BAR);
    }
  });
}

/** @param {CanvasRenderingContext2D} pen @param {number} width @param {Scene} scene */
function drawCycles(pen, width, {gates, span}) {
  const top = gates.length * ROW;
  const unit = Math.max(1, tickStep(span.to - span.from, Math.max(2, Math.floor(width / 70))));
  pen.font = "11px system-ui, sans-serif";
  pen.textBaseline = "top";
  pen.lineWidth = 1;
  for (let cycle = Math.ceil(span.from / unit) * unit; cycle <= span.to; cycle += unit) {
    const x = Math.min(width - 0.5, Math.round((cycle - span.from) / (span.to - span.from) * width) + 0.5);
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

/**
 * @param {Model} data @param {Step} step
 * @param {(entry: number) => void} pick  the entry of the chain at a cycle that was clicked
 */
export function gantt(data, step, pick) {
  const {explanation} = step, {report, time} = data, gates = inFlowOrder(step.gates);
  const entryRows = rowsOfChain(data, gates, explanation.chain);
  const ofStep = sceneOf(gates, explanation.from, explanation.cycles, step.interval);
  const ofRun = sceneOf(inFlowOrder(time.gates), 0, report.cycles, time.interval);
  let scene = ofStep, marked = -1;
  const canvas = el("canvas", {tabindex: 0, role: "application", class: "gantt-canvas", "aria-label":
    "Cycles from left to right, a row for each gate; the list below says the same of the chain. Plus and minus zoom, " +
    "Shift with an arrow moves, 0 shows all cycles."});
  const plot = el("div", {class: "gantt-plot"}, canvas);
  const labels = el("div", {class: "gantt-labels", "aria-hidden": "true"},
    ...gates.map(gate => el("div", {class: "gantt-label"}, name(gateName(gate), 24),
                                 el("span", {class: "quiet"}, `×${integer(gate.units)}`))));
  const pointed = el("p", {class: "pointed", "aria-hidden": "true"}, "\u00a0");

  /** The chain as a line of stairs. @param {CanvasRenderingContext2D} pen @param {number} width */
  function drawChain(pen, width) {
    const {span} = scene;
    const xOf = (/** @type {number} */ cycle) => (cycle - span.from) / (span.to - span.from) * width;
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
  }

  /** What is picked, or in the whole run where the step is. @param {CanvasRenderingContext2D} pen @param {number} width */
  function drawMarked(pen, width) {
    const part = scene === ofRun ? explanation : explanation.chain[marked], {span} = scene;
    if (!part) return;
    const xOf = (/** @type {number} */ cycle) => (cycle - span.from) / (span.to - span.from) * width;
    pen.fillStyle = themed("--accent");
    pen.globalAlpha = scene === ofRun ? 0.3 : 0.16;
    pen.fillRect(xOf(part.from), 0, Math.max(2, xOf(part.from + part.cycles) - xOf(part.from)), scene.gates.length * ROW);
    pen.globalAlpha = 1;
  }

  function redraw() {
    const width = plot.clientWidth;
    if (width <= 0) return;
    const pen = prepared(canvas, width, scene.gates.length * ROW + AXIS);
    drawCycles(pen, width, scene);
    drawGates(pen, width, scene);
    if (scene === ofStep) drawChain(pen, width);
    drawMarked(pen, width);
    controls.show();
  }

  /** @param {number} current  entry of the chain that is marked; -1: none */
  function draw(current) {
    const entry = explanation.chain[current];
    if (entry && current !== marked) ofStep.span.reach(entry.from, entry.cycles);
    marked = current;
    redraw();
  }

  /** What is under the pointer. @param {PointerEvent} event */
  function point(event) {
    const gate = scene.gates[Math.floor(event.offsetY / ROW)], cycle = Math.floor(moves.at(event.offsetX));
    const i = Math.floor((cycle - scene.from) / scene.interval), active = gate?.active[i];
    if (active === undefined) return fill(pointed, "\u00a0");
    const from = scene.from + i * scene.interval, cycles = Math.min(scene.interval, scene.cycles - i * scene.interval);
    return fill(pointed, el("b", {}, name(gateName(gate), 40)), `: ${digits(active / cycles)} of ${integer(gate.units)} units at work, `,
      el("span", {class: "quiet"}, cycles === 1 ? `cycle ${integer(from)}` : `cycles ${integer(from)} to ${integer(from + cycles - 1)}`));
  }

  const controls = spanControls(() => scene.span, redraw);
  const moves = movable(canvas, () => scene.span, () => ({left: 0, width: plot.clientWidth}), redraw, () => {
    const entry = explanation.chain[marked];
    return scene === ofStep && entry ? entry.from + entry.cycles / 2 : (scene.span.from + scene.span.to) / 2;
  });
  canvas.addEventListener("pointermove", point);
  canvas.addEventListener("pointerleave", () => fill(pointed, "\u00a0"));
  canvas.addEventListener("click", event => {
    if (scene !== ofStep || moves.wasDragged()) return;
    const cycle = moves.at(event.offsetX);
    const found = explanation.chain.findIndex(entry => cycle < entry.from + entry.cycles);
    if (found >= 0) pick(found);
  });
  const choices = [["This step", ofStep], ["Whole run", ofRun]].map(([text, choice]) => {
    const button = el("button", {type: "button", class: "choice", "aria-pressed": String(choice === scene), onclick: () => {
      scene = /** @type {Scene} */ (choice);
      for (const each of choices) each.setAttribute("aria-pressed", String(each === button));
      redraw();
    }}, /** @type {string} */ (text));
    return button;
  });
  controls.view.prepend(...choices, el("span", {class: "gap"}));
  return {view: el("div", {}, controls.view, el("div", {class: "gantt"}, labels, plot), pointed), draw};
}
