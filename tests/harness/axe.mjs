// @ts-check
// What axe finds in a page, in words.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { run } from './browsers.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @param {import('./browsers.mjs').Driver} driver @param {string} what is looked at @returns {Promise<string[]>} */
export async function violations(driver, what) {
  if (!(await run(driver, () => 'axe' in window))) await driver.executeScript(axe);
  return run(driver, async what => {
    const { violations } = await /** @type {any} */ (window).axe.run(document, { resultTypes: ['violations'] });
    return violations.map((/** @type {any} */ { id, nodes }) => `${what}: ${id}: ${nodes.map((/** @type {any} */ { html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`).join(' | ')}`);
  }, what);
}

/** In light and in dark, each when its colours have come. @param {import('./browsers.mjs').Driver} driver @param {string} what */
export async function violationsInSchemes(driver, what) {
  const found = [];
  for (const scheme of ['light', 'dark']) {
    await run(driver, scheme => { document.documentElement.style.colorScheme = scheme; }, scheme);
    await run(driver, () => Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))).then(() => undefined));
    found.push(...await violations(driver, `${what}, ${scheme}`));
  }
  return found;
}
