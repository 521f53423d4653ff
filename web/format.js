// SPDX-License-Identifier: Apache-2.0
// @ts-check
// Numbers as people read them. Always the same, whatever the language of the browser.

const GROUPED = new Intl.NumberFormat("en-US", {maximumFractionDigits: 0});

/** 27,854 @param {number} number */
export function integer(number) {
  return GROUPED.format(number);
}

/** Three digits: 1,114 · 15.1 · 0.0279 @param {number} number */
export function digits(number) {
  if (Math.abs(number) >= 1000 || Number.isInteger(number)) return integer(number);
  return String(Number(number.toPrecision(3)));
}

/** 66.4 % of a share. @param {number} share */
export function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}

/** The same of a part of a whole. @param {number} part @param {number} whole */
export function percentOf(part, whole) {
  return percent(whole > 0 ? part / whole : 0);
}

const PREFIXES = ["p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E"];
const NO_PREFIX = 4;

/** 1.23 MB, 27.9 µs: steps of 1000. @param {number} number @param {string} unit */
export function scaled(number, unit) {
  let step = NO_PREFIX;
  for (; Math.abs(number) >= 1000 && step < PREFIXES.length - 1; ++step) number /= 1000;
  for (; number !== 0 && Math.abs(number) < 1 && step > 0; --step) number *= 1000;
  return `${digits(number)} ${PREFIXES[step]}${unit}`;
}

/** "1 link", "2 links" @param {number} count @param {string} what */
export function plural(count, what) {
  return `${integer(count)} ${what}${count === 1 ? "" : "s"}`;
}

/** "dot_products" for people. @param {string} word */
export function words(word) {
  return word.replaceAll("_", " ");
}

/** "layer 0 i", as the report's text has it. @param {{layer: number, direction: string, gate: string}} row */
export function gateName(row) {
  if (row.layer < 0) return row.gate;
  return `layer ${row.layer}${row.direction ? " " + row.direction : ""} ${row.gate}`;
}

const KINDS = {pcu: "PCU", pmu: "PMU", source: "source", sink: "sink", ag: "AG"};

/** "PCU" @param {import("./types").UnitKind} kind */
export function kindName(kind) {
  return KINDS[kind];
}
