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
    /** @type {Size[]} */
    const sizes = [];
    let sent = 0;
    // What asking the page anything leaves there: WebDriver's own, 37 KB each time in Chromium.
    const idle = [];
    for (let asked = 0; asked < 3; asked++) {
      await browser.page(async (_, asked) => void (await asked), asked);
      idle.push((await size()).heap ?? 0);
    }
    const asking = (idle[2] - idle[0]) / 2;
    for (let turn = 1; turn <= TURNS; turn++) {
      server.clear();
      await browser.page(async (_, turn) => void (await /** @type {any} */ (globalThis).session.send(`turn ${turn}`)), turn);
      sent = server.requests.find(({ method }) => method === 'POST')?.body.length ?? 0;
      sizes.push(await size());
    }
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
    const [first, last] = [sizes[0], sizes[TURNS - 1]];
    context.diagnostic(`history ${stored} bytes, last request ${sent}; after the first turn ${JSON.stringify(first)}, the last ${JSON.stringify(last)}, and restored ${JSON.stringify(restored)}; ${asking} of heap for each time that the page was asked`);
    assert.ok(stored > TURNS * 3.2e6, `${stored} bytes of history`);
    assert.ok(sent > (TURNS - 1) * 3.2e6);
    for (const [now, asked] of /** @type {const} */ ([[last, TURNS - 1], [restored, TURNS + 1]])) {
      assert.equal(now.wasm, first.wasm, 'wasm is as large as after the first turn');
      if (browser.name !== 'chromium') continue;
      assert.ok(/** @type {number} */ (now.heap) - /** @type {number} */ (first.heap) - asked * asking < MiB / 2, 'the heap');
      assert.ok(/** @type {number} */ (now.buffers) - /** @type {number} */ (first.buffers) < MiB / 2, 'its buffers');
    }
  });
});
