// SPDX-License-Identifier: Apache-2.0
// @ts-check
// When each gate had its results of the step, and which gate is late.
import {listed} from "./changes.js";
import {inFlowOrder} from "./data.js";
import {el, name, section} from "./dom.js";
import {gateName, integer, plural} from "./format.js";
import {table} from "./table.js";

/** @typedef {import("./types").Step} Step */
/** @typedef {import("./types").GateResults} GateResults */

const SLACK = "Slack: how much later a gate's result could come, where the critical chain leaves the gates, before the next units fire " +
  "later and the step ends later. The last result alone does not tell: results meet value by value, after ways of different lengths.";

const BY_PLACEMENT = 2;  // cycles: so little differs from one placement to the next

/** The late gate first, gates off the chain last. @param {GateResults[]} rows */
function bySlack(rows) {
  return [...rows].sort((a, b) => (a.slack ?? Infinity) === (b.slack ?? Infinity) ? 0 : (a.slack ?? Infinity) - (b.slack ?? Infinity));
}

/** @param {GateResults[]} rows */
function lateText(rows) {
  const known = bySlack(rows).filter(row => row.slack !== null).map(row => ({gate: gateName(row), slack: row.slack ?? 0}));
  if (known.length === 0) return "The critical chain of this step passes no result of a gate.";
  const late = known.filter(row => row.slack === known[0].slack), next = known[late.length];
  const names = listed(late.map(row => row.gate));
  return `${names} ${late.length > 1 ? "are" : "is"} late: the step waits for ${late.length > 1 ? "their results" : "its result"}` +
    (next ? `, and ${next.gate} could come ${plural(next.slack - late[0].slack, "cycle")} later. ` : ". ") +
    (next && next.slack - late[0].slack <= BY_PLACEMENT ? "By so little, another placement may make another gate late." : "");
}

/** @param {Step} step */
export function resultSection(step) {
  const rows = inFlowOrder(step.results), {from} = step.explanation;
  if (rows.length === 0) return null;
  return section("Which gate is late", SLACK,
    el("p", {class: "late"}, name(lateText(rows), 600)),
    table("Results by gate", [{text: "gate"}, {text: "slack", number: true}, {text: "first result", number: true},
                              {text: "last result", number: true}],
      bySlack(rows).map(row => [name(gateName(row), 40), row.slack === null ? "" : plural(row.slack, "cycle"),
                                integer(row.first), integer(row.last)])),
    el("p", {class: "hint"}, `Results of this step leave the units of a gate in these cycles; the chart begins at cycle ${integer(from)}.`));
}
