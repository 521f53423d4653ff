// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The view of a run whose steps cannot be told apart: its critical chain by phase, layer and direction.
import {el, name, section} from "./dom.js";
import {integer, percentOf} from "./format.js";
import {summaryBar} from "./shares.js";
import {table} from "./table.js";

/** @typedef {import("./types").RunChain} RunChain */
/** @typedef {import("./types").RunPart} RunPart */

/** "backward, layer 1, reverse"; what belongs to no layer are the inputs and the outputs. @param {RunPart} part */
function nameOfPart({phase, layer, direction}) {
  return [phase, layer >= 0 && `layer ${layer}`, direction].filter(Boolean).join(", ") || "input, output";
}

/** When in the run the chain is at a part. @param {RunPart} part @param {number} cycles  of the run */
function timeOfPart({first, last}, cycles) {
  const bar = el("div", {class: "bar thin", "aria-hidden": "true"});
  const pieces = /** @type {[string, number][]} */ ([["rest", first], ["does-active", last - first + 1], ["rest", cycles - last - 1]]);
  for (const [style, length] of pieces) {
    const piece = el("span", {class: `piece ${style}`});
    piece.style.flexGrow = String(Math.max(0, length) / cycles);
    if (style !== "rest") piece.style.minWidth = "2px";
    bar.append(piece);
  }
  return bar;
}

/**
 * @param {import("./data.js").Model} data @param {RunChain} run
 * @param {(unit: import("./types").Unit) => void} toUnit  shows a unit on the floorplan
 */
export function runChainView(data, run, toUnit) {
  const rows = run.parts.map(part => {
    const unit = data.unitNamed.get(part.unit);
    return [nameOfPart(part), integer(part.first), integer(part.last), timeOfPart(part, run.cycles), integer(part.cycles),
      percentOf(part.cycles, run.cycles),
      el("span", {}, unit ? el("button", {type: "button", class: "chip", onclick: () => toUnit(unit)}, name(part.unit, 50)) : name(part.unit, 50),
         el("span", {class: "quiet"}, ` ${integer(part.unit_cycles)}`))];
  });
  const view = el("div", {class: "rows"},
    section("The critical chain by parts of the network",
      "The events that the end of the run waits for, one after the other, added up where they happen. A part may be left and come back to between its first cycle and its last.",
      table("Parts of the chain", [{text: "part"}, {text: "from", number: true}, {text: "to", number: true}, {text: "when", wide: true},
        {text: "cycles", number: true}, {text: "of the run", number: true}, {text: "most of it in"}], rows)),
    section("What the cycles of the chain are", "", summaryBar(run)));
  return {view, show: () => {}};
}
