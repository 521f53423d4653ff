// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The page: what ran, its figures, and the views.
import {costView} from "./cost.js";
import {readData} from "./data.js";
import {el, fill, name} from "./dom.js";
import {floorplanView} from "./floorplan.js";
import {digits, integer, percent, plural, scaled} from "./format.js";
import {inputsView} from "./inputs.js";
import {stepView} from "./step.js";
import {tabs} from "./tabs.js";
import {timeView} from "./time.js";
import {whyView} from "./why.js";

/** @typedef {import("./data.js").Model} Model */

/** @param {Model} data */
function figures({report}) {
  const {mapping, utilization} = report;
  const rows = /** @type {[string, string, string][]} */ ([
    ["Cycles", integer(report.cycles), `${scaled(report.latency_ms / 1000, "s")} at ${scaled(report.clock_mhz * 1e6, "Hz")}`],
    ["Cycles per step", digits(report.cycles_per_step), `${plural(report.steps, "step")}, batch ${integer(report.batch)}`],
    ["Effective", scaled(report.tflops_effective * 1e12, "FLOPS"), "of the matrix products"],
    ["PCUs", percent(utilization.pcu), `active; ${integer(mapping.pcus_used)} of ${integer(mapping.pcus_on_chip)} used`],
    ["PMUs", percent(utilization.pmu), `active; ${integer(mapping.pmus_used)} of ${integer(mapping.pmus_on_chip)} used`],
    ["Network", percent(utilization.network), `of all tracks; ${percent(utilization.network_routed)} on routes`],
  ]);
  return el("dl", {class: "figures"}, ...rows.map(([key, value, note]) =>
    el("div", {}, el("dt", {}, key), el("dd", {class: "value"}, value), el("dd", {class: "quiet"}, note))));
}

/** Light or dark: as the system says, until somebody presses the button. @param {() => void} redraw */
function themeButton(redraw) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const button = el("button", {type: "button", class: "theme", onclick: () => {
    set(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
    system.removeEventListener("change", follow);
    redraw();
  }});
  /** @param {string} theme */
  const set = theme => {
    document.documentElement.dataset.theme = theme;
    fill(button, theme === "dark" ? "Light" : "Dark");
    button.setAttribute("aria-label", `Use ${theme === "dark" ? "light" : "dark"} colours`);
  };
  const follow = () => {
    set(system.matches ? "dark" : "light");
    redraw();
  };
  set(system.matches ? "dark" : "light");
  system.addEventListener("change", follow);
  return button;
}

function start() {
  const data = readData();
  const theme = themeButton(() => views.redraw());
  const plan = floorplanView(data);
  const views = tabs({
    floorplan: {title: "Floorplan", content: plan},
    why: {title: "Why", content: whyView(data)},
    time: {title: "Time", content: timeView(data)},
    step: {title: "Step", content: stepView(data, unit => {
      views.open("floorplan");
      plan.select(unit);
    })},
    cost: {title: "Cost", content: costView(data)},
    inputs: {title: "Inputs", content: inputsView(data)},
  });
  document.title = `${data.report.workload} on ${data.report.chip}`.slice(0, 200);
  fill(/** @type {HTMLElement} */ (document.getElementById("page")),
    el("header", {},
      el("div", {class: "title"}, el("h1", {}, name(data.report.workload, 60), el("span", {class: "on"}, " on "),
                                     name(data.report.chip, 60)), theme),
      figures(data), views.list),
    el("main", {}, ...views.panels),
    el("footer", {}, `rdasim ${data.report.simulator_version} (${data.report.simulator_commit})`));
  views.start();
  let waiting = 0;
  addEventListener("resize", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => views.redraw());
  });
}

start();
