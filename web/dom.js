// SPDX-License-Identifier: Apache-2.0
// @ts-check

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * A new element. Texts become text nodes, never markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {{[name: string]: any}} [properties]  attributes; "class", "on..." as listeners
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children)
    if (child !== null && child !== undefined && child !== false)
      element.append(child instanceof Node ? child : String(child));
  return element;
}

const LONGEST_NAME = 120, LONGEST_COMMAND = 2000;

const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** With escapes for what would not be seen, or would turn the direction of what is. @param {string} text */
export function legible(text) {
  return text.replace(INVISIBLE, letter => "\\u" + letter.charCodeAt(0).toString(16).padStart(4, "0"));
}

/** Lets a line break behind ":" and "/", between the parts of a name. @param {string} text @returns {Child[]} */
function inParts(text) {
  return text.split(/(?<=[:/])/).flatMap((part, i) => i > 0 ? [el("wbr"), part] : [part]);
}

/**
 * A text that a user wrote: legible, isolated from the direction of the text around it, cut if it is very long.
 * @param {string} text
 * @param {number} [longest]
 */
export function name(text, longest = LONGEST_NAME) {
  const letters = Array.from(legible(text));
  if (letters.length <= longest) return el("bdi", {class: "name"}, ...inParts(letters.join("")));
  const short = letters.slice(0, longest - 1).join("") + "…";
  return el("bdi", {class: "name", title: letters.slice(0, 1000).join("")}, ...inParts(short));
}

/**
 * A text whose lines break between its words alone: an option is not cut behind its hyphens.
 * @param {string} text @param {number} longest
 */
export function wholeWords(text, longest) {
  const letters = Array.from(legible(text)), cut = letters.length > longest;
  const words = (cut ? letters.slice(0, longest - 1).join("") + "…" : letters.join("")).split(" ");
  return el("bdi", {class: "name"}, ...words.flatMap((word, i) => [i > 0 && " ", el("span", {class: "whole"}, word)]));
}

/** The command that repeats what a page shows. @param {string} command */
export function commandBlock(command) {
  return el("pre", {tabindex: 0, "aria-label": "Command"}, wholeWords(command, LONGEST_COMMAND));
}

/**
 * Replaces what an element holds.
 * @param {HTMLElement} element
 * @param {...Child} children
 */
export function fill(element, ...children) {
  element.replaceChildren();
  for (const child of children) if (child) element.append(child instanceof Node ? child : String(child));
  return element;
}

/** The value of a custom property of the theme. @param {string} property */
export function themed(property) {
  return getComputedStyle(document.documentElement).getPropertyValue(property).trim();
}

/**
 * A section with a heading, and a line below it that says how to read it.
 * @param {Child} title @param {string} hint @param {...Child} children
 */
export function section(title, hint, ...children) {
  return el("section", {class: "card"}, el("h2", {}, title), hint && el("p", {class: "hint"}, hint), ...children);
}
