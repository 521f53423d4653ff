// SPDX-License-Identifier: Apache-2.0
// @ts-check
// What there is to say of one unit.
import {activityBar} from "./bars.js";
import {mostOnChain} from "./chain_list.js";
import {ACTIVITIES, allCycles, sharedBy} from "./data.js";
import {el, name} from "./dom.js";
import {gateName, integer, kindName, percentOf, plural, scaled, words} from "./format.js";
import {pairs} from "./table.js";

/** @typedef {import("./types").Unit} Unit */
/** @typedef {import("./types").Stream} Stream */
/** @typedef {import("./data.js").Model} Model */
/**
 * @typedef {object} Handlers
 * @property {(unit: Unit) => void} select
 * @property {(stream: Stream | null) => void} light  lights one stream, or all of the unit again
 */

const MOST_STREAMS = 40, MOST_LISTED = 4;

/** @param {import("./types").Program} program */
function programText({work, loops, latency, ii}) {
  const firings = loops.reduce((all, extent) => all * extent, 1);
  const nest = loops.length > 1 ? ` (${loops.map(integer).join(" × ")})` : "";
  const rest = [latency > 0 && `latency ${latency}`, ii > 1 && `every ${ii} cycles`].filter(Boolean).join(", ");
  return `${words(work)}, ${plural(firings, "firing")}${nest}${rest && ", " + rest}`;
}

/** @param {Unit} unit */
function placeText(unit) {
  if (unit.port >= 0) return `port ${unit.port}, at the switch of row ${unit.row}, column ${unit.col}`;
  return `row ${unit.row}, column ${unit.col}`;
}

/** @param {Unit} unit */
function activityRows(unit) {
  const whole = allCycles(unit.activity);
  return el("dl", {class: "shares"}, ...ACTIVITIES.flatMap(what => [
    el("dt", {}, el("span", {class: `swatch does-${what}`}), what),
    el("dd", {}, percentOf(unit.activity[what], whole)),
    el("dd", {class: "quiet"}, integer(unit.activity[what])),
  ]));
}

/**
 * A stream in a unit's list, and the units at its other end.
 * @param {Stream} stream @param {Unit[]} others @param {Handlers} handlers
 */
function streamRow(stream, others, handlers) {
  const light = () => handlers.light(stream), all = () => handlers.light(null);
  const hops = stream.sites.length > 0 ? `${plural(stream.links, "link")} between switches` : "inside the PMU";
  return el("li", {onmouseenter: light, onmouseleave: all, onfocusin: light, onfocusout: all},
    el("div", {class: "stream-name"}, name(stream.name, 60)),
    el("div", {class: "quiet"}, `${stream.kind}, ${plural(stream.tokens, "token")}, ${hops}` +
       (stream.held > 0 ? `, held ${integer(stream.held)}` : "") + (stream.recurrent ? ", on the recurrence" : "")),
    el("div", {class: "ends"}, ...others.slice(0, 6).map(unit =>
      el("button", {type: "button", class: "chip", onclick: () => handlers.select(unit)}, name(unit.name, 40))),
      others.length > 6 && el("span", {class: "quiet"}, `and ${others.length - 6} more`)));
}

/**
 * @param {string} title @param {Stream[]} streams @param {(stream: Stream) => Unit[]} others
 * @param {Handlers} handlers
 */
function streamList(title, streams, others, handlers) {
  if (streams.length === 0) return null;
  return el("div", {}, el("h3", {}, `${title} (${streams.length})`),
    el("ul", {class: "streams"}, ...streams.slice(0, MOST_STREAMS).map(stream =>
      streamRow(stream, others(stream), handlers))),
    streams.length > MOST_STREAMS && el("p", {class: "quiet"}, `and ${streams.length - MOST_STREAMS} more`));
}

/** @param {Model} data @param {Unit} unit @param {Handlers} handlers */
export function unitDetails(data, unit, handlers) {
  return el("div", {class: "details"},
    el("h2", {}, name(unit.name)),
    sharedBy(unit) && el("p", {class: "quiet"}, "A look-up that the gates ", name(sharedBy(unit), 60), " share."),
    activityBar(unit.activity), activityRows(unit),
    pairs([
      ["Kind", `${kindName(unit.kind)}, ${placeText(unit)}`],
      ["Works for", name(gateName(unit))],
      ["Role", name(words(unit.group))],
      ...unit.programs.map((program, i) => /** @type {[string, import("./dom.js").Child]} */ (
        [unit.programs.length > 1 ? (i === 0 ? "Reads" : "Writes") : "Program", programText(program)])),
      ["Firings", integer(unit.firings)],
      ...(unit.kind === "pmu" ? /** @type {[string, string][]} */ ([
        ["Read", scaled(unit.bytes_read, "B")], ["Written", scaled(unit.bytes_written, "B")],
        ["Buffers", scaled(unit.buffer_bytes, "B")]]) : []),
    ]),
    el("p", {class: "quiet"}, "Solid routes leave the unit, dotted routes lead to it."),
    streamList("Streams in", data.reads[unit.number], stream => [data.units[stream.from]], handlers),
    streamList("Streams out", data.writes[unit.number], stream => stream.to.map(n => data.units[n]), handlers));
}

/**
 * The units that spent most cycles so, as buttons.
 * @param {Model} data @param {import("./types").Activities} what @param {Handlers} handlers
 */
function mostOf(data, what, handlers) {
  const share = (/** @type {Unit} */ unit) => unit.activity[what] / allCycles(unit.activity);
  const most = data.units.filter(unit => unit.activity[what] > 0)
    .sort((a, b) => share(b) - share(a) || a.number - b.number).slice(0, MOST_LISTED);
  if (most.length === 0) return null;
  return el("div", {}, el("h3", {}, `Most ${what}`), el("ul", {class: "units"}, ...most.map(unit =>
    el("li", {}, el("button", {type: "button", class: "chip", onclick: () => handlers.select(unit)}, name(unit.name, 40)),
       percentOf(unit.activity[what], allCycles(unit.activity))))));
}

/**
 * Of the chip, as long as no unit is selected.
 * @param {Model} data @param {Handlers} handlers @param {boolean} chain  whether the critical chain is listed elsewhere
 */
export function chipDetails(data, handlers, chain) {
  const {rows, cols, links, tracks} = data.floorplan;
  return el("div", {class: "details"},
    el("h2", {}, "The chip"),
    el("p", {}, "Click a unit, or move with the arrow keys: its programs, its cycles, and the routes of its streams."),
    el("p", {class: "quiet"}, "A square is a PCU, a round tile a PMU; an outline is unused. Triangles at the edge are " +
       `stream ports${data.floorplan.ports.some(port => port.kind === "ag") ? ", diamonds address generators" : ""}. ${plural(links.length, "link")} of ${integer(2 * (2 * rows * cols - rows - cols))} are on a ` +
       `route; each link has ${plural(tracks, "track")}.`),
    !chain && mostOnChain(data, handlers.select), mostOf(data, "starved", handlers), mostOf(data, "blocked", handlers));
}

/** Of a site without a unit. @param {Model} data @param {number} site */
export function emptyDetails(data, site) {
  const {cols, kinds} = data.floorplan;
  return el("div", {class: "details"},
    el("h2", {}, `Unused ${kinds[site] === "M" ? "PMU" : "PCU"}`),
    el("p", {class: "quiet"}, `row ${Math.floor(site / cols)}, column ${site % cols}`));
}
