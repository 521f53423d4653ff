// SPDX-License-Identifier: Apache-2.0
// @ts-check
import {el} from "./dom.js";

/**
 * A table that scrolls by itself where it is too wide. Narrow screens leave out its columns for wide ones.
 * @param {string} label @param {{text: string, number?: boolean, wide?: boolean}[]} columns
 * @param {import("./dom.js").Child[][]} rows
 */
export function table(label, columns, rows) {
  const classOf = (/** @type {number} */ i) =>
    ({class: [columns[i].number && "number", columns[i].wide && "wide"].filter(Boolean).join(" ") || undefined});
  return el("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": label},
    el("table", {},
      el("thead", {}, el("tr", {}, ...columns.map((column, i) => el("th", {scope: "col", ...classOf(i)}, column.text)))),
      el("tbody", {}, ...rows.map(row =>
        el("tr", {}, ...row.map((cell, i) => el(i === 0 ? "th" : "td", i === 0 ? {scope: "row"} : classOf(i), cell)))))));
}

/** Figures of a page: what, how much, and a note. @param {[string, string, string][]} rows */
export function figureList(rows) {
  return el("dl", {class: "figures"}, ...rows.map(([key, value, note]) =>
    el("div", {}, el("dt", {}, key), el("dd", {class: "value"}, value), el("dd", {class: "quiet"}, note))));
}

/** A list of names and values. @param {[string, import("./dom.js").Child][]} rows */
export function pairs(rows) {
  return el("dl", {class: "pairs"}, ...rows.flatMap(([key, value]) => [el("dt", {}, key), el("dd", {}, value)]));
}
