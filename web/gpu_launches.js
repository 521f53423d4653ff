// SPDX-License-Identifier: Apache-2.0
// @ts-check
// What the launches of kernels cost a call of a GPU, as far as its data say.
import {el, section} from "./dom.js";
import {digits, percentOf} from "./format.js";
import {gpuLabel, shortLabel} from "./gpu_sources.js";
import {table} from "./table.js";

/** @typedef {import("./types").GpuSide} GpuSide */

/** Launches in a call; 0: not known. @param {GpuSide} side */
export function launchesOf({classes}) {
  return classes.reduce((sum, each) => sum + each.launches, 0);
}

/** "51 launches", "1 launch" @param {number} count */
export function launchesText(count) {
  return `${digits(count)} ${count === 1 ? "launch" : "launches"}`;
}

/** The call with all that it waits for, us. @param {GpuSide} side */
export function callOf({us, idle}) {
  return idle ? idle.busy_us + idle.us : us;
}

/** What launches add to a call. @param {GpuSide} side @returns {string} */
function costOf(side) {
  const {launch_us: host, idle} = side, busy = idle?.busy_us ?? side.us;
  const of = (/** @type {number} */ us) => `${digits(us)} µs, ${percentOf(us, callOf(side))} of a call`;
  if (host !== null && host > busy) return of(host - busy);
  if (host !== null) return "nothing: the host launches while earlier kernels run";
  if (idle) return `not split; at most the time without a kernel, ${of(idle.us)}`;
  return launchesOf(side) > 0 ? "not known: the data have no gaps between kernels" : "not known: the data have the whole call alone";
}

/** Time without a kernel that is not for launches. @param {GpuSide} side */
function startOf({launch_us: host, idle}) {
  return host === null || !idle ? null : idle.us - Math.max(0, host - idle.busy_us);
}

/** Whether all time without a kernel is the start of the call. @param {GpuSide} side */
export function onlyStarts({launch_us: host, idle}) {
  return host !== null && idle !== null && host <= idle.busy_us;
}

/** What launches add to a call of each GPU, in a sentence. @param {GpuSide[]} sides  of one workload */
export function launchText(sides) {
  const all = [...new Set(sides.map(costOf))].map(text => ({text, of: sides.filter(side => costOf(side) === text)}));
  return el("p", {class: "quiet"}, "What launches add to a call: ", ...all.flatMap(({text, of}, i) =>
    [i > 0 && "; ", ...of.flatMap((side, j) => [j > 0 && ", ", shortLabel(side, sides)]), `: ${text}`]), ".");
}

/** @param {GpuSide[]} sides  of one workload */
export function launchSection(sides) {
  const known = (/** @type {number | null} */ us) => us === null ? "" : digits(us);
  return section("What launches cost", "A launch hands a kernel from the host to the GPU. What a kernel takes to start on the GPU is inside the " +
    "kernel's time, and no data split it. The last column is the time in which no kernel runs, less what launches add: the start of a call.",
    table("Launches by GPU", [{text: "GPU"}, {text: "launches a call", number: true}, {text: "µs each", number: true},
                              {text: "µs of the host", number: true}, {text: "they add to a call"},
                              {text: "else no kernel runs, µs", number: true}],
      sides.map(side => {
        const launches = launchesOf(side), host = side.launch_us;
        return [gpuLabel(side), launches > 0 ? digits(launches) : "", host !== null && launches > 0 ? digits(host / launches) : "",
                known(host), el("span", {}, costOf(side)), known(startOf(side))];
      })));
}
