// SPDX-License-Identifier: Apache-2.0
// node check.mjs RDASIM REPOSITORY PACKAGES CHROMIUM: looks at pages with a real browser (scripts/check-page).
import assert from "node:assert/strict";
import test, {after} from "node:test";

import {axe, EVIL, launched, made, opened, pageOfEvil, pageOfTiny, pageWithWhatIf} from "./pages.mjs";
import {checkAgainst} from "./against.mjs";
import {checkGpu} from "./gpu.mjs";
import {checkRun} from "./run.mjs";
import {checkRunChain} from "./run_chain.mjs";
import {checkMapping} from "./mapping.mjs";
import {checkSweep} from "./sweep.mjs";
import {checkTime} from "./time.mjs";

const VIEWS = ["floorplan", "mapping", "why", "time", "step", "cost", "inputs"];
const browser = await launched();
after(() => browser.close());
const tiny = pageOfTiny(), evil = pageOfEvil();
const integer = number => new Intl.NumberFormat("en-US").format(number);
const texts = (page, selector) => page.locator(selector).allInnerTexts();

/** Every view of a page in both colours, on a phone and on a desk. */
function everyView(what, file, views) {
  for (const width of [390, 1600])
    for (const theme of ["light", "dark"])
      test(`${what}, ${width} pixels wide, ${theme}: opens, asks for nothing, every view can be read`, async () => {
        const page = await opened(browser, file, {width, theme, view: views[0]});
        assert.equal(await page.locator("html").getAttribute("data-theme"), theme);
        await page.evaluate(axe);
        for (const view of views) {
          await page.locator(`#tab-${view}`).click();
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${view} scrolls sideways`);
          const {violations} = await page.evaluate(() => axe.run());
          assert.deepEqual(violations.map(({id, nodes}) => `${view}: ${id}: ${nodes[0].html.slice(0, 200)}`), []);
        }
        assert.deepEqual(page.problems, []);
        await page.close();
      });
}

everyView("run", tiny.file, VIEWS);
checkRun(browser, tiny, pageWithWhatIf());
checkTime(browser, tiny);
checkMapping(browser, tiny);
checkAgainst(browser, everyView);
checkRunChain(browser, everyView);
checkSweep(browser, everyView);
checkGpu(browser, everyView);

test("figures are those of the report", async () => {
  const page = await opened(browser, tiny.file);
  const [cycles, perStep, , pcus] = await texts(page, ".figures .value");
  const {report} = tiny.data;
  assert.equal(cycles, integer(report.cycles));
  assert.equal(perStep, report.cycles_per_step.toPrecision(3));
  assert.equal(pcus, `${(100 * report.utilization.pcu).toFixed(1)} %`);
  await page.close();
});

test("the legend counts every unit once, and its button leaves the others faint", async () => {
  const page = await opened(browser, tiny.file);
  const counts = await texts(page, ".lens-legend button .quiet");
  assert.equal(counts.reduce((sum, count) => sum + Number(count), 0), tiny.data.report.units.length);
  const before = await page.locator(".chip-canvas").screenshot();
  await page.locator(".lens-legend button").first().click();
  assert.notDeepEqual(await page.locator(".chip-canvas").screenshot(), before);
  await page.close();
});

test("arrow keys reach a unit, whose counts are those of the report", async () => {
  const page = await opened(browser, tiny.file);
  const unit = tiny.data.report.units.find(each => each.kind === "pmu" && each.firings > 0);
  await page.locator(".chip-canvas").focus();
  await page.keyboard.press("ArrowDown");  // to row 0, column 0
  for (let row = 0; row < unit.row; ++row) await page.keyboard.press("ArrowDown");
  for (let col = 0; col < unit.col; ++col) await page.keyboard.press("ArrowRight");
  assert.equal(await page.locator(".panel h2").innerText(), unit.name);
  const said = await page.locator(".panel").innerText();
  for (const number of [unit.firings, unit.activity.active, unit.activity.starved])
    assert.ok(said.includes(integer(number)), `no ${number}`);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".panel h2").innerText(), "The chip");
  await page.close();
});

test("a click at a tile shows its unit, and its streams lead on", async () => {
  const page = await opened(browser, tiny.file);
  const {report, floorplan} = tiny.data;
  const number = report.units.findIndex(each => each.group === "dot"), unit = report.units[number];
  const box = await page.locator(".chip-canvas").boundingBox();
  const pitch = (box.width - 52) / floorplan.cols;
  await page.mouse.click(box.x + 26 + (unit.col + 0.3) * pitch, box.y + 26 + (unit.row + 0.3) * pitch);
  assert.equal(await page.locator(".panel h2").innerText(), unit.name);
  const streams = floorplan.streams.filter(stream => stream.from === number || stream.to.includes(number));
  assert.equal(await page.locator(".panel .streams li").count(), streams.length);
  const other = await page.locator(".panel .ends button").first().innerText();
  await page.locator(".panel .ends button").first().click();
  assert.equal(await page.locator(".panel h2").innerText(), other);
  await page.close();
});

test("every colour can be chosen", async () => {
  const page = await opened(browser, tiny.file);
  const pictures = new Set();
  const choices = await texts(page, "#lens option");
  for (const choice of choices) {
    await page.locator("#lens").selectOption({label: choice});
    pictures.add((await page.locator(".chip-canvas").screenshot()).toString("base64"));
  }
  assert.ok(choices.length >= 8);
  assert.ok(pictures.size >= 7, "colours look alike");
  assert.deepEqual(page.problems, []);
  await page.close();
});

test("limits say what they are worth", async () => {
  const narrow = made("narrow", "configs/tiny.json", "workloads/small/lstm_16_4.json", "--set", "/pmu/banks=1");
  const page = await opened(browser, narrow.file, {view: "why"});
  const {limits, cycles} = narrow.data.report;
  const card = page.locator("section", {has: page.getByRole("heading", {name: "Limits of the chip"})});
  const said = await card.innerText();
  assert.ok(limits.length > 0);
  for (const {what, worth_cycles: worth} of limits) {
    assert.ok(said.includes(what));
    assert.ok(said.includes(worth > 0 ? `worth at most ${integer(worth)} cycle` : "worth no cycle"));
    assert.ok(worth === 0 || said.includes(`(${(100 * worth / cycles).toFixed(1)} %)`));
  }
  await page.close();
});

test("the estimate and the roofs are those of the report", async () => {
  const page = await opened(browser, tiny.file, {view: "cost"});
  const {peak, cost} = tiny.data.report;
  const figures = await texts(page, "#view-cost .figures .value");
  assert.equal(Number(figures[0].split(" ")[0]), Number(cost.mm2.toPrecision(3)));
  assert.equal(Number(figures[3].replaceAll(",", "")), cost.pj_per_mac >= 1000 ? Math.round(cost.pj_per_mac)
                                                                              : Number(cost.pj_per_mac.toPrecision(3)));
  const share = `${(100 * peak.tflops / peak.roof_tflops).toFixed(1)} %`;
  assert.ok((await page.locator("#view-cost .hint").first().innerText()).includes(share));
  const rows = await texts(page, "#view-cost tbody tr");
  assert.equal(rows.length, tiny.data.roofs.length);
  assert.ok(rows.some(row => row.startsWith(peak.roof) && row.endsWith(share)));
  const parts = await texts(page, "#view-cost .bar-value");
  const sum = parts.reduce((all, text) => all + Number(text.split(" ").at(-2)), 0);
  assert.ok(Math.abs(sum - 100) < 0.1 * parts.length, `${sum} %`);
  await page.close();
});

test("gates are shown over the step and over the whole run", async () => {
  const page = await opened(browser, tiny.file, {view: "step"});
  const {step: {gates, explanation}, time, report} = tiny.data;
  assert.deepEqual(time.gates.map(gate => gate.gate), gates.map(gate => gate.gate));
  const canvas = page.locator(".gantt-canvas"), box = await canvas.boundingBox(), said = page.locator("#view-step .gantt + .pointed");
  const at = async (row, share) => {
    await page.mouse.move(box.x + share * box.width, box.y + 22 * row + 11);
    return (await said.innerText()).match(/([0-9.,]+) of [0-9,]+ units at work, cycles? ([0-9,]+)/).slice(1, 3).map(text => Number(text.replaceAll(",", "")));
  };
  const labels = await texts(page, ".gantt-label .name"), row = labels.indexOf("layer 0 i");
  const number = gates.findIndex(gate => gate.gate === "i");
  const [units, cycle] = await at(row, 0.5);
  assert.equal(units, gates[number].active[cycle - explanation.from]);
  await page.getByText("Whole run", {exact: true}).click();
  const [all, when] = await at(row, 0.5);
  assert.equal(all, time.gates[number].active[when]);
  assert.ok(Math.abs(when - report.cycles / 2) <= 1);
  await page.getByText("This step", {exact: true}).click();
  assert.equal((await at(row, 0.5))[1], cycle);
  await page.close();
});

test("the chain is all its entries, one after the other", async () => {
  const page = await opened(browser, tiny.file, {view: "step"});
  const {chain, cycles} = tiny.data.step.explanation;
  const lengths = await texts(page, ".chain tbody td:nth-child(3)");
  assert.deepEqual(lengths, chain.map(entry => integer(entry.cycles)));
  assert.equal(lengths.reduce((sum, text) => sum + Number(text.replaceAll(",", "")), 0), cycles);
  for (const _ of chain) await page.getByLabel("Next entry").click();
  assert.ok((await page.locator("#view-step .said").innerText()).startsWith(`${chain.length} of ${chain.length}`));
  await page.locator("#view-step .said button").click();
  assert.equal(await page.locator(".panel h2").innerText(), chain.at(-1).unit);
  await page.close();
});

test("inputs are the resolved ones, and the command", async () => {
  const page = await opened(browser, tiny.file, {view: "inputs"});
  assert.equal(await page.locator("pre").innerText(), tiny.data.report.command);
  const row = page.locator("tr", {has: page.getByText("/hidden", {exact: true})});
  assert.equal(await row.locator("td").innerText(), String(tiny.data.report.inputs.workload.hidden));
  await page.close();
});

test("tabs follow the arrow keys, and the button changes the colours", async () => {
  const page = await opened(browser, tiny.file);
  await page.locator("#tab-floorplan").focus();
  await page.keyboard.press("ArrowRight");
  assert.ok(await page.locator("#view-mapping").isVisible());
  await page.locator(".theme").click();
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  await page.close();
});

test("names nobody should trust are texts", async () => {
  for (const view of VIEWS) {
    const page = await opened(browser, evil.file, {width: 390, view});
    assert.equal(await page.locator("img").count(), 0);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolls sideways");
    const title = page.locator("h1 bdi").first();
    assert.ok((await title.textContent()).startsWith("</script><img"));
    assert.ok((await title.textContent()).length < 100);
    const whole = await title.getAttribute("title");
    assert.ok(whole.startsWith(EVIL.slice(0, 600).replace("\u202e", "\\u202e")));
    assert.ok(whole.length <= 1010);
    if (view === "floorplan") await page.locator(".panel button").first().click();
    if (view === "floorplan") assert.ok((await page.locator(".panel h2").textContent()).startsWith("</script><img"));
    assert.deepEqual(page.problems, []);
    await page.close();
  }
});

test("the policy lets nothing else run", async () => {
  const page = await opened(browser, tiny.file);
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
  });
  assert.equal(await page.evaluate(() => window.ran), undefined);
  await page.close();
});
