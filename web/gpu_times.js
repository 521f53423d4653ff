// SPDX-License-Identifier: Apache-2.0
// @ts-check
// Kernels of GPUs and phases of the chip on one time axis.
import {stackedBar} from "./bars.js";
import {listed} from "./changes.js";
import {drawXAxis, linearScale, prepared} from "./chart.js";
import {inFlowOrder} from "./data.js";
import {el, fill, name, section} from "./dom.js";
import {digits, gateName, integer, kindName, words} from "./format.js";
import {launchesOf, launchesText, launchSection, launchText, onlyStarts} from "./gpu_launches.js";
import {shortLabel} from "./gpu_sources.js";

/** @typedef {import("./types").BesideRow} BesideRow */
/** @typedef {import("./types").GpuSide} GpuSide */

const AXIS_HEIGHT = 44, STYLES = 6, MAGNIFIED_FROM = 2;
const KIND_STYLES = {pcu: "chip-pcu", pmu: "chip-pmu", source: "chip-port", sink: "chip-port", ag: "chip-port"};

/** Classes of kernels in all rows; the place in this list is their colour. @param {BesideRow[]} rows */
export function classesOf(rows) {
  return [...new Set(rows.flatMap(row => row.gpus.flatMap(side => side.classes.map(each => each.name))))];
}

/** "recurrent GEMM" @param {string} kernelClass */
export function classWords(kernelClass) {
  return words(kernelClass).replaceAll(/\b(gemm|rnn)\b/g, short => short.toUpperCase());
}

/** @param {string[]} classes @param {string} kernelClass */
export function classStyle(classes, kernelClass) {
  return `part-${classes.indexOf(kernelClass) % STYLES}`;
}

/** The parts of a call of a GPU, us. @param {GpuSide} side @param {string[]} classes */
function partsOf(side, classes) {
  const kernels = side.classes.map(each =>
    ({name: `${classWords(each.name)}, ${launchesText(each.launches)}`, part: each.us, style: classStyle(classes, each.name)}));
  if (kernels.length === 0) return [{name: "the whole call", part: side.us, style: "part-7"}];
  return [...kernels, {name: onlyStarts(side) ? "no kernel: start of the call" : "no kernel", part: side.idle?.us ?? 0, style: "no-kernel"}];
}

/**
 * A row of the picture.
 * @param {import("./dom.js").Child} label @param {string} note @param {{name: string, part: number, style: string}[]} parts  us
 * @param {number} scale  from these to the axis @param {number} axis @param {string} value
 */
function timeRow(label, note, parts, scale, axis, value) {
  const whole = parts.reduce((sum, {part}) => sum + part, 0);
  const bar = stackedBar(parts, whole, us => `${digits(us * scale)} µs`);
  bar.style.width = `${100 * whole * scale / axis}%`;
  bar.style.minWidth = "2px";
  return el("div", {class: "bar-row time-row"}, el("div", {class: "bar-label"}, el("span", {}, label), el("span", {class: "quiet"}, note)),
    el("div", {class: "track"}, bar), el("div", {class: "bar-value"}, value));
}

/** The axis below rows. */
function axisRow() {
  const canvas = el("canvas", {"aria-hidden": "true"}), track = el("div", {class: "track"}, canvas);
  const view = el("div", {class: "bar-row time-row"}, el("div", {class: "bar-label"}), track, el("div", {class: "bar-value"}));
  return {view, draw: (/** @type {number} */ most, /** @type {string} */ title) => {
    const width = track.clientWidth;
    if (width <= 0) return;
    const box = {left: 0, top: 0, width: width - 1, height: 0}, pen = prepared(canvas, width, AXIS_HEIGHT);
    drawXAxis(pen, box, linearScale(0, most, Math.max(2, Math.floor(width / 80))), digits, title);
  }};
}

