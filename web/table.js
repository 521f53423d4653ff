// SPDX-License-Identifier: Apache-2.0
// @ts-check
import {el} from "./dom.js";

const CELL_PADDING = 14;  // pixels behind the last column, at most

/**
 * A box around a table that scrolls by itself where the table is too wide, and says so.
 * @param {string} label @param {HTMLElement} content @param {string} [style]  classes of the box
 */
export function scrolling(label, content, style = "") {
  const hint = el("p", {class: "more-hint", hidden: true, "aria-hidden": "true"}, "more columns to the right →");
  const box = el("div", {class: `scroll ${style}`, tabindex: 0, role: "region", "aria-label": label}, content);
  const check = () => {
    hint.hidden = box.scrollWidth <= box.clientWidth + CELL_PADDING;
    hint.style.visibility = box.scrollLeft + box.clientWidth >= box.scrollWidth - CELL_PADDING ? "hidden" : "";
  };
  const sizes = new ResizeObserver(check);
  sizes.observe(box);
  sizes.observe(content);
  box.addEventListener("scroll", check);
  return {view: el("div", {class: "table"}, hint, box), box};
}

/**
 * A table that scrolls where it is too wide. Narrow screens leave out `wide` columns: what another column says, as a bar.
 * @param {string} label @param {{text: string, number?: boolean, wide?: boolean}[]} columns
 * @param {import("./dom.js").Child[][]} rows
 */
export function table(label, columns, rows) {
  const classOf = (/** @type {number} */ i) =>
    ({class: [columns[i].number && "number", columns[i].wide && "wide"].filter(Boolean).join(" ") || undefined});
  return scrolling(label,
    el("table", {},
      el("thead", {}, el("tr", {}, ...columns.map((column, i) => el("th", {scope: "col", ...classOf(i)}, column.text)))),
      el("tbody", {}, ...rows.map(row =>
        el("tr", {}, ...row.map((cell, i) => el(i === 0 ? "th" : "td", i === 0 ? {scope: "row"} : classOf(i), cell))))))).view;
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
