// SPDX-License-Identifier: Apache-2.0
// Looks at what the page of a run concludes from its data.
import assert from "node:assert/strict";
import test from "node:test";

import {opened} from "./pages.mjs";

const integer = number => new Intl.NumberFormat("en-US").format(number);
const share = (part, whole) => `${(100 * part / whole).toFixed(1)} %`;

/** @param browser @param tiny  a page of a run with the cost of its network @param whatIf  one with a what-if table */
export function checkRun(browser, tiny, whatIf) {
  const {report, step: {explanation}} = tiny.data;

  test("run: the verdict is what takes most of the step, and leads to it", async () => {
    const page = await opened(browser, tiny.file);
    const said = await page.locator(".verdict").innerText(), [most] = explanation.summary;
    assert.ok(said.includes(`${most.category.replaceAll("_", " ")}: ${integer(most.cycles)} of the ${integer(explanation.cycles)} cycles`), said);
    assert.ok(said.startsWith(2 * most.cycles >= explanation.cycles ? "Limited by" : "Nothing takes half of a step."), said);
    assert.ok(said.includes(share(report.network_cost.cost_cycles, report.cycles)), said);
    await page.locator(".verdict button").click();
    assert.ok(await page.locator("#view-step").isVisible());
    assert.equal((await page.locator(".panel").textContent()).includes("Most active"), false);
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  test("run: each gate has its first and last result and its slack, and the late gate is named", async () => {
    const page = await opened(browser, tiny.file, {view: "step"});
    const {results} = tiny.data.step, rows = await page.getByLabel("Results by gate").locator("tbody tr").allInnerTexts();
    const flow = ["i", "f", "g", "o"], sorted = [...results].sort((a, b) => a.slack - b.slack || flow.indexOf(a.gate) - flow.indexOf(b.gate));
    assert.deepEqual(rows, sorted.map(({gate, first, last, slack}) =>
      `layer 0 ${gate}\t${slack} cycle${slack === 1 ? "" : "s"}\t${integer(first)}\t${integer(last)}`));
    const least = Math.min(...results.map(({slack}) => slack)), late = await page.locator(".late").innerText();
    for (const {gate, slack} of results) assert.equal(late.split(" late: ")[0].includes(`layer 0 ${gate}`), slack === least, late);
    await page.close();
  });

  test("run: the chain is on the floorplan, and its units on the map of the step answer", async () => {
    const page = await opened(browser, tiny.file);
    const plan = page.locator(".chip-canvas"), before = await plan.screenshot();
    await page.getByRole("checkbox", {name: "Critical chain"}).check();
    assert.notDeepEqual(await plan.screenshot(), before);
    await page.locator("#tab-step").click();
    const {chain} = explanation, entry = chain.findIndex(each => each.category === "dot_products" && each.kind === "firings");
    const {unit: text} = chain[entry], unit = report.units.find(each => each.name === text);
    const first = chain.findIndex(each => each.unit === text);
    const map = page.locator(".chain-canvas"), box = await map.boundingBox(), pitch = (box.width - 52) / tiny.data.floorplan.cols;
    const at = {x: 26 + (unit.col + 0.4) * pitch, y: 26 + (unit.row + 0.4) * pitch};
    await map.hover({position: at});
    const cycles = chain.filter(each => each.unit === text).reduce((sum, each) => sum + each.cycles, 0);
    const said = await page.locator("#view-step .split .pointed").innerText();
    assert.ok(said.includes(text) && said.includes(`of the chain, ${integer(cycles)} cycles`), said);
    await map.click({position: at});
    assert.ok((await page.locator("#view-step .said").innerText()).startsWith(`${first + 1} of ${chain.length}:`));
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  test("run: the floorplan lists the chain in order, and the list of its entries has the same numbers", async () => {
    const page = await opened(browser, tiny.file);
    await page.getByRole("checkbox", {name: "Critical chain"}).check();
    const visits = explanation.chain.filter(({unit}, i) => unit !== explanation.chain[i - 1]?.unit).map(({unit}) => unit);
    assert.deepEqual(await page.locator(".ordered button").allInnerTexts(), visits);
    assert.deepEqual(await page.locator(".ordered .place").allInnerTexts(), visits.map((_, i) => String(i + 1)));
    const cycles = (await page.locator(".ordered .number").allInnerTexts()).reduce((sum, text) => sum + Number(text), 0);
    assert.equal(cycles, explanation.cycles);
    await page.locator(".ordered button").nth(2).click();
    assert.equal(await page.locator(".panel h2").innerText(), visits[2]);
    assert.equal(await page.locator(".ordered button").nth(2).getAttribute("aria-pressed"), "true");
    assert.equal(await page.locator(".ordered li").count(), visits.length);
    assert.equal((await page.locator(".panel").innerText()).includes("the way of the recurrence"), visits[0] === visits.at(-1));
    await page.locator("#tab-step").click();
    let place = 0;
    const places = explanation.chain.map(({unit}, i) => String(unit === explanation.chain[i - 1]?.unit ? place : ++place));
    assert.deepEqual(await page.locator(".chain tbody td:nth-child(1)").allInnerTexts(), places);
    await page.close();
  });

  test("run: a zoom keeps the selected unit in the middle of a window that stays as high as it is", async () => {
    const page = await opened(browser, tiny.file), {rows, cols} = tiny.data.floorplan, wide = 3, margin = 26;
    const unit = report.units.find(({kind, row, col}) => kind === "pmu" && row > 1 && row < rows - 2 && col > 1 && col < cols - 2);
    const plan = page.locator(".chip-canvas"), stage = page.locator("#view-floorplan .stage");
    const at = ({width}) => ({x: margin + (unit.col + 0.3) * (width - 2 * margin) / cols, y: margin + (unit.row + 0.3) * (width - 2 * margin) / cols});
    await plan.click({position: at(await plan.boundingBox())});
    const {height} = await stage.boundingBox();
    for (let i = 0; i < wide; ++i) await page.getByLabel("Zoom in", {exact: true}).click();
    const window = await stage.boundingBox(), zoomed = await plan.boundingBox(), there = at(zoomed);
    assert.ok(Math.abs(window.height - height) < 1);
    assert.ok(Math.abs(zoomed.y + there.y - window.y - window.height / 2) < zoomed.width / cols, `${unit.name} is not in the middle`);
    await page.close();
  });

  test("run: what the step's cycles are bounds what a faster network saves", async () => {
    const page = await opened(browser, tiny.file, {view: "why"}), {chain, cycles} = explanation;
    const links = chain.filter(({kind, count}) => kind === "room" || kind === "hops" && count > 0).reduce((sum, entry) => sum + entry.cycles, 0);
    const said = await page.locator("#view-why section").first().innerText();
    for (const row of explanation.summary) assert.ok(said.includes(`${integer(row.cycles)} · ${share(row.cycles, cycles)}`), said);
    assert.ok(said.includes(`saves at most ${share(links, cycles)} of the step: without links, its chain still takes ${cycles - links} cycles.`), said);
    await page.close();
  });

  /** Units by gate, role and kind, each group with its active share. */
  function byGateAndRole() {
    const groups = new Map();
    report.units.forEach(({layer, group, kind, activity}, number) => {
      const key = [layer, tiny.data.floorplan.units[number].gate, group.split(".").at(-1), kind].join();
      const sum = groups.get(key) ?? {active: 0, all: 0};
      sum.active += activity.active;
      sum.all += Object.values(activity).reduce((all, cycles) => all + cycles, 0);
      groups.set(key, sum);
    });
    return [...groups.values()].map(({active, all}) => share(active, all));
  }

  test("run: lost cycles are a bar for each gate and role, with its share", async () => {
    const page = await opened(browser, tiny.file, {view: "why"});
    const card = page.locator("section", {has: page.getByRole("heading", {name: "The same by gate"})});
    assert.deepEqual((await card.locator(".bar-value").allInnerTexts()).sort(), byGateAndRole().sort());
    const labels = await card.locator(".bar-label .name").allInnerTexts(), order = ["x", "layer 0 i", "layer 0 f", "layer 0 c.next", "layer 0 h"];
    assert.deepEqual(order.map(label => labels.indexOf(label)).sort((a, b) => a - b), order.map(label => labels.indexOf(label)));
    await page.close();
  });

  test("run: the network has one cost, and the page says why others differ", async () => {
    const page = await opened(browser, tiny.file, {view: "why"});
    const {network_cost: cost, cycles} = report;
    const said = await page.locator("section", {has: page.getByRole("heading", {name: "Cost of the network"})}).innerText();
    assert.ok(said.includes(`The network costs ${integer(cost.cost_cycles)} of ${integer(cycles)} cycles (${share(cost.cost_cycles, cycles)})`), said);
    assert.ok(said.includes(integer(cost.ideal_cycles)));
    const links = explanation.summary.find(each => each.category === "links").cycles;
    assert.ok(said.includes(`${integer(links)} cycles on links (${share(links, explanation.cycles)})`), said);
    await page.close();
  });

  test("run: what-if rows are in words with old and new values, and what placement alone saves is grey", async () => {
    const page = await opened(browser, whatIf.file, {view: "why"}), {what_if: found} = whatIf.data;
    const rows = page.getByLabel("Changes that save cycles", {exact: true}).locator("tbody tr");
    const texts = await rows.allInnerTexts(), saving = found.rows.filter(row => row.saved > 0);
    assert.equal(texts.length, saving.length);
    for (const {set, changes} of saving) {
      const row = texts.find(text => text.includes((set.length > 0 ? set : ["--ideal-network"]).join(" ")));
      for (const {from, to} of changes) assert.ok(row.includes(`${integer(from)} → ${integer(to)}`), row);
    }
    const [every] = await page.getByLabel("Changes that save nothing", {exact: true}).allTextContents();
    assert.ok(texts.concat(every).some(text => /PCU (and PMU )?lanes [0-9]+ → [0-9]+/.test(text)), every);
    assert.equal(await rows.locator("th > .quiet").count(), saving.filter(row => row.cycles >= found.least_cycles).length);
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  test("run: the scale of a state ends in the colour of its bars, above the floorplan", async () => {
    const page = await opened(browser, tiny.file);
    for (const state of ["active", "starved", "blocked", "conflict"]) {
      await page.locator("#lens").selectOption({label: state});
      const colour = element => element.evaluate(each => getComputedStyle(each).backgroundColor);
      const last = await colour(page.locator(".lens-legend .scale .piece").last());
      assert.equal(last, await colour(page.locator(`#view-why .legend .does-${state}`)));
    }
    const [legend, plan] = [await page.locator(".lens-legend").boundingBox(), await page.locator(".chip-canvas").boundingBox()];
    assert.ok(legend.y + legend.height <= plan.y);
    await page.close();
  });
}
