// SPDX-License-Identifier: Apache-2.0
// The page of a run whose steps cannot be told apart: a batch of training.
import assert from "node:assert/strict";
import test from "node:test";

import {opened, pageOfBatch} from "./pages.mjs";

export function checkRunChain(browser, everyView) {
  const batch = pageOfBatch(), {run, report} = batch.data;
  everyView("batch of training", batch.file, ["floorplan", "why", "time", "step"]);

  test("a batch of training: the parts of the run's chain are listed, and their cycles add up", async () => {
    assert.equal(batch.data.step, null);
    assert.equal(run.cycles, report.cycles);
    const page = await opened(browser, batch.file, {view: "step"});
    assert.equal(await page.locator("#tab-step").innerText(), "Run");
    const rows = await page.getByLabel("Parts of the chain").locator("tbody tr").allInnerTexts();
    assert.equal(rows.length, run.parts.length);
    assert.equal(run.parts.reduce((sum, part) => sum + part.cycles, 0), run.cycles);
    assert.ok(rows.some(row => row.startsWith("backward, layer 0")));
    assert.ok((await page.locator(".verdict-line").innerText()).includes("of the run"));
    await page.close();
  });

  test("a batch of training: a unit of the chain is shown on the floorplan", async () => {
    const page = await opened(browser, batch.file, {view: "step"});
    const unit = page.locator("#view-step tbody .chip").first(), name = await unit.innerText();
    await unit.click();
    assert.ok(await page.locator("#view-floorplan").isVisible());
    assert.ok((await page.locator("#view-floorplan").innerText()).includes(name));
    await page.close();
  });
}
