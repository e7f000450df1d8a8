// @ts-check
// Pictures that cannot go in: each is refused by its place, with what to do, and nothing is sent. What goes in is images.test.mjs's.
import { before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { By } from 'selenium-webdriver';
import { entry, inBrowsers } from './suite.mjs';
import { settle } from './page.js';

const fixture = (/** @type {string} */ name) => readFile(new URL(`../fixtures/${name}`, import.meta.url));
const TAKEN = 'PNG, JPEG, WebP, HEIC and HEIF are sent as they are, whatever else the browser can show as PNG';
const ADDRESS = "check the address; a server on another host must allow this page's origin (CORS), else fetch the picture through your own server";
const FOREIGN = 'shows something from another origin, which a page may see but not read — load that with `crossorigin` from a server that allows it (CORS), '
  + 'or fetch it through your own server';
const FORM = '`images` takes one picture or an array of them: `[...input.files]` for a list of files, `await` for a promise';
const looksLike = (/** @type {string} */ what) => `is no picture that can be sent: it looks like ${what} — ${TAKEN}`;

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  const posts = () => server.requests.filter(({ method }) => method === 'POST');
  before(() => {
    server.handle('/api', () => new Response('{}'));
    server.handle('/closed', async () => new Response(await fixture('plain.png')));
  });

  test('what is no picture is refused by its place, and nothing is sent', async () => {
    server.clear();
    server.handle('/page', () => new Response('<!doctype html><title>x</title>', { headers: { 'content-type': 'text/html' } }));
    server.handle('/gone', () => new Response('', { status: 410 }));
    const told = await browser.page(async (page, closed) => {
      const { generateImage } = await page.entry('index');
      const canvas = document.createElement('canvas');
      const foreign = Object.assign(new Image(), { src: `${closed}/plain.png` });
      await foreign.decode();
      canvas.getContext('2d')?.drawImage(foreign, 0, 0);
      const closedBitmap = await createImageBitmap(new ImageData(1, 1));
      closedBitmap.close();
      const gif = await (await fetch('/tests/fixtures/89a.gif')).arrayBuffer();
      const read = new Response('x');
      await read.text();
      const detached = new Uint8Array(9);
      structuredClone(detached, { transfer: [detached.buffer] });
      /** @type {Record<string, any>} */
      const inputs = {
        'empty Blob': new Blob(), 'text': new Blob(['a cat']), 'SVG': 'data:image/svg+xml,<svg/>', 'HTML': '/page', 'cut GIF': gif.slice(0, 20),
        'cut PNG': new Uint8Array([0x89, 0x50, 0x4e, 0x47]), 'missing file': '/gone', 'nowhere': 'http://127.0.0.1:1/cat.png', 'revoked blob:': `blob:${location.origin}/no`,
        'opaque Response': await fetch(`${closed}/plain.png`, { mode: 'no-cors' }), 'read Response': read, 'another origin': `${closed}/plain.png`,
        '<img> of another origin': foreign, 'tainted canvas': canvas, 'tainted bitmap': await createImageBitmap(foreign), 'closed bitmap': closedBitmap,
        'canvas without pixels': Object.assign(document.createElement('canvas'), { width: 0 }), '<img> without src': new Image(),
        'broken <img>': Object.assign(new Image(), { src: '/gone' }), '<img> of a page': Object.assign(new Image(), { src: '/page' }), 'detached bytes': detached,
        'FileList': Object.assign(document.createElement('input'), { type: 'file' }).files, 'video': document.createElement('video'),
      };
      /** @type {Record<string, string>} */
      const told = {};
      for (const [name, input] of Object.entries(inputs)) {
        const { code, message, hint, attempts, retryable, maybeBilled } = await page.settle(() => generateImage('a pig', { baseURL: '/api', images: [new Blob([gif]), input] }));
        told[name] = code === 'invalid-image' && !attempts && !retryable && !maybeBilled ? `${message} — ${hint}` : code;
      }
      return told;
    }, `${server.origin.replace('127.0.0.1', 'localhost')}/closed`);
    assert.equal(posts().length, 0);
    const form = `must be a Blob, bytes, an address, an <img> or a canvas, got an object — ${FORM}`;
    assert.deepEqual(told, Object.fromEntries(Object.entries({
      'empty Blob': 'is empty — it has no bytes: check what it was made from', 'text': looksLike('text (61 20 63 61 74)'), 'SVG': looksLike('SVG (3c 73 76 67 2f 3e)'), 'HTML': looksLike('HTML (3c 21 64 6f 63 74 79 70 …)'),
      'cut GIF': looksLike('GIF (47 49 46 38 39 61 25 00 …)'), 'cut PNG': looksLike('PNG (89 50 4e 47)'), 'missing file': 'was answered with status 410 — check the address',
      'nowhere': `could not be fetched — ${ADDRESS}`, 'revoked blob:': 'could not be fetched — a blob: URL works until it is revoked, in the page that made it',
      'opaque Response': "is an opaque Response, which nobody can read — fetch it without `mode: 'no-cors'`",
      'read Response': 'is a Response whose body was read already — pass `response.clone()`, made before it was read',
      'another origin': `could not be fetched — ${ADDRESS}`, '<img> of another origin': FOREIGN, 'tainted canvas': FOREIGN, 'tainted bitmap': FOREIGN,
      'closed bitmap': 'cannot be drawn — it may be closed, detached or empty', 'canvas without pixels': 'has no pixels — give it a width and a height',
      '<img> without src': 'is an <img> without a picture — set its `src` first', 'broken <img>': 'is an <img> that could not be loaded — check its `src`',
      '<img> of a page': 'is an <img> that could not be loaded — check its `src`', 'detached bytes': `cannot be read — ${TAKEN}`, 'FileList': form, 'video': form,
    }).map(([name, said]) => [name, `\`images[1]\` ${said}`])));
  });

  test('an input is fetched by the page itself: not by the `fetch` option, without the key and `headers`', async () => {
    server.clear();
    const asked = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      /** @type {string[]} */
      const asked = [];
      const fetch = async (/** @type {Request} */ { url }) => {
        asked.push(new URL(url).pathname);
        return new Response('{}');
      };
      await page.settle(() => generateImage('a pig', { baseURL: '/x', apiKey: 'sk-1', auth: 'bearer+query', headers: { 'x-one': '1' }, fetch, images: '/tests/fixtures/plain.png?size=1' }));
      return asked;
    });
    assert.deepEqual(asked, ['/x/v1beta/models/gemini-2.5-flash-image:generateContent']);
    const [{ path, headers }] = server.requests.filter(({ path }) => path.includes('plain.png'));
    assert.equal(path, '/tests/fixtures/plain.png?size=1');
    assert.deepEqual([headers.get('authorization'), headers.get('x-one')], [null, null]);
  });

  test('abort and timeout end the wait for an input, and its request', async () => {
    server.clear();
    const stalled = (/** @type {string} */ what) => server.request(({ path }) => path === `/stall/${what}`);
    server.handle('/stall', ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', reject)));
    server.handle('/stalled', ({ url }) => stalled(url.split('/').at(-1) ?? '').then(() => new Response()));
    const [aborted, late] = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const controller = new AbortController();
      const call = (/** @type {any} */ options) => page.settle(() => generateImage('a pig', { baseURL: '/api', ...options }));
      const aborted = call({ signal: controller.signal, images: ['/tests/fixtures/plain.png', '/stall/abort'] });
      await fetch('/stalled/abort');
      controller.abort('enough');
      const clock = page.hold(50);
      const late = call({ timeout: 50, images: ['/stall/timeout', '/tests/fixtures/plain.png'] });
      await fetch('/stalled/timeout');
      clock.over();
      clock.release();
      return [await aborted, await late];
    });
    assert.deepEqual([aborted.code, aborted.thrown], ['thrown', 'enough']);
    assert.deepEqual([late.code, late.message, late.hint, late.maybeBilled, late.attempts],
      ['timeout', '`images[0]` was not read within 50 ms', 'a larger `timeout` may help', false, 0]);
    for (const what of ['abort', 'timeout']) assert.equal(await (await stalled(what)).closed, 'aborted');
    assert.equal(posts().length, 0);
  });

  test('abort and timeout in the middle of a picture end the reading of it', async () => {
    server.clear();
    const told = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const { watchReads } = await import(String('/tests/package/images.js'));
      const file = new Blob([await (await fetch('/tests/fixtures/plain.png')).arrayBuffer(), new Uint8Array(2 ** 21)]);
      const told = [];
      for (const ending of ['abort', 'timeout']) {
        const [controller, asked] = [new AbortController(), page.deferred()];
        const clock = ending === 'timeout' ? page.hold(50) : undefined;
        const watched = watchReads(async (/** @type {any} */ reader, /** @type {any} */ view, /** @type {number} */ count) => {
          if (count < 2) return reader.read(view);
          asked.resolve();
          return new Promise(() => {});
        });
        const call = page.settle(() => generateImage('a pig', { baseURL: '/api', images: file, signal: controller.signal, timeout: clock ? 50 : undefined }));
        await asked.promise;
        if (clock) { clock.over(); clock.release(); } else controller.abort('enough');
        const { code, thrown, message } = await call;
        watched.end();
        told.push([code, code === 'thrown' ? thrown : message, watched.told.reads, watched.told.cancelled]);
      }
      return told;
    });
    assert.deepEqual(told, [['thrown', 'enough', 2, 1], ['timeout', '`images[0]` was not read within 50 ms', 2, 1]]);
    assert.equal(posts().length, 0);
  });

  test('a file that is changed or gone when a part of it was read cannot be read', async () => {
    server.clear();
    const folder = await mkdtemp(join(tmpdir(), 'wasmagine-'));
    const path = join(folder, 'picture.png');
    const whole = Buffer.concat([await fixture('plain.png'), Buffer.alloc(40 * 2 ** 20)]);
    const changes = { cut: () => truncate(path, 2 ** 20), gone: () => rm(path), overwritten: () => writeFile(path, whole) };
    server.handle('/change', async ({ url }) => {
      await changes[/** @type {keyof typeof changes} */ (url.split('/').at(-1))]();
      return new Response();
    });
    // Firefox goes on with whatever stands in the file now.
    const causes = browser.name === 'firefox' ? { gone: 'AbortError' } : { gone: 'NotFoundError', cut: 'NotReadableError', overwritten: 'NotReadableError' };
    for (const [what, cause] of Object.entries(causes)) {
      await writeFile(path, whole);
      await browser.page(() => void document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'file' })));
      await browser.driver.findElement(By.id('file')).sendKeys(path);
      const told = await browser.page(async (page, what) => {
        const { generateImage } = await page.entry('index');
        const { watchReads } = await import(String('/tests/package/images.js'));
        const input = /** @type {HTMLInputElement} */ (document.querySelector('#file'));
        const watched = watchReads(async (/** @type {any} */ reader, /** @type {any} */ view, /** @type {number} */ count) => {
          if (count === 2) await fetch(`/change/${what}`);
          return reader.read(view);
        });
        const outcome = await generateImage('a pig', { baseURL: '/api', images: input.files?.[0] }).catch((/** @type {any} */ error) => error);
        watched.end();
        input.remove();
        return [outcome.code, outcome.message, outcome.hint, outcome.cause?.name];
      }, what);
      assert.deepEqual(told, ['invalid-image', '`images[0]` cannot be read', TAKEN, cause], what);
    }
    await rm(folder, { recursive: true });
    assert.equal(posts().length, 0);
  });
});

