// SPDX-License-Identifier: Apache-2.0
// @ts-check
// What GPUs are called, where their times come from, and how sure these are.
import {el, name} from "./dom.js";

/** @typedef {import("./types").BesideRow} BesideRow */
/** @typedef {import("./types").GpuSide} GpuSide */

const LONGEST_GPU = 60, MOST_TEXTS = 2;
const A_SOURCE = /^(model|published):|\.(json|csv)$/;  // not a name that somebody gave to a source
const FROM = {trace: "measured", summary: "measured", published: "a published time", estimate: "an estimate", numbers: "a time of your own"};

/** "NVIDIA A100 80 GB"; the name that was given to the source, if one was. @param {GpuSide} side */
export function gpuName({gpu, device}) {
  const [called] = device.split(" (");
  return A_SOURCE.test(gpu) && called ? called : gpu;
}

/** With the source as it was asked for. @param {GpuSide} side */
export function gpuLabel(side) {
  const called = gpuName(side);
  return called === side.gpu ? name(side.gpu, LONGEST_GPU)
    : el("span", {class: "gpu-label"}, name(called, LONGEST_GPU), " ", el("span", {class: "quiet"}, name(side.gpu, LONGEST_GPU)));
}

/** A name that no other GPU of a picture has. @param {GpuSide} side @param {GpuSide[]} all */
export function shortLabel(side, all) {
  const alike = all.filter(other => gpuName(other) === gpuName(side)).length;
  return name(alike > 1 ? side.gpu : gpuName(side), LONGEST_GPU);
}

/** "median error 23.4 %", as a note of an estimate says it; empty: no note does. @param {GpuSide} side */
function errorOf({notes}) {
  return notes.map(note => note.match(/median error [0-9.]+ %|error not known/)?.[0] ?? "").find(Boolean) ?? "";
}

/** Texts without repetition. @param {string[]} texts */
function distinct(texts) {
  const all = [...new Set(texts)];
  return all.length > MOST_TEXTS ? `${all.slice(0, MOST_TEXTS).join(", ")} and others` : all.join(" or ");
}

/** "an estimate (median error 23.4 %), in fp16; the chip in fp8_e4m3" @param {BesideRow[]} rows @param {string} gpu */
export function sourceText(rows, gpu) {
  const found = rows.flatMap(row => row.gpus.filter(side => side.gpu === gpu).map(side => ({row, side})));
  const from = distinct(found.map(({side}) => FROM[side.kind] + (errorOf(side) && ` (${errorOf(side)})`)));
  const precision = distinct(found.map(({row, side}) => {
    const on = side.network.precision;
    if (on === row.network.precision) return `in ${on}, as the chip`;
    return `${on ? `in ${on}` : "precision not stated"}; the chip in ${row.network.precision}`;
  }));
  return `${from}, ${precision}`;
}
