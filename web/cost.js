// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The view of what the run costs: the estimate, energy by part, and how far it is from the roofs of the chip.
import {stackedBar} from "./bars.js";
import {el, name, section} from "./dom.js";
import {digits, kindName, percentOf, scaled} from "./format.js";
import {roofline} from "./roofline.js";
import {figureList} from "./table.js";

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./types").Cost} Cost */

const PARTS = /** @type {{key: "leakage_j" | "clock_j" | "dynamic_j", name: string, style: string}[]} */ ([
  {key: "leakage_j", name: "leakage", style: "part-6"}, {key: "clock_j", name: "clock", style: "part-1"},
  {key: "dynamic_j", name: "dynamic", style: "part-3"}]);

/** "PCU functional units", "vector switches", "off-chip memory" @param {import("./types").EnergyRow} row */
function partName({unit, part}) {
  if (unit === "off_chip") return part === "memory" ? "off-chip memory" : part;
  return unit === "switch" ? `${part} switches` : `${kindName(unit)} ${part}`;
}

/** @param {Cost} cost */
function figuresOf(cost) {
  return figureList([
    ["Area", `${digits(cost.mm2)} mm²`, "of the chip, without stream ports"],
    ["Power", scaled(cost.watts, "W"), `${scaled(cost.static_watts, "W")} leakage and clock, ${scaled(cost.dynamic_watts, "W")} dynamic`],
    ["Energy", scaled(cost.total_j, "J"), `energy-delay product ${scaled(cost.edp_js, "J s")}`],
    ["pJ/MAC", digits(cost.pj_per_mac), "of the workload's multiply-accumulates"],
    ["TFLOPS/W", digits(cost.tflops_per_watt), "effective"],
    ["TFLOPS/mm²", digits(cost.tflops_per_mm2), "effective"],
  ]);
}

/** @param {Cost} cost */
function estimate(cost) {
  const node = `${digits(cost.node_nm)} nm`;
  return section("Estimate of area, power and energy", "",
    el("p", {class: "hint"}, "By the published figures of the cost table ", name(cost.table, 60), `, at ${node}; units that the ` +
       `mapping does not use ${cost.options.power_gated ? "are power-gated" : "draw leakage and clock"}.`), figuresOf(cost));
}

/** @param {Cost} cost */
function energyByPart(cost) {
  const energy = (/** @type {import("./types").EnergyRow} */ row) => row.leakage_j + row.clock_j + row.dynamic_j;
  const rows = cost.rows.filter(row => energy(row) > 0).sort((a, b) => energy(b) - energy(a));
  const most = Math.max(...rows.map(energy));
  return section("Energy by part", "An estimate, the largest first. On the right, the share of all energy.",
    el("ul", {class: "legend", "aria-label": "Legend"}, ...PARTS.map(part =>
      el("li", {}, el("span", {class: `swatch ${part.style}`}), part.name,
         el("span", {class: "quiet"}, percentOf(cost[part.key], cost.total_j))))),
    ...rows.map(row => {
      const bar = stackedBar(PARTS.map(part => ({name: part.name, part: row[part.key], style: part.style})), energy(row),
                             joules => scaled(joules, "J"));
      bar.style.minWidth = "2px";
      bar.style.width = `${100 * energy(row) / most}%`;
      return el("div", {class: "bar-row"}, el("div", {class: "bar-label"}, name(partName(row), 40)), bar,
        el("div", {class: "bar-value energy"}, el("span", {class: "quiet"}, scaled(energy(row), "J")), " ",
           percentOf(energy(row), cost.total_j)));
    }));
}

/** @param {Model} data */
export function costView(data) {
  const {cost} = data.report;
  const roofs = roofline(data);
  return {view: el("div", {class: "columns"}, el("div", {}, roofs.view),
                   el("div", {}, cost && estimate(cost), cost && energyByPart(cost))),
          show: roofs.show};
}
