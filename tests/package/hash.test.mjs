// @ts-check
// The main promise, over real HTTP: the picture's bytes are those that the server encoded, however the network cuts them, and a call
// leaves wasm memory as large as it found it.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { sandbox } from '../../js/sandbox.js';
import { inBrowsers } from './suite.mjs';

const MiB = 2 ** 20;

/** Serves /big/SIZE/v1beta/… and notes what the server encoded, by address. @param {import('./suite.mjs').Server} server */
function serveBig(server) {
  /** @type {Map<string, string | null>} */
  const encoded = new Map();
  server.handle('/big', async (request, { path }) => {
    const fault = /big-\w+(\+[\w-]+)?/.exec(path)?.[0];
    const response = await sandbox({ fault })(request);
    encoded.set(path.split('/v1beta')[0], response.headers.get('x-sandbox-sha256'));
    return response;
  });
  return encoded;
}

/** @param {import('./suite.mjs').Browser} browser @param {string[]} bases @returns {Promise<any[]>} */
const get = (browser, bases) => browser.page(async (page, bases) => {
  const { generateImage } = await page.entry('index');
  const outcomes = [];
  for (const base of bases) outcomes.push(await page.settle(() => generateImage('a green city', { baseURL: base })));
  return outcomes;
}, bases);

/** @type {[name: string, base: string, size: number][]} */
const deliveries = [
  ['20 MiB, as the network cuts it', '/big/big-20MiB', 20 * MiB],
  ['20 MiB, whole', '/deliver/whole/big/big-20MiB', 20 * MiB],
  ['20 MiB, at random', '/deliver/random/big/big-20MiB', 20 * MiB],
  ['20 MiB, with escapes in the base64', '/big/big-20MiB+escaped-base64', 20 * MiB],
  ['16 KiB, one byte at a time', '/deliver/bytes/big/big-16KiB', 16384],
];

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  for (const [name, base, size] of deliveries) {
    test(name, async () => {
      const encoded = serveBig(server);
      const [outcome] = await get(browser, [base]);
      assert.deepEqual({ ...outcome, text: '' }, {
        code: 'ok', sha256: encoded.get(base), size, type: 'image/png', mediaType: 'image/png', width: 1024, height: 1024, images: 1,
        thoughts: 0, text: '', finishReason: 'STOP', model: 'gemini-2.5-flash-image', warnings: [], attempts: 1,
      });
      assert.match(outcome.sha256, /^[0-9a-f]{64}$/);
    });
  }

  test('a call of 20 MiB leaves wasm memory within a megabyte of where it was', async () => {
    serveBig(server);
    // What is no picture passes through wasm as well.
    const prose = JSON.stringify({ candidates: [], filler: 'long '.repeat(4 * MiB) });
    server.handle('/prose', () => new Response(prose));
    await browser.open();
    const sizes = await browser.page(async page => {
      /** @type {WebAssembly.Instance[]} */
      const instances = [];
      const { instantiateStreaming } = WebAssembly;
      WebAssembly.instantiateStreaming = async (...args) => {
        const made = await instantiateStreaming.apply(WebAssembly, args);
        instances.push(made.instance);
        return made;
      };
      const { generateImage, init } = await page.entry('index');
      await init();
      const size = () => /** @type {any} */ (instances[0]).exports.memory.buffer.byteLength;
      const sizes = [size()];
      for (const base of ['/big/big-16KiB', '/big/big-20MiB', '/big/big-20MiB', '/prose']) {
        await page.settle(() => generateImage('a green city', { baseURL: base }));
        sizes.push(size());
      }
      return sizes;
    });
    const [loaded, small, big, again, prosaic] = sizes;
    assert.ok(big - loaded <= MiB, `${loaded} → ${big} bytes`);
    assert.equal(big, small, 'a large picture takes no more than a small one');
    assert.equal(again, big, 'a second call takes no more than the first');
    assert.ok(prosaic - loaded <= MiB, `20 MiB that are no picture: ${loaded} → ${prosaic} bytes`);
  });
});
