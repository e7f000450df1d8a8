// @ts-check
// One server, and one browser of each kind, for the tests of a file.
import { after, before, describe } from 'node:test';
import { browsers, run, withBrowser } from '../harness/browsers.mjs';
import { startServer } from '../harness/server.mjs';
import * as page from './page.js';

/** @typedef {import('../harness/browsers.mjs').BrowserName} BrowserName */
/** @typedef {Awaited<ReturnType<typeof startServer>>} Server */
/** @typedef {typeof import('./page.js')} Page */
/**
 * @typedef {object} Browser
 * @property {BrowserName} name
 * @property {import('../harness/browsers.mjs').Driver} driver
 * @property {import('../harness/browsers.mjs').Folders} folders
 * @property {<A extends any[], R>(fn: (page: Page, ...args: A) => R | Promise<R>, ...args: A) => Promise<R>} page runs a function in
 *   the page, which gets page.js and the arguments
 * @property {(path?: string) => Promise<void>} open another page of the server
 */

/** A package entry, in Node. Its name is no literal, because type checks run before there is a build. @returns {Promise<any>} */
export const entry = (/** @type {string} */ name) => import(`wasmagine/${name}`);

/**
 * Defines tests once for each browser; both arguments of `define` are usable within tests only.
 * @param {BrowserName[]} names
 * @param {(browser: Browser, server: Server) => void} define
 */
export function inBrowsers(names, define) {
  for (const name of names.filter(name => browsers.includes(name))) {
    describe(name, () => {
      /** @type {any} */
      const browser = { name };
      /** @type {any} */
      const server = {};
      let close = () => {};
      /** @type {Promise<void>} */
      let closed;
      before(async () => {
        const started = await startServer();
        Object.defineProperties(server, Object.getOwnPropertyDescriptors(started));
        browser.page = inPage.bind(null, browser);
        browser.open = (path = '/blank') => browser.driver.get(server.origin + path);
        await new Promise((resolve, reject) => {
          closed = withBrowser(name, (driver, folders) => new Promise(end => {
            Object.assign(browser, { driver, folders });
            close = end;
            resolve(undefined);
          }));
          closed.catch(reject);
        });
        await browser.open();
      });
      after(async () => {
        close();
        await closed;
        await server.close?.();
      });
      define(browser, server);
    });
  }
}

/**
 * The same with Node in a browser's place: its own fetch, over the same HTTP.
 * @param {(browser: Pick<Browser, 'page'>, server: Server) => void} define
 */
export function inNode(define) {
  describe('node', () => {
    /** @type {any} */
    const server = {};
    before(async () => Object.defineProperties(server, Object.getOwnPropertyDescriptors(await startServer())));
    after(() => server.close?.());
    // The runner itself fails a test that leaves a rejection.
    const here = { ...page, entry: (/** @type {string} */ name) => entry(name === 'index' ? 'inline' : name), uncaught: () => () => [] };
    define({ page: async (fn, ...args) => JSON.parse(JSON.stringify(await fn(/** @type {any} */ (here), ...args) ?? null)) }, server);
  });
}

/**
 * As a script of the page: what WebDriver runs by itself lives, in Firefox, in a realm beside the page's, with its own Uint8Array and
 * with rejections that the page never hears of.
 * @param {Browser} browser @param {any} fn @param {any[]} args
 */
async function inPage({ driver }, fn, ...args) {
  const call = `(async (...args) => (${fn})(await import('/tests/package/page.js'), ...args))(...${JSON.stringify(args)})`;
  const outcome = await run(driver, call => new Promise(resolve => {
    addEventListener('told', event => resolve(/** @type {CustomEvent} */ (event).detail), { once: true });
    const script = document.createElement('script');
    script.textContent = `${call}.then(value => ({ value }), error => ({ error: String(error), stack: error?.stack }))
      .then(outcome => dispatchEvent(new CustomEvent('told', { detail: JSON.stringify(outcome) })));`;
    document.head.append(script);
  }), call);
  const { value, error, stack } = JSON.parse(/** @type {string} */ (outcome));
  if (error) throw Object.assign(new Error(error), { stack: `${error}\n${stack}` });
  return value;
}
