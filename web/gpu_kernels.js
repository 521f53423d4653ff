// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The kernels of all GPUs in one table.
import {el, fill, name, section} from "./dom.js";
import {digits, integer, percentOf} from "./format.js";
import {callOf} from "./gpu_launches.js";
import {gpuLabel, shortLabel} from "./gpu_sources.js";
import {classStyle, classWords} from "./gpu_times.js";
import {table} from "./table.js";

/** @typedef {import("./types").GpuSide} GpuSide */
/** @typedef {import("./dom.js").Child} Child */

/** @param {string} style @param {string} text */
function classCell(style, text) {
  return el("span", {class: "class-name"}, el("span", {class: `swatch ${style}`}), name(text, 40));
}

/** Classes of kernels of a call, their sums, and the time without one. @param {GpuSide} side @param {GpuSide[]} all @param {string[]} classes @returns {Child[][]} */
function kernelRows(side, all, classes) {
  if (side.classes.length === 0) return [];
  const call = callOf(side), {idle} = side, step = side.us_per_step === null ? null : side.us_per_step / side.us;
  const aStep = (/** @type {number} */ us) => step === null ? "" : digits(us * step);
  const strong = (/** @type {Child[]} */ cells) => cells.map(cell => cell === "" ? "" : el("b", {}, cell));
  const sum = (/** @type {(each: import("./types").KernelClass) => number} */ of) => side.classes.reduce((total, each) => total + of(each), 0);
  const us = sum(each => each.us), called = () => shortLabel(side, all);
  const rows = side.classes.map((each, i) => /** @type {Child[]} */ ([
    i === 0 ? gpuLabel(side) : called(), classCell(classStyle(classes, each.name), classWords(each.name)), integer(each.kernels), digits(each.launches),
    digits(each.us), percentOf(each.us, call), each.us_per_step === null ? "" : digits(each.us_per_step)]));
  rows.push([called(), ...strong(["all kernels", integer(sum(each => each.kernels)), digits(sum(each => each.launches)),
                                        digits(us), percentOf(us, call), aStep(us)])]);
  if (!idle) return rows;
  const gaps = idle.gap_median_us === null ? "" : `; gaps: median ${digits(idle.gap_median_us)} µs` +
    (idle.gap_p90_us === null ? "" : `, 90 % at most ${digits(idle.gap_p90_us)} µs`);
  return [...rows, [called(), el("span", {}, classCell("no-kernel", "no kernel runs"), el("span", {class: "quiet"}, gaps)), "", "",
                    digits(idle.us), percentOf(idle.us, call), aStep(idle.us)],
          [called(), ...strong(["the whole call", "", "", digits(call), percentOf(call, call), aStep(call)])]];
}

/** @param {import("./gpu_choice.js").Choice} choice @param {string[]} classes  in all rows, for their colours */
export function kernelsView(choice, classes) {
  const shown = el("div", {});
  function draw() {
    const rows = choice.row.gpus.flatMap(side => kernelRows(side, choice.row.gpus, classes)), unknown = choice.row.gpus.filter(side => side.classes.length === 0);
    fill(shown,
      rows.length > 0 && table("Kernels by GPU", [{text: "GPU"}, {text: "class"}, {text: "kernels", number: true},
        {text: "launches", number: true}, {text: "µs", number: true}, {text: "share", number: true}, {text: "µs a step", number: true}], rows),
      unknown.length > 0 && el("p", {class: "hint"}, "Nothing is known of the kernels of ",
        ...unknown.flatMap((side, i) => [i > 0 && ", ", shortLabel(side, choice.row.gpus)]), ": the data have the whole call alone."));
  }
  const view = section("Kernels of a call", "Shares are of the whole call, with the time in which no kernel runs. Kernels that run at the same time are added up all the same.",
    el("div", {class: "controls"}, ...choice.control("kernels-workload", draw)), shown);
  return {view, show: draw};
}
