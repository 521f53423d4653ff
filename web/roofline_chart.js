// SPDX-License-Identifier: Apache-2.0
// @ts-check
// Draws rooflines: what each part of a chip allows, and where one run or two are.
import {drawXAxis, drawYAxis, fitting, logScale, places, prepared} from "./chart.js";
import {themed} from "./dom.js";
import {digits, scaled} from "./format.js";

/** @typedef {import("./types").Roof} Roof */
/** @typedef {{roofs: Roof[], peak: import("./types").Peak}} RooflineRun */

const HEIGHT = 380, AROUND = {left: 46, right: 12, top: 30, bottom: 42};
const LINE = 15, SAME_PLACE = 8, ONE_LABEL = 28;  // pixels

/** Labels to the right of their points, one below the other where they would meet. */
function drawLabels(/** @type {CanvasRenderingContext2D} */ pen, /** @type {{x: number, y: number, text: string}[]} */ labels,
                    /** @type {number} */ right) {
  pen.textBaseline = "middle";
  pen.fillStyle = themed("--ink");
  const drawn = /** @type {{x: number, y: number, width: number}[]} */ ([]);
  for (const {x, y, text} of [...labels].sort((a, b) => a.y - b.y)) {
    const width = pen.measureText(text).width;
    const left = x + 10 + width > right ? x - 10 - width : x + 10;
    let top = y;
    for (const other of drawn)
      if (left < other.x + other.width + 6 && other.x < left + width + 6 && top < other.y + LINE) top = other.y + LINE;
    drawn.push({x: left, y: top, width});
    pen.textAlign = "left";
    pen.strokeStyle = themed("--paper");
    pen.lineWidth = 4;
    pen.lineJoin = "round";
    pen.strokeText(text, left, top);
    pen.fillText(text, left, top);
  }
}

/** The parts that move bytes in some of the runs: their places are their letters. @param {RooflineRun[]} runs */
export function movingParts(runs) {
  return [...new Set(runs.flatMap(run => movingOf(run).map(roof => roof.part)))];
}

/** The letter of a part that moves bytes, as in the table; empty: it moves none. @param {string[]} parts @param {string} part */
export function letterOf(parts, part) {
  const found = parts.indexOf(part);
  return found < 0 ? "" : String.fromCharCode("A".charCodeAt(0) + found);
}

/** @param {RooflineRun} run */
function movingOf({roofs}) {
  return roofs.filter(roof => roof.bytes_per_second > 0);
}

/**
 * The letters at the dots: dots at one place have one label. @param {RooflineRun[]} runs @param {string[]} parts
 * @param {ReturnType<typeof places>} at
 */
function namesOf(runs, parts, at) {
  const names = /** @type {{x: number, y: number, text: string}[]} */ ([]);
  for (const run of runs)
    for (const {operations_per_byte: intensity, part} of movingOf(run)) {
      const x = at.x(intensity), y = at.y(run.peak.tflops), letter = letterOf(parts, part);
      const here = names.filter(other => Math.abs(other.y - y) < LINE);
      const same = here.find(other => other.text.split(", ").includes(letter) && Math.abs(other.x - x) < ONE_LABEL);
      const near = here.find(other => Math.abs(other.x - x) < SAME_PLACE);
      if (same) same.x = Math.max(same.x, x);
      else if (near) near.text += `, ${letter}`;
      else names.push({x, y, text: letter});
    }
  return names;
}

/**
 * What each sloping line is: the letters of its parts and their bandwidth, at its middle. @param {RooflineRun} run @param {string[]} parts
 * @param {import("./chart.js").Scale} x @param {import("./chart.js").Scale} y @param {ReturnType<typeof places>} at
 */
function slopesOf(run, parts, x, y, at) {
  const moving = movingOf(run);
  return [...new Set(moving.map(roof => roof.bytes_per_second))].map(speed => {
    const from = Math.max(x.from, y.from / speed * 1e12), middle = Math.sqrt(from * run.peak.map_reduce_tflops / speed * 1e12);
    const letters = moving.filter(roof => roof.bytes_per_second === speed).map(roof => letterOf(parts, roof.part));
    return {x: at.x(middle), y: at.y(middle * speed * 1e-12), text: `${letters.join(", ")}: ${scaled(speed, "B/s")}`};
  });
}

