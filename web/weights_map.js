// SPDX-License-Identifier: Apache-2.0
// @ts-check
// Draws the weights of a gate: all of them, and below a row group in large.
import {prepared} from "./chart.js";
import {inkOn, kindColour} from "./colours.js";
import {el, legible, themed} from "./dom.js";
import {integer, plural} from "./format.js";
import {isLit, rowsOf} from "./unrolled.js";

/** @typedef {import("./unrolled.js").Unrolled} Unrolled */
/** @typedef {import("./unrolled.js").Moment} Moment */

const SIDE = 64, EDGE = 2, ABOVE = 40, BETWEEN = 7;  // BETWEEN: between operands
const WHOLE = 170, LINK = 34;                   // heights: of all weights, and from them to the row group
const ROW_HEIGHT = {least: 5, most: 30, all: 260};
const FAINT = 0.3, DONE = 0.72;

/** The colour of a slice. @param {number} slice @param {Unrolled} product */
export function sliceColour(slice, {ru}) {
  return kindColour(slice, ru);
}

/** @param {HTMLElement} stage  that is drawn into */
export function weightsMap(stage) {
  const canvas = el("canvas", {role: "img"});
  stage.append(canvas);
  let places = /** @type {{x: (column: number) => number, width: number, top: number, row: number} | null} */ (null);

  /** @param {Unrolled} product @param {Moment} now @param {string} label  for those who do not see it */
  function draw(product, now, label) {
    const width = stage.clientWidth;
    if (width <= 0) return;
    canvas.setAttribute("aria-label", label);
    const room = width - SIDE - EDGE - BETWEEN * (product.operands.length - 1), column = room / product.vectors;
    const operandOf = (/** @type {number} */ i) => product.firstOf.filter(first => first <= i).length - 1;
    const x = (/** @type {number} */ i) => SIDE + i * column + BETWEEN * operandOf(i);
    const row = Math.max(ROW_HEIGHT.least, Math.min(ROW_HEIGHT.most, ROW_HEIGHT.all / product.hu));
    const top = ABOVE + WHOLE + LINK, height = top + row * product.hu + 2;
    places = {x, width: column, top, row};
    const pen = prepared(canvas, width, height), {first, last} = rowsOf(product, now.group);
    const yOf = (/** @type {number} */ group) => ABOVE + WHOLE * group / product.row_groups;

    drawOperands(pen, product, x, column);
    for (const {slice, pass, from, count} of pieces(product)) {
      const done = pass < now.pass ? WHOLE : pass > now.pass ? 0 : yOf(now.group) - ABOVE;
      pen.fillStyle = sliceColour(slice, product);
      pen.globalAlpha = DONE;
      pen.fillRect(x(from), ABOVE, column * count, done);
      pen.globalAlpha = FAINT;
      pen.fillRect(x(from), ABOVE + done, column * count, WHOLE - done);
    }
    pen.globalAlpha = 1;
    drawSides(pen, product, first, last, top, row);
    drawBand(pen, x(0), x(product.vectors - 1) + column, yOf(now.group), yOf(now.group + 1), top, row * product.hu);
    for (let u = 0; u < product.hu; ++u)
      product.columns.forEach((each, i) => {
        const colour = sliceColour(each.slice, product), lit = isLit(each, now);
        pen.globalAlpha = lit ? 1 : FAINT;
        pen.fillStyle = colour;
        const inset = column > 5 ? 0.75 : 0;
        pen.fillRect(x(i) + inset, top + u * row + 0.75, Math.max(lit ? 2 : 0.3, column - 2 * inset), row - 1.5);
        if (!lit) return;
        pen.globalAlpha = 1;
        pen.lineWidth = 2;
        pen.strokeStyle = themed("--accent");
        pen.strokeRect(x(i) + 1, top + u * row + 1.5, Math.max(1, column - 2), row - 3);
        if (column < 22 || row < 14) return;
        pen.fillStyle = inkOn(colour);
        pen.textAlign = "center";
        pen.textBaseline = "middle";
        pen.fillText(String(each.slice), x(i) + column / 2, top + (u + 0.5) * row);
      });
    pen.globalAlpha = 1;
  }

  /** Position and column under the pointer; null: none. @param {MouseEvent} event @param {Unrolled} product */
  function under(event, product) {
    if (!places) return null;
    const {x, width, top, row} = places, u = Math.floor((event.offsetY - top) / row);
    const column = product.columns.findIndex((_, i) => event.offsetX >= x(i) && event.offsetX < x(i) + width);
    return column >= 0 && u >= 0 && u < product.hu ? {position: u, column} : null;
  }
  return {canvas, draw, under};
}

