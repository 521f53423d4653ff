// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The designs of a sweep, with what is looked up in them.
import {digits} from "./format.js";

/** @typedef {import("./types").SweepData} SweepData */

const MOST_STOPS = 24, LOG_FROM = 30;

/** @param {import("./types").SweepColumn} column @param {number} number */
function column(column, number) {
  const known = column.values.filter(value => value !== null);
  const least = known.reduce((a, b) => Math.min(a, b), Infinity), most = known.reduce((a, b) => Math.max(a, b), -Infinity);
  const distinct = [...new Set(known)].sort((a, b) => a - b);
  const isText = column.texts.length > 0, log = !isText && least > 0 && most / least > LOG_FROM;
  const share = (/** @type {number} */ value) => most === least ? 0.5
    : log ? Math.log(value / least) / Math.log(most / least) : (value - least) / (most - least);
  const text = (/** @type {number} */ value) => isText ? column.texts[value] : digits(value);
  return {...column, number, isText, least, most, distinct, log, share, text,
          of: (/** @type {number} */ design) => column.values[design] === null ? "" : text(column.values[design]),
          shares: Float64Array.from(column.values, value => value === null ? NaN : share(value)),
          stops: distinct.length <= MOST_STOPS ? distinct.map(share)
                                               : Array.from({length: MOST_STOPS}, (_, i) => i / (MOST_STOPS - 1)),
          title: column.unit && !column.name.endsWith(column.unit) ? `${column.name} [${column.unit}]` : column.name};
}

/** @typedef {ReturnType<typeof column>} Column */

const UNSAFE = /[^A-Za-z0-9_.\/=:,+@%-]/;

/** A word of a command line. @param {string} word */
function quoted(word) {
  return UNSAFE.test(word) || word === "" ? `'${word.replaceAll("'", "'\\''")}'` : word;
}

/** @param {SweepData} data */
export function sweepModel(data) {
  const columns = data.columns.map(column);
  const goals = data.goals.map(goal => ({...goal, column: columns.findIndex(each => each.name === goal.name)}))
    .filter(goal => goal.column >= 0);
  const knobs = columns.filter(each => each.knob);
  const goalColumns = goals.map(goal => columns[goal.column]);
  return {
    ...data, columns, goals, knobs, asked: data.goals,
    numbers: columns.filter(each => !each.isText && each.distinct.length > 0),
    told: [...knobs, ...goalColumns.filter(each => !each.knob)],  // that tell designs apart
    /** Repeats a run of the design. @param {number} design */
    commandOf: (/** @type {number} */ design) => `rdasim run --point ${quoted(`${data.points}:${data.designs[design].lines[0]}`)}`,
    /** Which way is better. @param {Column} of */
    better: of => {
      const goal = goals.find(each => each.column === of.number);
      return goal ? (goal.maximize ? 1 : -1) : 0;
    },
    /** What a filter looks through. @param {number} design */
    words: design => ` ${[...knobs.map(each => `${each.name}=${each.of(design)}`), data.designs[design].status,
                          data.groups[data.designs[design].group] ?? "", ...data.designs[design].lines].join(" ")} `.toLowerCase(),
  };
}

/** @typedef {ReturnType<typeof sweepModel>} SweepModel */

/**
 * What is shown of a sweep, which all its pictures share. A brush keeps the designs whose share lies within it.
 * @param {SweepModel} data
 */
export function selection(data) {
  const brushes = /** @type {Map<number, [number, number]>} */ (new Map());
  const texts = data.designs.map((_, design) => data.words(design));
  const state = {brushes, filter: "", shown: new Uint8Array(data.designs.length).fill(1), count: data.designs.length, picked: -1};
  return {
    ...state,
    /** Finds the designs that are shown. */
    apply() {
      const words = this.filter.toLowerCase().split(/\s+/).filter(Boolean).map(word => word.includes("=") ? `${word} ` : word);
      const limits = [...brushes].map(([number, range]) => ({shares: data.columns[number].shares, low: range[0], high: range[1]}));
      this.count = 0;
      for (let design = 0; design < texts.length; ++design) {
        const shown = limits.every(({shares, low, high}) => shares[design] >= low - 1e-9 && shares[design] <= high + 1e-9) &&
          words.every(word => texts[design].includes(word));
        this.shown[design] = shown ? 1 : 0;
        this.count += shown ? 1 : 0;
      }
    },
  };
}

/** @typedef {ReturnType<typeof selection>} Selection */
