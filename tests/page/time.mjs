// SPDX-License-Identifier: Apache-2.0
// Looks at the run over time.
import assert from "node:assert/strict";
import test from "node:test";

import {opened} from "./pages.mjs";

const integer = number => new Intl.NumberFormat("en-US").format(number);

/** @param browser @param tiny  a page of a run */
export function checkTime(browser, tiny) {
  test("pointer and keys show what units did at a time", async () => {
    const page = await opened(browser, tiny.file, {view: "time"});
    const {time, report} = tiny.data, [pcu] = time.kinds;
    assert.equal(time.interval, 1);
    const canvas = page.locator(".plot-canvas"), first = page.locator(".readout tbody tr").first();
    const shares = i => [pcu.active, pcu.conflict, pcu.blocked, pcu.starved].map(list => `${(100 * list[i] / pcu.units).toFixed(1)} %`);
    assert.ok((await page.locator(".when").innerText()).startsWith(`All ${integer(report.cycles)} cycles`));
    await canvas.focus();
    for (const key of ["Home", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
    assert.ok((await page.locator(".when").innerText()).startsWith("Cycle 2,"));
    assert.deepEqual((await first.locator("td").allInnerTexts()).slice(0, 4), shares(2));
    await page.keyboard.press("End");
    assert.ok((await page.locator(".when").innerText()).startsWith(`Cycle ${integer(report.cycles - 1)},`));
    const box = await canvas.boundingBox();
    await page.mouse.move(box.x + 52 + (box.width - 62) / 2, box.y + 60);
    const middle = Number((await page.locator(".when b").innerText()).match(/Cycle ([0-9,]+),/)[1].replaceAll(",", ""));
    assert.ok(Math.abs(middle - report.cycles / 2) <= 2, `${middle}`);
    assert.deepEqual((await first.locator("td").allInnerTexts()).slice(0, 4), shares(middle));
    await page.close();
  });

  test("the time that is seen zooms and moves by buttons, keys, the wheel and drags", async () => {
    const page = await opened(browser, tiny.file, {view: "time"});
    const {cycles} = tiny.data.report;
    const seen = async () => {
      const said = await page.locator("#view-time .span-said").innerText();
      return said === "all cycles" ? [0, cycles - 1] : said.match(/[0-9,]+/g).map(text => Number(text.replaceAll(",", "")));
    };
    const length = async () => (await seen()).reduce((from, to) => to - from + 1);
    const canvas = page.locator("#view-time .plot-canvas"), box = await canvas.boundingBox();
    const before = await canvas.screenshot();
    await page.locator("#view-time").getByLabel("Zoom in in time").click();
    assert.ok(Math.abs(await length() - cycles / 2) <= 2, `${await seen()}`);
    assert.notDeepEqual(await canvas.screenshot(), before);
    await canvas.focus();
    await page.keyboard.press("+");
    assert.ok(Math.abs(await length() - cycles / 4) <= 2);
    const [from] = await seen();
    await page.keyboard.press("Shift+ArrowRight");
    assert.ok(Math.abs((await seen())[0] - from - cycles / 16) <= 2, `${await seen()}`);
    await page.mouse.move(box.x + box.width / 2, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 200, box.y + 60, {steps: 4});
    await page.mouse.up();
    const dragged = (await seen())[0] - from - cycles / 16 + cycles / 4 * 200 / (box.width - 62);
    assert.ok(Math.abs(dragged) <= 2, `${dragged}`);
    for (const key of ["End", "Home"]) await page.keyboard.press(key);
    assert.equal((await seen())[0], 0, "what is picked is seen");
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, 1000);
    await page.keyboard.up("Control");
    assert.ok(Math.abs(await length() - cycles / 2) <= 2, `${await seen()}`);
    await page.keyboard.press("0");
    assert.deepEqual(await seen(), [0, cycles - 1]);
    assert.deepEqual(page.problems, []);
    await page.close();
  });
}
