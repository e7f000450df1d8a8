// @ts-check
// WebKitGTK, as a smoke test: a picture, a large one, an abort, a timeout, an error, a stream, a panic. What it does with formats is convert.test.mjs's,
// and with redirects redirect.test.mjs's.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
// @ts-ignore: it has no types
import { PNG } from 'pngjs';
import { sandbox } from '../../js/sandbox.js';
import { pixels } from './images.js';
import { STOP, Body, event, image, picture, talk, text } from './events.mjs';
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
      return page.settle(() => generateImage('a red boat', { baseURL: '/deliver/random/big' }));
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

  test('a picture of several steps goes in as it is, though no pipe fills a buffer', async () => {
    server.clear();
    server.handle('/api', () => new Response('{}'));
    const { hash, piped } = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const head = (await (await fetch('/tests/fixtures/plain.png')).arrayBuffer()).slice(0, 33);
      const file = new Blob([head, ...Array.from({ length: 32 }, () => crypto.getRandomValues(new Uint8Array(65536))), 'ab']);
      await page.settle(() => generateImage('a pig', { baseURL: '/api', images: file }));
      let piped = true;
      try {
        file.stream().getReader({ mode: 'byob' });
      } catch { piped = false; }
      return { hash: await page.sha256(file), piped };
    });
    assert.equal(piped, false, 'this way is the one that is tried here');
    const [{ text }] = server.requests.filter(({ method }) => method === 'POST');
    assert.equal(createHash('sha256').update(Buffer.from(JSON.parse(text).contents[0].parts[1].inlineData.data, 'base64')).digest('hex'), hash);
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

  test('a stream: an event while the server holds the rest, a reader who lags, a break that closes the connection', async () => {
    const { heard, answer } = talk(server);
    const [live, held] = [new Body(), new Body().send(event([text('a')]))];
    server.handle('/live', () => live.response());
    server.handle('/held', () => held.response());
    const ended = browser.page(async (page, origin) => {
      const { streamImage } = await page.entry('index');
      const count = page.counting();
      /** @type {any[]} */
      const events = [];
      const stream = streamImage('a pig', { baseURL: `${origin}/live`, fetch: count.fetch });
      const told = await page.listen((async function* () {
        for await (const event of stream) {
          if (events.length < 3 && event.type !== 'progress') await page.say(`${origin}/say/${events.length}`, count.asked);
          yield event;
        }
      })(), events);
      const { images } = await stream.result;
      const left = streamImage('a pig', { baseURL: `${origin}/held` });
      for await (const { type } of left) if (type === 'text') break;
      return [told, events[1].image === images[0], await left.result.catch((/** @type {any} */ error) => error.name)];
    }, server.origin);
    const pictures = Array.from({ length: 8 }, (_, at) => event([image(picture(at + 1, 2 ** 20))]));
    live.send(event([text('a')]));
    await heard('0');
    live.send(...pictures, STOP).end();
    for (const [at, name] of ['0', '1', '2'].entries()) {
      // It asks when it has not a whole event more than the reader has taken, however large the pieces are that it gets.
      assert.ok(await heard(name) < (at + 1) * pictures[0].length);
      answer(name);
    }
    assert.deepEqual(await ended, [['0 text a', ...pictures.map((_, at) => `0 image ${at + 1}`), 'end'], true, 'AbortError']);
    await held.cancelled;
  });

  test('after a panic the next call works', async () => {
    const codes = await browser.page(async page => {
      const { panic } = await import(String('/tests/package/panic.js'));
      const tools = { ...(await page.entry('index')), ...(await page.entry('sandbox')), ...page };
      const { crashed, others, later } = await panic(tools);
      return [crashed, ...others, ...later].map(({ code }) => code);
    });
    assert.deepEqual(codes, [...Array(7).fill('wasm'), ...Array(8).fill('ok')]);
  });
});
