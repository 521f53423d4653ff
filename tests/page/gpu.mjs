// SPDX-License-Identifier: Apache-2.0
// Looks at pages of comparisons with GPUs.
import assert from "node:assert/strict";
import test from "node:test";

import {comparisonOfEvil, comparisonOfOne, opened} from "./pages.mjs";

/** @param browser @param everyView  checks that views open and can be read */
export function checkGpu(browser, everyView) {
  const {file, data} = comparisonOfOne(), [row] = data.beside.rows;
  everyView("gpu", file, ["times", "kernels", "differences"]);
  const three = number => String(Number.isInteger(number) || number >= 1000 ? Math.round(number) : Number(number.toPrecision(3)));
  const widths = page => page.locator(".time-row .bar").evaluateAll(bars => bars.map(bar => bar.getBoundingClientRect().width));

  test("gpu: bars are as long as the times, in a step and in the whole run", async () => {
    const page = await opened(browser, file, {view: "times"});
    const gpus = row.gpus.map(side => side.us_per_step), all = [...gpus, row.us_per_step];
    for (const _ of [1, 2]) {
      const bars = (await widths(page)).slice(0, all.length);
      bars.forEach((width, i) => assert.ok(Math.abs(width / bars[0] - all[i] / all[0]) < 0.01, `${width} of ${bars[0]}`));
      const ascending = (a, b) => a - b, phases = (await widths(page)).slice(all.length).sort(ascending), longest = phases.length - 1;
      const times = row.phases.map(each => each.us_per_step).sort(ascending);
      phases.forEach((width, i) => assert.ok(Math.abs(width / phases[longest] - times[i] / times[longest]) < 0.02));
      assert.ok(phases[longest] > bars[bars.length - 1]);  // magnified
      await page.getByLabel("a step instead of the whole run").uncheck();
    }
    const values = await page.locator(".time-row .bar-value").allInnerTexts();
    assert.equal(values[0].replaceAll(",", ""), `${three(row.gpus[0].us)} µs`);
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  test("gpu: speedups, kernels and differences are those of the data", async () => {
    const page = await opened(browser, file, {view: "times"});
    assert.deepEqual(await page.locator("#view-times td b").allInnerTexts(), row.gpus.map(side => `${side.speedup.toPrecision(3)} ×`));
    const first = await page.locator("#view-times").innerText(), hidden = ({idle, launch_us: host}) => idle && host !== null && host <= idle.busy_us;
    assert.equal(first.includes("no kernel runs: start of the call"), row.gpus.every(side => !side.idle || hidden(side)));
    assert.equal(first.includes(": nothing: the host launches while earlier kernels run"), row.gpus.some(hidden));
    const launches = await page.getByLabel("Launches by GPU").locator("tbody tr").allInnerTexts();
    row.gpus.forEach(({classes, launch_us: host}, i) => {
      const count = classes.reduce((sum, each) => sum + each.launches, 0);
      if (count > 0) assert.ok(launches[i].replaceAll(",", "").includes(`\t${three(count)}\t${three(host / count)}\t${three(host)}\t`), launches[i]);
      else assert.ok(launches[i].includes("not known"), launches[i]);
    });
    await page.locator("#tab-kernels").click();
    const call = ({us, idle}) => idle ? idle.busy_us + idle.us : us, part = (us, side) => `${(100 * us / call(side)).toFixed(1)} %`;
    const rows = (await page.getByLabel("Kernels by GPU").locator("tbody tr").allInnerTexts()).map(text => text.replaceAll(",", "").split("\t"));
    const expected = row.gpus.flatMap(side => {
      if (side.classes.length === 0) return [];
      const sum = key => side.classes.reduce((all, each) => all + each[key], 0);
      return [...side.classes.map(each => [three(each.launches), three(each.us), part(each.us, side)]),
              [three(sum("launches")), three(sum("us")), part(sum("us"), side)],
              ...(side.idle ? [["", three(side.idle.us), part(side.idle.us, side)], ["", three(call(side)), "100.0 %"]] : [])];
    });
    assert.deepEqual(rows.map(cells => cells.slice(3, 6)), expected);
    for (const side of row.gpus.filter(each => each.classes.length > 0))
      assert.ok(rows.some(([label]) => label.includes(side.gpu) && label.includes(side.device.split(" (")[0])), side.gpu);
    await page.locator("#tab-differences").click();
    const said = await page.locator("#view-differences").innerText();
    for (const side of row.gpus) for (const note of side.notes) assert.ok(said.includes(note));
    assert.ok(said.includes(data.command));
    await page.close();
  });

  test("gpu: a speedup says where the GPU's time comes from, its error and the precisions", async () => {
    const page = await opened(browser, file, {view: "times"});
    const notes = await page.locator(".figures .quiet").allInnerTexts();
    row.gpus.forEach((side, i) => {
      const error = side.notes.join().match(/median error [0-9.]+ %|error not known/);
      if (side.kind === "estimate") assert.ok(error && notes[i + 1].includes(`an estimate (${error[0]})`), notes[i + 1]);
      else assert.ok(notes[i + 1].includes("a published time"), notes[i + 1]);
      for (const precision of [side.network.precision, row.network.precision]) assert.ok(notes[i + 1].includes(precision), notes[i + 1]);
    });
    await page.close();
  });

  test("gpu: a phone has all columns of the kernels, and says that there are more to the right", async () => {
    const page = await opened(browser, file, {width: 390, view: "kernels"});
    const heads = await page.locator("#view-kernels thead th").evaluateAll(cells => cells.map(cell => cell.getBoundingClientRect().width));
    assert.equal(heads.length, 7);
    assert.ok(heads.every(width => width > 0));
    assert.ok(await page.locator("#view-kernels .more-hint").isVisible());
    await page.getByLabel("Kernels by GPU").evaluate(box => { box.scrollLeft = box.scrollWidth; });
    await page.locator("#view-kernels .more-hint").waitFor({state: "hidden"});
    await page.close();
  });

  test("gpu: several workloads can be chosen, and names nobody should trust are texts", async () => {
    const evil = comparisonOfEvil();
    for (const view of ["times", "kernels", "differences"]) {
      const page = await opened(browser, evil.file, {width: 390, view});
      assert.equal(await page.locator("img").count(), 0);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolls sideways");
      if (view === "times") {
        const before = await widths(page);
        await page.locator("#workload").selectOption({index: 1});
        assert.notDeepEqual(await widths(page), before);
        await page.locator("#tab-kernels").click();
        assert.equal(await page.locator("#kernels-workload").inputValue(), "1");
      }
      assert.deepEqual(page.problems, []);
      await page.close();
    }
  });
}
