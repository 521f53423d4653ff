// SPDX-License-Identifier: Apache-2.0
// Looks at pages of sweeps.
import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import test from "node:test";

import {opened, sweepOfEvil, sweepOfTiny} from "./pages.mjs";

/** @param browser @param everyView  checks that views open and can be read */
export function checkSweep(browser, everyView) {
  const sweep = sweepOfTiny(), {data} = sweep;
  const column = name => data.columns.find(each => each.name === name);
  const shown = page => page.locator("#view-designs .said b").innerText();
  const lines = page => page.locator(".designs tbody th").allInnerTexts();
  everyView("sweep", sweep.file, ["designs", "inputs"]);

  test("sweep: the table has every design, the best first", async () => {
    const page = await opened(browser, sweep.file, {view: "designs"});
    const best = data.designs.filter(design => design.front).map(design => String(design.lines[0]));
    assert.ok(best.length > 0);
    const all = await lines(page);
    assert.equal(all.length, 12);
    assert.deepEqual(all.slice(0, best.length), best);
    assert.equal(await page.locator(".designs .front").count(), best.length);
    assert.equal(await shown(page), "12 of 12 designs");
    await page.close();
  });

  test("sweep: a column's header sorts, up and then down", async () => {
    const page = await opened(browser, sweep.file, {view: "designs"});
    const order = data.designs.map((_, i) => i)
      .sort((a, b) => column("latency_ms").values[a] - column("latency_ms").values[b] || a - b).map(i => String(i + 1));
    await page.getByRole("button", {name: "latency_ms"}).click();
    assert.deepEqual(await lines(page), order);
    assert.equal(await page.locator("th[aria-sort=ascending]").count(), 1);
    await page.getByRole("button", {name: "latency_ms"}).click();
    const slowest = Math.max(...column("latency_ms").values);
    assert.equal(column("latency_ms").values[Number((await lines(page))[0]) - 1], slowest);
    await page.close();
  });

  test("sweep: the filter, a drag along an axis, and keys keep the same designs in all pictures", async () => {
    const page = await opened(browser, sweep.file, {view: "designs"});
    await page.locator("#filter").fill("lanes=4 hops=3");
    await page.waitForFunction(() => document.querySelector(".said b").textContent === "2 of 12 designs");
    for (const line of await lines(page)) {
      assert.equal(column("lanes").values[Number(line) - 1], 4);
      assert.equal(column("hops").values[Number(line) - 1], 3);
    }
    await page.getByRole("button", {name: "Show all"}).click();
    await page.waitForFunction(() => document.querySelector(".said b").textContent === "12 of 12 designs");
    const axes = data.columns.filter(each => each.knob || data.goals.some(goal => goal.name === each.name));
    const hops = axes.findIndex(each => each.name === "hops");
    const canvas = page.locator(".lines-canvas");
    await canvas.scrollIntoViewIfNeeded();
    const box = await canvas.boundingBox(), x = box.x + (hops + 0.5) / axes.length * box.width;
    await page.mouse.move(x, box.y + 36);
    await page.mouse.down();
    await page.mouse.move(x, box.y + 100);
    await page.mouse.up();  // the top quarter of the axis: 3 hops alone
    await page.waitForFunction(() => document.querySelector(".said b").textContent === "4 of 12 designs");
    assert.ok((await page.locator(".said").innerText()).endsWith("hops: 3"));
    await canvas.focus();
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(() => document.querySelector(".said").textContent.endsWith("hops: 2"));
    for (const line of await lines(page)) assert.equal(column("hops").values[Number(line) - 1], 2);
    await page.keyboard.press("Shift+ArrowUp");
    await page.waitForFunction(() => document.querySelector(".said").textContent.endsWith("hops: 2 to 3"));
    assert.equal(await shown(page), "8 of 12 designs");
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.querySelector(".said b").textContent === "12 of 12 designs");
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  test("sweep: keys and pointer reach a point; its command repeats its run", async () => {
    const page = await opened(browser, sweep.file, {view: "designs"});
    const fastest = column("latency_ms").values.indexOf(Math.min(...column("latency_ms").values));
    await page.locator("#view-designs .plot-canvas").focus();
    await page.keyboard.press("ArrowRight");
    assert.ok((await page.locator(".panel h2").innerText()).startsWith(`Line ${fastest + 1}`));
    await page.locator(".designs tbody tr").nth(5).click();
    const picked = Number((await lines(page))[5]);
    assert.ok((await page.locator(".panel h2").innerText()).startsWith(`Line ${picked}`));
    const command = await page.locator(".panel pre").innerText();
    const report = JSON.parse(execFileSync("bash", ["-c", `"$0" ${command.replace("rdasim ", "")} -o -`, process.argv[2]],
                                           {cwd: sweep.folder, stdio: ["ignore", "pipe", "ignore"]}));
    assert.equal(report.latency_ms, column("latency_ms").values[picked - 1]);
    await page.close();
  });

  test("sweep: axes and colours can be chosen", async () => {
    const page = await opened(browser, sweep.file, {view: "designs"});
    const canvas = page.locator("#view-designs .plot-canvas"), pictures = new Set();
    pictures.add((await canvas.screenshot()).toString("base64"));
    await page.locator("#choice-x").selectOption({label: "lanes"});
    pictures.add((await canvas.screenshot()).toString("base64"));
    await page.locator("#choice-colour").selectOption({label: "hops"});
    await page.waitForTimeout(50);
    pictures.add((await canvas.screenshot()).toString("base64"));
    await page.getByText("log y").click();
    pictures.add((await canvas.screenshot()).toString("base64"));
    assert.equal(pictures.size, 4);
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  test("sweep: names nobody should trust are texts, and commands quote them", async () => {
    const evil = sweepOfEvil();
    for (const view of ["designs", "inputs"]) {
      const page = await opened(browser, evil.file, {width: 390, view});
      assert.equal(await page.locator("img").count(), 0);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolls sideways");
      if (view === "designs")
        assert.ok((await page.locator(".panel pre").innerText()).startsWith(`rdasim run --point '${evil.points}:`));
      assert.deepEqual(page.problems, []);
      await page.close();
    }
  });
}
