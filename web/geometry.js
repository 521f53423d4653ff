// SPDX-License-Identifier: Apache-2.0
// @ts-check
// Where sites, switches and ports are in the picture: a tile at each site, its switch at the tile's lower right corner,
// and the links between the switches in channels between the tiles.

const TILE = 0.64;  // side of a tile, of the distance from one to the next
const MARGIN = 26;

/** @typedef {{x: number, y: number}} Point */

/**
 * @param {import("./types").Floorplan} plan
 * @param {number} width  pixels
 */
export function geometry(plan, width) {
  const pitch = (width - 2 * MARGIN) / plan.cols;
  const tile = pitch * TILE, channel = pitch - tile;
  const col = (/** @type {number} */ site) => site % plan.cols;
  const row = (/** @type {number} */ site) => Math.floor(site / plan.cols);
  const height = 2 * MARGIN + pitch * plan.rows;
  /** @param {number} site @returns {Point} */
  const corner = site => ({x: MARGIN + col(site) * pitch, y: MARGIN + row(site) * pitch});
  /** The corner of a tile at its switch. @param {number} site @returns {Point} */
  const nearSwitch = site => ({x: corner(site).x + tile * 0.86, y: corner(site).y + tile * 0.86});
  /** @param {number} site @returns {Point} */
  const switchAt = site => ({x: corner(site).x + tile + channel / 2, y: corner(site).y + tile + channel / 2});
  /** Where a port's switch is, along its side. Address generators stand beside the stream ports, and some share a switch.
   * @param {import("./types").Port} port @returns {Point} */
  const aside = port => {
    const at = switchAt(port.site);
    if (port.kind !== "ag") return at;
    const shift = pitch * [0.4, -0.4, 0.2, -0.2][port.beside % 4];
    return port.side === "west" || port.side === "east" ? {x: at.x, y: at.y + shift} : {x: at.x + shift, y: at.y};
  };
  /** @param {import("./types").Port} port @returns {Point} */
  const portAt = port => {
    const at = aside(port);
    if (port.side === "west") return {x: MARGIN / 2, y: at.y};
    if (port.side === "east") return {x: width - MARGIN / 2, y: at.y};
    return {x: at.x, y: port.side === "north" ? MARGIN / 2 : height - MARGIN / 2};
  };
  /** The site at a point; -1 outside the grid. @param {Point} point */
  const siteAt = ({x, y}) => {
    const c = Math.floor((x - MARGIN + channel / 2) / pitch), r = Math.floor((y - MARGIN + channel / 2) / pitch);
    return c >= 0 && c < plan.cols && r >= 0 && r < plan.rows ? r * plan.cols + c : -1;
  };
  /** The port nearest to a point in the margin. @param {Point} point */
  const portNear = point => plan.ports.find(port => {
    const at = portAt(port);
    return Math.hypot(at.x - point.x, at.y - point.y) < MARGIN / 2;
  });
  return {width, height, pitch, tile, channel, corner, nearSwitch, switchAt, portAt, siteAt, portNear};
}

/** @typedef {ReturnType<typeof geometry>} Geometry */
