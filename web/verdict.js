// SPDX-License-Identifier: Apache-2.0
// @ts-check
// What limits the run, in a sentence, from the explained step, the what-if table and the cost of the network.
import {changeWords, isNoise} from "./changes.js";
import {el, name} from "./dom.js";
import {integer, kindName, percentOf, plural, words} from "./format.js";
import {roleOf} from "./lenses.js";
import {networkBound, sharesText} from "./shares.js";

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./types").Step} Step */

const MOST_OF_A_STEP = 0.5;

/** Where the chain spends the cycles of a category. @param {Model} data @param {Step} step @param {string} category */
function whereOf(data, {explanation: {chain}}, category) {
  const entries = chain.filter(entry => entry.category === category);
  const longest = entries.reduce((most, entry) => entry.cycles > most.cycles ? entry : most);
  const unit = data.unitNamed.get(longest.unit);
  if (!unit) return [];
  const peers = data.units.filter(each => each.kind === unit.kind && roleOf(each) === roleOf(unit)).length;
  const kind = kindName(unit.kind), {mapping} = data.report;
  const all = unit.kind === "pcu" ? mapping.pcus_on_chip : unit.kind === "pmu" ? mapping.pmus_on_chip : 0;
  return ["The longest piece is ", integer(longest.cycles), " cycles ", longest.kind === "hops" ? "on the way to " : "in ", name(unit.name, 60),
          peers > 1 && `, one of ${integer(peers)} ${words(roleOf(unit))} ${kind}s`, peers > 1 && all > 0 && ` (the chip has ${plural(all, kind)})`, "."];
}

/** @param {Model} data @returns {import("./dom.js").Child[]} */
function savings({step, what_if: found, report: {network_cost: network, cycles}}) {
  const best = found?.rows.find(row => row.cycles !== null && row.saved > 0 && row.changes.length > 0 && !isNoise(found, row));
  const few = found && found.steps < found.all_steps && ` in the first ${plural(found.steps, "step")}`;
  return [
    found && (best ? ` Of the changes tried, ${changeWords(best)} saves most: ${percentOf(best.saved, found.cycles)}${few || ""}.`
                   : " None of the changes tried saves more than another placement would."),
    network && network.ideal_cycles !== null
      ? ` A faster network saves at most ${percentOf(Math.max(0, network.cost_cycles), cycles)} of the run.`
      : step && ` ${networkBound(step)}`];
}

/**
 * @param {import("./types").RunChain} run @param {import("./dom.js").Child[]} saved
 * @param {(view: string) => void} open  opens a view
 */
function runVerdict(run, saved, open) {
  const most = run.summary[0], what = words(most.category);
  const of = `${integer(most.cycles)} of the ${plural(run.cycles, "cycle")} of the run (${percentOf(most.cycles, run.cycles)})`;
  return el("div", {class: "verdict"},
    el("p", {class: "verdict-line"}, most.cycles >= MOST_OF_A_STEP * run.cycles
      ? `Limited by ${what}: ${of}.` : `Nothing takes half of the run. Most are ${what}: ${of}.`),
    el("p", {}, `The run: ${sharesText(run)}.`, ...saved),
    el("p", {}, el("button", {type: "button", class: "chip", onclick: () => open("step")}, "See the run by layer")));
}

/** @param {Model} data @param {(view: string) => void} open  opens a view */
export function verdict(data, open) {
  const {step, run} = data, most = step?.explanation.summary[0];
  const saved = savings(data);
  if (run && run.summary.length > 0) return runVerdict(run, saved, open);
  if (!step || !most) return saved.some(Boolean) ? el("p", {class: "verdict"}, ...saved) : null;
  const {cycles, step: number} = step.explanation, of = `${integer(most.cycles)} of the ${plural(cycles, "cycle")} of step ${integer(number)}`;
  const what = words(most.category), share = percentOf(most.cycles, cycles);
  return el("div", {class: "verdict"},
    el("p", {class: "verdict-line"}, most.cycles >= MOST_OF_A_STEP * cycles
      ? `Limited by ${what}: ${of} (${share}).` : `Nothing takes half of a step. Most are ${what}: ${of} (${share}).`),
    el("p", {}, `The step: ${sharesText(step.explanation)}.`, ...saved),
    el("p", {class: "quiet"}, ...whereOf(data, step, most.category), " ",
       el("button", {type: "button", class: "chip", onclick: () => open("step")}, "See the step")));
}
