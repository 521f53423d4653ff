// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The kernels of all GPUs in one table.
import {el, fill, name, section} from "./dom.js";
import {digits, integer, percentOf} from "./format.js";
import {callOf} from "./gpu_launches.js";
import {classStyle, classWords} from "./gpu_times.js";
import {table} from "./table.js";

/** @typedef {import("./types").GpuSide} GpuSide */
/** @typedef {import("./dom.js").Child} Child */

/** @param {string} style @param {string} text */
function classCell(style, text) {
  return el("span", {class: "class-name"}, el("span", {class: `swatch ${style}`}), name(text, 40));
}

/** Classes of kernels of a call, and the time without one. @param {GpuSide} side @param {string[]} classes @returns {Child[][]} */
function kernelRows(side, classes) {
  const call = callOf(side), {idle} = side, step = side.us_per_step === null ? null : side.us_per_step / side.us;
  const rows = side.classes.map(each => /** @type {Child[]} */ ([
    name(side.gpu, 40), classCell(classStyle(classes, each.name), classWords(each.name)), integer(each.kernels), digits(each.launches),
    digits(each.us), percentOf(each.us, call), each.us_per_step === null ? "" : digits(each.us_per_step)]));
  if (!idle) return rows;
  const gaps = idle.gap_median_us === null ? "" : `; gaps: median ${digits(idle.gap_median_us)} µs` +
    (idle.gap_p90_us === null ? "" : `, 90 % at most ${digits(idle.gap_p90_us)} µs`);
  return [...rows, [name(side.gpu, 40), el("span", {}, classCell("rest", "no kernel runs"), el("span", {class: "quiet wide"}, gaps)), "", "",
                    digits(idle.us), percentOf(idle.us, call), step === null ? "" : digits(idle.us * step)]];
}

/** @param {import("./gpu_choice.js").Choice} choice @param {string[]} classes  in all rows, for their colours */
export function kernelsView(choice, classes) {
  const shown = el("div", {});
  function draw() {
    const rows = choice.row.gpus.flatMap(side => kernelRows(side, classes)), unknown = choice.row.gpus.filter(side => side.classes.length === 0);
    fill(shown,
      rows.length > 0 && table("Kernels by GPU", [{text: "GPU"}, {text: "class"}, {text: "kernels", number: true, wide: true},
        {text: "launches", number: true}, {text: "µs", number: true, wide: true}, {text: "share", number: true, wide: true}, {text: "µs a step", number: true}], rows),
      unknown.length > 0 && el("p", {class: "hint"}, "Nothing is known of the kernels of ",
        ...unknown.flatMap(({gpu}, i) => [i > 0 && ", ", name(gpu, 60)]), ": the data have the whole call alone."));
  }
  const view = section("Kernels of a call", "Shares are of the whole call, with the time in which no kernel runs.",
    el("div", {class: "controls"}, ...choice.control("kernels-workload", draw)), shown);
  return {view, show: draw};
}
