// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The figures of two runs side by side: the main ones, and all that differ.
import {el, name, section} from "./dom.js";
import {digits, integer, percent, plural, scaled} from "./format.js";
import {table} from "./table.js";

/** @typedef {import("./types").Report} Report */
/** @typedef {import("./types").Cost} Cost */
/** @typedef {[string, (report: Report) => number, (value: number) => string]} Figure  what, its value, and how it is written */

const FIGURES = /** @type {Figure[]} */ ([
  ["cycles", report => report.cycles, integer],
  ["latency", report => report.latency_ms / 1000, value => scaled(value, "s")],
  ["cycles per step", report => report.cycles_per_step, digits],
  ["effective", report => report.tflops_effective * 1e12, value => scaled(value, "FLOPS")],
  ["share of the lowest roof", report => report.peak.roof_tflops > 0 ? report.peak.tflops / report.peak.roof_tflops : 0, percent],
  ["PCUs active", report => report.utilization.pcu, percent],
  ["PMUs active", report => report.utilization.pmu, percent],
  ["tracks that routes take, carrying", report => report.utilization.network_routed, percent],
  ["PCUs used", report => report.mapping.pcus_used, integer],
  ["PMUs used", report => report.mapping.pmus_used, integer],
]);

const ESTIMATES = /** @type {[string, (cost: Cost) => number, (value: number) => string][]} */ ([
  ["area", cost => cost.mm2, value => `${digits(value)} mm²`],
  ["power", cost => cost.watts, value => scaled(value, "W")],
  ["energy", cost => cost.total_j, value => scaled(value, "J")],
  ["energy of a multiply-accumulate", cost => cost.pj_per_mac, value => `${digits(value)} pJ`],
]);

const RATIO = 4;         // decimals, as compare prints it
const MOST_DIFFERING = 300;

/** "0.9282"; empty: no ratio. @param {number | null} value */
export function ratioText(value) {
  return value === null ? "" : value.toFixed(RATIO);
}

/** @param {number} first @param {number} second */
function ratioOf(first, second) {
  return first > 0 ? second / first : null;
}

/** @param {Report} first @param {Report} second @returns {string[][]} */
function mainRows(first, second) {
  const row = (/** @type {string} */ what, /** @type {number} */ one, /** @type {number} */ other, /** @type {(value: number) => string} */ text) =>
    [what, text(one), text(other), ratioText(ratioOf(one, other))];
  const rows = FIGURES.map(([what, value, text]) => row(what, value(first), value(second), text));
  const {cost: one} = first, {cost: other} = second;
  return one && other ? rows.concat(ESTIMATES.map(([what, value, text]) => row(what, value(one), value(other), text))) : rows;
}

const columns = (/** @type {string} */ what) =>
  [{text: what}, ...["first", "second", "second / first"].map(text => ({text, number: true}))];

/** @param {Report} first @param {Report} second */
export function mainFigures(first, second) {
  return section("Main figures", "", table("Main figures", columns("figure"), mainRows(first, second)));
}

/** @param {import("./types").Json} value */
export function valueText(value) {
  if (typeof value === "number") return digits(value);
  return value === null ? "none" : String(value);
}

/** @param {import("./types").Comparison} comparison */
export function allFigures({pairs}) {
  const differ = pairs.filter(pair => pair.a !== pair.b), left = differ.length - MOST_DIFFERING;
  return section("All figures that differ", differ.length === 0 ? "None: the two runs have the same figures." : "",
    differ.length > 0 && el("details", {}, el("summary", {}, `${plural(differ.length, "figure")} of ${integer(pairs.length)}`),
      table("Figures that differ", columns("figure"), differ.slice(0, MOST_DIFFERING).map(({metric, a, b, ratio}) =>
        [el("code", {}, name(metric, 80)), name(valueText(a), 60), name(valueText(b), 60), ratioText(ratio)])),
      left > 0 && el("p", {class: "quiet"}, `${integer(left)} more are in what rdasim compare prints.`)));
}
