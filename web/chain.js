// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The critical chain on the floorplan: its units in order, and arrows along the ways of its tokens.
import {inkOn} from "./colours.js";
import {portOf} from "./data.js";
import {themed} from "./dom.js";
import {endAt, nodesTo} from "./draw.js";

/** @typedef {import("./types").Unit} Unit */
/** @typedef {import("./types").Stream} Stream */
/** @typedef {import("./geometry.js").Geometry} Geometry */
/** @typedef {import("./geometry.js").Point} Point */
/** @typedef {import("./data.js").Model} Model */
/** @typedef {{unit: Unit, stream: Stream | undefined, entry: number, cycles: number}} Visit
 *             a unit that the chain comes to, the stream by which it comes, its first entry, and its cycles there and on the way */

const MOST_NUMBERS = 3;  // at a tile
const LANE = 3.5;         // pixels between legs on the same links, at most
const LANES_OF_PITCH = 4, MOST_LANES = 3;

/** @param {Model} data @returns {Visit[]} */
export function visitsOf(data) {
  const visits = /** @type {Visit[]} */ ([]);
  data.step?.explanation.chain.forEach(({unit: text, stream: by, cycles}, entry) => {
    const unit = data.unitNamed.get(text), last = visits[visits.length - 1];
    if (!unit) return;
    if (last?.unit === unit) last.cycles += cycles;
    else visits.push({unit, stream: data.streamNamed.get(by), entry, cycles});
  });
  return visits;
}

/** The numbers of a unit in the order of the chain: "1, 9". @param {Visit[]} visits @param {Unit} unit */
export function orderOf(visits, unit) {
  const numbers = visits.flatMap((visit, i) => visit.unit === unit ? [i + 1] : []);
  return numbers.slice(0, MOST_NUMBERS).join(", ") + (numbers.length > MOST_NUMBERS ? " …" : "");
}

/** The place in the order of the chain of each entry; 0: of no unit. @param {Visit[]} visits @param {import("./types").Step} step */
export function placesOf(visits, {explanation: {chain}}) {
  return chain.map((_, entry) => visits.filter(visit => visit.entry <= entry).length);
}

/** The way of a token from a stream's writer to a reader. @param {Geometry} g @param {Model} data @param {Visit} visit @returns {Point[]} */
function wayOf(g, data, {unit, stream}) {
  if (!stream || stream.sites.length === 0 || !stream.to.includes(unit.number)) return [];
  const nodes = [...nodesTo(stream, unit)].reverse();
  return [endAt(g, data, data.units[stream.from]), ...nodes.map(node => g.switchAt(stream.sites[node])), endAt(g, data, unit)];
}

/** A way moved to its right, so that ways in both directions lie side by side. @param {Point[]} way @param {number} by  pixels */
function beside(way, by) {
  const normals = way.slice(1).map((to, i) => {
    const from = way[i], length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    return {x: (from.y - to.y) / length, y: (to.x - from.x) / length};
  });
  return way.map(({x, y}, i) => {
    if (i === 0 || i === way.length - 1) return {x, y};
    const a = normals[i - 1], b = normals[i], scale = by / Math.max(0.4, 1 + a.x * b.x + a.y * b.y);
    return {x: x + (a.x + b.x) * scale, y: y + (a.y + b.y) * scale};
  });
}

/** Ways side by side: those in the same direction on a link have lanes of their own. @param {Point[][]} ways @param {number} width  of a lane */
function inLanes(ways, width) {
  const taken = /** @type {Set<string>[]} */ (Array.from({length: MOST_LANES}, () => new Set()));
  return ways.map(way => {
    const links = way.slice(1).map((to, i) => [way[i].x, way[i].y, to.x, to.y].map(Math.round).join());
    const free = taken.findIndex(lane => links.every(link => !lane.has(link))), lane = Math.max(0, free);
    for (const link of links) taken[lane].add(link);
    return beside(way, width * (lane + 0.5));
  });
}

