// SPDX-License-Identifier: Apache-2.0
// @ts-check
// Stacked bars, and their legend.
import {ACTIVITIES, allCycles} from "./data.js";
import {el} from "./dom.js";
import {integer, percentOf} from "./format.js";

/** @typedef {import("./types").Activity} Activity */

const MEANINGS = {
  active: "fired, sent or took",
  conflict: "a further bank cycle of a firing",
  blocked: "no room for a token",
  starved: "a token was missing, or the interval was not over",
  idle: "done, or no token had come yet",
};

/**
 * A bar of parts that add up to the whole, each as wide as its share.
 * @param {{name: string, part: number, style: string}[]} parts @param {number} whole @param {(part: number) => string} say
 */
export function stackedBar(parts, whole, say) {
  const bar = el("div", {class: "bar", role: "img"});
  const texts = [];
  for (const {name, part, style} of parts) {
    if (part <= 0) continue;
    const text = `${name} ${percentOf(part, whole)}`;
    texts.push(text);
    const piece = el("span", {class: `piece ${style}`, title: `${text} (${say(part)})`});
    piece.style.flexGrow = String(part / whole);
    bar.append(piece);
  }
  bar.setAttribute("aria-label", texts.join(", "));
  return bar;
}

/** What units did with their cycles. @param {Activity} activity */
export function activityBar(activity) {
  const parts = ACTIVITIES.map(what => ({name: what, part: activity[what], style: `does-${what}`}));
  return stackedBar(parts, allCycles(activity), part => `${integer(part)} unit-cycles`);
}

export function activityLegend() {
  return el("ul", {class: "legend", "aria-label": "Legend"}, ...ACTIVITIES.map(what =>
    el("li", {title: MEANINGS[what]}, el("span", {class: `swatch does-${what}`}), what,
       el("span", {class: "legend-meaning"}, MEANINGS[what]))));
}

/** A bar for one amount. @param {number} share  0 to 1 @param {string} [style] */
export function plainBar(share, style = "does-active") {
  const bar = el("div", {class: "bar thin", "aria-hidden": "true"});
  const piece = el("span", {class: `piece ${style}`});
  piece.style.flexGrow = String(Math.max(0, Math.min(1, share)));
  const rest = el("span", {class: "piece rest"});
  rest.style.flexGrow = String(1 - Math.max(0, Math.min(1, share)));
  bar.append(piece, rest);
  return bar;
}