const { generateImage } = await entry('inline');

/** How a call in Node ends, and what it sent. @param {any} images @param {any} [options] */
async function call(images, options) {
  /** @type {Request[]} */
  const sent = [];
  const fetch = async (/** @type {Request} */ request) => {
    sent.push(request);
    return new Response('{}');
  };
  const { code, message, hint } = await settle(() => generateImage('a pig', { baseURL: 'https://gateway.example', fetch, images, ...options }));
  return { code, said: `${message} — ${hint}`, sent };
}

test('Node sends what has bytes, and says that it cannot the rest', async () => {
  const png = await fixture('plain.png');
  const shared = new Uint8Array(new SharedArrayBuffer(png.length));
  shared.set(png);
  const { sent } = await call([png, new Blob([png]), new Response(png), `data:image/png;base64,${png.toString('base64')}`, shared, shared.buffer]);
  const [, ...parts] = JSON.parse(await sent[0].text()).contents[0].parts;
  assert.deepEqual(parts, Array(6).fill({ inlineData: { mimeType: 'image/png', data: png.toString('base64') } }));
  const cases = /** @type {[any, string][]} */ ([
    [await fixture('89a.gif'), looksLike('GIF (47 49 46 38 39 61 25 00 …)')],
    ['/cat.png', `could not be fetched — ${ADDRESS}`],
    [png.toString('base64'), "is bare base64 — put what it is in front: `'data:image/png;base64,' + text`"],
    ['data:image/png', 'is a data: URL without a comma — copy it again, to its end'],
    ['data:;base64,iVBOR§', 'is a data: URL that holds no base64 — copy it again, to its end'],
    [new Proxy(new Blob(), { get() { throw new Error('no'); } }), `cannot be read — ${TAKEN}`],
    [new Response('', { status: 404 }), 'was answered with status 404 — check the address'],
  ]);
  for (const [input, said] of cases) {
    const outcome = await call(input);
    assert.deepEqual(outcome, { code: 'invalid-image', said: `\`images[0]\` ${said}`, sent: [] });
  }
});

