// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The view of the whole run over time: what units did, and the power that they drew.
import {activityLegend} from "./bars.js";
import {drawXAxis, drawYAxis, linearScale, prepared} from "./chart.js";
import {kindColour} from "./colours.js";
import {ACTIVITIES} from "./data.js";
import {el, fill, section, themed} from "./dom.js";
import {digits, integer, kindName, percentOf, scaled} from "./format.js";
import {movable, spanControls, timeSpan} from "./span.js";
import {scrolling} from "./table.js";

/** @typedef {import("./data.js").Model} Model */
/** @typedef {{title: string, colours: () => string[], amounts: (interval: number) => number[], most: number, height: number,
 *             text: (value: number) => string}} Strip  amounts by interval that lie on each other */

const LEFT = 52, RIGHT = 10, TITLE = 24, GAP = 10, BELOW = 46;
const LEAST_SEEN = 16;  // intervals
const POWER = ["leakage and clock", "PCUs", "PMUs", "switches", "off chip"];

/** @param {Model} data */
function intervalsOf({report: {cycles}, time: {interval}}) {
  const count = Math.ceil(cycles / interval);
  return {count, at: (/** @type {number} */ cycle) => Math.max(0, Math.min(count - 1, Math.floor(cycle / interval))),
          from: (/** @type {number} */ i) => i * interval,
          length: (/** @type {number} */ i) => Math.min(interval, cycles - i * interval)};
}

/** Unit-cycles of a kind in an interval, as ACTIVITIES. @param {import("./types").KindActivity} kind @param {number} i @param {number} cycles */
function did(kind, i, cycles) {
  const counted = [kind.active[i], kind.conflict[i], kind.blocked[i], kind.starved[i]];
  return [...counted, Math.max(0, kind.units * cycles - counted.reduce((sum, n) => sum + n, 0))];
}

/** @param {Model} data @param {number} i */
function wattsIn({time: {power}}, i) {
  const parts = [power.static_w, power.pcu_w[i], power.pmu_w[i], power.switch_w[i]];
  return power.off_chip_w.length ? [...parts, power.off_chip_w[i]] : parts;
}

/** What draws power, as wattsIn. @param {Model} data */
function drawing(data) {
  return POWER.slice(0, wattsIn(data, 0).length);
}

/** @param {Model} data @returns {Strip[]} */
function stripsOf(data) {
  const {time} = data, intervals = intervalsOf(data);
  const kinds = time.kinds.map(kind => ({
    title: `${integer(kind.units)} ${kindName(kind.kind)}${kind.units === 1 ? "" : "s"}`, height: kind.kind.startsWith("p") ? 96 : 44, most: 1,
    colours: () => ACTIVITIES.map(what => themed(`--${what}`)),
    amounts: (/** @type {number} */ i) => did(kind, i, intervals.length(i)).map(n => n / (kind.units * intervals.length(i))),
    text: (/** @type {number} */ share) => `${Math.round(100 * share)} %`,
  }));
  const sums = time.power.pcu_w.map((_, i) => wattsIn(data, i).reduce((sum, w) => sum + w, 0));
  return [...kinds, {
    title: "Power (estimate), W", height: 130, most: sums.reduce((most, w) => Math.max(most, w), 0),
    colours: () => drawing(data).map((_, i) => kindColour(i, drawing(data).length)),
    amounts: i => wattsIn(data, i), text: digits,
  }];
}

/** Intervals in a column of the picture: several where they are narrower than a pixel. */
function intervalsInColumn(/** @type {ReturnType<typeof intervalsOf>} */ intervals, /** @type {import("./span.js").Span} */ span,
                           /** @type {number} */ width) {
  return Math.max(1, Math.ceil((Math.min(intervals.count, intervals.at(span.to - 1) + 1) - intervals.at(span.from)) / width));
}

