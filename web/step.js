// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The view of one time step: who worked when, and the critical chain in time, on the chip and as a list.
import {placesOf, visitsOf} from "./chain.js";
import {chainMap} from "./chain_map.js";
import {stateColour} from "./colours.js";
import {el, fill, name, section} from "./dom.js";
import {sharedBy} from "./data.js";
import {integer, plural} from "./format.js";
import {gantt} from "./gantt.js";
import {resultSection} from "./results.js";
import {amountScale} from "./scale.js";
import {summaryBar} from "./shares.js";
import {scrolling} from "./table.js";

/** @typedef {import("./types").Step} Step */
/** @typedef {import("./types").ChainEntry} ChainEntry */
/** @typedef {import("./data.js").Model} Model */

const MOST_LENGTHS = 4;

/** What an entry counts, as the text of explain says it. @param {ChainEntry} entry */
function detailOf(entry) {
  if (entry.kind === "pipeline") return plural(entry.cycles, "stage");
  if (entry.kind === "room") return `${plural(entry.count, "link")} back`;
  if (entry.kind === "hops") return entry.count === 0 ? "inside PMU" : plural(entry.count, "link");
  return plural(entry.count, "firing") + (entry.conflicts > 0 ? `, ${entry.conflicts} in conflict` : "");
}

/** @param {import("./types").Unit | undefined} unit @returns {import("./dom.js").Child[]} */
function servesText(unit) {
  const gates = sharedBy(unit);
  return gates ? [" ", el("span", {class: "quiet"}, "of ", name(gates, 30))] : [];
}

/** How long the other steps took, the most frequent lengths. @param {Model} data */
function lengthsText({report: {step_cycles: {lengths}, steps}}) {
  const often = [...lengths].sort((a, b) => b.steps - a.steps || a.cycles - b.cycles).slice(0, MOST_LENGTHS);
  return ` Of ${plural(steps, "step")}, ` + often.map(({cycles, steps: count}) =>
    `${integer(count)} ${count === 1 ? "takes" : "take"} ${plural(cycles, "cycle")}`).join(", ") +
    (lengths.length > often.length ? ", and others take other lengths." : ".");
}

/** @param {Model} data @param {Step} step */
function headline(data, {explanation: {step, steps, cycles, period, anchor}}) {
  const text = `Step ${integer(step)} of ${integer(steps)} takes ${plural(cycles, "cycle")}`;
  const what = period > 1 ? ["The chain is one step of ", integer(period), ", up to a firing of ", name(anchor, 60)]
    : period === 1 ? ["From a firing of ", name(anchor, 60), " to the same firing a step later"]
    : [step === 0 ? "From cycle 0 to the last token at the sinks"
                  : "From the last token of the step before at the sinks to its own"];
  return el("div", {}, el("h2", {class: "headline"}, text), el("p", {class: "hint"}, ...what, ".", lengthsText(data)));
}

/** @param {Model} data @param {Step} step @param {(unit: import("./types").Unit) => void} toUnit  shows a unit on the floorplan */
export function stepView(data, step, toUnit) {
  const {explanation} = step;
  let current = 0;
  const plan = chainMap(data, pick), chart = gantt(data, step, pick);
  const places = placesOf(visitsOf(data), step);
  const rows = explanation.chain.map((entry, i) => el("tr", {tabindex: -1, onclick: () => pick(i)},
    el("td", {class: "number quiet"}, places[i] > 0 ? integer(places[i]) : ""), el("td", {class: "number"}, integer(entry.from)), el("td", {class: "number strong"}, integer(entry.cycles)),
    el("td", {class: "number quiet"}, entry.waited > 0 ? integer(entry.waited) : ""),
    el("td", {}, entry.what), el("td", {}, name(entry.unit || entry.stream, 40), ...servesText(data.unitNamed.get(entry.unit))),
    el("td", {class: "quiet"}, detailOf(entry), entry.unit && entry.stream && ", ", entry.unit && entry.stream && name(entry.stream, 40))));
  const {view: entries, box: list} = scrolling("Entries of the chain",
    el("table", {}, el("thead", {}, el("tr", {},
      ...["no.", "at", "cycles", "waited"].map(head => el("th", {class: "number", scope: "col"}, head)),
      el("th", {scope: "col"}, "what"), el("th", {scope: "col"}, "unit"),
      el("th", {scope: "col"}, "detail"))), el("tbody", {}, ...rows)), "chain");
  const said = el("p", {class: "said", "aria-live": "polite"});

  const scale = el("p", {class: "scale-line quiet"});

  function show() {
    fill(scale, "none ", amountScale(share => stateColour("active", share)), " all units of the gate");
    chart.draw(current);
    plan.draw(current);
  }

  /** @param {number} entry */
  function pick(entry) {
    current = Math.max(0, Math.min(rows.length - 1, entry));
    rows.forEach((row, i) => row.classList.toggle("picked", i === current));
    const top = rows[current].offsetTop;
    if (list.clientHeight > 0) list.scrollTop = top - list.clientHeight / 2;
    const {from, cycles, what, unit, waited} = explanation.chain[current];
    const shown = data.unitNamed.get(unit);
    fill(said, el("b", {}, `${current + 1} of ${rows.length}: ${what}`), `, ${plural(cycles, "cycle")} from ${integer(from)}`,
         waited > 0 && `, after a wait of ${integer(waited)}`, ", ",
         shown ? el("button", {type: "button", class: "chip", onclick: () => toUnit(shown)}, name(unit, 50))
               : name(unit, 50), ...servesText(shown));
    show();
  }

  list.addEventListener("keydown", event => {
    const moves = /** @type {{[key: string]: number}} */ ({ArrowUp: -1, ArrowDown: 1});
    if (!moves[event.key]) return;
    event.preventDefault();
    pick(current + moves[event.key]);
  });
  const controls = el("div", {class: "controls"},
    el("button", {type: "button", onclick: () => pick(current - 1), "aria-label": "Previous entry"}, "‹"),
    el("button", {type: "button", onclick: () => pick(current + 1), "aria-label": "Next entry"}, "›"), said);
  const view = el("div", {class: "rows"},
    headline(data, step),
    section("Units at work, and the critical chain",
            `A row for each gate: the stronger the colour, the more of its units were at work. The line is the chain of ` +
            `events that the step waited for.`, scale, chart.view, controls),
    resultSection(step),
    el("div", {class: "split even"},
      section("The chain, entry by entry", "No.: the unit's place in the chain, as on the chip. Waited: for so long the unit had all but this. Links: those between switches, and one at each end.", entries),
      section("The chain on the chip", "Numbers are the order of its units (no. in the list), arrows the ways of tokens. A click at a unit picks its entry.", plan.view)),
    section("What the cycles of the chain are", "", summaryBar(explanation)));
  if (rows.length > 0) pick(0);
  return {view, show};
}
