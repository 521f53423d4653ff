// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The view of the chip: colours, traffic, and one unit in detail.
import {drawChainOn, visitsOf} from "./chain.js";
import {chainList} from "./chain_list.js";
import {portOf} from "./data.js";
import {chipDetails, emptyDetails, unitDetails} from "./details.js";
import {el, fill, name} from "./dom.js";
import {drawChip} from "./draw.js";
import {integer, kindName} from "./format.js";
import {lenses} from "./lenses.js";
import {amountScale} from "./scale.js";

/** @typedef {import("./types").Unit} Unit */
/** @typedef {import("./types").Stream} Stream */
/** @typedef {import("./types").Port} Port */
/** @typedef {import("./data.js").Model} Model */

const ZOOMS = [1, 1.5, 2, 3];
const LEAST_WIDE = 480, LEAST_PITCH = 9, BELOW_STAGE = 34;  // pixels

/** @param {Model} data */
export function floorplanView(data) {
  const {rows, cols} = data.floorplan;
  const all = lenses(data), visits = visitsOf(data), onChain = new Set(visits.map(visit => visit.unit.number));
  const state = {
    lens: "role", links: true, chain: false, zoom: 0, site: -1,
    port: /** @type {Port | null} */ (null),
    unit: /** @type {Unit | null} */ (null),
    lit: /** @type {Stream | null} */ (null),
    units: /** @type {Set<number> | null} */ (null),
  };
  const canvas = el("canvas", {tabindex: 0, role: "application", class: "chip-canvas",
    "aria-label": `Floorplan of ${rows} rows and ${cols} columns. Arrow keys move from site to site, Escape leaves.`});
  const stage = el("div", {class: "stage"}, canvas);
  const pointed = el("p", {class: "pointed", "aria-hidden": "true"});
  const legend = el("div", {class: "lens-legend"});
  const panel = el("aside", {class: "card panel", "aria-label": "Selected unit"});
  const said = el("p", {class: "heard", "aria-live": "polite"});
  let g = /** @type {import("./geometry.js").Geometry | null} */ (null);

  /** The width with which the whole chip is seen below what is above it, if that is wide enough to point at a unit. */
  function widthInWindow() {
    const above = stage.getBoundingClientRect().top + scrollY;
    return Math.max(LEAST_WIDE, LEAST_PITCH * cols, (innerHeight - above - BELOW_STAGE) * cols / rows);
  }

  function draw() {
    if (stage.clientWidth <= 0) return;
    const width = Math.floor(Math.min(stage.clientWidth, widthInWindow()) * ZOOMS[state.zoom]);
    const unit = state.unit;
    const into = unit ? data.reads[unit.number] : [], out = unit ? data.writes[unit.number] : [];
    const lit = (/** @type {Stream[]} */ streams) => state.lit ? streams.filter(s => s === state.lit) : streams;
    g = drawChip(canvas, width, {data, lens: all[state.lens], links: state.links, faint: state.chain, site: state.port ? -1 : state.site,
                                 port: state.port, units: state.units ?? (state.chain && all[state.lens].kinds ? onChain : null), into: lit(into), out: lit(out)},
                                (pen, at) => { if (state.chain) drawChainOn(pen, at, data, visits); });
  }

  const handlers = {
    select: (/** @type {Unit} */ unit) => select(unit.site, portOf(data, unit)),
    light: (/** @type {Stream | null} */ stream) => {
      state.lit = stream;
      draw();
    },
  };

  /** @param {number} site @param {Port | null} [port] */
  function select(site, port = null) {
    state.site = site;
    state.port = port;
    state.unit = (port ? data.atPort.get(`${port.kind} ${port.number}`) : data.atSite.get(site)) ?? null;
    state.lit = null;
    showPanel();
    fill(said, state.unit ? spoken(state.unit) : "");
    draw();
  }

  function showPanel() {
    const {unit, site, port, chain} = state, before = panel.querySelector(".ordered")?.scrollTop ?? 0;
    fill(panel, chain && chainList(data, visits, unit, handlers.select),
         unit ? unitDetails(data, unit, handlers) : site < 0 && !port ? chipDetails(data, handlers, chain) : emptyDetails(data, site));
    const list = panel.querySelector(".ordered");
    if (list) list.scrollTop = before;
  }

  /** @param {Unit} unit */
  function spoken(unit) {
    return `${Array.from(unit.name).slice(0, 80).join("")}, ${kindName(unit.kind)}, row ${unit.row}, column ${unit.col}, ` +
      `${all[state.lens].label}: ${all[state.lens].value(unit)}`;
  }

  function showLegend() {
    const lens = all[state.lens];
    state.units = null;
    if (!lens.kinds) {
      fill(legend, el("span", {class: "quiet"}, `${lens.meaning}:`),
           el("span", {class: "ends-of-scale"}, "0", lens.scale && amountScale(lens.scale), lens.most ?? ""), linkLegend());
      return;
    }
    const buttons = lens.kinds.map(kind => {
      const swatch = el("span", {class: "swatch"});
      swatch.style.background = kind.colour;
      const button = el("button", {type: "button", class: "chip", "aria-pressed": "false", onclick: () => {
        const pressed = button.getAttribute("aria-pressed") === "true";
        for (const other of buttons) other.setAttribute("aria-pressed", "false");
        button.setAttribute("aria-pressed", String(!pressed));
        state.units = pressed ? null : new Set(kind.units.map(unit => unit.number));
        draw();
      }}, swatch, kind.mark && el("b", {}, kind.mark), name(kind.label, 30),
        el("span", {class: "quiet"}, integer(kind.units.length)));
      return button;
    });
    fill(legend, ...buttons, linkLegend());
  }

  function linkLegend() {
    return state.links && el("span", {class: "quiet link-legend"},
      `Links as thick as their traffic, up to ${integer(data.mostCarrying)} tokens`);
  }

  function show() {
    showLegend();
    draw();
  }

  /** What stays in the middle of the window when it zooms: the selected site, else the middle of the chain or of what is seen. */
  function focusOf() {
    const sites = state.site >= 0 ? [state.site] : state.chain && state.zoom === 0 ? visits.map(visit => visit.unit.site) : [];
    if (!g || sites.length === 0) return {x: stage.scrollLeft + stage.clientWidth / 2, y: stage.scrollTop + stage.clientHeight / 2};
    const at = sites.map(g.corner), middle = (/** @type {number[]} */ all) => (Math.min(...all) + Math.max(...all)) / 2;
    return {x: middle(at.map(({x}) => x)), y: middle(at.map(({y}) => y))};
  }

  /** @param {number} step */
  function zoom(step) {
    const height = stage.clientHeight, focus = focusOf(), before = g?.width ?? 1;
    state.zoom = Math.max(0, Math.min(ZOOMS.length - 1, state.zoom + step));
    stage.style.maxHeight = state.zoom > 0 ? `${height}px` : "";
    draw();
    const grown = (g?.width ?? before) / before;
    stage.scrollTo(focus.x * grown - stage.clientWidth / 2, focus.y * grown - stage.clientHeight / 2);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const moves = /** @type {{[key: string]: number[]}} */ (
      {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]});
    if (event.key === "Escape") return select(-1);
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    if (state.site < 0) return select(0);
    const row = Math.max(0, Math.min(rows - 1, Math.floor(state.site / cols) + move[0]));
    const col = Math.max(0, Math.min(cols - 1, state.site % cols + move[1]));
    select(row * cols + col);
  }

  /** @param {MouseEvent} event */
  function under(event) {
    const box = canvas.getBoundingClientRect();
    const point = {x: event.clientX - box.left, y: event.clientY - box.top};
    return {site: g ? g.siteAt(point) : -1, port: g?.portNear(point) ?? null};
  }
  canvas.addEventListener("keydown", onKey);
  canvas.addEventListener("click", event => {
    const {site, port} = under(event);
    select(port ? port.site : site, port);
  });
  canvas.addEventListener("mousemove", event => {
    const {site, port} = under(event);
    const unit = port ? data.atPort.get(`${port.kind} ${port.number}`) : data.atSite.get(site);
    if (unit) fill(pointed, el("b", {}, kindName(unit.kind)), " ", name(unit.name, 60), " ",
                   el("span", {class: "quiet"}, all[state.lens].value(unit)));
    else fill(pointed, "\u00a0");
  });
  canvas.addEventListener("mouseleave", () => fill(pointed, "\u00a0"));
  fill(pointed, "\u00a0");

  const choice = el("select", {id: "lens", onchange: () => {
    state.lens = choice.value;
    show();
  }}, ...Object.entries(all).map(([key, lens]) => el("option", {value: key}, lens.label)));
  const traffic = el("input", {type: "checkbox", id: "traffic", checked: true, onchange: () => {
    state.links = traffic.checked;
    show();
  }});
  const chain = el("input", {type: "checkbox", id: "chain", onchange: () => {
    state.chain = chain.checked;
    showPanel();
    show();
  }});
  const controls = el("div", {class: "controls"},
    el("label", {for: "lens"}, "Colour"), choice,
    el("label", {class: "check"}, traffic, "Traffic"),
    visits.length > 0 && el("label", {class: "check"}, chain, "Critical chain"),
    pointed,
    el("button", {type: "button", "aria-label": "Zoom out", onclick: () => zoom(-1)}, "−"),
    el("button", {type: "button", "aria-label": "Zoom in", onclick: () => zoom(1)}, "+"));
  showPanel();
  const view = el("div", {class: "split"},
    el("section", {class: "card", "aria-label": "Floorplan"}, controls, legend, stage, said), panel);
  return {view, show, select: handlers.select};
}
