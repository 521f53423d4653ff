// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The page of a sweep: its designs as points, as lines and as a table, which share what is chosen.
import {designDetails, designTable} from "./designs.js";
import {commandBlock, el, fill, name, section} from "./dom.js";
import {integer, plural} from "./format.js";
import {parallel} from "./parallel.js";
import {scatter} from "./scatter.js";
import {selection, sweepModel} from "./sweep_data.js";
import {figureList, pairs, table} from "./table.js";

/** @typedef {import("./sweep_data.js").SweepModel} SweepModel */
/** @typedef {import("./sweep_data.js").Column} Column */

/** @param {string} label @param {Column[]} columns @param {number} chosen @param {(column: Column | null) => void} take @param {string} [none] */
function choice(label, columns, chosen, take, none) {
  const id = `choice-${label.replaceAll(" ", "-")}`;
  const select = el("select", {id, onchange: () => take(columns[Number(select.value)] ?? null)},
    none && el("option", {value: -1}, none), ...columns.map((column, i) => el("option", {value: i}, column.title.slice(0, 60))));
  select.value = String(chosen);
  return [el("label", {for: id}, label), select];
}

/** @param {string} label @param {boolean} checked @param {(checked: boolean) => void} take */
function check(label, checked, take) {
  const box = el("input", {type: "checkbox", checked, onchange: () => take(box.checked)});
  return {view: el("label", {class: "check"}, box, label), set: (/** @type {boolean} */ on) => { box.checked = on; }};
}

/** @param {SweepModel} data */
function designsView(data) {
  const shown = selection(data);
  const details = el("div", {class: "panel"}), said = el("p", {class: "said", "aria-live": "polite"});
  let waiting = 0, last = "";

  /** All that depends on what is shown, once for each frame of the screen. @param {string} [what] */
  function changed(what) {
    last = what ?? last;
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      shown.apply();
      fill(said, el("b", {}, `${integer(shown.count)} of ${plural(data.designs.length, "design")}`), last && ` · ${last}`);
      points.draw();
      lines.draw();
      rows.draw();
    });
  }

  /** @param {number} design */
  function pick(design) {
    shown.picked = design;
    fill(details, designDetails(data, design));
    changed();
  }

  const points = scatter(data, shown, pick, design => fill(details, designDetails(data, design < 0 ? shown.picked : design)));
  const lines = parallel(data, shown, points.colours, changed), rows = designTable(data, shown, pick);
  const {axes} = points;
  const goals = data.goals.map(goal => data.columns[goal.column]).filter(column => data.numbers.includes(column));
  axes.x = goals[0] ?? data.numbers[0];
  axes.y = goals[1] ?? data.numbers.find(column => column !== axes.x) ?? axes.x;
  axes.logX = axes.x.log;
  axes.logY = axes.y.log;
  const logX = check("log x", axes.logX, on => { axes.logX = on; points.draw(); });
  const logY = check("log y", axes.logY, on => { axes.logY = on; points.draw(); });
  const coloured = data.knobs.filter(column => column.distinct.length > 1);
  axes.colour = data.groups.length > 1 ? null : coloured[0] ?? null;
  const legend = el("ul", {class: "legend", "aria-label": "Legend"});
  function showLegend() {
    const {all} = points.colours(), {colour} = axes;
    const texts = colour ? colour.distinct.map(colour.text) : data.groups;
    const told = all.map((_, i) => i).filter(i => texts.length <= 12 || i % Math.ceil(texts.length / 8) === 0 || i === texts.length - 1);
    fill(legend, ...(texts.length < 2 ? [] : told.map(i => {
      const swatch = el("span", {class: "swatch"});
      swatch.style.background = all[i];
      return el("li", {}, swatch, name(texts[i], 40));
    })), el("li", {}, el("span", {class: "swatch ring"}), "the front"));
  }
  const filter = el("input", {type: "search", id: "filter", placeholder: "lanes=8 lstm", oninput: () => {
    shown.filter = filter.value;
    changed();
  }});
  const all = el("button", {type: "button", onclick: () => {
    shown.brushes.clear();
    shown.filter = filter.value = "";
    changed("");
  }}, "Show all");
  const bestFirst = data.designs.map((_, design) => design).filter(design => data.designs[design].front && goals.length > 0)
    .sort((a, b) => (goals[0].shares[b] - goals[0].shares[a]) * data.better(goals[0]) || a - b);
  shown.picked = bestFirst[0] ?? -1;
  fill(details, designDetails(data, shown.picked));
  const what = data.goals.map(goal => `${goal.name} (${goal.maximize ? "more" : "less"} is better)`).join(", ");
  const view = el("div", {class: "rows"},
    el("div", {class: "split"},
      el("section", {class: "card"}, el("h2", {}, "Designs"),
        el("p", {class: "hint"}, "Goals: ", name(what, 300), ". No design beats one of the front in all goals."),
        el("div", {class: "controls"},
          el("span", {class: "axis"}, ...choice("x", data.numbers, data.numbers.indexOf(axes.x), column => {
            axes.x = column ?? axes.x;
            logX.set(axes.logX = axes.x.log);
            points.draw();
          }), logX.view),
          el("span", {class: "axis"}, ...choice("y", data.numbers, data.numbers.indexOf(axes.y), column => {
            axes.y = column ?? axes.y;
            logY.set(axes.logY = axes.y.log);
            points.draw();
          }), logY.view),
          el("span", {class: "axis"}, ...choice("colour", coloured, axes.colour ? coloured.indexOf(axes.colour) : -1, column => {
            axes.colour = column;
            showLegend();
            changed();
          }, "group"))),
        legend, points.view), details),
    lines.axes > 1 && section("Knobs and goals", "A line is a design, in colour if it is shown; those of the front stand out. Drag along an axis to keep " +
      "what lies there; a click at the axis keeps all again.", lines.view),
    section("Table", "", el("div", {class: "controls"}, el("label", {for: "filter"}, "Filter"), filter, all, said), rows.view));
  return {view, show: () => {
    showLegend();
    lines.drawStill();
    changed();
  }};
}