/** Rectangles of each interval, on each other; of several intervals where these are narrower than a pixel. */
function drawStrip(/** @type {CanvasRenderingContext2D} */ pen, /** @type {import("./chart.js").Box} */ box, /** @type {Strip} */ strip,
                   /** @type {number} */ top, /** @type {ReturnType<typeof intervalsOf>} */ intervals,
                   /** @type {import("./span.js").Span} */ span) {
  const begin = intervals.at(span.from), end = Math.min(intervals.count, intervals.at(span.to - 1) + 1);
  const together = intervalsInColumn(intervals, span, box.width), colours = strip.colours();
  const at = (/** @type {number} */ cycle) => Math.round(box.left + Math.max(0, Math.min(1, (cycle - span.from) / (span.to - span.from))) * box.width);
  for (let first = begin; first < end; first += together) {
    const members = Array.from({length: Math.min(together, end - first)}, (_, k) => first + k);
    const length = members.reduce((sum, i) => sum + intervals.length(i), 0);
    const left = at(intervals.from(first)), width = Math.max(1, at(intervals.from(first) + length) - left);
    let from = box.top + box.height;
    colours.forEach((colour, part) => {
      const amount = members.reduce((sum, i) => sum + strip.amounts(i)[part] * intervals.length(i), 0) / length;
      const height = amount / top * box.height;
      pen.fillStyle = colour;
      pen.fillRect(left, from - height, width, height + 0.4);
      from -= height;
    });
  }
}

/** @param {Model} data */
function readout(data) {
  const {time: {kinds}, report} = data, intervals = intervalsOf(data);
  const cells = kinds.map(() => ACTIVITIES.map(() => el("td", {class: "number"})));
  const when = el("b", {}), watts = el("span", {class: "quiet"}), said = el("p", {class: "when", "aria-live": "polite"}, when, " ", watts);
  const {view: grid} = scrolling("Shares of cycles", el("table", {},
    el("thead", {}, el("tr", {}, el("th", {scope: "col"}, "units"),
      ...ACTIVITIES.map(what => el("th", {scope: "col", class: "number"}, what)))),
    el("tbody", {}, ...kinds.map((kind, row) => el("tr", {}, el("th", {scope: "row"}, `${kindName(kind.kind)}`), ...cells[row])))));

  /** The numbers of an interval; of the whole run before one is picked. @param {number} picked */
  function show(picked) {
    const members = picked < 0 ? Array.from({length: intervals.count}, (_, i) => i) : [picked];
    const cycles = members.reduce((sum, i) => sum + intervals.length(i), 0);
    const first = intervals.from(members[0]), last = first + cycles - 1;
    fill(when, picked < 0 ? `All ${integer(cycles)} cycles` : first === last ? `Cycle ${integer(first)}` : `Cycles ${integer(first)} to ${integer(last)}`,
         picked < 0 ? "" : `, from ${scaled(first / (report.clock_mhz * 1e6), "s")}`);
    const power = drawing(data).map((_, part) => members.reduce((sum, i) => sum + wattsIn(data, i)[part] * intervals.length(i), 0) / cycles);
    fill(watts, `${digits(power.reduce((sum, w) => sum + w, 0))} W: ` + drawing(data).map((what, i) => `${what} ${digits(power[i])}`).join(", "));
    kinds.forEach((kind, row) => {
      const sums = ACTIVITIES.map((_, what) => members.reduce((sum, i) => sum + did(kind, i, intervals.length(i))[what], 0));
      sums.forEach((sum, what) => fill(cells[row][what], percentOf(sum, kind.units * cycles)));
    });
  }
  show(-1);
  return {view: el("div", {class: "readout"}, said, grid), show};
}

