// SPDX-License-Identifier: Apache-2.0
// Pages to look at, and a browser to look with.
import {execFileSync} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";

const [rdasim, root, modules, executablePath] = process.argv.slice(2);
const require = createRequire(join(modules, "/"));
const {chromium} = require("playwright-core");

export const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
export const EVIL = `</script><img src=x onerror=alert(1)> "quoted" 'too' \u202eright to left \u{1f600} ` + "long".repeat(2500);

const folder = mkdtempSync(join(tmpdir(), "rdasim-page-"));
process.on("exit", () => rmSync(folder, {recursive: true}));

/** Makes the page of a run. @returns its path and the data in it */
export function made(name, chip, workload, ...options) {
  const file = join(folder, `${name}.html`);
  execFileSync(rdasim, ["run", chip, workload, "--html", file, ...options], quiet);
  return {file, data: dataOf(file)};
}

/** The data in a page. */
function dataOf(file) {
  return JSON.parse(readFileSync(file, "utf8").match(/id="data">(.*?)<\/script>/s)[1]);
}

const quiet = {cwd: root, stdio: ["ignore", "ignore", "inherit"]};

/** Runs a sweep and makes its page. @param spec  a specification, or a file with one */
export function madeSweep(name, spec, ...options) {
  const file = join(folder, `${name.match(/^\w+/)[0]}-sweep.html`), points = `${name}.jsonl`, store = `${name}.store`;
  const here = {...quiet, cwd: folder};
  const specFile = typeof spec === "string" ? spec : join(folder, `${name.slice(0, 4)}.json`);
  if (typeof spec !== "string") writeFileSync(specFile, JSON.stringify(spec));
  execFileSync(rdasim, ["sweep", "plan", specFile, "-o", points], here);
  execFileSync(rdasim, ["sweep", "run", points, "--store", store], {cwd: folder, stdio: "ignore"});
  execFileSync(rdasim, ["sweep", "report", points, "--store", store, "-o", file, ...options], here);
  return {file, points, folder, data: dataOf(file)};
}

/** Sets a chip beside GPUs. @param words  chip, workloads, options */
export function madeComparison(name, ...words) {
  const file = join(folder, `${name}.html`);
  execFileSync(rdasim, ["compare-gpu", ...words, "--html", file], quiet);
  return {file, data: dataOf(file)};
}

const PUBLISHED = ["--gpu", "published:v100_serving", "--allow-different", "precision"];
const deepbench = names => names.map(name => `workloads/deepbench/lstm_${name}.json`);

/** One network on three GPUs, of which one has gaps and one no kernels. */
export function comparisonOfOne() {
  return madeComparison("gpu", "configs/plasticine_rnn.json", ...deepbench(["256_150"]), ...PUBLISHED, "--gpu", "model:v100",
                        "--gpu", "model:a100:cudnn");
}

/** Two networks; a GPU with a name that nobody should trust. */
export function comparisonOfEvil() {
  return madeComparison("gpus", "configs/plasticine_rnn.json", ...deepbench(["256_150", "512_25"]), ...PUBLISHED, "--gpu",
                        `${EVIL.replaceAll("=", "-").slice(0, 2000)}=model:v100`);
}

const TINY_SWEEP = {
  chip: join(root, "configs/tiny.json"), workloads: [join(root, "workloads/small/lstm_16_4.json")],
  axes: [{knob: "/pcu/lanes", values: [4, 8]}, {knob: "/pmu/banks", values: [8, 16]},
         {knob: "/network/hop_latency", name: "hops", values: [1, 2, 3]}],
};

/** Twelve chips, of which one or more are the best. */
export function sweepOfTiny() {
  return madeSweep("sweep", TINY_SWEEP);
}

/** A sweep whose file and whose workloads have names that nobody should trust. */
export function sweepOfEvil() {
  const evil = join(folder, "evil-sweep.json");
  writeFileSync(evil, JSON.stringify({name: EVIL, cell: "gru", hidden: 8, input: 8, steps: 1}));
  return madeSweep("evil <img src=x onerror=alert(1)>", {...TINY_SWEEP, workloads: [...TINY_SWEEP.workloads, evil],
                                                         axes: [{knob: "/pcu/lanes", values: [4, 8]}]});
}