/** The longest straight piece of a way. @param {Point[]} way */
function longestPiece(way) {
  let longest = {from: way[0], to: way[0], length: -1};
  for (let first = 0; first + 1 < way.length;) {
    const turns = (/** @type {number} */ at) => Math.abs((way[first + 1].x - way[first].x) * (way[at].y - way[first].y) -
                                                         (way[first + 1].y - way[first].y) * (way[at].x - way[first].x)) > 0.01;
    let end = first + 1;
    while (end + 1 < way.length && !turns(end + 1)) ++end;
    const length = Math.hypot(way[end].x - way[first].x, way[end].y - way[first].y);
    if (length > longest.length) longest = {from: way[first], to: way[end], length};
    first = end;
  }
  return longest;
}

/** An arrowhead in the middle of the longest piece of a way. @param {CanvasRenderingContext2D} pen @param {Point[]} way */
function drawArrowhead(pen, way, /** @type {number} */ size) {
  const {from, to} = longestPiece(way);
  pen.save();
  pen.translate((from.x + to.x) / 2, (from.y + to.y) / 2);
  pen.rotate(Math.atan2(to.y - from.y, to.x - from.x));
  pen.beginPath();
  pen.moveTo(size, 0);
  pen.lineTo(-size * 0.7, size * 0.8);
  pen.lineTo(-size * 0.7, -size * 0.8);
  pen.closePath();
  pen.fill();
  pen.restore();
}

/** @param {CanvasRenderingContext2D} pen @param {Point} at @param {string} text @param {string} colour */
function drawNumber(pen, at, text, colour, /** @type {number} */ radius) {
  pen.font = `700 ${Math.round(radius * 1.25)}px system-ui, sans-serif`;
  const half = Math.max(radius, pen.measureText(text).width / 2 + radius * 0.45);
  pen.beginPath();
  pen.roundRect(at.x - half, at.y - radius, 2 * half, 2 * radius, radius);
  pen.fillStyle = colour;
  pen.fill();
  pen.fillStyle = inkOn(colour);
  pen.fillText(text, at.x, at.y + radius * 0.08);
}

/**
 * Draws the chain over a chip: ways with arrowheads, side by side where they share links, and numbers in the order of the units.
 * @param {CanvasRenderingContext2D} pen @param {Geometry} g @param {Model} data @param {Visit[]} visits
 * @param {Visit} [current]  whose way stands out
 */
export function drawChainOn(pen, g, data, visits, current) {
  const accent = themed("--accent"), colour = themed("--into"), head = Math.max(4, Math.min(8, g.pitch / 4));
  pen.lineCap = pen.lineJoin = "round";
  const lanes = inLanes(visits.map(visit => wayOf(g, data, visit)), Math.min(LANE, g.pitch / LANES_OF_PITCH));
  const ways = visits.map((visit, i) => ({visit, way: lanes[i]}));
  for (const [line, style] of /** @type {[number, string][]} */ ([[6, themed("--paper")], [2, colour]]))
    for (const {visit, way} of ways) {
      const picked = visit === current && style === colour;
      pen.lineWidth = picked ? 4 : line;
      pen.strokeStyle = picked ? accent : style;
      pen.beginPath();
      for (const {x, y} of way) pen.lineTo(x, y);
      pen.stroke();
    }
  for (const {visit, way} of ways) {
    pen.fillStyle = visit === current ? accent : colour;
    if (way.length > 0) drawArrowhead(pen, way, head);
  }
  for (const unit of new Set(visits.map(visit => visit.unit))) {
    const port = portOf(data, unit), corner = port ? g.portAt(port) : g.corner(unit.site);
    drawNumber(pen, corner, orderOf(visits, unit), unit === current?.unit ? accent : colour, Math.max(6, Math.min(11, g.tile * 0.36)));
  }
}
