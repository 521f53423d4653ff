// SPDX-License-Identifier: Apache-2.0
// @ts-check
import {el, fill} from "./dom.js";

/** Where the browser offers no clipboard to pages. @param {string} text */
function copyBySelection(text) {
  const area = el("textarea", {"aria-hidden": "true", class: "heard"});
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

const SAID_MS = 1500;

/** A button that copies a text. @param {string} text @param {string} label  for those who do not see the button */
export function copyButton(text, label) {
  const button = el("button", {type: "button", class: "chip", "aria-label": label, onclick: async (/** @type {Event} */ event) => {
    event.stopPropagation();
    const done = await navigator.clipboard?.writeText(text).then(() => true, () => false) || copyBySelection(text);
    fill(button, done ? "Copied" : "No clipboard");
    setTimeout(() => fill(button, "Copy"), SAID_MS);
  }}, "Copy");
  return button;
}
