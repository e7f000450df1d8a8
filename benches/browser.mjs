// @ts-check
// A page of our server in a fresh browser, and its actions as functions.
import { run, withBrowser } from '../tests/harness/browsers.mjs';

/** @typedef {import('../tests/harness/browsers.mjs').BrowserName} BrowserName */
/** @typedef {import('./page.js').Actions} Actions */
/**
 * @typedef {object} Page
 * @property {BrowserName} name
 * @property {any} driver
 * @property {string} version
 * @property {<A extends keyof Actions>(action: A, ...args: Parameters<Actions[A]>) => Promise<Awaited<ReturnType<Actions[A]>>>} ask
 * @property {() => Promise<void>} fresh loads the page anew
 * @property {(ms?: number) => Promise<void>} settle lets go of what the last call left, so that the next does not pay for it
 */

/**
 * @template T
 * @param {BrowserName} name @param {string} origin @param {(page: Page) => Promise<T>} use
 * @returns {Promise<T>}
 */
export function withPage(name, origin, use) {
  return withBrowser(name, async driver => {
    await driver.manage().setTimeouts({ script: 600_000 });
    const capabilities = await driver.getCapabilities();
    const fresh = async () => {
      await driver.get(`${origin}/page`);
      await run(driver, async () => {
        while (!document.documentElement.dataset.ready) await new Promise(resolve => setTimeout(resolve, 20));
      });
    };
    await fresh();
    return use({
      name, driver, fresh, version: capabilities.getBrowserVersion() ?? '',
      ask: /** @type {any} */ (async (/** @type {string} */ action, /** @type {any[]} */ ...args) => {
        const { value, error, ...more } = JSON.parse(await run(driver, ask => new Promise(resolve => {
          addEventListener('told', event => resolve(/** @type {CustomEvent} */ (event).detail), { once: true });
          dispatchEvent(new CustomEvent('ask', { detail: ask }));
        }), JSON.stringify([action, args])));
        if (error) throw Object.assign(new Error(`${action}(${args.join(', ')}): ${error}`), more);
        return value;
      }),
      async settle(ms = 150) {
        if (name === 'chromium') await /** @type {any} */ (driver).sendDevToolsCommand('HeapProfiler.collectGarbage', {});
        await new Promise(resolve => setTimeout(resolve, ms));
      },
    });
  });
}
