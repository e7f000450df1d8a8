// @ts-check
// Runs every example of README.md, of docs/ in both languages and of the declarations as it stands, in a page whose fetch answers API calls from the sandbox.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { run, withBrowser } from '../harness/browsers.mjs';
import { startServer } from '../harness/server.mjs';
import { installed } from '../../scripts/examples.mjs';
import { asModule, examples, inLanguage, pages, translated, translations } from './examples.mjs';

const scripts = inLanguage('js');
const [plainPage] = inLanguage('html').filter(({ code }) => code.startsWith('<!doctype'));
const [component] = inLanguage('tsx');
const policy = examples.find(({ code }) => code.startsWith('default-src'))?.code.trim() ?? '';
const dist = new URL('../../dist/', import.meta.url).pathname;

const entries = { wasmagine: 'index', 'wasmagine/slim': 'slim', 'wasmagine/inline': 'inline', 'wasmagine/sandbox': 'sandbox' };
const imports = Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, `/wasmagine/${file}.js`]));
/** What the examples take for granted: a bundler's names, and some elements. */
const stage = `<!doctype html><meta charset="utf-8"><script type="importmap">${JSON.stringify({ imports })}</script><link rel="icon" href="data:,">
<img id="img"><button id="button"></button><canvas id="canvas"></canvas><output></output>`;
const html = (/** @type {string} */ body, headers = {}) => new Response(body, { headers: { 'content-type': 'text/html', ...headers } });
const script = (/** @type {string} */ body) => new Response(body, { headers: { 'content-type': 'text/javascript' } });

/** Runs in the page. @param {string} module @param {string} [fault] of the sandbox that answers */
async function perform(module, fault) {
  const load = (/** @type {string} */ path) => import(path);
  const { sandbox } = await load('/wasmagine/sandbox.js');
  const { fetch } = globalThis;
  const handle = sandbox({ fault });
  /** @type {{ url: string, method: string, headers: object, body: any }[]} */
  const requests = [];
  /** @type {string[][]} */
  const lines = [];
  /** @type {string[]} */
  const logged = [];
  Object.assign(globalThis, {
    apiKey: 'a-key',
    fetch: async (/** @type {any} */ input, /** @type {any} */ init) => {
      const request = new Request(input, init);
      const { url, method } = request;
      if (!/\/v1beta\/models(\/|$)/.test(url)) return fetch(request);
      if (method === 'POST') requests.push({ url, method, headers: Object.fromEntries(request.headers), body: await request.clone().json() });
      return handle(request);
    },
    said: (/** @type {string} */ comment, /** @type {any[]} */ ...what) => lines.push([comment, what.map(String).join(' ')]),
  });
  console.log = (...what) => logged.push(what.map(String).join(' '));
  await load(module);
  const img = /** @type {HTMLImageElement} */ (document.querySelector('img'));
  if (img.src) await img.decode();
  const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('canvas'));
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
  return { requests, lines, logged, src: img.src, width: img.naturalWidth, painted: pixels?.some(Boolean) };
}

