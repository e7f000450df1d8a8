// @ts-check
// Pictures on their way in: what arrives at the server for each form of `images`. What cannot go in is images-refused.test.mjs's.
import { before, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
// @ts-ignore: it has no types
import { PNG } from 'pngjs';
import { inBrowsers } from './suite.mjs';
import { drawings, elements, forms, HEIGHT, pixels, WIDTH } from './images.js';

const MiB = 2 ** 20;
const sha256 = (/** @type {Uint8Array} */ bytes) => createHash('sha256').update(bytes).digest('hex');
const fixture = (/** @type {string} */ name) => readFile(new URL(`../fixtures/${name}`, import.meta.url));

/** The parts of the user's content in a body. @param {string} text */
const partsOf = text => JSON.parse(text).contents[0].parts;
/** Its pictures, in order. @param {string} text @returns {{ mimeType: string, bytes: Buffer }[]} */
const picturesOf = text => partsOf(text).slice(1).map((/** @type {any} */ { inlineData: { mimeType, data, ...rest }, ...more }) => {
  assert.deepEqual([rest, more], [{}, {}]);
  return { mimeType, bytes: Buffer.from(data, 'base64') };
});

/** Sent as they are. */
const files = { 'plain.png': 'image/png', 'baseline.jpg': 'image/jpeg', 'alpha.webp': 'image/webp', 'picture.heic': 'image/heic' };

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  const posts = () => server.requests.filter(({ method }) => method === 'POST');
  const other = () => server.origin.replace('127.0.0.1', 'localhost');
  before(async () => {
    const empty = () => new Response('{}');
    const from = async (/** @type {Request} */ request) => new Response(await readFile(new URL(`../..${new URL(request.url).pathname.replace('/open/', '/')}`, import.meta.url)));
    server.handle('/api', empty);
    server.handle('/open', async request => {
      const response = await from(request);
      response.headers.set('access-control-allow-origin', '*');
      return response;
    });
  });

  for (const [name, type] of Object.entries(files)) {
    test(`${name}, in each of ${Object.keys({ ...forms, ...elements }).length} forms, arrives as it is and in order`, async () => {
      server.clear();
      const code = await browser.page(async (page, path, origin) => {
        const { generateImage } = await page.entry('index');
        const { elements, forms, hold } = await import(`/tests/package/${'images.js'}`);
        const held = await hold(path, origin);
        const images = await Promise.all(Object.values({ ...forms, ...elements }).map(make => make(held)));
        const { code, message } = await page.settle(() => generateImage('a pig', { baseURL: '/api', model: 'any', images }));
        return code === 'no-image' ? code : message;
      }, `/tests/fixtures/${name}`, other());
      assert.equal(code, 'no-image');
      const [{ text, headers }, ...more] = posts();
      assert.equal(more.length, 0);
      assert.equal(headers.get('content-length'), String(Buffer.byteLength(text)));
      assert.deepEqual(partsOf(text)[0], { text: 'a pig' });
      const expected = sha256(await fixture(name));
      const told = picturesOf(text).map(({ mimeType, bytes }) => `${mimeType} ${sha256(bytes)}`);
      assert.deepEqual(told, Object.keys({ ...forms, ...elements }).map(() => `${type} ${expected}`));
    });
  }

  test('a list of files, and whatever else can be iterated, goes picture by picture as it was at the call', async () => {
    server.clear();
    await browser.page(async page => {
      const { createClient, createSession, generateImage } = await page.entry('index');
      const files = await Promise.all(['plain.png', 'baseline.jpg'].map(async name => new File([await (await fetch(`/tests/fixtures/${name}`)).blob()], name)));
      const input = document.createElement('input');
      input.type = 'file';
      input.multiple = true;
      const transfer = new DataTransfer();
      for (const file of files) transfer.items.add(file);
      input.files = transfer.files;
      const set = new Set(files);
      const options = { baseURL: '/api', model: 'any' };
      const calls = [
        generateImage('a pig', { ...options, images: input.files }), generateImage('a pig', { ...options, images: set }),
        generateImage('a pig', { ...options, images: (function* () { yield* files; })() }), generateImage('a pig', { ...options, images: new Map(files.map((file, at) => [at, file])).values() }),
        createClient({ ...options, images: input.files }).generateImage('a pig'), createSession(options).send('a pig', { images: input.files }),
      ];
      transfer.items.clear();
      set.clear();
      for (const call of calls) await page.settle(() => call);
    });
    const expected = await Promise.all([fixture('plain.png'), fixture('baseline.jpg')]);
    assert.deepEqual(posts().map(({ text }) => picturesOf(text).map(({ bytes }) => sha256(bytes))), Array(6).fill(expected.map(sha256)));
  });

  test('pixels without bytes arrive as PNG, as they were when the call was made', async () => {
    server.clear();
    await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const { drawings } = await import(`/tests/package/${'images.js'}`);
      const images = await Promise.all(Object.values(drawings).map(make => make()));
      const bytes = new Uint8Array(await (await fetch('/tests/fixtures/plain.png')).arrayBuffer());
      images.push(bytes);
      const call = page.settle(() => generateImage('a pig', { baseURL: '/api', model: 'any', images }));
      for (const image of images) {
        image.close?.();
        if (image.data) image.data.fill(0);
        else if (image.getContext) image.getContext('2d').clearRect(0, 0, 99, 99);
      }
      bytes.fill(0);
      images.length = 0;
      await call;
    });
    const pictures = picturesOf(posts()[0].text);
    assert.equal(sha256(pictures.pop()?.bytes ?? Buffer.of()), sha256(await fixture('plain.png')));
    assert.equal(pictures.length, Object.keys(drawings).length);
    pictures.forEach(({ mimeType, bytes }, at) => {
      const { width, height, data } = PNG.sync.read(bytes);
      assert.deepEqual([mimeType, width, height], ['image/png', WIDTH, HEIGHT]);
      assert.deepEqual([...data], [...pixels()], Object.keys(drawings)[at]);
    });
  });

  test('what the API does not take and the browser can show arrives as PNG', async () => {
    server.clear();
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20" fill="#12c"/></svg>`;
    server.handle('/drawing.svg', () => new Response(svg, { headers: { 'content-type': 'image/svg+xml' } }));
    const { code, message } = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const { draw } = await import(`/tests/package/${'images.js'}`);
      // BMP: 2 × 1 pixels, red and green, 24 bits.
      const bmp = new Uint8Array(62);
      bmp.set([0x42, 0x4d, 62]);
      for (const [at, value] of [[10, 54], [14, 40], [18, 2], [22, 1], [26, 1], [28, 24]]) bmp[at] = value;
      bmp.set([0, 0, 255, 0, 255, 0], 54);
      const revoked = Object.assign(new Image(), { src: URL.createObjectURL(await draw(new OffscreenCanvas(1, 1)).convertToBlob({ type: 'image/jpeg' })) });
      await revoked.decode();
      URL.revokeObjectURL(revoked.src);
      const images = ['/tests/fixtures/89a.gif', '/tests/fixtures/plain.avif', bmp, Object.assign(new Image(), { src: '/drawing.svg' }), revoked];
      return page.settle(() => generateImage('a pig', { baseURL: '/api', model: 'any', images }));
    });
    assert.equal(code, 'no-image', message);
    const pngs = picturesOf(posts()[0].text).map(({ mimeType, bytes }) => {
      assert.equal(mimeType, 'image/png');
      return PNG.sync.read(bytes);
    });
    assert.deepEqual(pngs.map(({ width, height }) => [width, height]), [[37, 21], [37, 21], [2, 1], [30, 20], [37, 21]]);
    assert.deepEqual([...pngs[2].data], [255, 0, 0, 255, 0, 255, 0, 255]);
    assert.deepEqual([...pngs[3].data.subarray(0, 4)], [0x11, 0x22, 0xcc, 255]);
  });

  test('a worker sends what it has', async () => {
    server.clear();
    server.handle('/worker.js', () => new Response(`
      import { generateImage } from '/wasmagine/index.js';
      import { draw } from '/tests/package/images.js';
      import { settle } from '/tests/package/page.js';
      const path = '/tests/fixtures/plain.png';
      const canvas = draw(new OffscreenCanvas(1, 1));
      const images = [canvas, await createImageBitmap(canvas), '/tests/fixtures/89a.gif', path, new URL(path, location.href), await fetch(path)];
      postMessage(await settle(() => generateImage('a pig', { baseURL: '/api', model: 'any', images })));
    `, { headers: { 'content-type': 'text/javascript' } }));
    const { code, message } = await browser.page(() => new Promise((resolve, reject) => {
      const worker = new Worker('/worker.js', { type: 'module' });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    }));
    assert.equal(code, 'no-image', message);
    const pictures = picturesOf(posts()[0].text);
    assert.deepEqual(pictures.map(({ mimeType }) => mimeType), Array(6).fill('image/png'));
    for (const { bytes } of pictures.slice(0, 2)) assert.deepEqual([...PNG.sync.read(bytes).data], [...pixels()]);
    assert.deepEqual(pictures.slice(3).map(({ bytes }) => sha256(bytes)), Array(3).fill(sha256(await fixture('plain.png'))));
  });

  test('a data: URL is decoded where the page may not fetch one', async () => {
    server.clear();
    const url = `data:image/png;base64,${(await fixture('plain.png')).toString('base64')}`;
    const policy = "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:";
    server.handle('/strict', () => new Response(`<!doctype html><link rel="icon" href="data:,"><img src="${url}">`, {
      headers: { 'content-type': 'text/html', 'content-security-policy': policy },
    }));
    await browser.open('/strict');
    const told = await browser.page(async (page, url) => {
      const { generateImage } = await page.entry('index');
      const fetched = await fetch(url).then(() => 'fetched', () => 'refused');
      const { code, message } = await page.settle(() => generateImage('a pig', { baseURL: '/api', images: [url, document.querySelector('img')] }));
      return [fetched, code === 'no-image' ? code : message];
    }, url);
    await browser.open();
    assert.deepEqual(told, ['refused', 'no-image']);
    assert.deepEqual(picturesOf(posts()[0].text).map(({ bytes }) => sha256(bytes)), Array(2).fill(sha256(await fixture('plain.png'))));
  });

  test('20 MiB go out as they are and leave wasm memory within a page of where a small picture left it', async () => {
    server.clear();
    const { before, small, big, hashes } = await browser.page(async page => {
      /** @type {WebAssembly.Instance[]} */
      const instances = [];
      const { instantiateStreaming } = WebAssembly;
      WebAssembly.instantiateStreaming = async (...args) => {
        const made = await instantiateStreaming.apply(WebAssembly, args);
        instances.push(made.instance);
        return made;
      };
      const { generateImage, init } = await import(`/wasmagine/${'index.js?memory'}`);
      await init();
      const size = () => /** @type {any} */ (instances[0]).exports.memory.buffer.byteLength;
      const head = (await (await fetch('/tests/fixtures/plain.png')).arrayBuffer()).slice(0, 33);
      const noise = crypto.getRandomValues(new Uint8Array(65536));
      // Of no length that three, or a slice, divides.
      const file = new Blob([head, ...Array(320).fill(noise), 'ab']);
      const call = (/** @type {any} */ images) => page.settle(() => generateImage('a pig', { baseURL: '/api', images }));
      const sizes = [size()];
      for (const images of [head, [file, await file.arrayBuffer()]]) {
        await call(images);
        sizes.push(size());
      }
      const [before, small, big] = sizes;
      return { before, small, big, hashes: [await page.sha256(file)] };
    });
    const [, { text }] = posts();
    assert.deepEqual(picturesOf(text).map(({ bytes }) => sha256(bytes)), [hashes[0], hashes[0]]);
    assert.ok(big - before <= MiB, `${before} → ${big} bytes`);
    assert.ok(big - small <= 65536, `${small} → ${big} bytes`);
  });

  test('a picture is read through one pipe but for its end; where there is none, or it breaks off, by slices', async () => {
    server.clear();
    const { hash, told } = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const { watchReads } = await import(String('/tests/package/images.js'));
      const head = (await (await fetch('/tests/fixtures/plain.png')).arrayBuffer()).slice(0, 33);
      // Three steps, the last a short one, and each of other bytes.
      const file = new Blob([head, ...Array.from({ length: 32 }, () => crypto.getRandomValues(new Uint8Array(65536))), 'ab']);
      /** @type {Record<string, (reader: any, view: Uint8Array, count: number) => any>} */
      const ways = {
        'as it is': (reader, view) => reader.read(view),
        'a few bytes at a time': (reader, view) => reader.read(view.subarray(0, 9999)),
        'no pipe': () => { throw new TypeError('not a byte stream'); },
        'fails': (reader, view, count) => (count > 1 ? Promise.reject(new TypeError('network error')) : reader.read(view)),
        'ends early': (reader, view, count) => (count > 1 ? { done: true, value: view.subarray(0, 0) } : reader.read(view)),
      };
      /** @type {any} */
      const told = {};
      for (const [name, read] of Object.entries(ways)) {
        const watched = watchReads(read);
        if (name === 'no pipe') Blob.prototype.stream = /** @type {any} */ (read);
        await page.settle(() => generateImage('a pig', { baseURL: '/api', images: file }));
        watched.end();
        told[name] = watched.told;
      }
      return { hash: await page.sha256(file), told };
    });
    assert.deepEqual(posts().flatMap(({ text }) => picturesOf(text)).map(({ bytes }) => sha256(bytes)), Array(5).fill(hash));
    // The first bytes, and the end of it; all, too, where there is no pipe.
    assert.deepEqual(Object.entries(told).map(([name, { slices, cancelled }]) => [name, slices > 2 ? 'more' : slices, cancelled]),
      [['as it is', 2, 1], ['a few bytes at a time', 2, 1], ['no pipe', 'more', 0], ['fails', 'more', 1], ['ends early', 'more', 1]]);
  });

  test('n requests and their retries share what was read once, before the first is sent', async () => {
    server.clear();
    let refused = false;
    // Which of the two a browser sends first is its own choice.
    server.handle('/busy', async request => {
      const again = refused || (await request.json()).generationConfig.seed !== 7;
      refused ||= !again;
      return new Response('{}', { status: again ? 200 : 503, headers: { 'retry-after': '0' } });
    });
    const phases = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      /** @type {string[]} */
      const phases = [];
      const onProgress = (/** @type {any} */ { phase, index }) => phases.push(`${index} ${phase}`);
      await page.settle(() => generateImage('a pig', { baseURL: '/busy', n: 2, seed: 7, images: '/tests/fixtures/plain.png?shared', onProgress }));
      return phases;
    });
    assert.equal(phases[0], '0 preparing');
    assert.equal(server.requests.filter(({ path }) => path.endsWith('?shared')).length, 1);
    assert.ok(server.requests.findIndex(({ path }) => path.endsWith('?shared')) < server.requests.indexOf(posts()[0]));
    const expected = sha256(await fixture('plain.png'));
    assert.deepEqual(posts().map(({ text }) => [JSON.parse(text).generationConfig.seed, ...picturesOf(text).map(({ bytes }) => sha256(bytes))]).sort(),
      [[7, expected], [7, expected], [8, expected]]);
  });

  test('only with pictures the body is no string: strings are what developer tools show', async () => {
    const kinds = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      /** @type {string[]} */
      const kinds = [];
      const { Request } = globalThis;
      globalThis.Request = class extends Request {
        constructor(/** @type {any} */ input, /** @type {any} */ init) {
          super(input, init);
          if (init?.body) kinds.push(Object.prototype.toString.call(init.body));
        }
      };
      for (const images of [undefined, '/tests/fixtures/plain.png']) await page.settle(() => generateImage('a pig', { baseURL: '/api', images }));
      globalThis.Request = Request;
      return kinds;
    });
    assert.deepEqual(kinds, ['[object String]', '[object Blob]']);
  });

  test("a picture that was made is edited by passing it back, as the sandbox's next picture shows", async () => {
    const [first, second, edits] = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const { sandbox } = await page.entry('sandbox');
      /** @type {any[]} */
      const edits = [];
      const handle = sandbox();
      const fetch = async (/** @type {Request} */ request) => {
        edits.push((await request.clone().json()).contents[0].parts.length);
        return handle(request);
      };
      const { image } = await generateImage('a red boat', { fetch, seed: 7, aspectRatio: '16:9' });
      const edited = await generateImage('make it night', { fetch, images: image });
      return [[image.width, image.height], [edited.image.width, edited.image.height], edits];
    });
    assert.deepEqual([first, second, edits], [[1344, 768], [1344, 768], [1, 2]], 'an edit keeps the shape');
  });
});
