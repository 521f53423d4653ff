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

/** The way of a token from a stream's writer to a reader. @param {Geometry} g @param {Model} data @param {Visit} visit @returns {Point[]} */
function wayOf(g, data, {unit, stream}) {
  if (!stream || stream.sites.length === 0 || !stream.to.includes(unit.number)) return [];
  const nodes = [...nodesTo(stream, unit)].reverse();
  return [endAt(g, data, data.units[stream.from]), ...nodes.map(node => g.switchAt(stream.sites[node])), endAt(g, data, unit)];
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
  pen.beginPath();
  pen.arc(at.x, at.y, radius, 0, 2 * Math.PI);
  pen.fillStyle = colour;
  pen.fill();
  pen.fillStyle = inkOn(colour);
  pen.font = `700 ${Math.round(radius * 1.25)}px system-ui, sans-serif`;
  pen.fillText(text, at.x, at.y + radius * 0.08);
}

/**
 * Draws the chain over a chip: ways with arrowheads, and numbers in the order of the units.
 * @param {CanvasRenderingContext2D} pen @param {Geometry} g @param {Model} data @param {Visit[]} visits
 * @param {Visit} [current]  whose way stands out
 */
export function drawChainOn(pen, g, data, visits, current) {
  const accent = themed("--accent"), colour = themed("--into"), head = Math.max(4, Math.min(8, g.pitch / 4));
  pen.lineCap = pen.lineJoin = "round";
  const ways = visits.map(visit => ({visit, way: wayOf(g, data, visit)}));
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
  const numbered = new Set();
  visits.forEach(({unit}, i) => {
    if (numbered.has(unit)) return;
    numbered.add(unit);
    const port = portOf(data, unit), corner = port ? g.portAt(port) : g.corner(unit.site);
    drawNumber(pen, corner, String(i + 1), unit === current?.unit ? accent : colour, Math.max(6, Math.min(11, g.tile * 0.36)));
  });
}
