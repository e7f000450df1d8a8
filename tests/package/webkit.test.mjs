// @ts-check
// WebKitGTK, as a smoke test: a picture, a large one, an abort, a timeout, an error, a panic. What it does with formats is convert.test.mjs's,
// and with redirects redirect.test.mjs's.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
// @ts-ignore: it has no types
import { PNG } from 'pngjs';
import { sandbox } from '../../js/sandbox.js';
import { pixels } from './images.js';
import { inBrowsers } from './suite.mjs';

inBrowsers(['webkit'], (browser, server) => {
  test('a prompt becomes a picture that an <img> shows', async () => {
    const told = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const { url, image, text } = await generateImage('a red boat', { baseURL: '/', aspectRatio: '16:9' });
      const img = document.body.appendChild(new Image());
      img.src = url;
      await img.decode();
      return { shown: [img.naturalWidth, img.naturalHeight], size: [image.width, image.height], type: image.mediaType, text };
    });
    assert.deepEqual(told, { shown: [1344, 768], size: [1344, 768], type: 'image/png', text: 'Here is your picture: “a red boat”.' });
  });

  test('20 MiB arrive as they were sent', async () => {
    /** @type {string | null} */
    let encoded = null;
    server.handle('/big', async request => {
      const response = await sandbox({ fault: 'big-20MiB' })(request);
      encoded = response.headers.get('x-sandbox-sha256');
      return response;
    });
    const outcome = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      return page.settle(() => generateImage('a red boat', { baseURL: '/deliver/random/big' }), 60_000);
    });
    assert.deepEqual([outcome.code, outcome.size, outcome.sha256], ['ok', 20 * 2 ** 20, encoded]);
  });

  test('abort in the middle of the body rejects with the reason and closes the connection', async () => {
    server.clear();
    const outcome = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const controller = new AbortController();
      return page.settle(() => generateImage('a red boat', {
        baseURL: '/fault/stall-body%2Bbig-1MiB', signal: controller.signal,
        onProgress: (/** @type {any} */ { loaded }) => loaded > 0 && controller.abort('enough'),
      }));
    });
    assert.deepEqual([outcome.code, outcome.thrown], ['thrown', 'enough']);
    const request = await server.request(({ path }) => path.includes('/v1beta/'));
    assert.equal(await request.closed, 'aborted');
  });

  test('pictures go in as they are, and drawings as PNG', async () => {
    server.clear();
    server.handle('/api', () => new Response('{}'));
    const png = await readFile(new URL('../fixtures/plain.png', import.meta.url));
    const { code, message } = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const { draw, elements, forms, hold } = await import(String('/tests/package/images.js'));
      const held = await hold('/tests/fixtures/plain.png', location.origin);
      const kept = [...Object.entries(forms), ...Object.entries(elements)].filter(([name]) => !name.includes('another origin'));
      const canvas = draw(document.createElement('canvas'));
      const images = await Promise.all([...kept.map(([, make]) => make(held)), canvas, createImageBitmap(canvas)]);
      return page.settle(() => generateImage('a pig', { baseURL: '/api', model: 'any', images }));
    });
    assert.equal(code, 'no-image', message);
    const [{ text }] = server.requests.filter(({ method }) => method === 'POST');
    const pictures = JSON.parse(text).contents[0].parts.slice(1).map((/** @type {any} */ { inlineData }) => inlineData.data);
    assert.ok(pictures.length > 20);
    for (const data of pictures.slice(0, -2)) assert.equal(data, png.toString('base64'));
    for (const data of pictures.slice(-2)) assert.deepEqual([...PNG.sync.read(Buffer.from(data, 'base64')).data], [...pixels()]);
  });

  test('timeout, an HTTP error and a byte at a time', async () => {
    const codes = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const { sandbox } = await page.entry('sandbox');
      const calls = [
        { baseURL: '/fault/stall-headers', timeout: 300 }, { baseURL: '/fault/bad-key' }, { baseURL: '/', fetch: sandbox({ fault: 'one-byte-chunks+big-4KiB' }) },
        { baseURL: 'http://127.0.0.1:9' },
      ];
      return Promise.all(calls.map(async call => (await page.settle(() => generateImage('a red boat', call))).code));
    });
    assert.deepEqual(codes, ['timeout', 'invalid-api-key', 'ok', 'network']);
  });

  test('after a panic the next call works', async () => {
    const codes = await browser.page(async page => {
      const { panic } = await import(String('/tests/package/panic.js'));
      const tools = { ...(await page.entry('index')), ...(await page.entry('sandbox')), ...page };
      const { crashed, others, later } = await panic(tools);
      return [crashed, ...others, ...later].map(({ code }) => code);
    });
    assert.deepEqual(codes, [...Array(5).fill('wasm'), ...Array(5).fill('ok')]);
  });
});
