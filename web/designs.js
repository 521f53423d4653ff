// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The designs of a sweep as a table, and one of them in detail.
import {copyButton} from "./copy.js";
import {commandBlock, el, fill, name, section} from "./dom.js";
import {integer, plural} from "./format.js";
import {pairs} from "./table.js";

/** @typedef {import("./sweep_data.js").SweepModel} SweepModel */
/** @typedef {import("./sweep_data.js").Column} Column */

const ROWS_AT_ONCE = 50, LINES_TOLD = 3;

/**
 * @param {SweepModel} data @param {import("./sweep_data.js").Selection} shown @param {(design: number) => void} pick
 */
export function designTable(data, shown, pick) {
  const anyFailed = data.designs.some(design => design.status !== "ok");
  const sort = {column: /** @type {Column | null} */ (null), down: false};
  let rows = ROWS_AT_ONCE;
  const body = el("tbody", {}), more = el("p", {class: "controls"});
  const headers = data.told.map(column => {
    const button = el("button", {type: "button", class: "sort", onclick: () => {
      sort.down = sort.column === column && !sort.down;
      sort.column = column;
      rows = ROWS_AT_ONCE;
      draw();
    }}, name(column.title, 40), el("span", {"aria-hidden": "true"}));
    return el("th", {scope: "col", class: column.isText ? undefined : "number"}, button);
  });
  const view = el("div", {class: "scroll designs", tabindex: 0, role: "region", "aria-label": "Designs"}, el("table", {},
    el("thead", {}, el("tr", {}, el("th", {scope: "col"}, "line"), el("th", {scope: "col"}, "front"), ...headers,
      anyFailed && el("th", {scope: "col"}, "ended"), el("th", {scope: "col"}, "repeat"))), body));

  /** @param {number} a @param {number} b */
  function order(a, b) {
    const {column, down} = sort;
    if (!column) return Number(data.designs[b].front) - Number(data.designs[a].front) || a - b;
    const left = column.values[a], right = column.values[b];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || a - b;
    return (left - right) * (down ? -1 : 1) || a - b;
  }

  /** @param {number} design */
  function row(design) {
    const {lines, front, status} = data.designs[design];
    return el("tr", {class: design === shown.picked ? "picked" : undefined, onclick: () => pick(design)},
      el("th", {scope: "row"}, el("button", {type: "button", class: "chip", "aria-label": `Show line ${lines[0]}`,
        "aria-pressed": String(design === shown.picked)},
        lines.slice(0, LINES_TOLD).map(integer).join(", ") + (lines.length > LINES_TOLD ? " …" : ""))),
      el("td", {}, front ? el("b", {class: "front"}, "best") : ""),
      ...data.told.map(column => el("td", {class: column.isText ? undefined : "number"},
        column.isText ? name(column.of(design), 40) : column.of(design))),
      anyFailed && el("td", {class: status === "ok" ? "quiet" : undefined}, status.replaceAll("_", " ")),
      el("td", {}, copyButton(data.commandOf(design), `Copy the command that runs line ${lines[0]}`)));
  }

  function draw() {
    const designs = data.designs.map((_, design) => design).filter(design => shown.shown[design]).sort(order);
    body.replaceChildren(...designs.slice(0, rows).map(row));
    headers.forEach((header, i) => {
      const sorted = sort.column === data.told[i];
      header.setAttribute("aria-sort", !sorted ? "none" : sort.down ? "descending" : "ascending");
      /** @type {HTMLElement} */ (header.querySelector("span")).textContent = !sorted ? "" : sort.down ? " ↓" : " ↑";
    });
    fill(more, designs.length > rows && el("button", {type: "button", onclick: () => {
      rows += 10 * ROWS_AT_ONCE;
      draw();
    }}, `Show more of ${plural(designs.length, "row")}`));
  }
  return {view: el("div", {}, view, more), draw};
}

/** One design: what it is, how it ended, and the command that repeats it. @param {SweepModel} data @param {number} design */
export function designDetails(data, design) {
  if (design < 0) return section("A design", "Point at a design in the picture, or pick one in the table.");
  const {lines, front, status, message, group} = data.designs[design];
  const goals = data.goals.map(goal => data.columns[goal.column]);
  const others = data.columns.filter(column => !column.knob && !goals.includes(column) && column.of(design) !== "");
  const values = (/** @type {Column[]} */ columns) => pairs(columns.map(column =>
    /** @type {[string, import("./dom.js").Child]} */ ([column.title.slice(0, 60), name(column.of(design), 60)])));
  const command = data.commandOf(design);
  return section(`Line${lines.length > 1 ? "s" : ""} ${lines.map(integer).join(", ")}${front ? ", one of the best" : ""}`, "",
    data.groups[group] ? el("p", {class: "hint"}, name(data.groups[group], 120)) : null,
    status !== "ok" && el("p", {}, el("b", {}, status.replaceAll("_", " ")), " ", name(message, 300)),
    values([...goals, ...data.knobs]),
    el("h3", {}, lines.length > 1 ? "Repeats the first of its runs" : "Repeats its run"),
    commandBlock(command), copyButton(command, "Copy the command"),
    others.length > 0 && el("details", {}, el("summary", {}, plural(others.length, "other figure")), values(others)));
}
