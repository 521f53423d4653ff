// SPDX-License-Identifier: Apache-2.0
// @ts-check
import {el} from "./dom.js";

const STEPS = 24;

/** The colours of amounts, from none to most. @param {(share: number) => string} colourOf */
export function amountScale(colourOf) {
  const scale = el("span", {class: "scale", "aria-hidden": "true"});
  for (let step = 0; step < STEPS; ++step) {
    const piece = el("span", {class: "piece"});
    piece.style.background = colourOf(step / (STEPS - 1));
    scale.append(piece);
  }
  return scale;
}
