// SPDX-License-Identifier: Apache-2.0
// @ts-check
import {gateName} from "./format.js";

/** @typedef {import("./types").Unit} Unit */
/** @typedef {import("./types").Stream} Stream */
/** @typedef {import("./types").Activities} Activities */

/** What a program does with a cycle, in the order in which bars show it. @type {Activities[]} */
export const ACTIVITIES = ["active", "conflict", "blocked", "starved", "idle"];

/** @param {import("./types").Activity} activity */
export function allCycles(activity) {
  return ACTIVITIES.reduce((sum, what) => sum + activity[what], 0);
}

/**
 * The page's data with what is looked up in it.
 * @param {import("./types").Data} data
 */
export function model(data) {
  const {report, floorplan} = data;
  /** @type {Unit[]} */
  const units = report.units.map((unit, number) =>
    ({...unit, ...floorplan.units[number], number, joules: data.time.power.unit_j[number], site: unit.row * floorplan.cols + unit.col}));
  /** @type {Stream[]} */
  const streams = report.streams.map((stream, number) => ({...stream, ...floorplan.streams[number], number}));
  const reads = units.map(() => /** @type {Stream[]} */ ([]));
  const writes = units.map(() => /** @type {Stream[]} */ ([]));
  for (const stream of streams) {
    writes[stream.from].push(stream);
    for (const reader of stream.to) reads[reader].push(stream);
  }
  const atSite = new Map(units.filter(unit => unit.port < 0).map(unit => [unit.site, unit]));
  const atPort = new Map(units.filter(unit => unit.port >= 0).map(unit => [`${unit.kind} ${unit.port}`, unit]));
  return {
    ...data, units, streams, reads, writes, atSite, atPort,
    unitNamed: new Map(units.map(unit => [unit.name, unit])),
    streamNamed: new Map(streams.map(stream => [stream.name, stream])),
    gates: [...new Set(units.map(gateName))],
    mostCarrying: Math.max(1, ...floorplan.links.map(link => link.carrying)),
  };
}

/** @typedef {ReturnType<typeof model>} Model */

export const SHARED = "look-up ";

/** Gates and operators in the order in which data flow through a cell. */
const FLOW = ["bias", "x", "i", "f", "g", "o", "r", "z", "h.reset", "n.sum", "n", "look-up", "c", "c.next", "c.tanh", "h.next", "h"];

/**
 * Rows of gates by layer and direction, then as data flow. @template {{layer: number, direction: string, gate: string}} Row
 * @param {Row[]} rows @returns {Row[]}
 */
export function inFlowOrder(rows) {
  const place = (/** @type {Row} */ {gate}) => {
    const found = FLOW.indexOf(gate.split(" ")[0]);
    return found >= 0 ? found : FLOW.length;
  };
  return [...rows].sort((a, b) => a.layer - b.layer || Number(a.direction !== "") - Number(b.direction !== "") || place(a) - place(b));
}

/** The gates that share a look-up, "i f g o"; empty: the unit is no such look-up. @param {Unit | undefined} unit */
export function sharedBy(unit) {
  return unit?.gate.startsWith(SHARED) ? unit.gate.slice(SHARED.length) : "";
}

/** The stream port of a unit; null if it is at a site of the grid. @param {Model} data @param {Unit} unit */
export function portOf(data, unit) {
  return data.floorplan.ports.find(port => port.kind === unit.kind && port.number === unit.port) ?? null;
}

/** The data in the page. @returns {import("./types").AnyData} */
export function readData() {
  return JSON.parse(/** @type {HTMLElement} */ (document.getElementById("data")).textContent || "");
}
