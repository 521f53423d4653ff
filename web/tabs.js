// SPDX-License-Identifier: Apache-2.0
// @ts-check
import {el} from "./dom.js";

/** @typedef {{view: HTMLElement, show: () => void}} View  a view, and what draws it once it can be seen */

/**
 * Views of which one is seen. Arrow keys move between the tabs; the address names the view.
 * @param {{[id: string]: {title: string, content: View}}} views
 */
export function tabs(views) {
  const ids = Object.keys(views);
  const buttons = ids.map(id => el("button", {type: "button", role: "tab", id: `tab-${id}`, "aria-controls": `view-${id}`,
                                              onclick: () => open(id)}, views[id].title));
  const panels = ids.map(id => el("div", {role: "tabpanel", id: `view-${id}`, "aria-labelledby": `tab-${id}`, tabindex: -1},
                                  views[id].content.view));
  const list = el("div", {role: "tablist", "aria-label": "Views", class: "tabs"}, ...buttons);
  let opened = ids[0];

  /** @param {string} id */
  function open(id) {
    opened = id;
    ids.forEach((each, i) => {
      buttons[i].setAttribute("aria-selected", String(each === id));
      buttons[i].tabIndex = each === id ? 0 : -1;
      panels[i].hidden = each !== id;
    });
    history.replaceState(null, "", `#${id}`);
    views[id].content.show();
  }

  list.addEventListener("keydown", event => {
    const moves = /** @type {{[key: string]: number}} */ ({ArrowLeft: -1, ArrowRight: 1});
    if (!moves[event.key]) return;
    const next = (ids.indexOf(opened) + moves[event.key] + ids.length) % ids.length;
    open(ids[next]);
    buttons[next].focus();
  });
  return {list, panels, open, redraw: () => views[opened].content.show(),
          start: () => open(ids.includes(location.hash.slice(1)) ? location.hash.slice(1) : ids[0])};
}
