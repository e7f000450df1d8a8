// @ts-check
// Where a long conversation is held: neither in wasm nor in JavaScript. Ten turns of pictures at 1K with the largest signatures that were
// recorded, 2.9 MB of base64 each. The figures are printed.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { inBrowsers } from './suite.mjs';

const MiB = 2 ** 20;
const TURNS = 10;

/** @typedef {{ wasm: number, heap?: number, buffers?: number }} Size bytes */

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  /** @returns {Promise<Size>} */
  const size = async () => {
    const wasm = await browser.page(() => /** @type {any} */ (globalThis).wasm.exports.memory.buffer.byteLength);
    if (browser.name !== 'chromium') return { wasm };
    const driver = /** @type {import('../harness/browsers.mjs').Chromium} */ (browser.driver);
    await driver.sendAndGetDevToolsCommand('HeapProfiler.collectGarbage', {});
    const { usedSize: heap, backingStorageSize: buffers } = /** @type {any} */ (await driver.sendAndGetDevToolsCommand('Runtime.getHeapUsage', {}));
    return { wasm, heap, buffers };
  };

  test('a conversation of ten turns', async context => {
    await browser.page(async page => {
      const { instantiateStreaming } = WebAssembly;
      WebAssembly.instantiateStreaming = async (...args) => {
        const made = await instantiateStreaming.apply(WebAssembly, args);
        Object.assign(globalThis, { wasm: made.instance });
        return made;
      };
      const { createSession, init } = await page.entry('index');
      await init();
      Object.assign(globalThis, { session: createSession({ baseURL: '/', model: 'gemini-3-pro-image', responseModalities: ['IMAGE'], size: '1K', maxRetries: 0 }) });
    });
    /** WebDriver leaves 37 KB in Chromium's heap each time that it asks: all of these are one. @param {number} from @param {number} to */
    const turns = (from, to) => browser.page(async (_, from, to) => {
      for (let turn = from; turn <= to; turn++) await /** @type {any} */ (globalThis).session.send(`turn ${turn}`);
    }, from, to);
    server.clear();
    await turns(1, 1);
    const first = await size();
    await turns(2, TURNS);
    const last = await size();
    const sent = server.requests.filter(({ method }) => method === 'POST').at(-1)?.body.length ?? 0;
    const stored = await browser.page(() => {
      const { session } = /** @type {any} */ (globalThis);
      return session.snapshot().contents.reduce((/** @type {number} */ sum, /** @type {Blob} */ { size }) => sum + size, 0);
    });
    // Once more from what is stored, beside the first.
    await browser.page(async page => {
      const { createSession } = await page.entry('index');
      const later = createSession({ history: /** @type {any} */ (globalThis).session.snapshot() });
      await later.ready;
      Object.assign(globalThis, { later });
    });
    const restored = await size();
    context.diagnostic(`history ${stored} bytes, last request ${sent}; after the first turn ${JSON.stringify(first)}, the last ${JSON.stringify(last)}, and restored ${JSON.stringify(restored)}`);
    assert.ok(stored > TURNS * 3.2e6, `${stored} bytes of history`);
    assert.ok(sent > (TURNS - 1) * 3.2e6);
    assert.equal(last.wasm, first.wasm, 'wasm is as large as after the first turn');
    // What reads a history takes a piece of it at a time, as large as the browser gives it.
    assert.ok(restored.wasm - first.wasm <= MiB / 4, `${restored.wasm} bytes of wasm, after ${first.wasm}`);
    for (const now of [last, restored]) {
      if (browser.name !== 'chromium') continue;
      assert.ok(/** @type {number} */ (now.heap) - /** @type {number} */ (first.heap) < MiB / 2, 'the heap');
      assert.ok(/** @type {number} */ (now.buffers) - /** @type {number} */ (first.buffers) < MiB / 2, 'its buffers');
    }
  });
});
