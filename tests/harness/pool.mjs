// @ts-check
// A WebDriver server whose browsers outlive a test file: it sweeps the session that one file ends and gives it to the next that asks. Starting
// and ending Firefox takes a processor 5 s and Chromium 2 s (measured on two cores); sixty files would each pay that.
import { readdir, rm } from 'node:fs/promises';
import { request as send } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { listen } from '../../scripts/http.mjs';
import { startBrowser } from './browsers.mjs';

/** @typedef {Awaited<ReturnType<typeof startBrowser>> & { id: string, name: 'chromium' | 'firefox', isFree: boolean }} Pooled */

/** @returns {Promise<{ address: string, close: () => Promise<void> }>} */
export async function startPool() {
  /** @type {Map<string, Pooled>} by session */
  const pooled = new Map();

  /** @param {'chromium' | 'firefox'} name */
  async function take(name) {
    const free = [...pooled.values()].find(one => one.isFree && one.name === name);
    if (free) return Object.assign(free, { isFree: false });
    const started = await startBrowser(name);
    const id = (await started.driver.getSession()).getId();
    const one = { ...started, id, name, isFree: false };
    pooled.set(id, one);
    return one;
  }

  /** @param {Pooled} one */
  async function giveBack(one) {
    try {
      await sweep(one);
      one.isFree = true;
    } catch {
      // The file has broken it: whoever is next gets another.
      pooled.delete(one.id);
      await one.stop();
    }
  }

  /** What the pool has to say itself; undefined: the driver says it.
   *  @param {import('node:http').IncomingMessage} request @param {Pooled | undefined} one @param {string} id @param {string} [command] @returns {Promise<unknown>} */
  async function own(request, one, id, command) {
    if (request.method === 'POST' && !id) {
      const { capabilities } = /** @type {any} */ (await json(request));
      const { driver, folders, id: sessionId } = await take(capabilities.alwaysMatch.browserName === 'chrome' ? 'chromium' : 'firefox');
      const given = await driver.getCapabilities();
      return { sessionId, capabilities: { ...Object.fromEntries([...given.keys()].map(key => [key, given.get(key)])), 'wasmagine:downloads': folders.downloads } };
    }
    if (!one) throw new Error(`no session ${id}`);
    if (request.method !== 'DELETE' || command) return undefined;
    await giveBack(one);
    return null;
  }

  const server = await listen((request, response) => {
    const [, , id = '', command] = String(request.url).split('/');
    const one = pooled.get(id);
    own(request, one, id, command).then(value => {
      if (value !== undefined) return response.setHeader('content-type', 'application/json').end(JSON.stringify({ value }));
      const { address } = /** @type {Pooled} */ (one);
      const { host: _, ...headers } = request.headers; // a driver answers to its own only
      request.pipe(send(address + request.url, { method: request.method, headers }, answer => {
        response.writeHead(Number(answer.statusCode), answer.headers);
        answer.pipe(response);
      }).on('error', error => response.destroy(error)));
    }).catch(error => response.writeHead(500, { 'content-type': 'application/json' })
      .end(JSON.stringify({ value: { error: 'unknown error', message: String(error), stacktrace: '' } })));
  });
  return {
    address: `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      for (const { stop } of pooled.values()) await stop();
    },
  };
}

/** Leaves a page of nobody's in one tab of the usual size, and nothing downloaded, logged, or in a cookie: those of a host are common to all its ports. @param {Pooled} one */
async function sweep({ driver, folders, name }) {
  await driver.manage().deleteAllCookies();
  const old = await driver.getAllWindowHandles();
  await driver.switchTo().newWindow('tab');
  const fresh = await driver.getWindowHandle();
  for (const handle of old) {
    await driver.switchTo().window(handle);
    await driver.close();
  }
  await driver.switchTo().window(fresh);
  await driver.manage().window().setRect({ width: 1280, height: 900 });
  if (name === 'chromium') await driver.manage().logs().get('browser'); // which empties it
  for (const file of await readdir(folders.downloads)) await rm(join(folders.downloads, file), { recursive: true });
}
