// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The roofline of the run, and its table.
import {el, section} from "./dom.js";
import {digits, percentOf, scaled} from "./format.js";
import {drawRoofline, letterOf, movingParts} from "./roofline_chart.js";
import {table} from "./table.js";

/** @typedef {import("./data.js").Model} Model */

/** @param {Model} data */
export function roofline(data) {
  const {roofs, report: {peak}} = data, runs = [{roofs, peak}], parts = movingParts(runs);
  const canvas = el("canvas", {role: "img", "aria-label": "The roofline of the run; the table below says the same"});
  const stage = el("div", {class: "stage"}, canvas);
  const view = section("Roofline",
    `The run does ${digits(peak.tflops)} TFLOPS of matrix products, ${percentOf(peak.tflops, peak.roof_tflops)} of what its ` +
    `lowest roof allows, ${peak.roof}. A sloping line is what the bandwidth of parts allows (letters are those of the table); a dot is the run, seen from there.`,
    stage,
    table("Roofs", [{text: "part"}, {text: "bandwidth", number: true}, {text: "operations a byte", number: true},
                    {text: "roof, TFLOPS", number: true}, {text: "reached", number: true}],
      roofs.map(roof => [
        el("span", {class: "class-name"}, el("span", {class: "letter quiet"}, letterOf(parts, roof.part)),
           roof.part === peak.roof ? el("b", {}, roof.part) : roof.part),
        roof.bytes_per_second > 0 ? scaled(roof.bytes_per_second, "B/s") : "",
        roof.bytes_per_second > 0 ? digits(roof.operations_per_byte) : "",
        digits(roof.tflops), percentOf(peak.tflops, roof.tflops)])));
  return {view, show: () => {
    if (stage.clientWidth > 0 && peak.tflops > 0) drawRoofline(canvas, stage.clientWidth, runs);
  }};
}
