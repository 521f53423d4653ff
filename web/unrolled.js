// SPDX-License-Identifier: Apache-2.0
// @ts-check
// A product as a mapping divides it: which columns each slice has, and what is multiplied when.
import {inFlowOrder} from "./data.js";

/** @typedef {import("./types").UnrolledProduct} UnrolledProduct */
/** @typedef {{slice: number, pass: number, at: number}} Column  `at`: when its slice multiplies it within a row group */

/** @param {UnrolledProduct} product */
export function unrolled(product) {
  let vectors = 0;
  const firstOf = product.operands.map(operand => {
    const first = vectors;
    vectors += operand.vectors;
    return first;
  });
  const columns = /** @type {Column[]} */ (Array(vectors));
  let firings = 1;  // of a dot unit in a row group, in one pass
  product.slices.forEach((pieces, slice) => {
    const done = Array(product.passes).fill(0);
    for (const {operand, pass, first, vectors: count} of pieces)
      for (let i = 0; i < count; ++i) columns[firstOf[operand] + first + i] = {slice, pass, at: done[pass]++};
    firings = Math.max(firings, ...done);
  });
  const perPass = firings * product.row_groups;
  /** @param {number} firing  of a step, from 0 */
  const moment = firing => ({pass: Math.floor(firing / perPass), group: Math.floor(firing % perPass / firings), at: firing % firings});
  const height = product.hu * product.hv;  // rows of a row group
  /** The gates in the order of the data, with their units. */
  const gates = inFlowOrder(product.gates.map((gate, i) => ({layer: product.layer, direction: product.direction, gate, units: product.units[i]})));
  return {...product, gates, columns, vectors, firstOf, firings, height, moment, all: perPass * product.passes,
          dotUnits: product.gates.length * product.hu * product.ru};
}

/** @typedef {ReturnType<typeof unrolled>} Unrolled */
/** @typedef {ReturnType<Unrolled["moment"]>} Moment */

/** Whether a column is multiplied at a moment. @param {Column} column @param {Moment} moment */
export function isLit(column, moment) {
  return column.pass === moment.pass && column.at === moment.at;
}

/** Rows of a row group as people count them, from 0. @param {Unrolled} product @param {number} group */
export function rowsOf(product, group) {
  const first = group * product.height;
  return {first, last: Math.min(first + product.height, product.rows) - 1};
}
