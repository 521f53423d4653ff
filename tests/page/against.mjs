// SPDX-License-Identifier: Apache-2.0
// Looks at the page of two runs.
import assert from "node:assert/strict";
import test from "node:test";

import {againstEvil, againstSlower, opened} from "./pages.mjs";

const integer = number => new Intl.NumberFormat("en-US").format(number);
const share = (part, whole) => `${(100 * part / whole).toFixed(1)} %`;

/** @param browser @param everyView  checks that views open and can be read */
export function checkAgainst(browser, everyView) {
  const two = againstSlower(), {report: first, step, against} = two.data, {report: second, comparison} = against;
  const card = (page, title) => page.locator("#view-against section", {has: page.getByRole("heading", {name: title, exact: true})});
  everyView("two runs", two.file, ["against", "floorplan", "cost"]);

  test("two runs: the headline has the cycles of both, their ratio, and what differs in the inputs", async () => {
    const page = await opened(browser, two.file, {view: "against"});
    const by = second.cycles - first.cycles;
    assert.ok(by > 0);
    const said = await page.locator(".verdict").innerText();
    assert.ok(said.startsWith(`The second run takes ${integer(by)} cycles more than the first (${share(by, first.cycles)}).`), said);
    assert.ok(said.includes("chip.network.hop_latency 1 → 3"), said);
    const figures = await page.locator(".figures .value").allInnerTexts();
    assert.deepEqual(figures.slice(0, 3), [integer(first.cycles), integer(second.cycles), (second.cycles / first.cycles).toFixed(4)]);
    const row = await page.getByLabel("Inputs that differ").locator("tbody tr").allInnerTexts();
    assert.deepEqual(row, ["chip.network.hop_latency\t1\t3"]);
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  test("two runs: the bars of a step are on one scale, and their categories add up", async () => {
    const page = await opened(browser, two.file, {view: "against"});
    const bars = card(page, "Where the cycles of a step go").locator(".bar-row"), widths = [];
    for (const bar of await bars.locator(".bar").all()) widths.push((await bar.boundingBox()).width);
    const one = step.explanation.cycles, other = against.step.cycles;
    assert.ok(Math.abs(widths[0] / widths[1] - one / other) < 0.02, `${widths}`);
    assert.deepEqual(await bars.locator(".bar-value").allInnerTexts(), [`${integer(one)} cycles`, `${integer(other)} cycles`]);
    const cells = (await page.getByLabel("Cycles of a step by category").locator("tbody tr").allInnerTexts()).map(row => row.split("\t"));
    const sum = i => cells.reduce((all, row) => all + Number(row[i].replaceAll(",", "").replace("−", "-")), 0);
    assert.deepEqual([sum(1), sum(2), sum(3)], [one, other, other - one]);
    await page.close();
  });

  test("two runs: figures are those of both reports, and the roofline draws both", async () => {
    const page = await opened(browser, two.file, {view: "against"});
    const rows = await page.getByLabel("Main figures").locator("tbody tr").allInnerTexts();
    assert.equal(rows[0], `cycles\t${integer(first.cycles)}\t${integer(second.cycles)}\t${(second.cycles / first.cycles).toFixed(4)}`);
    assert.ok(rows.some(row => row.startsWith(`PCUs active\t${share(first.utilization.pcu, 1)}\t${share(second.utilization.pcu, 1)}`)), rows.join());
    await page.locator("#view-against summary").click();
    const differ = comparison.pairs.filter(pair => pair.a !== pair.b);
    assert.equal(await page.getByLabel("Figures that differ").locator("tbody tr").count(), differ.length);
    const both = await page.locator("#view-against canvas").screenshot();
    await page.locator("#tab-cost").click();
    assert.notDeepEqual(await page.locator("#view-cost canvas").first().screenshot(), both);
    assert.equal(await page.getByLabel("Roofs of both runs").locator("tbody tr").count(), against.roofs.length);
    await page.close();
  });

  test("two runs: names nobody should trust are texts", async () => {
    const page = await opened(browser, againstEvil().file, {width: 390, view: "against"});
    assert.equal(await page.locator("img").count(), 0);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolls sideways");
    assert.deepEqual(page.problems, []);
    await page.close();
  });
}
