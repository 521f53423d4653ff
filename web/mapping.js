// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The view of the mapping: which rows and columns are multiplied at once, by which units, and what units share.
import {listed} from "./changes.js";
import {inFlowOrder} from "./data.js";
import {el, fill, name, section, themed} from "./dom.js";
import {drawChip} from "./draw.js";
import {gateName, integer, plural, words} from "./format.js";
import {table} from "./table.js";
import {rowsOf, unrolled} from "./unrolled.js";
import {sliceColour, weightsMap} from "./weights_map.js";

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./types").Unit} Unit */
/** @typedef {import("./unrolled.js").Unrolled} Unrolled */

const WIDEST_CHIP = 620, MOST_TURNS = 24, MOST_STREAMS_NAMED = 4;

/** "layer 0: i f g o" @param {Unrolled} product */
function titleOf({layer, direction, gates}) {
  return gateName({layer, direction, gate: gates.map(({gate}) => gate).join(" ")});
}

/** The gates as a subject: "each of the gates i, f, g and o". @param {Unrolled} product */
function eachGate({gates}) {
  return gates.length > 1 ? `each of the gates ${listed(gates.map(({gate}) => gate))}` : gates[0].gate;
}

/** @param {Unrolled} product */
function unitsAtWork(product) {
  const {gates, hu, hv, ru, rv, dotUnits} = product;
  return `${integer(dotUnits)} dot units: ${gates.length > 1 ? `${gates.length} gates × ` : ""}${plural(hu, hv > 1 ? "vector" : "row")}` +
    `${hv > 1 ? ` of ${hv} rows` : ""} × ${plural(ru, "slice")}, ${plural(rv, "value")} each in a cycle`;
}

/** How to see the numbers of a mapping in the picture. @param {Unrolled} product */
function legendOf({hu, hv, ru, rv}) {
  return [`hu = ${hu}: framed cells in a column`, hv > 1 && `hv = ${hv}: rows of a cell`, `ru = ${ru}: framed cells in a row, one of each colour`,
          `rv = ${rv}: values of a cell`].filter(Boolean);
}

/** What each word means in this mapping. @param {Model} data @param {Unrolled} product */
function wordRows(data, product) {
  const {hu, hv, ru, rv, rows, vectors, row_groups: groups, firings, passes, all, height} = product;
  const turns = Math.max(1, ...data.unrolling.shared.filter(shared => shared.layer === product.layer).map(shared => shared.turns));
  const dots = data.step?.explanation.summary.find(row => row.category === "dot_products")?.cycles;
  const step = data.step ? ` The explained step takes ${plural(data.step.explanation.cycles, "cycle")}` +
    (dots ? `, ${integer(dots)} of them for dot products` : "") +
    (dots === all - 1 ? " (from the first firing of a dot unit to its last: one fewer than firings)." : ".") : "";
  return /** @type {import("./dom.js").Child[][]} */ ([
    ["hu", integer(hu), hv > 1 ? `Vectors of rows at the same time: ${plural(height, "row")} of each gate are a row group.`
                               : `Rows at the same time: ${plural(hu, "row")} of each gate are a row group. The ${integer(rows)} rows are ` +
                                 `${plural(groups, "row group")}, one after the other.`],
    hv > 1 && ["hv", integer(hv), `Rows in the lanes of a dot unit: it adds up ${integer(hv)} rows at once. The ${integer(rows)} rows are ` +
                                  `${plural(groups, "row group")}, one after the other.`],
    ["ru", integer(ru), ru > 1 ? `Slices at the same time: the columns are cut into ${plural(ru, "slice")}, each for a dot unit of its own. ` +
                                 "Their partial sums are added afterwards."
                               : "The columns are not cut: one dot unit has a whole row."],
    ["rv", integer(rv), `Values that a dot unit multiplies in a cycle${hv > 1 ? ", in each of its lanes" : ""}: the columns are ` +
                        `${plural(vectors, "vector")} of ${plural(rv, "value")}.`],
    ["turns", integer(turns), turns > 1 ? `Values that share a unit behind the products, at most: the unit takes one after the other (below).`
                                        : "No unit behind the products is shared: each takes a value of every row group."],
    ["cycles", integer(all), `A row group takes ${plural(firings, "cycle")}${passes > 1 ? ` in each of ${passes} passes: first all rows of x, then of h` : ""}. ` +
                             `${integer(groups)} × ${integer(firings)}${passes > 1 ? ` × ${passes}` : ""} = ${integer(all)} cycles of a step, if nothing waits.` +
                             (data.report.batch > 1 ? ` Each of the ${integer(data.report.batch)} sequences takes as many.` : "") + step],
  ].filter(Boolean));
}