/** @param {Model} data */
export function timeView(data) {
  const {report: {cycles, clock_mhz: clock}} = data, intervals = intervalsOf(data), strips = stripsOf(data), numbers = readout(data);
  const span = timeSpan(0, cycles, LEAST_SEEN * data.time.interval);
  let picked = -1;
  const canvas = el("canvas", {tabindex: 0, role: "application", class: "plot-canvas", "aria-label":
    "The run over time. Arrow keys move from interval to interval, Page keys by a tenth of what is seen. Plus and minus zoom, " +
    "Shift with an arrow moves, 0 shows all cycles, Escape gives the numbers of the whole run."});
  const stage = el("div", {class: "stage"}, canvas);
  const height = strips.reduce((sum, strip) => sum + TITLE + strip.height + GAP, 0) + BELOW;
  const still = document.createElement("canvas");  // the picture without what is picked

  function drawStill() {
    const width = stage.clientWidth;
    const pen = prepared(still, width, height);
    const x = linearScale(span.from, span.to, Math.max(2, Math.floor((width - LEFT - RIGHT) / 90)));
    let top = TITLE;
    strips.forEach(strip => {
      const box = {left: LEFT, top, width: width - LEFT - RIGHT, height: strip.height};
      const y = linearScale(0, strip.most * (strip.most === 1 ? 1 : 1.05), strip.height < 60 ? 1 : 4);
      drawYAxis(pen, box, y, strip.text, strip.title);
      drawStrip(pen, box, strip, y.to, intervals, span);
      top += strip.height + GAP + TITLE;
    });
    const below = {left: LEFT, top: top - TITLE - GAP, width: width - LEFT - RIGHT, height: 0};
    const shown = scaled((span.to - span.from) / (clock * 1e6), "s");
    drawXAxis(pen, below, x, integer, `cycles of ${scaled(1 / (clock * 1e6), "s")}, ${span.isAll() ? `${shown} in all` : `${shown} seen`}`);
  }

  function draw() {
    const width = stage.clientWidth;
    if (width <= 0) return;
    const pen = prepared(canvas, width, height);
    pen.drawImage(still, 0, 0, width, height);
    if (picked < 0 || intervals.from(picked) + intervals.length(picked) <= span.from || intervals.from(picked) >= span.to) return;
    const perCycle = (width - LEFT - RIGHT) / (span.to - span.from);
    const left = LEFT + Math.max(0, intervals.from(picked) - span.from) * perCycle;
    const right = LEFT + Math.min(span.to - span.from, intervals.from(picked) + intervals.length(picked) - span.from) * perCycle;
    pen.fillStyle = themed("--accent");
    pen.globalAlpha = right - left > 8 ? 0.35 : 1;
    pen.fillRect(left, TITLE - 6, Math.max(1.5, right - left), height - BELOW - TITLE);
    pen.globalAlpha = 1;
  }

  /** @param {number} interval */
  function pick(interval) {
    picked = Math.max(-1, Math.min(intervals.count - 1, interval));
    numbers.show(picked);
    draw();
  }

  function changed() {
    const cycles = data.time.interval * intervalsInColumn(intervals, span, stage.clientWidth - LEFT - RIGHT);
    fill(columns, `Each column is ${cycles === 1 ? "a cycle" : `${integer(cycles)} cycles`}: shares of the used units, and an estimate of the power.`);
    controls.show();
    drawStill();
    draw();
  }

  const controls = spanControls(() => span, changed);
  const moves = movable(canvas, () => span, () => ({left: LEFT, width: stage.clientWidth - LEFT - RIGHT}), changed,
    () => picked >= 0 ? intervals.from(picked) + intervals.length(picked) / 2 : (span.from + span.to) / 2);
  canvas.addEventListener("pointermove", event => {
    const cycle = moves.at(event.offsetX);
    if (!moves.isDragging() && cycle >= span.from && cycle < span.to) pick(intervals.at(cycle));
  });
  canvas.addEventListener("pointerleave", () => pick(-1));
  canvas.addEventListener("keydown", event => {
    const tenth = Math.ceil((span.to - span.from) / data.time.interval / 10);
    const before = picked < 0 ? intervals.at(span.from) - 1 : picked;
    const next = /** @type {{[key: string]: number}} */ ({ArrowLeft: Math.max(0, before - 1), ArrowRight: before + 1,
      PageUp: Math.max(0, before - tenth), PageDown: before + tenth, Home: 0, End: intervals.count - 1, Escape: -1})[event.key];
    if (next === undefined) return;
    event.preventDefault();
    pick(next);
    if (picked < 0 || span.isAll()) return;
    span.reach(intervals.from(picked), intervals.length(picked));
    changed();
  });
  const columns = el("p", {class: "hint"}), powerLegend = el("ul", {class: "legend", "aria-label": "Legend of power"});
  const view = section("The run over time", "", columns, activityLegend(), powerLegend, controls.view, stage, numbers.view);
  return {view, show: () => {
    if (stage.clientWidth <= 0) return;
    fill(powerLegend, ...drawing(data).map((what, i) => {
      const swatch = el("span", {class: "swatch"});
      swatch.style.background = kindColour(i, drawing(data).length);
      return el("li", {}, swatch, i === 0 ? what : `${what}, dynamic`);
    }));
    changed();
  }};
}
