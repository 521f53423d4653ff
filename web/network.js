// SPDX-License-Identifier: Apache-2.0
// @ts-check
// What the network costs the run, and why other numbers of the page differ from it.
import {el, name, section} from "./dom.js";
import {integer, percentOf, plural} from "./format.js";
import {table} from "./table.js";
import {coveredBy} from "./what_if.js";

/** @typedef {import("./data.js").Model} Model */

/** Other numbers of the network, each with what it counts. @param {Model} data @returns {string[]} */
function others({step, what_if: found}) {
  const texts = [], ideal = found?.rows.find(row => row.changes.length === 0 && row.cycles !== null);
  if (found && ideal)
    texts.push(`What lifting each limit saves has ${percentOf(ideal.saved, found.cycles)} for the ideal network: of ${coveredBy(found)}` +
               (found.steps < found.all_steps ? ", in which the first step weighs more." : "."));
  const links = step?.explanation.summary.find(each => each.category === "links")?.cycles;
  if (step && links !== undefined)
    texts.push(`The chain of step ${integer(step.explanation.step)} has ${plural(links, "cycle")} on links ` +
               `(${percentOf(links, step.explanation.cycles)}). An ideal network keeps one cycle of each way, and then the step may wait for something else.`);
  return texts;
}

/** @param {Model} data */
export function networkSection(data) {
  const {report: {network_cost: cost, cycles, steps}} = data;
  if (!cost) return null;
  const most = cost.ideal_cycles === null ? "The ideal network is a deadlock."
    : `The network costs ${integer(cost.cost_cycles)} of ${plural(cycles, "cycle")} (${percentOf(cost.cost_cycles, cycles)}), the most that a ` +
      `faster one saves: the ideal network, with one link from each unit to each reader, takes ${integer(cost.ideal_cycles)}.`;
  const texts = others(data), few = cost.group_steps < steps ? ` in the first ${plural(cost.group_steps, "step")}` : "";
  return section("Cost of the network", "", el("p", {}, most),
    texts.length > 0 && el("ul", {class: "plain quiet"}, ...texts.map(text => el("li", {}, text))),
    table("Cost of the network by group", [{text: "streams"}, {text: "count", number: true}, {text: "cycles saved", number: true},
                                           {text: "share", number: true}],
      cost.groups.map(group => [name(group.streams, 60), integer(group.count),
                                group.cycles === null ? "deadlock" : integer(group.saved_cycles),
                                group.cycles === null ? "" : percentOf(group.saved_cycles, cost.group_routed_cycles)])),
    el("p", {class: "hint"}, `With these streams alone on the ideal network${few}. Rows do not add up: without one way, the step waits for another.`));
}
