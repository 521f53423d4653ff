// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The page of a comparison with GPUs: times, kernels, and what differs.
import {plainBar} from "./bars.js";
import {el, name, section} from "./dom.js";
import {digits, integer, plural} from "./format.js";
import {workloadChoice} from "./gpu_choice.js";
import {differencesView} from "./gpu_differences.js";
import {kernelsView} from "./gpu_kernels.js";
import {gpuLabel, gpuName, sourceText} from "./gpu_sources.js";
import {classesOf, gpuTimes} from "./gpu_times.js";
import {figureList, table} from "./table.js";

/** @typedef {import("./types").Beside} Beside */

/** "25.5 ×": as many digits for each, so that they can be compared. @param {number | null} speedup */
function times(speedup) {
  return speedup === null ? "" : `${speedup < 1000 ? speedup.toPrecision(3) : integer(speedup)} ×`;
}

/** @param {number | null} us */
function micros(us) {
  return us === null ? "" : digits(us);
}

/** What a GPU is called above the views. @param {Beside} beside @param {string} gpu */
function nameOf({rows, overall}, gpu) {
  const calledOf = (/** @type {string} */ asked) => {
    const side = rows.flatMap(row => row.gpus).find(each => each.gpu === asked);
    return side ? gpuName(side) : asked;
  };
  return overall.filter(each => calledOf(each.gpu) === calledOf(gpu)).length > 1 ? gpu : calledOf(gpu);
}

/** @param {Beside} beside */
function speedups({rows, overall}) {
  const all = rows.flatMap(row => row.gpus.map(side => ({row, side})));
  const gaps = all.some(({side}) => side.speedup_with_gaps !== null);
  const most = all.reduce((least, {side}) => Math.max(least, side.speedup), 1);
  return section("How many times faster the chip is", rows.length > 1
    ? overall.map(each => `${Array.from(each.gpu).slice(0, 60).join("")}: geometric mean ${digits(each.geomean)} of ` +
        `${plural(each.rows, "workload")}, from ${digits(each.least)} to ${digits(each.most)}`).join("; ") + "." : "",
    table("Speedups", [{text: "GPU"}, ...(rows.length > 1 ? [{text: "workload"}] : []), {text: "chip faster", number: true},
                       {text: "as a bar", wide: true},
                       ...["chip µs", "a step", "GPU µs", "a step", ...(gaps ? ["with gaps"] : [])].map(text => ({text, number: true}))],
      all.map(({row, side}) => [gpuLabel(side), ...(rows.length > 1 ? [name(row.workload, 60)] : []),
        el("b", {}, times(side.speedup)), plainBar(side.speedup / most), digits(row.us), digits(row.us_per_step), digits(side.us),
        micros(side.us_per_step), ...(gaps ? [times(side.speedup_with_gaps)] : [])])));
}

/** @param {import("./types").GpuData} data */
export function gpuPage(data) {
  const {beside} = data, [row] = beside.rows, choice = workloadChoice(beside.rows);
  const picture = gpuTimes(beside.rows, choice, beside.clock_mhz);
  const what = beside.rows.length > 1 ? plural(beside.rows.length, "workload") : row.workload;
  return {
    title: `${beside.chip} beside GPUs`,
    heading: [name(beside.chip, 60), el("span", {class: "on"}, " beside GPUs, "), name(what, 60)],
    verdict: null,
    figures: figureList([
      beside.rows.length > 1 ? ["Workloads", integer(beside.rows.length), "on the chip"]
                             : ["Chip", `${digits(row.us_per_step)} µs`, `a step; ${digits(row.us)} µs the run`],
      ...beside.overall.map(each => /** @type {[string, string, string]} */ ([
        Array.from(nameOf(beside, each.gpu)).slice(0, 60).join(""), times(each.geomean),
        `${each.rows > 1 ? `geometric mean of ${each.rows} speedups` : "speedup"} of the chip. The GPU: ${sourceText(beside.rows, each.gpu)}`])),
    ]),
    views: {
      times: {title: "Times", content: {view: el("div", {class: "rows"}, picture.view, speedups(beside)), show: picture.show}},
      kernels: {title: "Kernels", content: kernelsView(choice, classesOf(beside.rows))},
      differences: {title: "Differences", content: differencesView(data)},
    },
    opened: () => {}, simulator: `rdasim ${data.simulator_version} (${data.simulator_commit})`,
  };
}