/** @param {BesideRow[]} rows @param {import("./gpu_choice.js").Choice} choice @param {number} clock */
export function gpuTimes(rows, choice, clock) {
  const classes = classesOf(rows);
  const state = {step: rows[0].gpus.every(side => side.us_per_step !== null)};
  const times = el("div", {}), launches = el("div", {}), phases = el("div", {}), shared = axisRow(), own = axisRow();
  const title = el("span", {}), note = el("h3", {});
  const edges = (/** @type {import("./types").UnitKind[]} */ (["source", "sink", "ag"]))
    .filter(kind => rows.some(row => row.phases.some(phase => phase.kind === kind)));
  const legend = el("ul", {class: "legend", "aria-label": "Legend"},
    ...classes.map(each => el("li", {}, el("span", {class: `swatch ${classStyle(classes, each)}`}), name(classWords(each), 40))),
    el("li", {}, el("span", {class: "swatch no-kernel"}), rows.every(row => row.gpus.every(side => !side.idle || onlyStarts(side))) ? "no kernel runs: start of the call" : "no kernel runs"),
    ...(rows.some(row => row.gpus.some(side => side.classes.length === 0)) ? [el("li", {}, el("span", {class: "swatch part-7"}), "the whole call, not split")] : []),
    el("li", {}, el("span", {class: "swatch does-active"}), "the chip"),
    ...(/** @type {import("./types").UnitKind[]} */ (["pcu", "pmu"]).map(kind =>
      el("li", {}, el("span", {class: `swatch ${KIND_STYLES[kind]}`}), `active ${kindName(kind)}s of the chip`))),
    el("li", {}, el("span", {class: "swatch chip-port"}), `its active ${listed(edges.map(kind => `${kindName(kind)}s`))}`));

  /** How long a GPU's row is. @param {GpuSide} side */
  function timeOf(side) {
    const call = partsOf(side, classes).reduce((sum, {part}) => sum + part, 0);
    return {call, scale: state.step && side.us_per_step !== null ? side.us_per_step / side.us : 1};
  }

  function draw() {
    const {step} = state, {row} = choice;
    const chip = step ? row.us_per_step : row.us;
    const axis = 1.02 * row.gpus.reduce((most, side) => Math.max(most, timeOf(side).call * timeOf(side).scale), chip);
    const near = chip < axis / MAGNIFIED_FROM ? chip * 1.02 : axis;
    fill(times,
      el("h3", {}, "GPUs: kernels by class, the longest first"),
      launchText(row.gpus),
      ...row.gpus.map(side => {
        const {call, scale} = timeOf(side), count = launchesOf(side);
        return timeRow(shortLabel(side, row.gpus), count > 0 ? `${launchesText(count)} a call` : "", partsOf(side, classes),
                       scale, axis, `${digits(call * scale)} µs`);
      }),
      el("h3", {}, "The chip"),
      timeRow(step ? "a step" : "the run", `mapping policy ${row.policy}`, [{name: "the chip", part: chip, style: "does-active"}], 1, axis,
              `${digits(chip)} µs`));
    fill(title, near < axis ? "GPUs and the chip on one time axis, the chip's units below it on a magnified one" : "On one time axis");
    fill(note, "Units of the chip by gate, at the same time: how long one of them is active, as a mean", near < axis && ` (axis magnified ${digits(Math.round(axis / near))} times)`);
    fill(phases, ...inFlowOrder(row.phases).map(phase => {
      const us = phase.us_per_step * (step ? 1 : row.us / row.us_per_step);
      return timeRow(name(gateName(phase), 40), `${integer(phase.units)} ${kindName(phase.kind)}`,
                     [{name: "active", part: us, style: KIND_STYLES[phase.kind]}], 1, near, `${digits(us)} µs`);
    }));
    fill(launches, launchSection(row.gpus));
    shared.draw(axis, step ? "µs a step" : "µs");
    own.draw(near, step ? "µs a step" : "µs");
  }

  const stepBox = el("input", {type: "checkbox", checked: true, onchange: () => {
    state.step = stepBox.checked;
    draw();
  }});
  const perStep = state.step && el("label", {class: "check"}, stepBox, "a step instead of the whole run");
  const view = section(title,
    `How long a GPU's kernels of each class take together, and the chip at ${digits(clock)} MHz. The data say how long they take, not when.`,
    el("div", {class: "controls"}, ...choice.control("workload", draw), perStep),
    legend, times, shared.view, note, phases, own.view);
  return {view: el("div", {class: "rows"}, view, launches), show: draw};
}
