// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The roofline: what each part of the chip allows, and where the run is.
import {drawXAxis, drawYAxis, fitting, logScale, places, prepared} from "./chart.js";
import {el, section, themed} from "./dom.js";
import {digits, percentOf, scaled} from "./format.js";
import {table} from "./table.js";

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./types").Roof} Roof */

const HEIGHT = 380, AROUND = {left: 46, right: 12, top: 30, bottom: 42};
const LINE = 15;

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

/** The letter of a part that moves bytes, as in the table. @param {number} i */
function letterOf(i) {
  return String.fromCharCode("A".charCodeAt(0) + i);
}

/** The letters at the dots: those at one place have one label. @param {Roof[]} moving @param {(value: number) => number} xOf */
function namesOf(moving, xOf) {
  const names = /** @type {{x: number, text: string}[]} */ ([]);
  moving.forEach(({operations_per_byte: intensity}, i) => {
    const near = names.find(other => Math.abs(other.x - xOf(intensity)) < 8);
    if (near) near.text += `, ${letterOf(i)}`;
    else names.push({x: xOf(intensity), text: letterOf(i)});
  });
  return names;
}

/** @param {CanvasRenderingContext2D} pen @param {{x: number, y: number}} at @param {string} colour @param {boolean} filled */
function drawDot(pen, at, colour, filled) {
  pen.beginPath();
  pen.arc(at.x, at.y, 4.5, 0, 2 * Math.PI);
  pen.lineWidth = 2;
  pen.strokeStyle = colour;
  pen.fillStyle = filled ? colour : themed("--paper");
  pen.fill();
  pen.stroke();
}

/** The chart, for a canvas of `width` pixels. @param {HTMLCanvasElement} canvas @param {number} width @param {Model} data */
function drawRoofline(canvas, width, {roofs, report: {peak}}) {
  const pen = prepared(canvas, width, HEIGHT);
  const box = {left: AROUND.left, top: AROUND.top, width: width - AROUND.left - AROUND.right,
               height: HEIGHT - AROUND.top - AROUND.bottom};
  const moving = roofs.filter(roof => roof.bytes_per_second > 0);
  const ceiling = peak.map_reduce_tflops;
  const values = moving.map(roof => roof.operations_per_byte);
  const knees = moving.map(roof => ceiling / roof.bytes_per_second * 1e12);
  const x = logScale(Math.min(...values, ...knees) / 3, Math.max(...values, ...knees) * 3, fitting(box).x);
  const y = logScale(Math.min(peak.tflops, ceiling) / 3, ceiling * 2, fitting(box).y);
  const at = places(box, x, y);
  drawXAxis(pen, box, x, digits, "operations a byte");
  drawYAxis(pen, box, y, digits, "TFLOPS");
  pen.save();
  pen.beginPath();
  pen.rect(box.left, box.top, box.width, box.height);
  pen.clip();
  pen.strokeStyle = themed("--wire");
  pen.lineWidth = 1.5;
  for (const speed of new Set(moving.map(roof => roof.bytes_per_second))) {
    pen.beginPath();
    pen.moveTo(at.x(x.from), at.y(x.from * speed * 1e-12));
    pen.lineTo(at.x(ceiling / speed * 1e12), at.y(ceiling));
    pen.stroke();
  }
  pen.lineWidth = 2.5;
  pen.strokeStyle = themed(peak.roof === roofs[0].part ? "--accent" : "--active");
  pen.beginPath();
  pen.moveTo(box.left, at.y(ceiling));
  pen.lineTo(box.left + box.width, at.y(ceiling));
  pen.stroke();
  for (const roof of moving) {
    const lowest = roof.part === peak.roof;
    pen.strokeStyle = themed(lowest ? "--accent" : "--wire");
    pen.lineWidth = lowest ? 2 : 1;
    pen.setLineDash([3, 4]);
    pen.beginPath();
    pen.moveTo(at.x(roof.operations_per_byte), at.y(peak.tflops));
    pen.lineTo(at.x(roof.operations_per_byte), at.y(Math.min(roof.tflops, ceiling)));
    pen.stroke();
    pen.setLineDash([]);
    drawDot(pen, {x: at.x(roof.operations_per_byte), y: at.y(peak.tflops)}, themed(lowest ? "--accent" : "--wire"), lowest);
  }
  drawLabels(pen, [
    ...namesOf(moving, at.x).map(label => ({...label, y: at.y(peak.tflops)})),
    {x: box.left, y: at.y(ceiling) - 11, text: `map-reduce, ${digits(ceiling)} TFLOPS`},
  ], box.left + box.width);
  pen.restore();
}

/** @param {Model} data */
export function roofline(data) {
  const {roofs, report: {peak}} = data, moving = roofs.filter(roof => roof.bytes_per_second > 0);
  const canvas = el("canvas", {role: "img", "aria-label": "The roofline of the run; the table below says the same"});
  const stage = el("div", {class: "stage"}, canvas);
  const view = section("Roofline",
    `The run does ${digits(peak.tflops)} TFLOPS of matrix products, ${percentOf(peak.tflops, peak.roof_tflops)} of what its ` +
    `lowest roof allows, ${peak.roof}. A sloping line is what a part's bandwidth allows; a dot is the run, seen from there.`,
    stage,
    table("Roofs", [{text: "part"}, {text: "bandwidth", number: true, wide: true}, {text: "operations a byte", number: true},
                    {text: "roof, TFLOPS", number: true}, {text: "reached", number: true}],
      roofs.map(roof => [
        el("span", {class: "class-name"}, el("span", {class: "letter quiet"}, roof.bytes_per_second > 0 && letterOf(moving.indexOf(roof))),
           roof.part === peak.roof ? el("b", {}, roof.part) : roof.part),
        roof.bytes_per_second > 0 ? scaled(roof.bytes_per_second, "B/s") : "",
        roof.bytes_per_second > 0 ? digits(roof.operations_per_byte) : "",
        digits(roof.tflops), percentOf(peak.tflops, roof.tflops)])));
  return {view, show: () => {
    if (stage.clientWidth > 0 && peak.tflops > 0) drawRoofline(canvas, stage.clientWidth, data);
  }};
}
