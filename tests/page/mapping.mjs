// SPDX-License-Identifier: Apache-2.0
// Looks at how the page of a run shows its mapping.
import assert from "node:assert/strict";
import test from "node:test";

import {opened} from "./pages.mjs";

const integer = number => new Intl.NumberFormat("en-US").format(number);

/** @param browser @param tiny  a page of a run with one product */
export function checkMapping(browser, tiny) {
  const {report, unrolling: {products: [product], shared}} = tiny.data;
  const firings = Math.max(...product.slices.map(pieces => pieces.reduce((sum, {vectors}) => sum + vectors, 0)));

  test("mapping: the words have the numbers of the report, and a step its cycles", async () => {
    const page = await opened(browser, tiny.file, {view: "mapping"});
    const rows = await page.getByLabel("What the words of a mapping mean").locator("tbody tr").allInnerTexts();
    const numbers = Object.fromEntries(rows.map(row => row.split("\t").slice(0, 2)));
    for (const word of ["hu", "ru", "rv"]) assert.equal(numbers[word], integer(report.mapping[word]));
    assert.equal(numbers.turns, integer(Math.max(...shared.map(({turns}) => turns))));
    assert.equal(numbers.cycles, integer(product.row_groups * firings));
    assert.ok((await page.locator("#view-mapping .headline").innerText()).startsWith(
      `${product.gates.length * product.hu * product.ru} dot units`));
    await page.close();
  });

  test("mapping: the cycles of a step go from the first rows to the last", async () => {
    const page = await opened(browser, tiny.file, {view: "mapping"});
    const said = page.locator("#view-mapping .said"), slider = page.getByLabel("Cycle of the step");
    assert.ok((await said.innerText()).includes(`rows 0 to ${product.hu - 1},`));
    const before = await page.locator("#view-mapping canvas").first().screenshot();
    await page.getByLabel("Next cycle").click();
    assert.notDeepEqual(await page.locator("#view-mapping canvas").first().screenshot(), before);
    await slider.focus();
    await page.keyboard.press("End");
    assert.ok((await said.innerText()).includes(`to ${integer(product.rows - 1)},`));
    await page.close();
  });

  test("mapping: a cell is a dot unit, to which a click leads", async () => {
    const page = await opened(browser, tiny.file, {view: "mapping"});
    const canvas = page.locator("#view-mapping canvas").first(), box = await canvas.boundingBox();
    const at = {x: 70, y: box.height - 6};  // the last position, the first slice
    await canvas.hover({position: at});
    const pointed = await page.locator("#view-mapping .pointed").innerText();
    assert.match(pointed, new RegExp(`^layer0\\.[ifgo]\\.dot\\[${product.hu - 1}\\]\\[0\\] row ${product.hu - 1}, slice 0, vector 0$`));
    await canvas.click({position: at});
    assert.equal(await page.locator(".panel h2").innerText(), pointed.split(" ")[0]);
    assert.deepEqual(page.problems, []);
    await page.close();
  });
}
