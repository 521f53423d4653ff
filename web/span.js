// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The part of a time axis that is seen, and what moves it: buttons, keys, the wheel and drags.
import {el, fill} from "./dom.js";
import {integer} from "./format.js";

const CLOSER = 2;     // times, for a zoom
const MOVED = 0.25;   // of what is seen, for a move by a key
const STILL = 4;      // pixels: less is a click, not a drag

/**
 * @param {number} first @param {number} end  cycles: all that can be seen @param {number} least  the shortest part
 */
export function timeSpan(first, end, least) {
  const shortest = Math.min(least, end - first);
  let from = first, to = end;
  /** @param {number} begin @param {number} length */
  function set(begin, length) {
    length = Math.max(shortest, Math.min(end - first, length));
    from = Math.max(first, Math.min(end - length, begin));
    to = from + length;
  }
  return {
    first, end,
    get from() { return from; },
    get to() { return to; },
    isAll: () => to - from >= end - first,
    /** The cycle `around` stays where it is. @param {number} factor  above 1: closer @param {number} around */
    zoom: (factor, around) => {
      const length = Math.max(shortest, (to - from) / factor);
      set(around - (around - from) * length / (to - from), length);
    },
    move: (/** @type {number} */ cycles) => set(from + cycles, to - from),
    /** Moves as little as possible until an interval is seen. @param {number} begin @param {number} length */
    reach: (begin, length) => {
      if (begin < from) set(begin, to - from);
      else if (begin + length > to) set(begin + length - (to - from), to - from);
    },
    reset: () => set(first, end - first),
  };
}

/** @typedef {ReturnType<typeof timeSpan>} Span */

/**
 * Buttons that zoom, and what is seen in words. `current` is the span, which may become another one.
 * @param {() => Span} current @param {() => void} changed
 */
export function spanControls(current, changed) {
  const said = el("span", {class: "quiet span-said"});
  const button = (/** @type {string} */ text, /** @type {string} */ label, /** @type {(span: Span) => void} */ act) =>
    el("button", {type: "button", "aria-label": label, onclick: () => {
      act(current());
      changed();
    }}, text);
  const zoom = (/** @type {number} */ factor) => (/** @type {Span} */ span) => span.zoom(factor, (span.from + span.to) / 2);
  const buttons = [
    button("−", "Zoom out in time", zoom(1 / CLOSER)), button("+", "Zoom in in time", zoom(CLOSER)),
    button("‹", "Earlier", span => span.move(-MOVED * (span.to - span.from))),
    button("›", "Later", span => span.move(MOVED * (span.to - span.from))),
    button("All", "Show all cycles", span => span.reset())];
  const view = el("div", {class: "controls span-controls"}, ...buttons, said,
    el("span", {class: "quiet wide span-help"}, "The wheel with Ctrl zooms, a drag moves what is seen."));
  return {view, show: () => {
    const span = current(), all = span.isAll();
    fill(said, all ? "all cycles" : `cycles ${integer(Math.floor(span.from))} to ${integer(Math.ceil(span.to) - 1)}`);
  }};
}

/**
 * Lets the wheel with Ctrl, a drag, and keys (+, −, 0, Shift with an arrow) move the span of a canvas.
 * @param {HTMLCanvasElement} canvas @param {() => Span} current
 * @param {() => {left: number, width: number}} plot  where the span is on the canvas, in pixels
 * @param {() => void} changed @param {() => number} focus  the cycle around which keys zoom
 */
export function movable(canvas, current, plot, changed, focus) {
  let held = /** @type {number | null} */ (null), dragged = false;
  const cyclesOf = (/** @type {number} */ pixels) => pixels / plot().width * (current().to - current().from);
  const at = (/** @type {number} */ x) => current().from + cyclesOf(x - plot().left);

  canvas.addEventListener("wheel", event => {
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!event.ctrlKey && !event.metaKey && !(sideways && !current().isAll())) return;
    event.preventDefault();
    if (sideways) current().move(cyclesOf(event.deltaX));
    else current().zoom(CLOSER ** (-Math.max(-100, Math.min(100, event.deltaY)) / 100), at(event.offsetX));
    changed();
  }, {passive: false});
  canvas.addEventListener("pointerdown", event => {
    held = event.clientX;
    dragged = false;
  });
  canvas.addEventListener("pointermove", event => {
    if (held === null || event.buttons === 0 || current().isAll()) return;
    if (!dragged && Math.abs(event.clientX - held) < STILL) return;
    if (!dragged) canvas.setPointerCapture(event.pointerId);
    dragged = true;
    current().move(-cyclesOf(event.clientX - held));
    held = event.clientX;
    changed();
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { held = null; });
  canvas.addEventListener("keydown", event => {
    const span = current(), part = MOVED * (span.to - span.from);
    const acts = /** @type {{[key: string]: () => void}} */ ({
      "+": () => span.zoom(CLOSER, focus()), "=": () => span.zoom(CLOSER, focus()), "-": () => span.zoom(1 / CLOSER, focus()),
      "0": () => span.reset(), ...(event.shiftKey && {ArrowLeft: () => span.move(-part), ArrowRight: () => span.move(part)})});
    const act = acts[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
    changed();
  });
  return {isDragging: () => held !== null && dragged, wasDragged: () => dragged, at};
}
