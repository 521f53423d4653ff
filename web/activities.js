// SPDX-License-Identifier: Apache-2.0
// @ts-check
// What units did with their cycles, by kind, by gate and by role.
import {activityBar, activityLegend} from "./bars.js";
import {ACTIVITIES, allCycles, inFlowOrder, sharedBy} from "./data.js";
import {el, name, section} from "./dom.js";
import {gateName, integer, kindName, percentOf, words} from "./format.js";
import {roleOf} from "./lenses.js";

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./types").Activity} Activity */
/** @typedef {import("./types").Unit} Unit */

/** Roles from the first to work for a result to the last. */
const WORK = ["off_chip", "source", "vectors", "weights", "bias", "dot", "sum", "look_up", "rows", "element_wise", "gather", "sink"];

/** @param {import("./dom.js").Child} label @param {string} note @param {Activity} activity */
function activityRow(label, note, activity) {
  return el("div", {class: "bar-row"}, el("div", {class: "bar-label"}, label, el("span", {class: "quiet"}, note)),
    activityBar(activity), el("div", {class: "bar-value"}, percentOf(activity.active, allCycles(activity))));
}

/** Units by a key, in the order in which keys come first. @param {Unit[]} units @param {(unit: Unit) => string} keyOf */
function grouped(units, keyOf) {
  const groups = /** @type {Map<string, Unit[]>} */ (new Map());
  for (const unit of units) groups.set(keyOf(unit), [...groups.get(keyOf(unit)) ?? [], unit]);
  return [...groups.values()];
}

/** The cycles of units together. @param {Unit[]} units */
function together(units) {
  const sum = {active: 0, conflict: 0, blocked: 0, starved: 0, idle: 0};
  for (const {activity} of units) for (const what of ACTIVITIES) sum[what] += activity[what];
  return sum;
}

/** @param {Unit[]} units */
function byWork(units) {
  const place = (/** @type {Unit} */ unit) => (WORK.indexOf(roleOf(unit)) + WORK.length + 1) % (WORK.length + 1);
  return [...units].sort((a, b) => place(a) - place(b));
}

/** @param {Model} data */
export function byKind({units, report: {activities: onChip, mapping, memory}}) {
  const none = {active: 0, conflict: 0, blocked: 0, starved: 0, idle: 0};
  const activities = {...onChip, ag: memory?.activity ?? none};
  const counts = {pcu: `${mapping.pcus_used} of ${mapping.pcus_on_chip}`,
                  pmu: `${mapping.pmus_used} of ${mapping.pmus_on_chip}`,
                  source: `${mapping.sources_used}`, sink: `${mapping.sinks_used}`,
                  ag: `${memory?.ags_used ?? 0} of ${memory?.ags_on_chip ?? 0}`};
  const kinds = /** @type {import("./types").UnitKind[]} */ (Object.keys(counts));
  return section("Cycles of the used units", "Every unit says what it did with each cycle. On the right, active cycles.",
    activityLegend(), ...kinds.filter(kind => allCycles(activities[kind]) > 0).flatMap(kind => {
      const roles = grouped(byWork(units.filter(unit => unit.kind === kind)), roleOf);
      return [activityRow(el("b", {}, kindName(kind)), counts[kind], activities[kind]),
              ...(roles.length > 1 ? roles.map(role => activityRow(name(words(roleOf(role[0])), 30), integer(role.length), together(role))) : [])];
    }));
}

/** @param {Model} data */
export function byGate({units}) {
  const rows = grouped(inFlowOrder(byWork(units)), unit => [gateName(unit), roleOf(unit), unit.kind].join("\n"));
  return section("The same by gate", "Gates in the order in which data flow through them, and in a gate its units by role.",
    ...rows.map(row => activityRow(name(gateName(row[0]), 30),
      `${sharedBy(row[0]) ? "" : words(roleOf(row[0])) + ", "}${integer(row.length)} ${kindName(row[0].kind)}`, together(row))));
}