/** What an option's example changes in the request. @type {Record<string, [(request: any) => any, any] | undefined>} */
const wire = {
  'src/types.d.ts: system': [({ body }) => body.systemInstruction.parts, [{ text: 'Draw in flat colours. Do not ask questions.' }]],
  'src/types.d.ts: baseURL': [({ url }) => new URL(url).pathname, '/api/images/v1beta/models/gemini-2.5-flash-image:generateContent'],
  'src/types.d.ts: ImageInput': [({ body }) => body.contents[0].parts.slice(1).map((/** @type {any} */ { inlineData }) => inlineData.mimeType), ['image/jpeg', 'image/webp', 'image/png']],
  'src/types.d.ts: safetySettings': [({ body }) => body.safetySettings[0].threshold, 'BLOCK_ONLY_HIGH'],
  'src/types.d.ts: thinking': [({ body }) => body.generationConfig.thinkingConfig, { thinkingLevel: 'HIGH', includeThoughts: true }],
  'src/types.d.ts: model': [({ url }) => new URL(url).pathname, '/v1beta/models/gemini-3-pro-image:generateContent'],
  'src/types.d.ts: aspectRatio': [({ body }) => body.generationConfig.imageConfig, { aspectRatio: '16:9' }],
  'src/types.d.ts: size': [({ body }) => body.generationConfig.imageConfig, { imageSize: '512' }],
  'src/types.d.ts: seed': [({ body }) => body.generationConfig.seed, 7],
  'src/types.d.ts: temperature': [({ body }) => body.generationConfig.temperature, 0.4],
  'src/types.d.ts: topP': [({ body }) => body.generationConfig.topP, 0.9],
  'src/types.d.ts: topK': [({ body }) => body.generationConfig.topK, 40],
  'src/types.d.ts: responseModalities': [({ body }) => body.generationConfig.responseModalities, ['IMAGE']],
  'src/types.d.ts: search': [({ body }) => body.tools.length, 1],
  'src/types.d.ts: extraBody': [({ body }) => body.generationConfig.maxOutputTokens, 4096],
};

/** What goes along in place of the usual key. @type {Record<string, Record<string, string> | undefined>} */
const own = { 'src/types.d.ts: auth': { 'x-goog-api-key': 'a-key' }, 'src/types.d.ts: headers': { 'x-team': 'boats' } };

test('there are as many examples as one sees', () => {
  const count = (/** @type {string} */ file) => scripts.filter(example => example.file === file).length;
  assert.ok(count('README.md') >= 5 && pages.reduce((sum, file) => sum + count(file), 0) >= 20 && count('src/types.d.ts') >= 15 && count('js/entry.d.ts') >= 6 && count('js/sandbox.d.ts') >= 1, String(scripts.map(s => s.name)));
  assert.ok(plainPage && policy && component);
  const names = scripts.map(({ name }) => name);
  for (const name of Object.keys({ ...wire, ...own })) assert.ok(names.includes(name), name);
});

test('a translation has the blocks of its original, in their order and languages', () => {
  assert.ok(translations.length);
  for (const page of translations) {
    const { original, all } = translated(page);
    assert.deepEqual(all.map(({ language }) => language), original.map(({ language }) => language), page);
  }
});

