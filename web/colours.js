// SPDX-License-Identifier: Apache-2.0
// @ts-check
// Colour scales that keep their order in greyscale and for the colour-blind: viridis for kinds, cividis for amounts
// (Nuñez, Anderton and Renslow 2018), each as samples at even distances.
import {themed} from "./dom.js";

const VIRIDIS = ["#440154", "#482878", "#3e4989", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6ece58", "#b5de2b",
                 "#fde725"];
const CIVIDIS = ["#00224e", "#123570", "#3b496c", "#575d6d", "#707173", "#8a8678", "#a59c74", "#c3b369", "#e1cc55",
                 "#fee838"];

/** @param {string} colour  "#rrggbb" */
function channels(colour) {
  return [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));
}

/** @param {string[]} samples @param {number} share  0 to 1 */
function sampled(samples, share) {
  const at = Math.min(Math.max(share, 0), 1) * (samples.length - 1);
  const low = Math.min(Math.floor(at), samples.length - 2);
  const from = channels(samples[low]), to = channels(samples[low + 1]);
  const mixed = from.map((channel, i) => Math.round(channel + (to[i] - channel) * (at - low)));
  return "#" + mixed.map(channel => channel.toString(16).padStart(2, "0")).join("");
}

export function isDark() {
  return document.documentElement.dataset.theme === "dark";
}

const LEVELS = 128;
const AMOUNTS = Array.from({length: LEVELS + 1}, (_, level) => sampled(CIVIDIS, level / LEVELS));

/** The colour of an amount; small amounts are near the page's own colour. @param {number} share  0 to 1 */
export function amountColour(share) {
  const level = Math.round(Math.min(Math.max(share, 0), 1) * LEVELS);
  return AMOUNTS[isDark() ? level : LEVELS - level];
}

const STATES = /** @type {Map<string, string[]>} */ (new Map());

/**
 * The colour of a share of cycles: from that of an idle unit to the colour that the state has in bars.
 * @param {import("./types").Activities} what @param {number} share  0 to 1
 */
export function stateColour(what, share) {
  const key = `${isDark()} ${what}`;
  let levels = STATES.get(key);
  if (!levels) {
    const ends = [themed("--idle"), themed(`--${what}`)];
    levels = Array.from({length: LEVELS + 1}, (_, level) => sampled(ends, level / LEVELS));
    STATES.set(key, levels);
  }
  return levels[Math.round(Math.min(Math.max(share, 0), 1) * LEVELS)];
}

/**
 * The colour of one of several kinds; without the end of the scale that is the page's own colour.
 * @param {number} number @param {number} count
 */
export function kindColour(number, count) {
  const share = count > 1 ? number / (count - 1) : 0.4;
  return sampled(VIRIDIS, isDark() ? 0.28 + 0.7 * share : 0.92 * share);
}

/** Black or white, which of them can be read on a colour. @param {string} colour */
export function inkOn(colour) {
  const [r, g, b] = channels(colour).map(channel => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000000" : "#ffffff";
}
