// SPDX-License-Identifier: Apache-2.0
// @ts-check
// What the colours of the floorplan mean: a lens gives each unit a colour, a mark on its tile, and a value in words.
import {amountColour, kindColour, stateColour} from "./colours.js";
import {allCycles, SHARED} from "./data.js";
import {gateName, percent, scaled, words} from "./format.js";

/** @typedef {import("./types").Unit} Unit */
/** @typedef {import("./data.js").Model} Model */
/**
 * @typedef {object} Lens
 * @property {string} label
 * @property {string} meaning
 * @property {(unit: Unit) => string} colour
 * @property {(unit: Unit) => string} mark    one or two letters, or empty
 * @property {(unit: Unit) => string} value
 * @property {{label: string, mark: string, colour: string, units: Unit[]}[]} [kinds]  of a lens of kinds
 * @property {(share: number) => string} [scale]  of a lens of amounts: the colour of a share of the most
 * @property {string} [most]                  of a lens of amounts: the value of the strongest colour
 */

/** Roles from computing to keeping: neighbours in this order have neighbouring colours. */
const ROLES = ["dot", "sum", "element_wise", "look_up", "gather", "source", "sink", "bias", "rows", "vectors", "weights", "off_chip"];
const MARKS = ["D", "S", "E", "L", "G", "→", "→", "B", "R", "V", "W", "→"];

/** The role at the end of a group, "c.next.element_wise". @param {Unit} unit */
export function roleOf(unit) {
  return unit.group.slice(unit.group.lastIndexOf(".") + 1);
}

/** "cn" of "layer 0 c.next"; of a look-up that gates share, "L". @param {string} gate */
function initialsOf(gate) {
  if (gate.includes(SHARED)) return "L";
  const parts = (gate.split(" ").pop() ?? "").split(".");
  return parts.map(part => Array.from(part)[0] ?? "").slice(0, 2).join("");
}

/**
 * @param {Model} data @param {string} label @param {string} meaning @param {(unit: Unit) => string} kindOf
 * @param {(kind: string) => string} markOf @param {string[]} order  kinds that come first
 * @returns {Lens}
 */
function lensOfKinds(data, label, meaning, kindOf, markOf, order = []) {
  const found = [...new Set(data.units.map(kindOf))];
  const kinds = [...order.filter(kind => found.includes(kind)), ...found.filter(kind => !order.includes(kind)).sort()];
  const numbers = new Map(kinds.map((kind, number) => [kind, number]));
  const colourOf = (/** @type {string} */ kind) => kindColour(numbers.get(kind) ?? 0, kinds.length);
  return {
    label, meaning,
    colour: unit => colourOf(kindOf(unit)),
    mark: unit => markOf(kindOf(unit)),
    value: unit => words(kindOf(unit)),
    get kinds() {
      return kinds.map(kind => ({label: words(kind), mark: markOf(kind), colour: colourOf(kind),
                                 units: data.units.filter(unit => kindOf(unit) === kind)}));
    },
  };
}

/**
 * @param {string} label @param {string} meaning @param {(unit: Unit) => number} amountOf @param {number} most
 * @param {(amount: number) => string} text @param {(share: number) => string} scale
 * @returns {Lens}
 */
function lensOfAmounts(label, meaning, amountOf, most, text, scale = amountColour) {
  return {
    label, meaning, scale, most: text(most),
    colour: unit => scale(most > 0 ? amountOf(unit) / most : 0),
    mark: () => "",
    value: unit => text(amountOf(unit)),
  };
}

/** All lenses by name. @param {Model} data @returns {{[name: string]: Lens}} */
export function lenses(data) {
  const share = (/** @type {import("./types").Activities} */ what) => (/** @type {Unit} */ unit) =>
    unit.activity[what] / allCycles(unit.activity);
  const bytes = (/** @type {Unit} */ unit) => unit.bytes_read + unit.bytes_written;
  const layers = new Set(data.units.map(unit => unit.layer)).size;
  const mark = (/** @type {string} */ role) => MARKS[ROLES.indexOf(role)] ?? "";
  const ofShare = (/** @type {import("./types").Activities} */ what, /** @type {string} */ meaning) =>
    lensOfAmounts(what, meaning, share(what), 1, percent, part => stateColour(what, part));
  return {
    role: lensOfKinds(data, "role", "What a unit is for", roleOf, mark, ROLES),
    gate: lensOfKinds(data, "gate", "The gate or operator it works for", gateName,
                      initialsOf),
    ...(layers > 2 && {layer: lensOfKinds(data, "layer", "The layer it belongs to",
                                          unit => unit.layer < 0 ? "none" : `layer ${unit.layer}`,
                                          layer => layer.replace(/\D/g, ""))}),
    active: ofShare("active", "Share of all cycles in which it fired"),
    starved: ofShare("starved", "Share of all cycles in which a token was missing"),
    blocked: ofShare("blocked", "Share of all cycles in which there was no room for its token"),
    conflict: ofShare("conflict", "Share of all cycles that further bank cycles took"),
    energy: lensOfAmounts("energy", "Dynamic energy in the run, an estimate", unit => unit.joules,
                          Math.max(...data.units.map(unit => unit.joules)), amount => scaled(amount, "J")),
    bytes: lensOfAmounts("bytes", "Bytes read and written at a PMU's ports", bytes,
                         Math.max(...data.units.map(bytes)), amount => scaled(amount, "B")),
  };
}
