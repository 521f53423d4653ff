// SPDX-License-Identifier: Apache-2.0
// @ts-check
// The page: what it is of, its figures, and its views.
import {readData} from "./data.js";
import {el, fill} from "./dom.js";
import {gpuPage} from "./gpu.js";
import {runPage} from "./run.js";
import {sweepPage} from "./sweep.js";
import {tabs} from "./tabs.js";

/** Light or dark: as the system says, until somebody presses the button. @param {() => void} redraw */
function themeButton(redraw) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const button = el("button", {type: "button", class: "theme", onclick: () => {
    set(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
    system.removeEventListener("change", follow);
    redraw();
  }});
  /** @param {string} theme */
  const set = theme => {
    document.documentElement.dataset.theme = theme;
    fill(button, theme === "dark" ? "Light" : "Dark");
    button.setAttribute("aria-label", `Use ${theme === "dark" ? "light" : "dark"} colours`);
  };
  const follow = () => {
    set(system.matches ? "dark" : "light");
    redraw();
  };
  set(system.matches ? "dark" : "light");
  system.addEventListener("change", follow);
  return button;
}

/** @typedef {{title: string, heading: import("./dom.js").Child[], figures: HTMLElement, verdict: HTMLElement | null, simulator: string,
 *             views: {[id: string]: {title: string, content: import("./tabs.js").View}},
 *             opened: (open: (view: string) => void) => void}} Page  `opened` takes what opens a view */

/** @param {import("./types").AnyData} data @returns {Page} */
function pageOf(data) {
  switch (data.kind) {
    case "run": return runPage(data);
    case "sweep": return sweepPage(data);
    case "gpu": return gpuPage(data);
  }
}

function start() {
  const theme = themeButton(() => views.redraw());
  const page = pageOf(readData());
  const views = tabs(page.views);
  page.opened(views.open);
  document.title = page.title.slice(0, 200);
  fill(/** @type {HTMLElement} */ (document.getElementById("page")),
    el("header", {}, el("div", {class: "title"}, el("h1", {}, ...page.heading), theme), page.verdict, page.figures, views.list),
    el("main", {}, ...views.panels),
    el("footer", {}, page.simulator));
  views.start();
  let waiting = 0;
  addEventListener("resize", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => views.redraw());
  });
}

start();
