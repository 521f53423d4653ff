// SPDX-License-Identifier: Apache-2.0
// @ts-check
// What all charts share: a sharp canvas, scales, and axes.
import {themed} from "./dom.js";

/** @typedef {{left: number, top: number, width: number, height: number}} Box  the plot within the canvas, in pixels */
/** @typedef {{from: number, to: number, log: boolean, share: (value: number) => number, ticks: number[]}} Scale */

const FONT = "12px system-ui, sans-serif";
const LOG_FACTORS = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]];
const LABEL_WIDTH = 70, LABEL_HEIGHT = 44;

/** Sets up a canvas for sharp lines, and clears it. @param {HTMLCanvasElement} canvas @param {number} width @param {number} height */
export function prepared(canvas, width, height) {
  const sharp = Math.min(window.devicePixelRatio || 1, 3);
  canvas.width = Math.round(width * sharp);
  canvas.height = Math.round(height * sharp);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.setTransform(sharp, 0, 0, sharp, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.font = FONT;
  return pen;
}

/** A round distance of at most `ticks` ticks. @param {number} range @param {number} ticks */
export function tickStep(range, ticks) {
  const power = 10 ** Math.floor(Math.log10(range / ticks));
  return [1, 2, 5, 10].map(factor => factor * power).find(step => range / step <= ticks * 1.0001) ?? range;
}

/** @param {number} from @param {number} to @param {number} ticks  at most @returns {Scale} */
export function linearScale(from, to, ticks) {
  if (!(to > from)) [from, to] = from === 0 ? [0, 1] : [from - Math.abs(from) / 2, from + Math.abs(from) / 2];
  const step = tickStep(to - from, Math.max(1, ticks));
  const marks = [];
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; ++i) marks.push(i * step + 0);  // no -0
  return {from, to, log: false, ticks: marks, share: value => (value - from) / (to - from)};
}

/** Both ends above 0. @param {number} from @param {number} to @param {number} ticks @returns {Scale} */
export function logScale(from, to, ticks) {
  if (!(to > from)) [from, to] = [from / 2, from * 2];
  const marksAt = (/** @type {number[]} */ factors, /** @type {number} */ every) => {
    const marks = [];
    for (let power = Math.floor(Math.log10(from)); power <= Math.log10(to); ++power)
      for (const factor of power % every === 0 ? factors : [])
        if (factor * 10 ** power >= from * 0.999 && factor * 10 ** power <= to * 1.001) marks.push(Number(`${factor}e${power}`));
    return marks;
  };
  const choices = [...LOG_FACTORS.map(factors => marksAt(factors, 1)), ...[2, 3, 4, 6, 12].map(every => marksAt([1], every))];
  const marks = choices.find(each => each.length <= ticks) ?? [];
  return {from, to, log: true, ticks: marks, share: value => Math.log(value / from) / Math.log(to / from)};
}

/** How many ticks fit. @param {Box} box */
export function fitting(box) {
  return {x: Math.max(2, Math.floor(box.width / LABEL_WIDTH)), y: Math.max(2, Math.floor(box.height / LABEL_HEIGHT))};
}

/** From values to pixels. @param {Box} box @param {Scale} x @param {Scale} y */
export function places(box, x, y) {
  return {x: (/** @type {number} */ value) => box.left + x.share(value) * box.width,
          y: (/** @type {number} */ value) => box.top + (1 - y.share(value)) * box.height};
}

/** Ticks and lines below the plot. @param {CanvasRenderingContext2D} pen @param {Box} box @param {Scale} x */
export function drawXAxis(pen, box, x, /** @type {(value: number) => string} */ text, title = "") {
  pen.font = FONT;
  pen.lineWidth = 1;
  pen.textBaseline = "top";
  const bottom = box.top + box.height, right = box.left + box.width;
  for (const tick of x.ticks) {
    const at = Math.min(right - 0.5, Math.round(box.left + x.share(tick) * box.width) + 0.5), label = text(tick);
    pen.strokeStyle = themed("--line");
    pen.beginPath();
    pen.moveTo(at, box.top);
    pen.lineTo(at, bottom + 4);
    pen.stroke();
    const half = pen.measureText(label).width / 2;
    pen.fillStyle = themed("--quiet");
    pen.textAlign = at - half < 0 ? "left" : at + half > right + 8 ? "right" : "center";
    pen.fillText(label, at, bottom + 6);
  }
  pen.textAlign = "center";
  if (title) pen.fillText(title, box.left + box.width / 2, bottom + 22);
}

/** Ticks and lines at the left; the title stands above. @param {CanvasRenderingContext2D} pen @param {Box} box @param {Scale} y */
export function drawYAxis(pen, box, y, /** @type {(value: number) => string} */ text, title = "") {
  pen.font = FONT;
  pen.lineWidth = 1;
  pen.textBaseline = "middle";
  pen.textAlign = "right";
  for (const tick of y.ticks) {
    const at = Math.round(box.top + (1 - y.share(tick)) * box.height) + 0.5;
    pen.strokeStyle = themed("--line");
    pen.beginPath();
    pen.moveTo(box.left, at);
    pen.lineTo(box.left + box.width, at);
    pen.stroke();
    pen.fillStyle = themed("--quiet");
    pen.fillText(text(tick), box.left - 6, at);
  }
  pen.textAlign = "left";
  pen.textBaseline = "bottom";
  pen.fillStyle = themed("--quiet");
  if (title) pen.fillText(title, 0, box.top - 8);
}