/** @param {Model} data @param {Unrolled} product @param {(unit: Unit) => void} toUnit */
function sharedSection(data, product, toUnit) {
  const rows = inFlowOrder(data.unrolling.shared.filter(({layer, direction}) => layer === product.layer && direction === product.direction));
  if (rows.length === 0) return null;
  return section("Behind the products", "Partial sums are added, looked up and combined. A unit that serves several gates or rows takes their values in turn, a cycle each.",
    table("Units behind the products", [{text: "gate"}, {text: "what"}, {text: "units", number: true}, {text: "turns", number: true},
                                        {text: "what the first unit takes"}],
      rows.map(({gate, role, units, turns, takes}) => [name(gate, 30),
        el("button", {type: "button", class: "chip whole", onclick: () => toUnit(data.units[units[0]])}, words(role)),
        integer(units.length), integer(turns), turnList(takes, turns, prefixOf(product))])));
}

/** Streams of a layer begin with it. @param {Unrolled} product */
function prefixOf({layer, direction}) {
  return `layer${layer}.${direction ? direction + "." : ""}`;
}

/** Streams by turn. @param {string[][]} takes @param {number} turns @param {string} prefix  that is left out */
function turnList(takes, turns, prefix) {
  /** @param {string[]} streams */
  const short = streams => {
    const names = streams.slice(0, MOST_STREAMS_NAMED).map(stream => stream.startsWith(prefix) ? stream.slice(prefix.length) : stream);
    return names.join(" ") + (streams.length > names.length ? ` and ${streams.length - names.length} more` : "");
  };
  return el("span", {class: "turns"}, ...takes.slice(0, MOST_TURNS).map((streams, i) =>
    el("span", {}, turns > 1 && el("span", {class: "quiet"}, takes.length > 1 ? `${i + 1} ` : `1 to ${turns} `), name(short(streams), 200))),
    takes.length > MOST_TURNS && el("span", {class: "quiet"}, `and ${takes.length - MOST_TURNS} more`));
}

