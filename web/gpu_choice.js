// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The workload that the views of a comparison show.
import {el} from "./dom.js";

/** @typedef {import("./types").BesideRow} BesideRow */

/** @param {BesideRow[]} rows */
export function workloadChoice(rows) {
  const selects = /** @type {HTMLSelectElement[]} */ ([]);
  let chosen = 0;
  return {
    get row() { return rows[chosen]; },
    /** A choice; all are the same choice. @param {string} id @param {() => void} changed */
    control: (id, changed) => {
      if (rows.length < 2) return [];
      const select = el("select", {id, onchange: () => {
        chosen = Number(select.value);
        for (const each of selects) each.value = select.value;
        changed();
      }}, ...rows.map((row, i) => el("option", {value: i}, row.workload.slice(0, 80))));
      selects.push(select);
      return [el("label", {for: id}, "Workload"), select];
    },
  };
}

/** @typedef {ReturnType<typeof workloadChoice>} Choice */
