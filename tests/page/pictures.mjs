// SPDX-License-Identifier: Apache-2.0
// node pictures.mjs RDASIM REPOSITORY PACKAGES CHROMIUM: makes the pictures of pages in docs.
import {join} from "node:path";

import {comparisonOfOne, launched, made, madeAgainst, madeSweep, opened} from "./pages.mjs";

const WIDTH = 1010, HEIGHT = 550;
const root = process.argv[3];
const browser = await launched();
const {file, data} = made("lstm", "configs/plasticine_rnn.json", "workloads/deepbench/lstm_1024_25.json");

/** Writes a picture of a part of the page. */
async function picture(name, view, prepare, part, of = file) {
  const page = await opened(browser, of, {width: WIDTH, height: HEIGHT, view});
  await prepare(page);
  await page.evaluate(() => document.activeElement?.blur());
  await page.locator(part).first().screenshot({path: join(root, "docs/img", name)});
  if (page.problems.length > 0) throw new Error(page.problems.join("\n"));
}

await picture("page_floorplan.png", "floorplan", async page => {
  const {row, col} = data.report.units.find(unit => unit.group === "sum");
  const box = await page.locator(".chip-canvas").boundingBox();
  const pitch = (box.width - 52) / data.floorplan.cols;
  await page.locator(".chip-canvas").click({position: {x: 26 + (col + 0.3) * pitch, y: 26 + (row + 0.3) * pitch}});
}, "#view-floorplan section");
await picture("page_mapping.png", "mapping", async page => {
  await page.getByLabel("Cycle of the step").fill("297");
}, "#view-mapping .rows > section");
await picture("page_step.png", "step", async page => {
  await page.locator(".chain tbody tr", {hasText: "dot product"}).first().click();
}, "#view-step section");
const against = madeAgainst("other", ["configs/plasticine_rnn.json", "workloads/deepbench/lstm_1024_25.json"],
                            "--set", "/pcu/lanes=32", "--set", "/network/hop_latency=2");
await picture("page_against.png", "against", async () => {}, "#view-against", against.file);
const sweep = madeSweep("front", join(root, "configs/sweeps/small.json"));
await picture("page_sweep.png", "designs", async () => {}, "#view-designs .rows > .split", sweep.file);
await picture("page_gpu.png", "times", async () => {}, "#view-times section", comparisonOfOne().file);
await browser.close();
