// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The view of lost time: what units did with their cycles, what limits the chip, and what lifting a limit saves.
import {byGate, byKind} from "./activities.js";
import {plainBar} from "./bars.js";
import {el, name, section} from "./dom.js";
import {percent, percentOf, plural, scaled} from "./format.js";
import {networkSection} from "./network.js";
import {networkBound, summaryBar} from "./shares.js";
import {whatIfSection} from "./what_if.js";

/** @typedef {import("./data.js").Model} Model */

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
    {label: "All tracks", share: utilization.network, note: "carrying"},
    {label: "Vector tracks", share: utilization.network_vector, note: "carrying"},
    {label: "Scalar tracks", share: utilization.network_scalar, note: "carrying"},
    {label: "Control tracks", share: utilization.network_control, note: "carrying"},
    {label: "Tracks that routes take", share: utilization.network_routed, note: "carrying"},
    bytes("Bytes at PMU banks", bandwidth.on_chip_bytes_per_second, bandwidth.on_chip_possible_bytes_per_second),
    bytes("Bytes on all tracks", bandwidth.network_bytes_per_second, bandwidth.network_possible_bytes_per_second),
  ];
  return section("Use of the whole chip", "Of all units, tracks and banks, used or not.", ...rows.map(({label, share, note}) =>
    el("div", {class: "bar-row"}, el("div", {class: "bar-label"}, label, el("span", {class: "quiet"}, note)),
       plainBar(share), el("div", {class: "bar-value"}, percent(share)))));
}

/** @param {import("./types").RunChain} run @param {(view: string) => void} open  opens a view */
function runShares(run, open) {
  return section(`Where the ${plural(run.cycles, "cycle")} of the run go`,
    "By category of the critical chain: the events that the end of the run waits for, one after the other.", summaryBar(run),
    el("p", {}, el("button", {type: "button", class: "chip", onclick: () => open("step")}, "See the run by layer")));
}

/** @param {Model} data @param {(view: string) => void} open  opens a view */
function stepShares({step, run}, open) {
  if (!step) return run && runShares(run, open);
  const {step: number, cycles} = step.explanation;
  return section(`Where the ${plural(cycles, "cycle")} of step ${number} go`,
    "By category of the critical chain: the events that the step waits for, one after the other.", summaryBar(step.explanation),
    el("p", {}, networkBound(step), " ", el("button", {type: "button", class: "chip", onclick: () => open("step")}, "See the step")));
}

/** @param {Model} data @param {(view: string) => void} open  opens a view */
export function whyView(data, open) {
  return {view: el("div", {class: "rows"}, stepShares(data, open), whatIfSection(data), el("div", {class: "columns"},
    el("div", {}, byKind(data), resources(data), limits(data)), el("div", {}, byGate(data), networkSection(data)))),
          show: () => {}};
}
