// SPDX-License-Identifier: Apache-2.0
// @ts-check
// Draws the chip on a canvas.
import {prepared} from "./chart.js";
import {inkOn} from "./colours.js";
import {portOf} from "./data.js";
import {themed} from "./dom.js";
import {geometry} from "./geometry.js";

/** @typedef {import("./types").Unit} Unit */
/** @typedef {import("./types").Stream} Stream */
/** @typedef {import("./geometry.js").Geometry} Geometry */
/** @typedef {import("./geometry.js").Point} Point */
/**
 * @typedef {object} Picture  what is drawn
 * @property {import("./data.js").Model} data
 * @property {import("./lenses.js").Lens} lens
 * @property {boolean} links                  whether links are as thick as their traffic
 * @property {number} site                    that is marked; -1: none
 * @property {import("./types").Port | null} port  that is marked
 * @property {boolean} [faint]                whether links are faint, for what is drawn over them
 * @property {Set<number> | null} units       that are drawn strongly; null: all
 * @property {Stream[]} into                  routes that are lit: to the unit
 * @property {Stream[]} out                   and from it
 */

const FAINT_LINKS = 0.3, FAINT_TILE = 0.18;  // opacity

/** A PCU is a square, a PMU is round. @param {CanvasRenderingContext2D} pen @param {Point} at */
function addOutline(pen, at, /** @type {number} */ size, /** @type {boolean} */ round) {
  pen.roundRect(at.x, at.y, size, size, round ? size * 0.42 : Math.min(2, size / 6));
}

/** @param {CanvasRenderingContext2D} pen @param {Geometry} g @param {Picture} picture */
function drawLinks(pen, g, {data, links, faint}) {
  pen.globalAlpha = faint ? FAINT_LINKS : 1;
  pen.lineCap = "butt";
  pen.strokeStyle = themed("--wire");
  const widest = Math.max(1.5, g.channel / 2 - 1);
  for (const link of data.floorplan.links) {
    const from = g.switchAt(link.from), to = g.switchAt(link.to);
    const along = {x: Math.sign(to.x - from.x), y: Math.sign(to.y - from.y)};
    const width = links ? Math.max(0.6, widest * link.carrying / data.mostCarrying) : 0.6;
    const side = width / 2 + 0.5;  // those of the other direction lie beside it
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(from.x - along.y * side, from.y + along.x * side);
    pen.lineTo(to.x - along.y * side, to.y + along.x * side);
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} pen @param {Geometry} g @param {import("./types").Floorplan} plan */
function drawSwitches(pen, g, plan) {
  const size = Math.min(3.5, g.channel / 3);
  pen.fillStyle = themed("--switch");
  for (let site = 0; site < plan.rows * plan.cols; ++site) {
    const at = g.switchAt(site);
    pen.fillRect(at.x - size / 2, at.y - size / 2, size, size);
  }
}

/** The outlines of unused tiles, all at once. @param {CanvasRenderingContext2D} pen @param {Geometry} g */
function drawUnused(pen, g, /** @type {Picture["data"]} */ {floorplan: {kinds}, atSite}) {
  pen.beginPath();
  for (let site = 0; site < kinds.length; ++site)
    if (!atSite.has(site)) addOutline(pen, g.corner(site), g.tile, kinds[site] === "M");
  pen.lineWidth = 1;
  pen.strokeStyle = themed("--line");
  pen.stroke();
}

/** @param {CanvasRenderingContext2D} pen @param {Geometry} g @param {Picture} picture */
function drawTiles(pen, g, {data, lens, units}) {
  pen.font = `600 ${Math.round(g.tile * 0.56)}px system-ui, sans-serif`;
  pen.lineWidth = 1;
  pen.strokeStyle = themed("--faint");
  const quiet = themed("--quiet");
  for (const [site, unit] of data.atSite) {
    const at = g.corner(site), colour = lens.colour(unit), mark = lens.mark(unit);
    const strong = !units || units.has(unit.number);
    pen.globalAlpha = strong ? 1 : FAINT_TILE;
    pen.beginPath();
    addOutline(pen, at, g.tile, unit.kind === "pmu");
    pen.fillStyle = colour;
    pen.fill();
    if (g.tile >= 8) pen.stroke();
    if (mark && g.tile >= 11) {
      pen.globalAlpha = 1;
      pen.fillStyle = strong ? inkOn(colour) : quiet;
      pen.fillText(mark, at.x + g.tile / 2, at.y + g.tile / 2 + g.tile * 0.04);
    }
  }
  pen.globalAlpha = 1;
}

/** Triangles that point into the chip or out of it; address generators are small diamonds. @param {CanvasRenderingContext2D} pen @param {Geometry} g */
function drawPorts(pen, g, /** @type {Picture} */ {data, lens}) {
  const turns = {west: 0, north: Math.PI / 2, east: Math.PI, south: -Math.PI / 2};
  const size = Math.max(3.5, Math.min(7, g.tile / 2));
  const ink = themed("--ink"), line = themed("--line");
  for (const port of data.floorplan.ports) {
    const unit = data.atPort.get(`${port.kind} ${port.number}`);
    const at = g.portAt(port);
    pen.save();
    pen.translate(at.x, at.y);
    pen.rotate(turns[port.side] + (port.kind === "sink" ? Math.PI : 0));
    pen.beginPath();
    const corners = port.kind === "ag" ? [[-0.7, 0], [0, -0.7], [0.7, 0], [0, 0.7]] : [[-1, -1], [1, 0], [-1, 1]];
    for (const [x, y] of corners) pen.lineTo(x * size, y * size);
    pen.closePath();
    pen.lineWidth = 1;
    pen.strokeStyle = unit ? ink : line;
    if (unit) {
      pen.fillStyle = lens.colour(unit);
      pen.fill();
    }
    pen.stroke();
    pen.restore();
  }
}

/** Where routes end at a unit. @param {Geometry} g @param {Picture["data"]} data @param {Unit} unit */
export function endAt(g, data, unit) {
  const port = portOf(data, unit);
  return port ? g.portAt(port) : g.nearSwitch(unit.site);
}

/** The nodes of a route on the way to a unit. @param {Stream} stream @param {Unit} reader */
export function nodesTo(stream, reader) {
  const nodes = new Set();
  for (let node = stream.sites.indexOf(reader.site); node >= 0; node = stream.parents[node]) nodes.add(node);
  return nodes;
}

/** The route of a stream, from its writer to its readers. @param {CanvasRenderingContext2D} pen @param {Geometry} g */
function traceRoute(pen, g, /** @type {Picture["data"]} */ data, /** @type {Stream} */ stream) {
  if (stream.sites.length === 0) return;
  const line = (/** @type {Point} */ from, /** @type {Point} */ to) => {
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x, to.y);
  };
  pen.beginPath();
  line(endAt(g, data, data.units[stream.from]), g.switchAt(stream.sites[0]));
  stream.parents.forEach((parent, node) => {
    if (parent >= 0) line(g.switchAt(stream.sites[parent]), g.switchAt(stream.sites[node]));
  });
  for (const unit of stream.to.map(reader => data.units[reader])) line(g.switchAt(unit.site), endAt(g, data, unit));
  pen.stroke();
}

