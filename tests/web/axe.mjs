// Prints as JSON what axe finds in HTML files, at the widths of a phone and of a desktop, light and dark.
//   node axe.mjs FILE.html…      exit 1 where anything is found, 2 without files
// CHROMIUM is the browser to start (default /usr/bin/chromium).
// A message on the console (a breach of the page's own security policy is one) and a page that is wider
// than its window count as findings too.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const WIDTHS = [390, 1280];
const SCHEMES = ["light", "dark"];
const LANES = 2; // pages that are examined at the same time
const RULES = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations", "incomplete"], // every rule runs; describing all that passed takes as long again
};

const brief = (findings) =>
  findings.map(({ id, impact, help, nodes }) => ({
    id,
    impact,
    help,
    places: nodes.map((node) => `${node.target.join(" ")}: ${node.html.slice(0, 200)}`),
  }));

async function examine(browser, axe, file) {
  const page = await browser.newPage({ viewport: { width: WIDTHS[0], height: 900 }, reducedMotion: "reduce" });
  const messages = [];
  page.on("console", (message) => messages.push(message.text()));
  page.on("pageerror", (error) => messages.push(String(error)));
  await page.goto(pathToFileURL(file).href);
  await page.evaluate(axe);
  const results = [];
  for (const width of WIDTHS)
    for (const colorScheme of SCHEMES) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      const { violations, incomplete } = await page.evaluate((options) => globalThis.axe.run(document, options), RULES);
      results.push({
        file,
        width,
        colorScheme,
        violations: brief(violations),
        incomplete: brief(incomplete),
        console: messages,
        overflow: Math.max(overflow, 0),
      });
    }
  await page.close();
  return results;
}

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("usage: node axe.mjs FILE.html…");
  process.exit(2);
}
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
});
const results = [];
const lane = async (first) => {
  for (let index = first; index < files.length; index += LANES)
    results.push(...(await examine(browser, axe, files[index])));
};
try {
  await Promise.all(Array.from({ length: LANES }, (_, first) => lane(first)));
} finally {
  await browser.close();
}
console.log(JSON.stringify(results, null, 1));
const found = results.some(
  (result) => result.violations.length || result.incomplete.length || result.console.length || result.overflow,
);
process.exit(found ? 1 : 0);
