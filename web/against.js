// SPDX-License-Identifier: Apache-2.0
// @ts-check
// What the page of two runs has besides that of the first: the headline, and the view that compares them.
import {allFigures, mainFigures, ratioText, valueText} from "./against_figures.js";
import {signed, stepsSection} from "./against_step.js";
import {listed} from "./changes.js";
import {el, name, section} from "./dom.js";
import {digits, integer, percentOf, plural, scaled} from "./format.js";
import {drawRoofline, letterOf, movingParts} from "./roofline_chart.js";
import {figureList, table} from "./table.js";

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./types").Against} Against */

const MOST_NAMED = 3;  // inputs in the headline

/** "/chip/pcu/lanes 4 → 8" @param {import("./types").KnobPair} pair */
function changeOf({knob, a, b}) {
  return `${Array.from(knob).slice(0, 60).join("")} ${valueText(a).slice(0, 40)} → ${valueText(b).slice(0, 40)}`;
}

/** What differs between the inputs, in words. @param {Against} against */
function inputsText({comparison: {knobs}}) {
  if (knobs.length === 0) return "Nothing differs in their inputs.";
  const more = knobs.length - MOST_NAMED;
  return "Their inputs differ in " +
    listed([...knobs.slice(0, MOST_NAMED).map(changeOf), ...(more > 0 ? [`${plural(more, "other value")}`] : [])]) + ".";
}

/** @param {Model} data @param {Against} against */
export function againstVerdict({report}, against) {
  const by = against.report.cycles - report.cycles;
  return el("div", {class: "verdict"},
    el("p", {class: "verdict-line"}, by === 0 ? `Both runs take ${plural(report.cycles, "cycle")}.`
      : `The second run takes ${plural(Math.abs(by), "cycle")} ${by < 0 ? "fewer" : "more"} than the first ` +
        `(${percentOf(Math.abs(by), report.cycles)}).`),
    el("p", {class: "quiet"}, name(inputsText(against), 400)));
}

/** @param {Model} data @param {Against} against */
export function againstFigures({report}, {report: other, comparison}) {
  const note = (/** @type {import("./types").Report} */ run, /** @type {string} */ file) =>
    `${scaled(run.latency_ms / 1000, "s")}; ${Array.from(file).slice(-40).join("")}`;
  return figureList([
    ["First, cycles", integer(report.cycles), note(report, comparison.a)],
    ["Second, cycles", integer(other.cycles), note(other, comparison.b)],
    ["Second / first", ratioText(other.cycles / report.cycles), `${signed(other.cycles - report.cycles)} cycles`],
    ["Cycles per step", `${digits(report.cycles_per_step)} → ${digits(other.cycles_per_step)}`,
     `${plural(report.steps, "step")}, batch ${integer(report.batch)}`],
  ]);
}

/** @param {Against} against */
function inputsSection({comparison: {a, b, knobs}}) {
  return section("What differs in the inputs", "",
    el("p", {class: "hint"}, "First: ", name(a, 200), "; second: ", name(b, 200), "."),
    knobs.length === 0 ? el("p", {}, "Nothing.")
      : table("Inputs that differ", [{text: "value"}, {text: "first", number: true}, {text: "second", number: true}],
              knobs.map(({knob, a: one, b: other}) => [el("code", {}, name(knob, 80)), name(valueText(one), 60), name(valueText(other), 60)])));
}

/** @param {Model} data @param {Against} against */
function rooflines({roofs, report: {peak}}, against) {
  const runs = [{roofs, peak}, {roofs: against.roofs, peak: against.report.peak}];
  const lettered = movingParts(runs), parts = [...new Set(runs.flatMap(run => run.roofs.map(roof => roof.part)))];
  const canvas = el("canvas", {role: "img", "aria-label": "The rooflines of both runs; the table below says the same"});
  const stage = el("div", {class: "stage"}, canvas);
  const cells = (/** @type {import("./roofline_chart.js").RooflineRun} */ run, /** @type {string} */ part) => {
    const roof = run.roofs.find(each => each.part === part);
    return [roof ? digits(roof.tflops) : "",
            roof && el(part === run.peak.roof ? "b" : "span", {}, percentOf(run.peak.tflops, roof.tflops))];
  };
  const view = section("Roofline", "A round dot is the first run, a square the second; the roofs of the second chip are dashed. " +
    "The lowest roof of each run stands out.", stage,
    table("Roofs of both runs", [{text: "part"}, ...["first", "second"].flatMap(which =>
      [{text: `${which}, TFLOPS`, number: true}, {text: `${which} reached`, number: true}])],
      parts.map(part => [el("span", {class: "class-name"}, el("span", {class: "letter quiet"}, letterOf(lettered, part)), part),
                         ...cells(runs[0], part), ...cells(runs[1], part)])));
  return {view, show: () => {
    if (stage.clientWidth > 0 && runs.every(run => run.peak.tflops > 0)) drawRoofline(canvas, stage.clientWidth, runs);
  }};
}

/** @param {Model} data @param {Against} against */
export function againstView(data, against) {
  const roofs = rooflines(data, against);
  return {view: el("div", {class: "rows"}, el("div", {class: "columns"},
    el("div", {}, inputsSection(against), mainFigures(data.report, against.report)),
    el("div", {}, stepsSection(data.step && data.step.explanation, against.step), roofs.view, allFigures(against.comparison)))),
          show: roofs.show};
}