describe('in Chromium', () => {
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let server;
  /** @type {import('../harness/browsers.mjs').Driver} */
  let driver;
  let end = () => {};
  /** @type {Promise<void>} */
  let ended;
  before(async () => {
    server = await startServer({ static: { '/assets/': dist } });
    server.handle('/example', ({ url }) => {
      const { pathname } = new URL(url);
      const number = /^\/example\/(\d+)\.js$/.exec(pathname)?.[1];
      return number ? script(asModule(scripts[Number(number)])) : html(stage);
    });
    server.handle('/page', () => html(plainPage.code.replaceAll("'./wasmagine/", "'/wasmagine/")));
    server.handle('/policy', ({ url }) => html('<!doctype html><img>', {
      'content-security-policy': new URL(url).search ? policy.replace(" 'wasm-unsafe-eval'", '') : policy,
    }));
    const { outputFiles: [bundle] } = await build({
      stdin: {
        contents: `import { StrictMode } from 'react'; import { flushSync } from 'react-dom'; import { createRoot } from 'react-dom/client'; import App from 'the-app';
// At once, with its effects: StrictMode's second mount would end a call that a script asks for between the two.
flushSync(() => createRoot(document.getElementById('root')).render(<StrictMode><App /></StrictMode>));`, loader: 'tsx', resolveDir: dist,
      },
      bundle: true, write: false, format: 'esm', jsx: 'automatic', logLevel: 'error', define: { 'process.env.NODE_ENV': '"development"' },
      external: ['wasmagine'], nodePaths: [join(await installed(), 'node_modules')],
      plugins: [{
        name: 'the app',
        setup({ onLoad, onResolve }) {
          onResolve({ filter: /^the-app$/ }, ({ path }) => ({ path, namespace: 'app' }));
          onLoad({ filter: /./, namespace: 'app' }, () => ({ contents: component.code, loader: 'tsx', resolveDir: dist }));
        },
      }],
    });
    server.handle('/react.js', () => script(bundle.text));
    server.handle('/react', () => html(`${stage}<div id="root"></div>`));
    server.handle('/short-lived-key', () => new Response('a-key'));
    for (const [path, name] of [['/photo.jpg', 'baseline.jpg'], ['/lamp.webp', 'lossy.webp']]) {
      server.handle(path, async () => new Response(await readFile(new URL(`../fixtures/${name}`, import.meta.url))));
    }
    await new Promise((resolve, reject) => {
      ended = withBrowser('chromium', opened => new Promise(close => {
        [driver, end] = [opened, () => close(undefined)];
        resolve(undefined);
      }));
      ended.catch(reject);
    });
  });
  after(async () => {
    end();
    await ended;
    await server.close();
  });

  /** @param {number} at */
  const outcome = async at => {
    await driver.get(`${server.origin}/example`);
    // A drawn picture takes a second; where nothing is said of its size, a ready-made one serves as well.
    const fault = scripts[at].code.includes('width') ? undefined : 'big-16KiB';
    return run(driver, perform, `/example/${at}.js`, fault);
  };

  scripts.forEach((example, at) => {
    const { code, name } = example;
    test(name, async () => {
      const { requests, lines, logged, src, width, painted } = await outcome(at);
      for (const [comment, value] of lines) assert.equal(value, comment);
      const prompts = [...code.matchAll(/(?:(?:generate|stream)Image|\.send)\((?:\{ prompt: )?'([^']+)'/g)].map(([, prompt]) => prompt);
      const times = Number(/\bn: (\d+)/.exec(code)?.[1] ?? 1);
      const sent = /sandbox\(|'AIza|strict: true/.test(code) ? [] : prompts.flatMap(prompt => Array(times).fill(prompt));
      if (sent.length) assert.deepEqual(requests.map(({ body }) => body.contents.at(-1).parts[0].text), sent);
      else assert.ok(lines.length || logged.length || src || code.includes('init()'), 'it shows something');
      if (/\.src = /.test(code)) assert.ok(src.startsWith('blob:') && width > 0, `${src} is ${width} wide`);
      if (/drawImage/.test(code)) assert.ok(painted);
      for (const { headers } of requests) {
        const google = /baseURL: 'google'|googleapis/.test(code);
        const usual = code.includes('/api/images') ? {} : google ? { 'x-goog-api-key': 'a-key' } : { authorization: 'Bearer a-key' };
        assert.deepEqual(headers, { 'content-type': 'application/json', ...(own[name] ?? usual) });
      }
      const [read, value] = wire[name] ?? [];
      if (read) assert.deepEqual(read(requests[0]), value);
    });
  });

  test('the first example and the one in plain fetch send the same request', async () => {
    const plain = scripts.findIndex(({ code }) => code.startsWith('const response = await fetch('));
    const [ours, theirs] = [await outcome(0), await outcome(plain)];
    assert.equal(ours.requests.length, 1);
    assert.deepEqual(ours.requests, theirs.requests);
  });

  test('the React component draws, edits, tells what went wrong, and cancels', async () => {
    await driver.get(`${server.origin}/react`);
    const { first, second, told, cancelled } = await run(driver, async () => {
      const load = (/** @type {string} */ path) => import(path);
      const { sandbox } = await load('/wasmagine/sandbox.js');
      /** @type {any[]} */
      const bodies = [];
      let handle = sandbox({ fault: 'big-16KiB' });
      const { fetch } = globalThis;
      globalThis.fetch = async (/** @type {any} */ input, /** @type {any} */ init) => {
        const request = new Request(input, init);
        if (!request.url.startsWith('https://generativelanguage.googleapis.com/')) return fetch(request);
        bodies.push({ url: request.url, key: request.headers.get('x-goog-api-key'), parts: (await request.clone().json()).contents[0].parts.length });
        return handle(request);
      };
      await load('/react.js');
      /** @template T @param {() => T} look @returns {Promise<NonNullable<T>>} */
      const seen = look => new Promise(resolve => {
        const check = () => {
          const found = look();
          if (found) resolve(found);
          return Boolean(found);
        };
        if (check()) return;
        const observer = new MutationObserver(() => { if (check()) observer.disconnect(); });
        observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      });
      const image = () => /** @type {HTMLImageElement | null} */ (document.querySelector('#root img'));
      const status = () => document.querySelector('#root [role=status]')?.textContent ?? '';
      const form = await seen(() => document.querySelector('form'));
      const ask = (/** @type {string} */ prompt) => {
        for (const [name, value] of [['apiKey', 'a-key'], ['prompt', prompt]]) /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value = value;
        form.requestSubmit();
      };
      ask('a red boat');
      const { src } = await seen(image);
      await seen(() => status() === 'done');
      const first = { ...bodies[0], src, button: form.querySelector('button')?.textContent };
      ask('make it night');
      await seen(() => bodies.length === 2 && image()?.src !== src);
      await seen(() => status() === 'done');
      handle = sandbox({ fault: 'bad-key' });
      ask('make it day');
      await seen(() => status().includes('. '));
      const told = status();
      handle = sandbox({ latency: 60_000 });
      ask('make it dusk');
      await seen(() => status() === 'waiting');
      /** @type {HTMLButtonElement} */ (form.querySelectorAll('button')[1]).click();
      await seen(() => status() === 'cancelled');
      return { first, second: bodies[1], told, cancelled: true };
    });
    assert.match(first.src, /^blob:/);
    assert.deepEqual([first.key, first.parts, first.button, second.parts, cancelled], ['a-key', 1, 'Edit', 2, true]);
    assert.match(first.url, /^https:\/\/generativelanguage\.googleapis\.com\/v1beta\/models\/[\w.-]+:streamGenerateContent\?alt=sse$/);
    assert.match(told, /^[^.]*key[^.]*\. \w/);
  });

  test('the page without a bundler shows its picture', async () => {
    await driver.get(`${server.origin}/page`);
    const width = await run(driver, async () => {
      const img = /** @type {HTMLImageElement} */ (document.querySelector('img'));
      if (!img.src) await new Promise(resolve => new MutationObserver(resolve).observe(img, { attributeFilter: ['src'] }));
      await img.decode();
      return img.naturalWidth;
    });
    assert.equal(width, 1024);
  });

  /** A picture under a policy. */
  const underPolicy = () => run(driver, async () => {
    const load = (/** @type {string} */ path) => import(path);
    const { generateImage } = await load('/wasmagine/index.js');
    const img = /** @type {HTMLImageElement} */ (document.querySelector('img'));
    try {
      img.src = (await generateImage('a red boat', { baseURL: location.origin })).url;
    } catch (/** @type {any} */ error) {
      return { code: error.code, hint: error.hint };
    }
    await img.decode();
    return { width: img.naturalWidth };
  });

  test('the policy is enough', async () => {
    await driver.get(`${server.origin}/policy`);
    assert.deepEqual(await underPolicy(), { width: 1024 });
  });

  test('without wasm-unsafe-eval it is not, and the error says so', async () => {
    await driver.get(`${server.origin}/policy?without`);
    const { code, hint } = /** @type {any} */ (await underPolicy());
    assert.equal(code, 'wasm');
    assert.match(hint, /'wasm-unsafe-eval'/);
  });
});
