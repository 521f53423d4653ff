// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The view of lost time: what units did with their cycles, what limits the chip, and what lifting a limit saves.
import {activityBar, activityLegend, plainBar} from "./bars.js";
import {allCycles} from "./data.js";
import {el, name, section} from "./dom.js";
import {gateName, integer, kindName, percent, percentOf, plural, scaled} from "./format.js";
import {table} from "./table.js";

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./types").Activity} Activity */

/** @param {import("./dom.js").Child} label @param {string} note @param {Activity} activity */
function barRow(label, note, activity) {
  return el("div", {class: "bar-row"}, el("div", {class: "bar-label"}, label, el("span", {class: "quiet"}, note)),
    activityBar(activity), el("div", {class: "bar-value"}, percentOf(activity.active, allCycles(activity))));
}

/** @param {Model} data */
function byKind({report: {activities, mapping}}) {
  const counts = {pcu: `${mapping.pcus_used} of ${mapping.pcus_on_chip}`,
                  pmu: `${mapping.pmus_used} of ${mapping.pmus_on_chip}`,
                  source: `${mapping.sources_used}`, sink: `${mapping.sinks_used}`};
  const kinds = /** @type {import("./types").UnitKind[]} */ (Object.keys(counts));
  return section("Cycles of the used units", "Every unit says what it did with each cycle. On the right, active cycles.",
    activityLegend(), ...kinds.filter(kind => allCycles(activities[kind]) > 0)
      .map(kind => barRow(kindName(kind), counts[kind], activities[kind])));
}

/** @param {Model} data */
function byGate({report: {breakdown}}) {
  return section("The same by gate", "", ...breakdown.map(row =>
    barRow(name(gateName(row), 30), `${integer(row.units)} ${kindName(row.kind)}`, row.activity)));
}

/** @param {import("./types").WhatIf} found @param {import("./types").WhatIfRow[]} rows @param {string} label */
function whatIfTable(found, rows, label) {
  const most = Math.max(1, ...found.rows.map(row => row.saved));
  return table(label,
    [{text: "change"}, {text: "saved", number: true}, {text: "as a bar", wide: true}, {text: "cycles", number: true, wide: true},
     {text: "PCUs", number: true, wide: true}],
    rows.map(row => [
      el("span", {}, ...(row.set.length > 0 ? row.set : ["--ideal-network"]).flatMap(set => [el("code", {}, name(set, 90)), " "]),
         row.cycles === null && el("span", {class: "quiet"}, " ", name(row.problem, 90))),
      row.cycles === null ? "" : percentOf(row.saved, found.cycles),
      row.cycles === null ? "" : plainBar(row.saved / most),
      row.cycles === null ? "" : integer(row.cycles), row.pcus ? integer(row.pcus) : ""]));
}

/** @param {Model} data */
function whatIf({what_if: found}) {
  if (!found) return null;
  const scope = found.steps < found.all_steps ? `the first ${found.steps} of ${plural(found.all_steps, "step")}` : "the run";
  const saving = found.rows.filter(row => row.saved > 0), others = found.rows.filter(row => row.saved <= 0);
  return section("What lifting each limit saves",
    `Of ${integer(found.cycles)} cycles of ${scope}. Placement alone moves them between ${integer(found.least_cycles)} ` +
    `and ${integer(found.most_cycles)}.`,
    whatIfTable(found, saving, "Changes that save cycles"),
    others.length > 0 && el("details", {}, el("summary", {}, `${plural(others.length, "change")} that save nothing`),
                            whatIfTable(found, others, "Changes that save nothing")),
    found.note && el("p", {class: "hint"}, found.note));
}

/** @param {Model} data */
function limits({report: {limits: found, idle_knobs: idle, cycles}}) {
  return section("Limits of the chip", found.length === 0 ? "Nothing holds back what the chip could do in this mapping." : "",
    found.length > 0 && el("ul", {class: "plain"}, ...found.map(({what, knobs, worth_cycles: worth}) =>
      el("li", {}, name(what, 300), " ", ...knobs.flatMap(knob => [el("code", {}, name(knob)), " "]), el("span", {class: "quiet"},
        worth > 0 ? `worth at most ${plural(worth, "cycle")} (${percentOf(worth, cycles)})` : "worth no cycle")))),
    idle.length > 0 && el("details", {}, el("summary", {}, `${plural(idle.length, "knob")} of the network that no stream uses`),
      el("p", {}, ...idle.flatMap(knob => [el("code", {}, name(knob)), " "]))));
}

/** @param {Model} data */
function resources({report: {utilization, bandwidth}}) {
  /** @param {string} label @param {number} got @param {number} possible */
  const bytes = (label, got, possible) =>
    ({label, share: possible > 0 ? got / possible : 0, note: scaled(got, "B/s")});
  const rows = [
    {label: "PCUs", share: utilization.pcu, note: "active"},
    {label: "PMUs", share: utilization.pmu, note: "active"},
    {label: "Vector tracks", share: utilization.network_vector, note: "carrying"},
    {label: "Scalar tracks", share: utilization.network_scalar, note: "carrying"},
    {label: "Control tracks", share: utilization.network_control, note: "carrying"},
    {label: "Tracks on routes", share: utilization.network_routed, note: "carrying"},
    bytes("PMU banks", bandwidth.on_chip_bytes_per_second, bandwidth.on_chip_possible_bytes_per_second),
    bytes("Network", bandwidth.network_bytes_per_second, bandwidth.network_possible_bytes_per_second),
  ];
  return section("Use of the whole chip", "Of all units, tracks and banks, used or not.", ...rows.map(({label, share, note}) =>
    el("div", {class: "bar-row"}, el("div", {class: "bar-label"}, label, el("span", {class: "quiet"}, note)),
       plainBar(share), el("div", {class: "bar-value"}, percent(share)))));
}

/** @param {Model} data */
function networkCost({report: {network_cost: cost, cycles}}) {
  if (!cost) return null;
  const ideal = cost.ideal_cycles === null ? "The ideal network is a deadlock."
    : `${integer(cost.ideal_cycles)} cycles on the ideal network: routes cost ${integer(cost.cost_cycles)} ` +
      `(${percentOf(cost.cost_cycles, cycles)}).`;
  return section("Cost of the network", ideal,
    table("Cost of the network by group", [{text: "streams"}, {text: "count", number: true}, {text: "saved", number: true}],
      cost.groups.map(group => [name(group.streams, 60), integer(group.count),
                                group.cycles === null ? "deadlock" : integer(group.saved_cycles)])));
}

/** @param {Model} data */
export function whyView(data) {
  return {view: el("div", {class: "rows"}, whatIf(data), el("div", {class: "columns"},
    el("div", {}, byKind(data), resources(data), limits(data)), el("div", {}, byGate(data), networkCost(data)))),
          show: () => {}};
}
