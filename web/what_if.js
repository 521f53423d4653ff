// SPDX-License-Identifier: Apache-2.0
// @ts-check
// What lifting each limit of the chip saves.
import {plainBar} from "./bars.js";
import {changeWords, isNoise} from "./changes.js";
import {el, name, section, wholeWords} from "./dom.js";
import {integer, percentOf, plural} from "./format.js";
import {table} from "./table.js";

/** @typedef {import("./types").WhatIf} WhatIf */
/** @typedef {import("./types").WhatIfRow} WhatIfRow */

/** A change in words, with its words of --set below. @param {WhatIf} found @param {WhatIfRow} row */
function changeCell(found, row) {
  return el("div", {class: isNoise(found, row) ? "quiet" : undefined}, changeWords(row),
    isNoise(found, row) && " (no more than another placement)",
    el("div", {class: "knobs"}, ...(row.set.length > 0 ? row.set : ["--ideal-network"]).flatMap(set => [el("code", {}, name(set, 90)), " "])),
    row.cycles === null && el("div", {class: "quiet"}, name(row.problem, 90)));
}

/** @param {WhatIf} found @param {WhatIfRow[]} rows @param {string} label */
function whatIfTable(found, rows, label) {
  const most = Math.max(1, ...found.rows.map(row => row.saved));
  return table(label,
    [{text: "change"}, {text: "saved", number: true}, {text: "as a bar", wide: true}, {text: "cycles", number: true},
     {text: "PCUs", number: true}],
    rows.map(row => {
      const noise = isNoise(found, row), said = (/** @type {string} */ text) => el("span", {class: noise ? "quiet" : undefined}, text);
      if (row.cycles === null) return [changeCell(found, row), "", "", "", ""];
      return [changeCell(found, row), said(percentOf(row.saved, found.cycles)), noise ? "" : plainBar(row.saved / most),
              said(integer(row.cycles)), said(row.pcus ? integer(row.pcus) : "")];
    }));
}

/** The steps that the table covers. @param {WhatIf} found */
export function coveredBy({steps, all_steps: all}) {
  return steps < all ? `the first ${integer(steps)} of ${plural(all, "step")}` : "the run";
}

/** @param {import("./data.js").Model} data */
export function whatIfSection({what_if: found}) {
  if (!found) return null;
  const saving = found.rows.filter(row => row.saved > 0), others = found.rows.filter(row => row.saved <= 0);
  const sorted = [...saving.filter(row => !isNoise(found, row)), ...saving.filter(row => isNoise(found, row))];
  return section("What lifting each limit saves",
    `Of ${integer(found.cycles)} cycles of ${coveredBy(found)}. Placement alone moves them between ${integer(found.least_cycles)} ` +
    `and ${integer(found.most_cycles)}; rows that save no more are grey.`,
    whatIfTable(found, sorted, "Changes that save cycles"),
    others.length > 0 && el("details", {}, el("summary", {}, `${plural(others.length, "change")} that save nothing`),
                            whatIfTable(found, others, "Changes that save nothing")),
    found.note && el("p", {class: "hint"}, wholeWords(found.note, 1000)));
}