test('more than a model takes are refused before any is read; of 2.5 it is a warning, of unknown models nothing', async () => {
  let read = 0;
  const unread = () => new Response(new ReadableStream({ pull() { read++; } }, { highWaterMark: 0 }));
  for (const model of ['gemini-3-pro-image', 'gemini-3.1-flash-lite-image', 'gemini-nano-banana-2.1']) {
    const { code, said, sent } = await call(Array.from({ length: 15 }, unread), { model });
    assert.deepEqual([code, said, sent.length, read],
      ['invalid-image', `\`images[14]\` is one too many: ${model} takes 14 at most — leave some out, or put several into one picture`, 0, 0]);
  }
  const png = await fixture('plain.png');
  for (const [model, most] of /** @type {[string, number][]} */ ([['gemini-3-pro-image', 14], ['any', 20], ['gemini-2.5-flash-image', 20]])) {
    assert.equal((await call(Array(most).fill(png), { model })).code, 'no-image', model);
  }
  const strict = await call(Array(4).fill(png), { strict: true });
  assert.deepEqual([strict.code, strict.said, strict.sent.length], ['invalid-option',
    'gemini-2.5-flash-image works best with up to 3 `images`, got 4 — leave `strict` out to try all the same, or choose another `model`', 0]);
  assert.equal((await call(Array(3).fill(png), { strict: true })).code, 'no-image');
});

test("a body over 100 MB is not sent to Google's host; elsewhere the server decides", async () => {
  const png = await fixture('plain.png');
  const large = (/** @type {number} */ size) => new Blob([png, new Uint8Array(size - png.length)]);
  const google = { baseURL: 'google', apiKey: 'sk-1' };
  const over = await call(large(76 * 2 ** 20), google);
  assert.deepEqual(over, {
    code: 'payload-too-large', sent: [],
    said: 'the request is 101.4 MB, and Google takes 100 MB — send fewer or smaller `images`: as base64 they are a third larger than their files',
  });
  // Just under it, and just over.
  const rest = JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'a pig' }, { inlineData: { mimeType: 'image/png', data: '' } }] }], generationConfig: { responseModalities: ['TEXT', 'IMAGE'] } }).length;
  const most = Math.floor((100 * 2 ** 20 - rest) / 4) * 3;
  assert.equal((await call(large(most), google)).sent.length, 1);
  assert.match((await call(large(most + 3), google)).said, /^the request is 100\.1 MB/);
  assert.equal((await call(large(76 * 2 ** 20))).sent.length, 1);
});
