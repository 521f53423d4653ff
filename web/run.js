// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The page of a run: its figures, and its views.
import {againstFigures, againstVerdict, againstView} from "./against.js";
import {costView} from "./cost.js";
import {model} from "./data.js";
import {el, name} from "./dom.js";
import {floorplanView} from "./floorplan.js";
import {digits, integer, percent, plural, scaled} from "./format.js";
import {inputsView} from "./inputs.js";
import {mappingView} from "./mapping.js";
import {runChainView} from "./run_chain.js";
import {stepView} from "./step.js";
import {figureList} from "./table.js";
import {timeView} from "./time.js";
import {verdict} from "./verdict.js";
import {whyView} from "./why.js";

/** @param {import("./data.js").Model} data */
function figures({report}) {
  const {mapping, utilization, repetitions: batches} = report;
  /** @type {[string, string, string][]} */
  const repeated = batches ? [["Cycles per repetition", digits(batches.steady_cycles),
    `in steady state; ${integer(batches.first_cycles)} the first of ${integer(batches.count)}`]] : [];
  return figureList([
    ["Cycles", integer(report.cycles), `${scaled(report.latency_ms / 1000, "s")} at ${scaled(report.clock_mhz * 1e6, "Hz")}`],
    ["Cycles per step", digits(report.cycles_per_step), `${plural(report.steps, "step")}, batch ${integer(report.batch)}`],
    ...repeated,
    ["Effective", scaled(report.tflops_effective * 1e12, "FLOPS"), "of the matrix products"],
    ["PCUs", percent(utilization.pcu), `active; ${integer(mapping.pcus_used)} of ${integer(mapping.pcus_on_chip)} used`],
    ["PMUs", percent(utilization.pmu), `active; ${integer(mapping.pmus_used)} of ${integer(mapping.pmus_on_chip)} used`],
    ["Tracks that routes take", percent(utilization.network_routed), `carrying; ${percent(utilization.network)} of all tracks`],
  ]);
}

/** @param {import("./types").Data} raw */
export function runPage(raw) {
  const data = model(raw), {report, against} = data;
  const plan = floorplanView(data);
  let open = (/** @type {string} */ _) => {};
  const toUnit = (/** @type {import("./types").Unit} */ unit) => {
    open("floorplan");
    plan.select(unit);
  };
  return {
    title: `${report.workload} on ${report.chip}`,
    heading: [name(report.workload, 60), el("span", {class: "on"}, " on "), name(report.chip, 60),
              against && el("span", {class: "on"}, against.report.chip === report.chip ? ", two runs" : " and "),
              against && against.report.chip !== report.chip && name(against.report.chip, 60)],
    figures: against ? againstFigures(data, against) : figures(data),
    verdict: against ? againstVerdict(data, against) : verdict(data, view => open(view)),
    views: {
      ...(against && {against: {title: "Two runs", content: againstView(data, against)}}),
      floorplan: {title: "Floorplan", content: plan},
      mapping: {title: "Mapping", content: mappingView(data, toUnit)},
      why: {title: "Why", content: whyView(data, view => open(view))},
      time: {title: "Time", content: timeView(data)},
      ...(data.step ? {step: {title: "Step", content: stepView(data, data.step, toUnit)}} : {}),
      ...(data.run ? {step: {title: "Run", content: runChainView(data, data.run, toUnit)}} : {}),
      cost: {title: "Cost", content: costView(data)},
      inputs: {title: "Inputs", content: inputsView(data)},
    },
    opened: (/** @type {(view: string) => void} */ how) => { open = how; },
    simulator: `rdasim ${report.simulator_version} (${report.simulator_commit})`,
  };
}
