// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The view of what the run started from.
import {commandBlock, el, name, section} from "./dom.js";
import {integer, plural} from "./format.js";
import {pairs, table} from "./table.js";

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./types").Json} Json */

/** Values by pointer. @param {Json} value @param {string} pointer @returns {[string, Json][]} */
function leaves(value, pointer) {
  if (value === null || typeof value !== "object") return [[pointer, value]];
  if (Array.isArray(value) && value.every(item => item === null || typeof item !== "object"))
    return [[pointer, value.join(", ")]];
  return Object.entries(value).flatMap(([key, item]) =>
    leaves(/** @type {Json} */ (item), `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`));
}

/** What 0 stands for, by option of the mapper. @type {{[option: string]: string}} */
const ZEROS = {hu: "chosen by the mapper", hv: "chosen by the mapper", ru: "chosen by the mapper", turns: "chosen by the mapper",
               rv: "as many as the format packs", region_rows: "all", region_cols: "all", track_limit: "all",
               vector_fifo_limit: "the chip's", scalar_fifo_limit: "the chip's"};

/** @param {string} part @param {string} pointer @param {Json} value */
function valueCell(part, pointer, value) {
  if (value === null || value === "") return el("span", {class: "quiet"}, "none");
  const zero = part === "mapping" && value === 0 && ZEROS[pointer.slice(1)];
  return el("span", {}, name(String(value), 300), zero && el("span", {class: "quiet"}, ` (${zero})`));
}

/** @param {string} part @param {Json} value */
function inputTable(part, value) {
  const rows = leaves(value, "").filter(([pointer]) => !pointer.startsWith("/sources/"));
  return el("details", {open: part === "workload" || part === "mapping"},
    el("summary", {}, `${part} (${integer(rows.length)})`),
    table(`Values of ${part}`, [{text: "name"}, {text: "value"}], rows.map(([pointer, item]) =>
      [el("code", {}, name(pointer, 80)), valueCell(part, pointer, item)])));
}

/** @param {Model} data */
export function inputsView({report}) {
  const {inputs, verification} = report;
  const parts = Object.entries(inputs).filter(([, value]) => value !== null && typeof value === "object");
  const files = Object.entries(inputs).filter(([, value]) => typeof value === "string" && value !== "");
  const checked = verification.steps === 0 ? "nothing was compared"
    : `${plural(verification.steps, "step")} compared, ` +
      (verification.bit_exact ? "bit exact" : `largest error ${verification.max_abs_error.toExponential(2)}`);
  const view = el("div", {class: "columns"},
    section("How to repeat the run", "",
      report.command ? commandBlock(report.command)
                     : el("p", {}, "The run was part of another command; run --from with the report repeats it."),
      pairs([
        ["Program", `rdasim ${report.simulator_version} (${report.simulator_commit})`],
        ["Hash of the inputs", el("code", {}, report.hash)],
        ["Seed", integer(report.seed)],
        ["Values", checked],
        ...files.map(([key, value]) => /** @type {[string, import("./dom.js").Child]} */ (
          [key.replaceAll("_", " "), name(String(value), 200)])),
      ])),
    section("All that it started from", "Every default and override is filled in.",
            ...parts.map(([part, value]) => inputTable(part, value))));
  return {view, show: () => {}};
}
