// SPDX-License-Identifier: Apache-2.0
// @ts-check
// What differs between the networks on chip and GPUs, and where the times of a GPU come from.
import {commandBlock, el, name, section} from "./dom.js";
import {words} from "./format.js";
import {table} from "./table.js";

/** @typedef {import("./types").Beside} Beside */
/** @typedef {import("./types").GpuSide} GpuSide */

/**
 * What is said of several workloads, once, with the workloads if it is not all of them.
 * @param {{workload: string, text: string}[]} said @param {number} all  workloads
 */
function merged(said, all) {
  const found = /** @type {Map<string, string[]>} */ (new Map());
  for (const {workload, text} of said) found.set(text, [...found.get(text) ?? [], workload]);
  return [...found].map(([text, workloads]) => ({text, of: workloads.length < all ? workloads.join(", ") : ""}));
}

/** @param {{workload: string, side: GpuSide}[]} rows  of one GPU */
function ofGpu(rows) {
  const [{side}] = rows, several = rows.length > 1;
  const differs = merged(rows.flatMap(row => row.side.differs.map(each =>
    ({workload: row.workload, text: JSON.stringify([each.what, each.chip, each.gpu])}))), rows.length);
  const notes = merged(rows.flatMap(row => row.side.notes.map(text => ({workload: row.workload, text}))), rows.length);
  const partly = several && differs.some(each => each.of !== "");
  return section(name(side.gpu, 60), "",
    el("p", {class: "hint"}, `${side.kind}. `, name([side.device, side.software].filter(Boolean).join("; "), 300)),
    differs.length > 0
      ? table(`What differs on ${side.gpu.slice(0, 60)}`,
              [{text: "property"}, {text: "on the chip"}, {text: "on the GPU"}, ...(partly ? [{text: "workloads"}] : [])],
              differs.map(({text, of}) => {
                const [what, chip, gpu] = JSON.parse(text);
                return [words(what), name(chip, 80), name(gpu || "not stated", 80), ...(partly ? [name(of || "all", 200)] : [])];
              }))
      : el("p", {}, "Nothing that is stated differs."),
    notes.length > 0 && el("ul", {class: "plain"}, ...notes.map(({text, of}) =>
      el("li", {}, name(text, 400), of && el("span", {class: "quiet"}, " (", name(of, 200), ")")))));
}

/** @param {import("./types").GpuData} data */
export function differencesView({beside, command}) {
  const left = beside.left_out.map(each => el("li", {}, name(each.workload, 80), each.gpu && " on ", each.gpu && name(each.gpu, 80), ": ", name(each.why, 400)));
  const all = beside.rows.flatMap(row => row.gpus.map(side => ({workload: row.workload, side})));
  const gpus = [...new Set(all.map(({side}) => side.gpu))];
  return {view: el("div", {class: "rows"},
    section("How to repeat the comparison", "", commandBlock(command)),
    left.length > 0 && section("Left out", "", el("ul", {class: "plain"}, ...left)),
    el("div", {class: "columns"}, ...gpus.map(gpu => ofGpu(all.filter(({side}) => side.gpu === gpu))))), show: () => {}};
}
