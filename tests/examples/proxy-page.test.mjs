// @ts-check
// A page, the package and the proxy of examples/proxy together: pictures come, the key does not, refusals are told apart.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { inBrowsers } from '../package/suite.mjs';
import { engines } from './engines.mjs';
import { startUpstream } from './upstream.mjs';

const key = 'sk-the-secret-of-the-house';

inBrowsers(['chromium'], (browser, server) => {
  /** @type {import('./engines.mjs').Engine} */
  let proxy;
  before(async () => {
    proxy = await engines.node({ upstream: `${server.origin}/key/required/fault/big-4KiB`, key, origins: [server.origin], calls: 8 });
  });
  after(() => proxy?.stop());

  test('a page on another origin gets its picture, and nothing that it can read holds the key', async () => {
    const { width, check, read } = await browser.page(async (page, baseURL) => {
      const { createClient } = await page.entry('index');
      /** @type {string[]} */
      const read = [];
      const client = createClient({
        baseURL, model: 'gemini-3.1-flash-image',
        async fetch(/** @type {Request} */ request) {
          const response = await fetch(request);
          read.push(JSON.stringify([...response.headers]), await response.clone().text());
          return response;
        },
      });
      const { image } = await client.generateImage('a red boat at dawn');
      await client.streamImage('a red boat at dawn').result;
      const { width } = await createImageBitmap(image.blob);
      return { width, check: await client.check(), read };
    }, proxy.origin);
    assert.equal(width, 1024);
    assert.equal(check.ok, true, JSON.stringify(check));
    assert.ok(read.length >= 6);
    assert.ok(!read.join().includes(key));
    const asked = server.requests.filter(({ path }) => path.includes('/v1beta/'));
    assert.ok(asked.length >= 3);
    for (const { headers } of asked) assert.equal(headers.get('authorization'), `Bearer ${key}`);
  });

  test('the package tells the proxy\'s refusals apart', async () => {
    const outcomes = await browser.page(async (page, baseURL) => {
      const { generateImage } = await page.entry('index');
      const canvas = new OffscreenCanvas(8, 8);
      canvas.getContext('2d');
      const large = new Blob([await canvas.convertToBlob(), new Uint8Array(20 * 2 ** 20)], { type: 'image/png' });
      const call = (/** @type {any} */ options) => page.settle(() => generateImage('a red boat', { baseURL, maxRetries: 0, ...options }));
      const outcomes = [await call({ model: 'gemini-3-pro-image' }), await call({ images: large })];
      let last;
      for (let n = 0; n < 20 && last?.code !== 'rate-limited'; n++) last = await call({});
      return [...outcomes, last];
    }, proxy.origin);
    assert.deepEqual(outcomes.map(({ code, status }) => [code, status]), [['model-not-found', 404], ['payload-too-large', 413], ['rate-limited', 429]]);
    assert.ok(outcomes[2].retryAfter > 0 && outcomes[2].retryAfter <= 60_000);
  });

  test('a page that is not on the list gets nothing', async () => {
    server.clear();
    const other = server.origin.replace('127.0.0.1', 'localhost');
    await browser.driver.get(`${other}/blank`);
    const { code } = await browser.page(async (page, baseURL) => {
      const { generateImage } = await page.entry('index');
      return page.settle(() => generateImage('a red boat', { baseURL, maxRetries: 0 }));
    }, proxy.origin);
    assert.equal(code, 'network');
    assert.ok(!server.requests.some(({ method }) => method === 'POST'));
  });

  for (const [name, start] of Object.entries(engines)) {
    test(`a call that is cancelled in the page ends upstream: ${name}`, async () => {
      await browser.open();
      const upstream = await startUpstream();
      const engine = await start({ upstream: upstream.origin, key, origins: [server.origin], calls: 8 });
      try {
        /** @type {Promise<unknown> | undefined} */
        let gone;
        upstream.answer = (message, reply, seen) => {
          ({ gone } = seen);
          reply.writeHead(200, { 'content-type': 'text/event-stream' });
          const say = () => reply.write('data: {"candidates":[{"content":{"parts":[{"text":"a word"}]}}]}\n\n');
          const words = setInterval(say, 20); // as a model does that goes on
          gone.then(() => clearInterval(words));
        };
        const outcome = await browser.page(async (page, baseURL) => {
          const { streamImage } = await page.entry('index');
          const stream = streamImage('a red boat', { baseURL });
          return page.settle(async () => {
            for await (const { type } of stream) if (type === 'text') stream.cancel();
          });
        }, engine.origin);
        assert.equal(outcome.name, 'AbortError');
        await gone;
      } finally {
        await engine.stop();
        await upstream.close();
      }
    });
  }
});