/** The pieces of all slices, by their columns. @param {Unrolled} product */
function pieces({slices, firstOf}) {
  return slices.flatMap((each, slice) => each.map(({operand, pass, first, vectors}) =>
    ({slice, pass, from: firstOf[operand] + first, count: vectors})));
}

/** Names of the operands above their columns. @param {CanvasRenderingContext2D} pen @param {Unrolled} product */
function drawOperands(pen, product, /** @type {(column: number) => number} */ x, /** @type {number} */ column) {
  pen.textBaseline = "alphabetic";
  product.operands.forEach(({name, recurrent, vectors}, i) => {
    if (vectors === 0) return;
    const from = x(product.firstOf[i]), to = x(product.firstOf[i] + vectors - 1) + column, middle = (from + to) / 2;
    pen.fillStyle = themed("--ink");
    pen.textAlign = "center";
    pen.fillText(fittedText(pen, legible(name).slice(0, 40), to - from), middle, 12);
    pen.fillStyle = themed("--quiet");
    pen.fillText(fittedText(pen, `${plural(vectors, "vector")}${recurrent ? ", recurrent" : ""}`, to - from), middle, 27);
    pen.strokeStyle = themed("--quiet");
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(from + 0.5, ABOVE - 4);
    pen.lineTo(from + 0.5, ABOVE - 8.5);
    pen.lineTo(to - 0.5, ABOVE - 8.5);
    pen.lineTo(to - 0.5, ABOVE - 4);
    pen.stroke();
  });
}

/** A text that is cut where it is too wide. @param {CanvasRenderingContext2D} pen @param {string} text @param {number} width */
function fittedText(pen, text, width) {
  if (pen.measureText(text).width <= width) return text;
  let letters = Array.from(text);
  while (letters.length > 0 && pen.measureText(letters.join("") + "…").width > width) letters = letters.slice(0, -1);
  return letters.length > 0 ? letters.join("") + "…" : "";
}

/** The rows, beside both pictures. @param {CanvasRenderingContext2D} pen @param {Unrolled} product */
function drawSides(pen, product, /** @type {number} */ first, /** @type {number} */ last, /** @type {number} */ top, /** @type {number} */ row) {
  pen.fillStyle = themed("--quiet");
  pen.textAlign = "right";
  pen.textBaseline = "top";
  pen.fillText("row 0", SIDE - 8, ABOVE);
  pen.textBaseline = "bottom";
  pen.fillText(integer(product.rows - 1), SIDE - 8, ABOVE + WHOLE);
  pen.fillStyle = themed("--ink");
  const every = Math.max(1, Math.ceil(14 / row));
  pen.textBaseline = "middle";
  for (let u = 0; u < product.hu; u += every) {
    const number = first + u * product.hv;
    if (number <= last) pen.fillText(u === 0 ? `row ${integer(number)}` : integer(number), SIDE - 8, top + (u + 0.5) * row);
  }
}

/** The row group among all rows, and lines from it to its large picture. @param {CanvasRenderingContext2D} pen */
function drawBand(pen, /** @type {number} */ left, /** @type {number} */ right, /** @type {number} */ from, /** @type {number} */ to,
                  /** @type {number} */ top, /** @type {number} */ height) {
  const accent = themed("--accent"), end = Math.max(to, from + 2);
  pen.fillStyle = accent;
  pen.fillRect(left, from, right - left, end - from);
  pen.strokeStyle = accent;
  pen.lineWidth = 1;
  pen.setLineDash([3, 3]);
  pen.beginPath();
  pen.moveTo(left, end);
  pen.lineTo(left, top);
  pen.moveTo(right, end);
  pen.lineTo(right, top);
  pen.stroke();
  pen.setLineDash([]);
  pen.strokeRect(left - 0.5, top - 0.5, right - left + 1, height + 1);
}