/** @param {Model} data @param {(unit: Unit) => void} toUnit  shows a unit on the floorplan */
export function mappingView(data, toUnit) {
  const products = inFlowOrder(data.unrolling.products.map(product => ({...product, gate: product.gates[0]}))).map(unrolled);
  if (products.length === 0)
    return {view: section("No products", "The units of this mapping do not say what they multiply."), show: () => {}};
  let product = products[0], firing = 0, gate = 0;
  const heading = el("h2", {class: "headline"}), meaning = el("p", {class: "hint"}), wordsBody = el("div", {}), shared = el("div", {});
  const stage = el("div", {class: "stage"}), map = weightsMap(stage), pointed = el("p", {class: "pointed", "aria-hidden": "true"}, "\u00a0");
  const legend = el("p", {class: "letters quiet picture-legend"});
  const chip = el("canvas", {role: "img", "aria-label": "The dot units of these gates on the floorplan, coloured by slice"});
  const chipStage = el("div", {class: "stage"}, chip), said = el("p", {class: "said", "aria-live": "polite"});
  const slider = el("input", {type: "range", min: 0, value: 0, class: "firing", "aria-label": "Cycle of the step", oninput: () => go(Number(slider.value))});

  /** The dot unit of a gate. @param {number} position @param {number} slice */
  const unitOf = (position, slice) => data.units[product.gates[gate].units[position * product.ru + slice]];

  function drawOnChip() {
    if (chipStage.clientWidth <= 0) return;
    const slices = new Map(product.gates.flatMap(({units}) => units.map((unit, i) => [unit, i % product.ru])));
    const colour = (/** @type {Unit} */ unit) => slices.has(unit.number) ? sliceColour(slices.get(unit.number) ?? 0, product) : themed("--idle");
    const mark = (/** @type {Unit} */ unit) => String(slices.get(unit.number) ?? "");
    drawChip(chip, Math.min(chipStage.clientWidth, WIDEST_CHIP), {data, lens: {label: "slice", meaning: "", colour, mark, value: mark},
      links: false, site: -1, port: null, units: new Set(slices.keys()), into: [], out: []});
  }

  function draw() {
    const now = product.moment(firing), {first, last} = rowsOf(product, now.group);
    map.draw(product, now, `The weights of a gate: ${plural(product.rows, "row")}, ${plural(product.vectors, "vector")} in ${plural(product.ru, "slice")}`);
    fill(said, `Cycle ${integer(firing + 1)} of ${integer(product.all)}: rows ${integer(first)} to ${integer(last)}` +
      `${product.passes > 1 ? `, pass ${now.pass + 1} of ${product.passes}` : ""}, vector ${now.at + 1} of ${product.firings} of each slice`);
  }

  /** @param {number} to */
  function go(to) {
    firing = Math.max(0, Math.min(product.all - 1, to));
    slider.value = String(firing);
    draw();
  }

  /** @param {number} number  of the product */
  function choose(number) {
    product = products[number];
    gate = 0;
    slider.max = String(product.all - 1);
    fill(heading, name(unitsAtWork(product), 200));
    fill(meaning, name(`Weights of ${eachGate(product)} of layer ${product.layer}${product.direction ? ", in reverse" : ""} as one rectangle: ` +
      `a row for each output, a column for each value that is multiplied with it.`, 600));
    fill(wordsBody, table("What the words of a mapping mean", [{text: "word"}, {text: "here", number: true}, {text: "means"}], wordRows(data, product)));
    fill(legend, ...legendOf(product).flatMap(text => [el("span", {}, text), " "]));
    fill(shared, sharedSection(data, product, toUnit));
    go(0);
    drawOnChip();
  }

  map.canvas.addEventListener("mousemove", event => {
    const found = map.under(event, product);
    map.canvas.style.cursor = found ? "pointer" : "";
    if (!found) return void fill(pointed, "\u00a0");
    const {slice} = product.columns[found.column], {first} = rowsOf(product, product.moment(firing).group);
    fill(pointed, el("b", {}, name(unitOf(found.position, slice).name, 60)),
         el("span", {class: "quiet"}, ` row ${integer(first + found.position * product.hv)}, slice ${slice}, vector ${found.column}`));
  });
  map.canvas.addEventListener("mouseleave", () => fill(pointed, "\u00a0"));
  map.canvas.addEventListener("click", event => {
    const found = map.under(event, product);
    if (found) toUnit(unitOf(found.position, product.columns[found.column].slice));
  });

  const choice = el("select", {id: "product", onchange: () => choose(Number(choice.value))},
    ...products.map((each, i) => el("option", {value: i}, titleOf(each))));
  const controls = el("div", {class: "controls"},
    el("button", {type: "button", "aria-label": "Previous cycle", onclick: () => go(firing - 1)}, "‹"), slider,
    el("button", {type: "button", "aria-label": "Next cycle", onclick: () => go(firing + 1)}, "›"), said);
  const view = el("div", {class: "rows"},
    products.length > 1 && el("div", {class: "controls"}, el("label", {for: "product"}, "Product"), choice),
    el("div", {}, heading, meaning),
    section("What is multiplied in the same cycle", "The upper rectangle has all weights of a gate; strong colours are done in this step. The lower " +
      "one has the rows of this cycle, in large. Each framed cell is a dot unit at work: a click shows it.", controls, stage, legend, pointed),
    el("div", {class: "split even"},
      el("div", {class: "rows"}, section("The words", "", wordsBody), shared),
      section("The same on the chip", "The dot units of these gates: colours and numbers are those of the slices.", chipStage)));
  choose(0);
  return {view, show: () => {
    draw();
    drawOnChip();
  }};
}
