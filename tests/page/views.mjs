// SPDX-License-Identifier: Apache-2.0
// node views.mjs RDASIM REPOSITORY PACKAGES CHROMIUM FOLDER PAGE...: a picture of every view of pages, as a desk and a
// phone show it, light and dark, to be looked at (scripts/page-pictures --views).
import {mkdirSync} from "node:fs";
import {basename, join} from "node:path";

import {launched, opened} from "./pages.mjs";

const [folder, ...files] = process.argv.slice(6);
mkdirSync(folder, {recursive: true});
const browser = await launched();
for (const file of files)
  for (const width of [1600, 390])
    for (const theme of ["light", "dark"]) {
      const page = await opened(browser, file, {width, theme, view: ""});
      for (const tab of await page.locator("[role=tab]").all()) {
        await tab.click();
        const view = (await tab.getAttribute("id")).replace("tab-", "");
        await page.screenshot({path: join(folder, `${basename(file, ".html")}_${view}_${width}_${theme}.png`), fullPage: true});
      }
      if (page.problems.length > 0) throw new Error(page.problems.join("\n"));
      await page.close();
    }
await browser.close();