export function pageOfTiny() {
  return made("tiny", "configs/tiny.json", "workloads/small/lstm_16_4.json", "--ideal-network");
}

/** A small batch of training. */
export function pageOfBatch() {
  const small = ["/training/simulate=true", "/batch=2", "/steps=3", "/layers/0/hidden=4", "/layers/1/hidden=4"].flatMap(value => ["--set", value]);
  return made("batch", "configs/sn10.json", "examples/training/lstm_2x64_batch_24.json", ...small);
}

/** The same from the report, with a what-if table. */
export function pageWithWhatIf() {
  const report = join(folder, "report.json"), file = join(folder, "what-if.html");
  execFileSync(rdasim, ["run", "configs/tiny.json", "workloads/small/lstm_16_4.json", "-o", report], quiet);
  execFileSync(rdasim, ["report", report, "--what-if", "-o", file], quiet);
  return {file, data: dataOf(file)};
}

/** The page of a run against another one. @param run  chip and workload @param other  more words of the other run */
export function madeAgainst(name, run, ...other) {
  const here = {...quiet, cwd: folder}, files = run.map(file => resolve(root, file)), file = join(folder, `${name}.html`);
  execFileSync(rdasim, ["run", ...files, "-o", `${name}.json`, ...other], here);
  execFileSync(rdasim, ["run", ...files, "--html", file, "--against", `${name}.json`], here);
  return {file, data: dataOf(file)};
}

const TINY = ["configs/tiny.json", "workloads/small/lstm_16_4.json"];

/** Against the same with a slower network. */
export function againstSlower() {
  return madeAgainst("slower", TINY, "--set", "/network/hop_latency=3");
}

/** Two runs with names that nobody should trust. */
export function againstEvil() {
  const named = (file, name) => {
    writeFileSync(join(folder, name), JSON.stringify({...JSON.parse(readFileSync(join(root, file), "utf8")), name: EVIL}));
    return join(folder, name);
  };
  return madeAgainst("against-evil", TINY.map((file, i) => named(file, `evil-${i}.json`)), "--set", "/pcu/lanes=8");
}

/** A page with names that nobody should trust: of the workload, and of all units, gates and streams. */
export function pageOfEvil() {
  const workload = join(folder, "evil.json"), file = join(folder, "mapping.json");
  writeFileSync(workload, JSON.stringify({name: EVIL, cell: "gru", hidden: 8, input: 8, steps: 1}));
  execFileSync(rdasim, ["map", "configs/tiny.json", workload, "-o", file], {cwd: root});
  const mapping = JSON.parse(readFileSync(file, "utf8"));
  for (const unit of mapping.units) {
    unit.name = EVIL + unit.name;
    unit.origin.gate = EVIL + unit.origin.gate;
    unit.origin.node = EVIL;
  }
  for (const stream of mapping.streams) stream.name = EVIL + stream.name;
  writeFileSync(file, JSON.stringify(mapping));
  return made("evil", "configs/tiny.json", workload, "--mapping-file", file);
}

export function launched() {
  return chromium.launch({executablePath, args: ["--no-sandbox"]});
}

/**
 * Opens a page and notes what it says and asks for.
 * @param view  empty: the first one
 * @returns the page, with `problems`: errors, console messages, and requests for anything but itself
 */
export async function opened(browser, file, {width = 1600, height = 900, theme = "light", view = "floorplan"} = {}) {
  const page = await browser.newPage({viewport: {width, height}, colorScheme: theme});
  page.problems = [];
  page.on("pageerror", error => page.problems.push(error.message));
  page.on("console", message => page.problems.push(message.text()));
  page.on("dialog", dialog => page.problems.push(dialog.message()));
  page.on("request", request => {
    if (!request.url().startsWith(`file://${file}`)) page.problems.push(request.url());
  });
  await page.goto(`file://${file}#${view}`);
  await page.waitForSelector(view ? `#view-${view}:visible` : "[role=tabpanel]:visible");
  return page;
}