/** A round dot, of the second run a square. @param {CanvasRenderingContext2D} pen @param {{x: number, y: number}} at */
function drawDot(pen, at, /** @type {string} */ colour, /** @type {boolean} */ filled, /** @type {boolean} */ square) {
  pen.beginPath();
  if (square) pen.rect(at.x - 4.5, at.y - 4.5, 9, 9);
  else pen.arc(at.x, at.y, 4.5, 0, 2 * Math.PI);
  pen.lineWidth = 2;
  pen.strokeStyle = colour;
  pen.fillStyle = filled ? colour : themed("--paper");
  pen.fill();
  pen.stroke();
}

/** Scales that hold the dots and the knees of all runs. @param {RooflineRun[]} runs @param {import("./chart.js").Box} box */
function scalesOf(runs, box) {
  const across = runs.flatMap(run => movingOf(run).flatMap(roof =>
    [roof.operations_per_byte, run.peak.map_reduce_tflops / roof.bytes_per_second * 1e12]));
  const ceilings = runs.map(({peak}) => peak.map_reduce_tflops);
  return {x: logScale(Math.min(...across) / 3, Math.max(...across) * 3, fitting(box).x),
          y: logScale(Math.min(...ceilings, ...runs.map(({peak}) => peak.tflops)) / 3, Math.max(...ceilings) * 2, fitting(box).y)};
}

/**
 * The roofs of a run, and the run under them. @param {CanvasRenderingContext2D} pen @param {import("./chart.js").Box} box
 * @param {import("./chart.js").Scale} x @param {ReturnType<typeof places>} at @param {RooflineRun} run @param {boolean} second
 */
function drawRun(pen, box, x, at, run, second) {
  const {peak, roofs} = run, ceiling = peak.map_reduce_tflops, strong = themed(second ? "--active" : "--accent");
  const line = (/** @type {number[]} */ dashes, /** @type {number[][]} */ [from, to]) => {
    pen.setLineDash(dashes);
    pen.beginPath();
    pen.moveTo(from[0], from[1]);
    pen.lineTo(to[0], to[1]);
    pen.stroke();
    pen.setLineDash([]);
  };
  const roofDashes = second ? [8, 4] : [];
  pen.strokeStyle = themed("--wire");
  pen.lineWidth = 1.5;
  for (const speed of new Set(movingOf(run).map(roof => roof.bytes_per_second)))
    line(roofDashes, [[at.x(x.from), at.y(x.from * speed * 1e-12)], [at.x(ceiling / speed * 1e12), at.y(ceiling)]]);
  pen.lineWidth = 2.5;
  pen.strokeStyle = peak.roof === roofs[0].part ? strong : themed("--active");
  line(roofDashes, [[box.left, at.y(ceiling)], [box.left + box.width, at.y(ceiling)]]);
  for (const roof of movingOf(run)) {
    const lowest = roof.part === peak.roof, left = at.x(roof.operations_per_byte);
    pen.strokeStyle = lowest ? strong : themed("--wire");
    pen.lineWidth = lowest ? 2 : 1;
    line([3, 4], [[left, at.y(peak.tflops)], [left, at.y(Math.min(roof.tflops, ceiling))]]);
    drawDot(pen, {x: left, y: at.y(peak.tflops)}, pen.strokeStyle, lowest, second);
  }
}

/** The chart, for a canvas of `width` pixels. @param {HTMLCanvasElement} canvas @param {number} width @param {RooflineRun[]} runs */
export function drawRoofline(canvas, width, runs) {
  const pen = prepared(canvas, width, HEIGHT), parts = movingParts(runs);
  const box = {left: AROUND.left, top: AROUND.top, width: width - AROUND.left - AROUND.right,
               height: HEIGHT - AROUND.top - AROUND.bottom};
  const {x, y} = scalesOf(runs, box), at = places(box, x, y);
  drawXAxis(pen, box, x, digits, "operations a byte");
  drawYAxis(pen, box, y, digits, "TFLOPS");
  pen.save();
  pen.beginPath();
  pen.rect(box.left, box.top, box.width, box.height);
  pen.clip();
  [...runs].reverse().forEach((run, i) => drawRun(pen, box, x, at, run, i < runs.length - 1));
  const ceilings = [...new Set(runs.map(({peak}) => peak.map_reduce_tflops))];
  const slopes = new Map(runs.flatMap(run => slopesOf(run, parts, x, y, at)).reverse().map(label => [label.text, label]));
  drawLabels(pen, [
    ...slopes.values(), ...namesOf(runs, parts, at),
    ...ceilings.map(ceiling => ({x: box.left, y: at.y(ceiling) - 11, text: `map-reduce, ${digits(ceiling)} TFLOPS`})),
  ], box.left + box.width);
  pen.restore();
}
