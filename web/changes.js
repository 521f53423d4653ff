// SPDX-License-Identifier: Apache-2.0
// @ts-check
// Changes of a chip in words, and which of them save more than another placement would.
import {digits, words} from "./format.js";

/** @typedef {import("./types").WhatIf} WhatIf */
/** @typedef {import("./types").WhatIfRow} WhatIfRow */
/** @typedef {import("./types").KnobChange} KnobChange */

const CHANGED_PARTS = /** @type {{[part: string]: string}} */ (
  {pcu: "PCU", pmu: "PMU", stream: "stream port", sources: "source", sinks: "sink", network: "network", grid: "grid"});
const PROPERTIES = /** @type {{[property: string]: string}} */ (
  {width_bits: "width (bits)", capacity_kb: "capacity (kB)", fifo_depth: "FIFO depth", max_slots: "slots of a buffer"});
const KINDS_OF_TOKENS = ["vector", "scalar", "control"];

/** "/pmu/fifo_depth/scalar": of a PMU, the scalar FIFO depth. @param {string} pointer */
function knobWords(pointer) {
  const parts = pointer.split("/").slice(1), kind = KINDS_OF_TOKENS.includes(parts[parts.length - 1]) ? parts.pop() + " " : "";
  const property = parts.pop() ?? "", part = parts[parts.length - 1] ?? "";
  return {part: CHANGED_PARTS[part] ?? words(part), property: kind + (PROPERTIES[property] ?? words(property))};
}

/** "a, b and c" @param {string[]} texts */
export function listed(texts) {
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} and ${texts[texts.length - 1]}`;
}

/** "PCU lanes 16 → 32, source and sink width (bits) 512 → 1,024" @param {WhatIfRow} row */
export function changeWords({changes}) {
  if (changes.length === 0) return "the ideal network: one link from each unit to each reader";
  const groups = /** @type {Map<string, {parts: string[], what: string}>} */ (new Map());
  for (const {knob, from, to} of changes) {
    const {part, property} = knobWords(knob), what = `${property} ${digits(from)} → ${digits(to)}`;
    const group = groups.get(what) ?? {parts: [], what};
    group.parts.push(part);
    groups.set(what, group);
  }
  return [...groups.values()].map(({parts, what}) => `${listed(parts)} ${what}`).join(", ");
}

/** Whether another placement of the unchanged chip would save as much. @param {WhatIf} found @param {WhatIfRow} row */
export function isNoise(found, row) {
  return row.cycles !== null && row.saved > 0 && row.cycles >= found.least_cycles;
}
