// SPDX-License-Identifier: Apache-2.0
// @ts-check
// Where the cycles of a step go in two runs: two bars on one scale, and the cycles by category.
import {stackedBar} from "./bars.js";
import {el, section} from "./dom.js";
import {integer, plural, words} from "./format.js";
import {table} from "./table.js";

/** @typedef {{step: number, cycles: number, summary: {category: string, cycles: number}[]}} StepSummary */

/** "+12", "−3", "0" @param {number} number */
export function signed(number) {
  return number > 0 ? `+${integer(number)}` : number < 0 ? `−${integer(-number)}` : "0";
}

/** The cycles of a category. @param {StepSummary} step @param {string} category */
function cyclesOf({summary}, category) {
  return summary.find(row => row.category === category)?.cycles ?? 0;
}

/** @param {string} label @param {StepSummary} step @param {string[]} categories @param {number} most  cycles of the longer bar */
function barOf(label, step, categories, most) {
  const bar = stackedBar(categories.map((category, i) => ({name: words(category), part: cyclesOf(step, category), style: `part-${i % 8}`})),
                         step.cycles, part => plural(part, "cycle"));
  bar.style.width = `${100 * step.cycles / most}%`;
  return el("div", {class: "bar-row"}, el("div", {class: "bar-label"}, label), bar,
            el("div", {class: "bar-value"}, plural(step.cycles, "cycle")));
}

/** @param {StepSummary | null} first @param {StepSummary | null} second */
export function stepsSection(first, second) {
  if (!first || !second)
    return section("Where the cycles of a step go", "The outputs of one of the mappings are not equally many in each step.");
  const categories = [...new Set([...first.summary, ...second.summary].map(row => row.category))];
  const most = Math.max(first.cycles, second.cycles);
  return section("Where the cycles of a step go", `The critical chains of step ${integer(first.step)}, both bars on one scale.`,
    el("div", {class: "two-bars"}, barOf("first", first, categories, most), barOf("second", second, categories, most)),
    table("Cycles of a step by category", [{text: "category"}, ...["first", "second", "difference"].map(text => ({text, number: true}))],
      categories.map((category, i) => {
        const one = cyclesOf(first, category), other = cyclesOf(second, category);
        return [el("span", {class: "class-name"}, el("span", {class: `swatch part-${i % 8}`}), words(category)),
                integer(one), integer(other), signed(other - one)];
      })));
}
