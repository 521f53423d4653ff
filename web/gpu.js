// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The page of a comparison with GPUs: times, kernels, and what differs.
import {plainBar} from "./bars.js";
import {el, name, section} from "./dom.js";
import {digits, integer, percent, plural, words} from "./format.js";
import {classesOf, classStyle, classWords, gpuTimes} from "./gpu_times.js";
import {figureList, pairs, table} from "./table.js";

/** @typedef {import("./types").Beside} Beside */
/** @typedef {import("./types").GpuSide} GpuSide */

/** "25.5 ×" @param {number | null} speedup */
function times(speedup) {
  return speedup === null ? "" : `${digits(speedup)} ×`;
}

/** @param {number | null} us */
function micros(us) {
  return us === null ? "" : digits(us);
}

/** @param {Beside} beside */
function speedups({rows, overall}) {
  const all = rows.flatMap(row => row.gpus.map(side => ({row, side})));
  const most = all.reduce((least, {side}) => Math.max(least, side.speedup), 1);
  return section("How many times faster the chip is", rows.length > 1
    ? overall.map(each => `${Array.from(each.gpu).slice(0, 60).join("")}: geometric mean ${digits(each.geomean)} of ` +
        `${plural(each.rows, "workload")}, from ${digits(each.least)} to ${digits(each.most)}`).join("; ") + "." : "",
    table("Speedups", [{text: "GPU"}, ...(rows.length > 1 ? [{text: "workload"}] : []), {text: "chip faster", number: true},
                       {text: "as a bar", wide: true},
                       ...["chip µs", "a step", "GPU µs", "a step", "with gaps"].map(text => ({text, number: true, wide: true}))],
      all.map(({row, side}) => [name(side.gpu, 60), ...(rows.length > 1 ? [name(row.workload, 60)] : []),
        el("b", {}, times(side.speedup)), plainBar(side.speedup / most), digits(row.us), digits(row.us_per_step), digits(side.us),
        micros(side.us_per_step), times(side.speedup_with_gaps)])));
}

/** @param {Beside} beside */
function timesView(beside) {
  const picture = gpuTimes(beside.rows, beside.clock_mhz);
  return {view: el("div", {class: "rows"}, picture.view, speedups(beside)), show: picture.show};
}

/** @param {GpuSide} side @param {string} workload @param {string[]} classes */
function kernels(side, workload, classes) {
  const {idle} = side;
  const rows = /** @type {[string, import("./dom.js").Child][]} */ (idle ? [
    ["With a kernel", `${digits(idle.busy_us)} µs of a call`],
    ["Without a kernel", `${digits(idle.us)} µs, ${percent(idle.share)}`],
    ...(idle.gap_median_us === null ? [] : [["Gaps", `median ${digits(idle.gap_median_us)} µs, 90 % at most ${micros(idle.gap_p90_us)} µs`]]),
  ] : []);
  return section(name(side.gpu, 60), "", el("p", {class: "hint"}, name(workload, 80)),
    table(`Kernels on ${side.gpu.slice(0, 60)}`, [{text: "class"}, {text: "kernels", number: true, wide: true},
          {text: "launches", number: true}, {text: "µs", number: true}, {text: "share", number: true, wide: true}, {text: "µs a step", number: true}],
      side.classes.map(each => [el("span", {class: "class-name"}, el("span", {class: `swatch ${classStyle(classes, each.name)}`}),
                                   name(classWords(each.name), 40)),
        integer(each.kernels), digits(each.launches), digits(each.us), percent(each.share), micros(each.us_per_step)])),
    pairs(rows));
}

/** @param {Beside} beside */
function kernelsView({rows}) {
  const classes = classesOf(rows);
  const known = rows.flatMap(row => row.gpus.filter(side => side.classes.length > 0).map(side => kernels(side, row.workload, classes)));
  return {view: known.length > 0 ? el("div", {class: "columns"}, ...known)
                                 : section("Kernels", "Nothing is known of the kernels: these sources have times alone."), show: () => {}};
}

/** @param {GpuSide} side @param {string} workload */
function differences(side, workload) {
  return section(name(side.gpu, 60), "",
    el("p", {class: "hint"}, name(workload, 80), `, ${side.kind}. `, name([side.device, side.software].filter(Boolean).join("; "), 300)),
    side.differs.length > 0
      ? table(`What differs on ${side.gpu.slice(0, 60)}`, [{text: "property"}, {text: "on the chip"}, {text: "on the GPU"}],
              side.differs.map(each => [words(each.what), name(each.chip, 80), name(each.gpu || "not stated", 80)]))
      : el("p", {}, "Nothing that is stated differs."),
    side.notes.length > 0 && el("ul", {class: "plain"}, ...side.notes.map(note => el("li", {}, name(note, 400)))));
}

/** @param {import("./types").GpuData} data */
function differencesView({beside, command}) {
  const left = beside.left_out.map(each => el("li", {}, name(each.workload, 80), each.gpu && " on ", each.gpu && name(each.gpu, 80), ": ", name(each.why, 400)));
  return {view: el("div", {class: "rows"},
    section("How to repeat the comparison", "", el("pre", {tabindex: 0, "aria-label": "Command"}, name(command, 2000))),
    left.length > 0 && section("Left out", "", el("ul", {class: "plain"}, ...left)),
    el("div", {class: "columns"}, ...beside.rows.flatMap(row => row.gpus.map(side => differences(side, row.workload))))), show: () => {}};
}

/** @param {import("./types").GpuData} data */
export function gpuPage(data) {
  const {beside} = data, [row] = beside.rows;
  const what = beside.rows.length > 1 ? plural(beside.rows.length, "workload") : row.workload;
  return {
    title: `${beside.chip} beside GPUs`,
    heading: [name(beside.chip, 60), el("span", {class: "on"}, " beside GPUs, "), name(what, 60)],
    verdict: null,
    figures: figureList([
      beside.rows.length > 1 ? ["Workloads", integer(beside.rows.length), "on the chip"]
                             : ["Chip", `${digits(row.us_per_step)} µs`, `a step; ${digits(row.us)} µs the run`],
      ...beside.overall.map(each => /** @type {[string, string, string]} */ ([
        Array.from(each.gpu).slice(0, 60).join(""), times(each.geomean), each.rows > 1 ? `geometric mean of ${each.rows} speedups` : "speedup of the chip"])),
    ]),
    views: {
      times: {title: "Times", content: timesView(beside)},
      kernels: {title: "Kernels", content: kernelsView(beside)},
      differences: {title: "Differences", content: differencesView(data)},
    },
    opened: () => {}, simulator: `rdasim ${data.simulator_version} (${data.simulator_commit})`,
  };
}
