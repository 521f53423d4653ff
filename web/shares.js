// SPDX-License-Identifier: Apache-2.0
// @ts-check
// Where the cycles of the explained step, or run, go, by category, and the most that a faster network saves of them.
import {stackedBar} from "./bars.js";
import {el} from "./dom.js";
import {integer, percentOf, plural, words} from "./format.js";

/** @typedef {import("./types").Step} Step */

const MOST_CATEGORIES = 4;

/** The cycles of a chain by category. @param {{cycles: number, summary: {category: string, cycles: number}[]}} explanation */
export function summaryBar(explanation) {
  const parts = explanation.summary.map(({category, cycles}, i) =>
    ({name: words(category), part: cycles, style: `part-${i % 8}`}));
  return el("div", {}, stackedBar(parts, explanation.cycles, part => plural(part, "cycle")),
    el("ul", {class: "legend"}, ...parts.map(part => el("li", {}, el("span", {class: `swatch ${part.style}`}), part.name,
      el("span", {class: "quiet"}, `${integer(part.part)} · ${percentOf(part.part, explanation.cycles)}`)))));
}

/** "dot products 92.2 %, links 4.9 %" @param {{cycles: number, summary: {category: string, cycles: number}[]}} explanation */
export function sharesText({summary, cycles}) {
  const named = summary.slice(0, summary.length > MOST_CATEGORIES + 1 ? MOST_CATEGORIES : summary.length), left = summary.slice(named.length);
  const texts = named.map(row => `${words(row.category)} ${percentOf(row.cycles, cycles)}`);
  if (left.length > 0) texts.push(`${left.length} others ${percentOf(left.reduce((sum, row) => sum + row.cycles, 0), cycles)}`);
  return texts.join(", ");
}

/** Cycles of the chain in which a token, or the news of room, crosses links. @param {Step} step */
function cyclesOnLinks({explanation: {chain}}) {
  const crosses = (/** @type {import("./types").ChainEntry} */ {kind, count}) => kind === "room" || kind === "hops" && count > 0;
  return chain.filter(crosses).reduce((sum, {cycles}) => sum + cycles, 0);
}

/** The most that a faster network saves: what is left of the chain without links has to happen all the same. @param {Step} step */
export function networkBound(step) {
  const {cycles} = step.explanation, links = cyclesOnLinks(step);
  if (links === 0) return "A faster network saves nothing of the step: its chain crosses no link.";
  return `A faster network saves at most ${percentOf(links, cycles)} of the step: without links, its chain still takes ` +
    `${plural(cycles - links, "cycle")}.`;
}
