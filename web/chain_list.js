// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The critical chain as a list of its units in order, and the units in which it spends most cycles.
import {sharedBy} from "./data.js";
import {el, name} from "./dom.js";
import {integer, percentOf, plural} from "./format.js";

/** @typedef {import("./types").Unit} Unit */
/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./chain.js").Visit} Visit */

const MOST_ON_CHAIN = 4;

/** @param {Unit} unit @param {(unit: Unit) => void} select @param {boolean} [pressed] */
function unitButton(unit, select, pressed) {
  return el("button", {type: "button", class: "chip", "aria-pressed": pressed === undefined ? undefined : String(pressed),
                       onclick: () => select(unit)}, name(unit.name, 40));
}

/** All of the chain: numbers are those on the floorplan. @param {Model} data @param {Visit[]} visits @param {Unit | null} selected */
export function chainList({step}, visits, selected, /** @type {(unit: Unit) => void} */ select) {
  if (!step) return null;
  const {step: number, cycles} = step.explanation;
  return el("div", {}, el("h3", {}, `Critical chain of step ${integer(number)}, in order`),
    el("p", {class: "quiet"}, `Cycles on the way to a unit and in it, of ${plural(cycles, "cycle")}.` +
      (visits.length > 1 && visits[0].unit === visits[visits.length - 1].unit ? " It ends in the unit in which it begins: this is the way of the recurrence." : "")),
    el("ol", {class: "units ordered", tabindex: 0, "aria-label": "Critical chain"}, ...visits.map(({unit, cycles: count}, i) =>
      el("li", {}, el("span", {class: "place"}, integer(i + 1)), el("span", {}, unitButton(unit, select, unit === selected),
        sharedBy(unit) && el("span", {class: "parts quiet"}, `of ${sharedBy(unit)}`)), el("span", {class: "number"}, integer(count))))));
}

/** The units in which the chain spends most cycles, and what they do meanwhile. @param {Model} data @param {(unit: Unit) => void} select */
export function mostOnChain({step, unitNamed}, select) {
  if (!step) return null;
  const does = /** @type {Map<Unit, {what: string, cycles: number}[]>} */ (new Map());
  for (const {unit: text, kind, what, cycles} of step.explanation.chain) {
    const unit = unitNamed.get(text);
    if (!unit || kind === "hops") continue;
    const parts = does.get(unit) ?? [], same = parts.find(part => part.what === what);
    if (same) same.cycles += cycles;
    else does.set(unit, [...parts, {what, cycles}]);
  }
  const all = (/** @type {{cycles: number}[]} */ parts) => parts.reduce((sum, {cycles}) => sum + cycles, 0);
  const most = [...does].sort(([a, x], [b, y]) => all(y) - all(x) || a.number - b.number).slice(0, MOST_ON_CHAIN);
  return el("div", {}, el("h3", {}, "Most of the critical chain"),
    el("p", {class: "quiet"}, `All cycles of the chain in a unit, of ${plural(step.explanation.cycles, "cycle")} of step ${integer(step.explanation.step)}.`),
    el("ul", {class: "units"}, ...most.map(([unit, parts]) => el("li", {},
      el("span", {}, unitButton(unit, select), parts.length > 1 && el("span", {class: "parts quiet"},
        parts.map(({what, cycles}) => `${what} ${integer(cycles)}`).join(", "))),
      percentOf(all(parts), step.explanation.cycles)))));
}