/** @param {SweepModel} data */
function inputsOfSweep(data) {
  const rows = /** @type {[string, import("./dom.js").Child][]} */ ([
    ["Points", name(data.points, 300)], ["Ended", data.tally],
    ...data.asked.map(goal => /** @type {[string, import("./dom.js").Child]} */ (
      [goal.maximize ? "Goal, maximized" : "Goal, minimized", name(goal.name, 200)])),
    ...data.figures.map(figure => /** @type {[string, import("./dom.js").Child]} */ (
      ["Figure", name(`${figure.name} = ${figure.text}`, 300)])),
    ["Across workloads", data.across || "workloads are compared apart"],
    ["Without a number for a goal", plural(data.missing, "design")],
  ]);
  const view = el("div", {class: "columns"},
    section("How to repeat the page", "", commandBlock(data.command), pairs(rows)),
    section("The same in all designs", "Knobs and figures that have one value.",
      table("Constants", [{text: "name"}, {text: "value"}], data.constants.map(({name: key, text}) =>
        [el("code", {}, name(key, 80)), name(text, 200)]))));
  return {view, show: () => {}};
}

/** @param {import("./types").SweepData} raw */
export function sweepPage(raw) {
  const data = sweepModel(raw);
  const front = data.designs.filter(design => design.front).length;
  const failed = data.designs.filter(design => design.status !== "ok").length;
  const file = data.points.slice(data.points.lastIndexOf("/") + 1);
  const best = data.goals.map(goal => {
    const column = data.columns[goal.column], most = goal.maximize ? column.most : column.least;
    return /** @type {[string, string, string]} */ ([`${goal.maximize ? "Most" : "Least"} ${column.title}`.slice(0, 60),
      Number.isFinite(most) ? column.text(most) : "none", "of all designs"]);
  });
  return {
    title: `${file}, a sweep`, heading: [name(file, 60), el("span", {class: "on"}, ", a sweep")],
    verdict: null,
    figures: figureList([
      ["Designs", integer(data.designs.length), failed > 0 ? `${integer(failed)} without a result` : "that ran"],
      ["The front", integer(front), "that no other design beats"], ...best]),
    views: {...(data.numbers.length > 0 && {designs: {title: "Designs", content: designsView(data)}}),
            inputs: {title: "Sweep", content: inputsOfSweep(data)}},
    opened: () => {}, simulator: `rdasim ${data.simulator_version} (${data.simulator_commit})`,
  };
}
