// SPDX-License-Identifier: Apache-2.0
// @ts-check
// Parallel coordinates: an axis for each knob and goal, a line for each design, and brushes that choose among them.
import {prepared} from "./chart.js";
import {el, themed} from "./dom.js";
import {digits} from "./format.js";

/** @typedef {import("./sweep_data.js").SweepModel} SweepModel */
/** @typedef {import("./sweep_data.js").Column} Column */

const HEIGHT_OF_LINES = 330, TOP_OF_LINES = 40, BOTTOM_OF_LINES = 18, LEAST_APART = 92, GRIP = 14, MOST_LABELS = 10, SPREAD = 0.06;

/**
 * @param {SweepModel} data @param {import("./sweep_data.js").Selection} shown
 * @param {() => {of: number[], all: string[]}} colours  of designs
 * @param {(said: string) => void} changed  a brush has changed
 */
export function parallel(data, shown, colours, changed) {
  const axes = data.told.filter(column => column.distinct.length > 1);
  const canvas = el("canvas", {tabindex: 0, role: "application", class: "lines-canvas", "aria-label":
    "An axis for each knob and goal, a line for each design. Left and right choose an axis, up and down move its brush, " +
    "with Shift they widen it, Escape removes it; the table below says the same."});
  const stage = el("div", {class: "stage"}, canvas);
  const still = document.createElement("canvas");  // axes, and all lines faint
  let current = -1, drag = /** @type {{axis: number, from: number} | null} */ (null);

  const width = () => Math.max(stage.clientWidth, axes.length * LEAST_APART);
  const xOf = (/** @type {number} */ axis) => (axis + 0.5) / axes.length * width();
  const yOf = (/** @type {number} */ share) => TOP_OF_LINES + (1 - share) * (HEIGHT_OF_LINES - TOP_OF_LINES - BOTTOM_OF_LINES);
  const shareAt = (/** @type {number} */ y) =>
    Math.max(0, Math.min(1, 1 - (y - TOP_OF_LINES) / (HEIGHT_OF_LINES - TOP_OF_LINES - BOTTOM_OF_LINES)));

  // Lines through one of few values lie beside each other, in the order of the first goal, so that they can be told apart.
  const ranking = data.goals.length > 0 ? data.columns[data.goals[0].column] : axes[0];
  const offsets = Float64Array.from(data.designs, (_, design) => SPREAD * (ranking.isText || Number.isNaN(ranking.shares[design])
    ? 0 : ranking.shares[design] - 0.5));
  const spread = axes.map(column => column.distinct.length <= MOST_LABELS ? 1 : 0);

  /** @param {CanvasRenderingContext2D} pen @param {number} design */
  function trace(pen, design) {
    let open = false;
    for (let axis = 0; axis < axes.length; ++axis) {
      const share = axes[axis].shares[design];
      if (Number.isNaN(share)) open = false;
      else {
        const y = yOf(share + spread[axis] * offsets[design]);
        if (open) pen.lineTo(xOf(axis), y);
        else pen.moveTo(xOf(axis), y);
        open = true;
      }
    }
  }

  function drawStill() {
    const pen = prepared(still, width(), HEIGHT_OF_LINES);
    pen.strokeStyle = themed("--line");
    pen.lineWidth = 0.6;
    pen.beginPath();
    for (let design = 0; design < data.designs.length; ++design) trace(pen, design);
    pen.stroke();
  }

  /** @param {CanvasRenderingContext2D} pen */
  function drawLines(pen) {
    const {of, all} = colours();
    pen.globalAlpha = Math.max(0.18, Math.min(1, 60 / Math.max(1, shown.count)));
    pen.lineWidth = 1;
    all.forEach((colour, number) => {
      pen.strokeStyle = colour;
      pen.beginPath();
      for (let design = 0; design < data.designs.length; ++design)
        if (shown.shown[design] && of[design] === number) trace(pen, design);
      pen.stroke();
    });
    pen.globalAlpha = 0.8;
    pen.strokeStyle = themed("--accent");
    pen.lineWidth = 1.4;
    pen.beginPath();
    for (let design = 0; design < data.designs.length; ++design)
      if (shown.shown[design] && data.designs[design].front) trace(pen, design);
    pen.stroke();
    pen.globalAlpha = 1;
    if (shown.picked < 0) return;
    pen.strokeStyle = themed("--ink");
    pen.lineWidth = 3;
    pen.beginPath();
    trace(pen, shown.picked);
    pen.stroke();
  }

  /** A text that is cut to the room between two axes. @param {CanvasRenderingContext2D} pen @param {string} text @param {number} room */
  function fitted(pen, text, room) {
    if (pen.measureText(text).width <= room) return text;
    let letters = Array.from(text);
    while (letters.length > 1 && pen.measureText(letters.join("") + "…").width > room) letters = letters.slice(0, -1);
    return letters.join("") + "…";
  }

  /** @param {CanvasRenderingContext2D} pen @param {number} axis */
  function drawAxis(pen, axis) {
    const column = axes[axis], x = xOf(axis), apart = width() / axes.length;
    pen.lineWidth = axis === current ? 3 : 1.5;
    pen.strokeStyle = themed(axis === current ? "--ink" : "--wire");
    pen.beginPath();
    pen.moveTo(x, yOf(1));
    pen.lineTo(x, yOf(0));
    pen.stroke();
    pen.fillStyle = themed("--ink");
    pen.textAlign = "center";
    pen.textBaseline = "alphabetic";
    pen.fillText(fitted(pen, column.title, apart - 8), x, 16);
    const few = column.distinct.length <= MOST_LABELS;
    const labels = few ? column.distinct : [column.least, column.most];
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    pen.lineWidth = 4;
    pen.lineJoin = "round";
    pen.strokeStyle = themed("--paper");
    for (const value of labels) {
      const text = fitted(pen, column.isText ? column.text(value) : digits(value), apart - 12), y = yOf(column.share(value));
      pen.strokeText(text, x + 6, y);
      pen.fillStyle = themed("--ink");
      pen.fillText(text, x + 6, y);
    }
    const brush = shown.brushes.get(column.number);
    if (!brush) return;
    pen.fillStyle = themed("--accent");
    pen.globalAlpha = 0.35;
    const top = yOf(brush[1]) - 4, bottom = yOf(brush[0]) + 4;
    pen.fillRect(x - GRIP / 2, top, GRIP, bottom - top);
    pen.globalAlpha = 1;
    pen.strokeStyle = themed("--accent");
    pen.lineWidth = 1.5;
    pen.strokeRect(x - GRIP / 2, top, GRIP, bottom - top);
  }

  function draw() {
    if (stage.clientWidth <= 0) return;
    const pen = prepared(canvas, width(), HEIGHT_OF_LINES);
    pen.drawImage(still, 0, 0, width(), HEIGHT_OF_LINES);
    drawLines(pen);
    for (let axis = 0; axis < axes.length; ++axis) drawAxis(pen, axis);
  }

  /** Keeps what lies between two shares; null: all. @param {number} axis @param {[number, number] | null} range */
  function brush(axis, range) {
    const column = axes[axis];
    if (range) shown.brushes.set(column.number, range);
    else shown.brushes.delete(column.number);
    const within = range ? column.distinct.filter(value => column.share(value) >= range[0] - 1e-9 && column.share(value) <= range[1] + 1e-9) : [];
    changed(!range ? `${column.name}: all` : within.length === 0 ? `${column.name}: none`
      : `${column.name}: ${column.text(within[0])}${within.length > 1 ? ` to ${column.text(within[within.length - 1])}` : ""}`);
  }

  canvas.addEventListener("pointerdown", event => {
    const axis = Math.max(0, Math.min(axes.length - 1, Math.floor(event.offsetX / width() * axes.length)));
    if (axes.length === 0) return;
    current = axis;
    drag = {axis, from: event.offsetY};
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", event => {
    if (!drag || Math.abs(event.offsetY - drag.from) < 4) return;
    const ends = [shareAt(drag.from), shareAt(event.offsetY)];
    brush(drag.axis, [Math.min(...ends), Math.max(...ends)]);
  });
  canvas.addEventListener("pointerup", event => {
    if (drag && Math.abs(event.offsetY - drag.from) < 4) brush(drag.axis, null);
    drag = null;
  });
  canvas.addEventListener("keydown", event => {
    const sideways = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    const along = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (axes.length === 0 || (!sideways && !along && event.key !== "Escape")) return;
    event.preventDefault();
    if (sideways || current < 0) {
      current = Math.max(0, Math.min(axes.length - 1, current + sideways));
      brush(current, shown.brushes.get(axes[current].number) ?? null);
    }
    if (event.key === "Escape") return brush(current, null);
    if (!along) return;
    const {stops, number} = axes[current], last = stops.length - 1, range = shown.brushes.get(number);
    const stopOf = (/** @type {number} */ share) => stops.reduce((best, stop, i) => Math.abs(stop - share) < Math.abs(stops[best] - share) ? i : best, 0);
    let low = range ? stopOf(range[0]) : along > 0 ? -1 : last + 1, high = range ? stopOf(range[1]) : low;
    high = Math.max(0, Math.min(last, high + along));
    low = event.shiftKey ? Math.min(low < 0 ? 0 : low, high) : Math.max(0, Math.min(last, low + along));
    brush(current, [stops[Math.min(low, high)], stops[high]]);
  });
  return {view: stage, draw, drawStill, axes: axes.length};
}
