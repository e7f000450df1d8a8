// @ts-check
// What the demo's tests stand on: two servers that record what reaches them, one browser, and the page in it. "Other" points at these
// servers; the sandbox is the page's own, in its worker.
import { after, before, describe, test as plain } from 'node:test';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browsers, run, withBrowser } from '../harness/browsers.mjs';
import { startServer } from '../harness/server.mjs';
import { demo } from './page.mjs';

/** @typedef {Awaited<ReturnType<typeof startServer>>} Server */

const root = new URL('../../', import.meta.url).pathname;
const cors = { 'access-control-allow-origin': '*' };
const permission = { ...cors, 'access-control-allow-headers': 'content-type, authorization' };

export const drawing = readFileSync(join(root, 'tests/fixtures/plain.png')); // 37 × 21

/** A reply with that drawing. @param {string} [text] */
export const reply = (text = 'Here it is.') => Response.json({
  candidates: [{
    content: { role: 'model', parts: [{ text }, { inlineData: { mimeType: 'image/png', data: drawing.toString('base64') } }] },
    finishReason: 'STOP',
  }],
  usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 1290, totalTokenCount: 1297 },
  modelVersion: 'gemini-test',
}, { headers: cors });

/** @param {Request} request */
const own = (request) => (request.method === 'OPTIONS' ? new Response(null, { headers: permission }) : reply());

/** A wait that nothing ends must not hold up the whole run. @param {string} name @param {() => void | Promise<void>} fn */
export const test = (name, fn) => plain(name, { timeout: 300_000 }, fn);

/** All that an origin keeps. Runs in the page. */
async function forget() {
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
  for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(String(name));
  for (const store of [localStorage, sessionStorage]) store.clear();
}

/** @typedef {import('../harness/browsers.mjs').BrowserName} BrowserName */

/** The same tests in each browser, with a stand of its own. @param {BrowserName[]} names @param {(demo: ReturnType<typeof stand>, name: BrowserName) => void} define */
export function inBrowsers(names, define) {
  for (const name of names.filter(name => browsers.includes(name))) describe(name, () => define(stand(name), name));
}

/** Puts it up before the tests of a file and takes it down after them. @param {BrowserName} [name] */
export function stand(name = 'chromium') {
  const here = /** @type {{ driver: import('../harness/browsers.mjs').Driver, folders: import('../harness/browsers.mjs').Folders,
    page: ReturnType<typeof demo>, server: Server, elsewhere: Server }} */ ({});
  /** @type {string} */
  let site;
  let leave = () => {};
  /** @type {Promise<void>} */
  let browser;

  before(async () => {
    // The page as `npm run site` lays it out, and once more without the sandbox.
    site = mkdtempSync(join(tmpdir(), 'wasmagine-site-'));
    for (const name of ['whole', 'lacking']) {
      cpSync(join(root, 'www'), join(site, name), { recursive: true });
      cpSync(join(root, 'dist'), join(site, name, 'wasmagine'), { recursive: true });
    }
    rmSync(join(site, 'lacking/wasmagine/sandbox.js'));
    here.server = await startServer({ static: { '/some/path/': join(site, 'whole'), '/lacking/': join(site, 'lacking') } });
    here.elsewhere = await startServer();
    for (const { handle } of [here.server, here.elsewhere]) handle('/own', own);
    await new Promise((ready, failed) => {
      browser = withBrowser(name, (/** @type {any} */ driver, folders) => new Promise((done) => {
        Object.assign(here, { driver, folders, page: demo(driver) });
        leave = () => done(undefined);
        ready(undefined);
      }));
      browser.catch(failed);
    });
    await here.driver.manage().setTimeouts({ script: 240_000 });
    // WebDriver clicks where a thing was, not where it is scrolling to.
    if (name === 'chromium') await here.page.chromium('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value: 'reduce' }] });
  });
  after(async () => {
    // The browser may be another file's next, and the port another server's; a page that nothing can be asked is gone with its browser.
    if (process.env.BROWSER_POOL) await here.driver.get(`${here.server.origin}/blank`).then(() => run(here.driver, forget)).catch(() => {});
    leave();
    await browser;
    await here.server.close();
    await here.elsewhere.close();
    rmSync(site, { recursive: true });
  });

  return Object.assign(here, {
    /** The page, with nothing recorded and nothing chosen. @param {string} [path] */
    async open(path = '/') {
      await here.driver.get(`${here.server.origin}/blank`);
      await run(here.driver, () => {
        try {
          localStorage.removeItem('wasmagine settings');
        } catch {
          // A test has switched it off.
        }
      });
      here.server.clear();
      here.elsewhere.clear();
      await here.page.open(here.server.origin + path);
    },
    /** Sends to a base URL that the user types. @param {string} prompt @param {string} base */
    async sendTo(prompt, base) {
      await here.page.type('prompt', prompt);
      await here.page.where('other');
      await here.page.type('base', base);
      await here.page.send();
    },
    /** API calls that reached a server. */
    calls: (at = here.server) => at.requests.filter(({ path }) => path.includes('/v1')),
    /** Forgets what was kept, and opens the page. */
    async fresh() {
      await here.driver.get(`${here.server.origin}/blank`);
      await run(here.driver, () => new Promise((done, failed) => {
        for (const store of [localStorage, sessionStorage]) store.clear();
        const request = indexedDB.deleteDatabase('wasmagine gallery');
        // It may be blocked first, until the page before has let go of it.
        request.onsuccess = () => done(undefined);
        request.onerror = () => failed(request.error);
      }));
      await this.open();
    },
    storage: () => run(here.driver, () => ({ session: { ...sessionStorage }, local: { ...localStorage }, cookie: document.cookie })),
    /** What the page may not do, as the browser's log has it since the last look; the rest of the log, too, but for failed loads. */
    complaints: async () => (await here.driver.manage().logs().get('browser'))
      .map(({ message }) => message).filter((message) => !message.includes('Failed to load resource')),
  });
}
