// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The chip with the critical chain on it, beside the list of its entries.
import {drawChainOn, visitsOf} from "./chain.js";
import {portOf} from "./data.js";
import {el, fill, name} from "./dom.js";
import {drawChip} from "./draw.js";
import {kindName, plural} from "./format.js";
import {lenses} from "./lenses.js";

/** @typedef {import("./data.js").Model} Model */

const MOST_WIDE = 720;

/** @param {Model} data @param {(entry: number) => void} pick  the entry with which the chain comes to a unit that was clicked */
export function chainMap(data, pick) {
  const canvas = el("canvas", {role: "img", class: "chain-canvas",
                               "aria-label": "The critical chain on the floorplan; the list says the same"});
  const stage = el("div", {class: "stage"}, canvas), pointed = el("p", {class: "pointed", "aria-hidden": "true"}, "\u00a0");
  const visits = visitsOf(data), units = new Set(visits.map(visit => visit.unit.number)), lens = lenses(data).role;
  let g = /** @type {import("./geometry.js").Geometry | null} */ (null), picked = 0;

  /** @param {MouseEvent} event */
  function under(event) {
    const point = {x: event.offsetX, y: event.offsetY}, port = g?.portNear(point);
    return port ? data.atPort.get(`${port.kind} ${port.number}`) : g ? data.atSite.get(g.siteAt(point)) : undefined;
  }
  canvas.addEventListener("mousemove", event => {
    const unit = under(event), stops = visits.map((visit, i) => ({...visit, i})).filter(visit => visit.unit === unit);
    canvas.style.cursor = stops.length > 0 ? "pointer" : "";
    if (!unit) return fill(pointed, "\u00a0");
    return fill(pointed, el("b", {}, kindName(unit.kind)), " ", name(unit.name, 60), " ", el("span", {class: "quiet"},
      stops.length > 0 ? stops.map(({i, cycles}) => `${i + 1} of the chain, ${plural(cycles, "cycle")}`).join("; ") : "not on the chain"));
  });
  canvas.addEventListener("mouseleave", () => fill(pointed, "\u00a0"));
  canvas.addEventListener("click", event => {
    const unit = under(event), stops = visits.filter(visit => visit.unit === unit);
    const next = stops.find(({entry}) => entry > picked) ?? stops[0];  // in turns, where the chain comes twice
    if (next) pick(next.entry);
  });

  /** @param {number} entry  that is picked */
  function draw(entry) {
    picked = entry;
    if (stage.clientWidth <= 0) return;
    const current = visits.filter(visit => visit.entry <= entry).pop(), port = current ? portOf(data, current.unit) : null;
    g = drawChip(canvas, Math.min(stage.clientWidth, MOST_WIDE), {data, lens, links: false, faint: true, port,
      site: current && !port ? current.unit.site : -1, units, into: [], out: []},
      (pen, at) => drawChainOn(pen, at, data, visits, current));
  }
  const letters = lens.kinds?.filter(kind => kind.units.some(unit => units.has(unit.number))) ?? [];
  const legend = el("p", {class: "letters quiet"}, ...letters.flatMap(({mark, label}) => [el("span", {}, el("b", {}, mark), ` ${label}`), " "]));
  return {view: el("div", {}, legend, pointed, stage), draw};
}