/** @param {CanvasRenderingContext2D} pen @param {Geometry} g @param {Picture} picture */
function drawRoutes(pen, g, {data, into, out}) {
  pen.lineCap = "round";
  for (const [streams, colour, dashes] of /** @type {[Stream[], string, number[]][]} */ (
    [[into, themed("--into"), [1, 5]], [out, themed("--accent"), []]])) {
    pen.setLineDash(dashes);
    for (const [width, style] of /** @type {[number, string][]} */ ([[5, themed("--paper")], [2.5, colour]])) {
      pen.lineWidth = width;
      pen.strokeStyle = style;
      for (const stream of streams) traceRoute(pen, g, data, stream);
    }
  }
  pen.setLineDash([]);
}

/** @param {CanvasRenderingContext2D} pen @param {Geometry} g @param {Picture} picture */
function drawMark(pen, g, {data, site, port}) {
  pen.lineWidth = 3;
  pen.strokeStyle = themed("--accent");
  if (port) {
    const at = g.portAt(port);
    pen.beginPath();
    pen.arc(at.x, at.y, 11, 0, 2 * Math.PI);
    pen.stroke();
  } else if (site >= 0) {
    const at = g.corner(site);
    pen.beginPath();
    addOutline(pen, {x: at.x - 2, y: at.y - 2}, g.tile + 4, data.floorplan.kinds[site] === "M");
    pen.stroke();
  }
}

/**
 * Draws the chip. @returns {Geometry}  where its parts are
 * @param {HTMLCanvasElement} canvas @param {number} width @param {Picture} picture
 * @param {(pen: CanvasRenderingContext2D, g: Geometry) => void} [more]  drawn last
 */
export function drawChip(canvas, width, picture, more) {
  const g = geometry(picture.data.floorplan, width);
  const pen = prepared(canvas, g.width, g.height);
  pen.lineCap = "round";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  drawLinks(pen, g, picture);
  drawSwitches(pen, g, picture.data.floorplan);
  drawUnused(pen, g, picture.data);
  drawTiles(pen, g, picture);
  drawPorts(pen, g, picture);
  drawRoutes(pen, g, picture);
  drawMark(pen, g, picture);
  more?.(pen, g);
  return g;
}
