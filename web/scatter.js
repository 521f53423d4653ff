// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The designs of a sweep as points over two figures, and the front.
import {drawXAxis, drawYAxis, fitting, linearScale, logScale, places, prepared} from "./chart.js";
import {kindColour} from "./colours.js";
import {el, themed} from "./dom.js";
import {digits} from "./format.js";

/** @typedef {import("./sweep_data.js").SweepModel} SweepModel */
/** @typedef {import("./sweep_data.js").Column} Column */
/** @typedef {import("./sweep_data.js").Selection} Selection */

const HEIGHT_OF_SCATTER = 460, NEAR = 18, DOT = 3.5;

/** @param {Column} column @param {boolean} log @param {number} ticks */
function scaleOf(column, log, ticks) {
  if (log && column.least > 0) return logScale(column.least / 1.15, column.most * 1.15, ticks);
  const room = (column.most - column.least || Math.abs(column.most) || 1) * 0.04;
  return linearScale(column.least - room, column.most + room, ticks);
}

/**
 * @param {SweepModel} data @param {Selection} shown
 * @param {(design: number) => void} pick @param {(design: number) => void} point  -1: none
 */
export function scatter(data, shown, pick, point) {
  const canvas = el("canvas", {tabindex: 0, role: "application", class: "plot-canvas", "aria-label":
    "Designs by two figures. Arrow keys move from point to point, Enter picks one; the table below says the same."});
  const stage = el("div", {class: "stage"}, canvas);
  const axes = {x: data.numbers[0], y: data.numbers[0], logX: false, logY: false,
                colour: /** @type {Column | null} */ (null)};
  let at = /** @type {{x: (v: number) => number, y: (v: number) => number} | null} */ (null);
  let pointed = -1;

  const placed = (/** @type {number} */ design) => axes.x.values[design] !== null && axes.y.values[design] !== null;

  /** The colour of a design, and those of all, to be drawn one after the other. */
  function colours() {
    const {colour} = axes;
    if (!colour) return {of: data.designs.map(design => Math.max(0, design.group)),
                         all: data.groups.map((_, i) => kindColour(i, data.groups.length))};
    const ranks = new Map(colour.distinct.map((value, rank) => [value, rank]));
    return {of: colour.values.map(value => value === null ? 0 : ranks.get(value) ?? 0),
            all: colour.distinct.map((_, rank) => kindColour(rank, colour.distinct.length))};
  }

  /** @param {CanvasRenderingContext2D} pen @param {number[]} designs @param {number} size */
  function dots(pen, designs, size) {
    if (!at) return;
    pen.beginPath();
    for (const design of designs) {
      const x = at.x(/** @type {number} */ (axes.x.values[design])), y = at.y(/** @type {number} */ (axes.y.values[design]));
      pen.moveTo(x + size, y);
      pen.arc(x, y, size, 0, 2 * Math.PI);
    }
  }

  /** Stairs through the front, if the axes are the goals. @param {CanvasRenderingContext2D} pen */
  function front(pen, /** @type {number[]} */ best) {
    const wayX = data.better(axes.x), wayY = data.better(axes.y);
    if (data.goals.length !== 2 || wayX === 0 || wayY === 0 || axes.x === axes.y || !at) return;
    pen.strokeStyle = themed("--accent");
    pen.lineWidth = 1.5;
    for (let group = 0; group < data.groups.length; ++group) {
      const line = best.filter(design => data.designs[design].group === group)
        .map(design => ({x: /** @type {number} */ (axes.x.values[design]), y: /** @type {number} */ (axes.y.values[design])}))
        .sort((a, b) => a.x - b.x || (a.y - b.y) * wayX * wayY);
      pen.beginPath();
      line.forEach(({x, y}, i) => {
        if (!at) return;
        if (i === 0) return pen.moveTo(at.x(x), at.y(y));
        if (wayX < 0) pen.lineTo(at.x(x), at.y(line[i - 1].y));
        else pen.lineTo(at.x(line[i - 1].x), at.y(y));
        pen.lineTo(at.x(x), at.y(y));
      });
      pen.stroke();
    }
  }

  function draw() {
    const width = stage.clientWidth;
    if (width <= 0) return;
    const height = width < 560 ? HEIGHT_OF_SCATTER * 0.8 : HEIGHT_OF_SCATTER, pen = prepared(canvas, width, height);
    const box = {left: 62, top: 30, width: width - 74, height: height - 74}, fit = fitting(box);
    const x = scaleOf(axes.x, axes.logX, fit.x), y = scaleOf(axes.y, axes.logY, fit.y);
    at = places(box, x, y);
    drawXAxis(pen, box, x, digits, axes.x.title.slice(0, 60));
    drawYAxis(pen, box, y, digits, axes.y.title.slice(0, 60));
    const faint = [], best = [], {of, all} = colours();
    const strong = /** @type {number[][]} */ (all.map(() => []));
    for (let design = 0; design < data.designs.length; ++design) {
      if (!placed(design)) continue;
      if (!shown.shown[design]) faint.push(design);
      else (strong[of[design]] ?? faint).push(design);
      if (data.designs[design].front) best.push(design);
    }
    pen.fillStyle = themed("--line");
    dots(pen, faint, 2);
    pen.fill();
    front(pen, best);
    strong.forEach((designs, i) => {
      pen.fillStyle = all[i];
      dots(pen, designs, DOT);
      pen.fill();
    });
    pen.strokeStyle = themed("--accent");
    pen.lineWidth = 1.8;
    dots(pen, best.filter(design => shown.shown[design]), DOT + 2);
    pen.stroke();
    for (const design of [shown.picked, pointed]) {
      if (design < 0 || !placed(design)) continue;
      pen.strokeStyle = themed("--ink");
      pen.lineWidth = 2.5;
      dots(pen, [design], DOT + 4);
      pen.stroke();
    }
  }

  /** @param {MouseEvent} event */
  function nearest(event) {
    let found = -1, least = NEAR ** 2;
    for (let design = 0; design < data.designs.length && at; ++design) {
      if (!shown.shown[design] || !placed(design)) continue;
      const distance = (at.x(/** @type {number} */ (axes.x.values[design])) - event.offsetX) ** 2 +
        (at.y(/** @type {number} */ (axes.y.values[design])) - event.offsetY) ** 2;
      if (distance < least) [found, least] = [design, distance];
    }
    return found;
  }

  /** @param {number} design */
  function show(design) {
    if (design === pointed) return;
    pointed = design;
    point(design);
    draw();
  }
  canvas.addEventListener("pointermove", event => show(nearest(event)));
  canvas.addEventListener("pointerleave", () => show(-1));
  canvas.addEventListener("click", event => {
    const design = nearest(event);
    if (design >= 0) pick(design);
  });
  canvas.addEventListener("keydown", event => {
    const moves = /** @type {{[key: string]: number}} */ ({ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1});
    if (event.key === "Enter" && pointed >= 0) return pick(pointed);
    if (event.key === "Escape") return show(-1);
    if (!moves[event.key]) return;
    event.preventDefault();
    const order = data.designs.map((_, design) => design).filter(design => shown.shown[design] && placed(design))
      .sort((a, b) => /** @type {number} */ (axes.x.values[a]) - /** @type {number} */ (axes.x.values[b]) || a - b);
    const next = order.indexOf(pointed) + moves[event.key];
    if (order.length > 0) show(order[Math.max(0, Math.min(order.length - 1, next))]);
  });
  return {view: stage, draw, axes, colours};
}
