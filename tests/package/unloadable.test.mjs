// @ts-check
// Why the wasm cannot be loaded, told apart: what came instead of it, and what the browser lacks. entries.test.mjs has the policies.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { run, withBrowser } from '../harness/browsers.mjs';
import { startServer } from '../harness/server.mjs';
import { inBrowsers } from './suite.mjs';

const other = 'what came is not the wasmagine_bg.wasm of this version, perhaps a page in its place: serve the file as it is';
const place = 'serve wasmagine_bg.wasm beside the script, pass its place to init(), or import wasmagine/inline';
const wasm = { 'content-type': 'application/wasm' };
const page = '<!doctype html><title>app</title>';
const start = [0, 97, 115, 109, 1, 0, 0, 0];
/** Imports a function that our script does not have, from where the wasm's own come. */
async function older() {
  const module = await WebAssembly.compile(await readFile(new URL('../../dist/wasmagine_bg.wasm', import.meta.url)));
  const from = [...new TextEncoder().encode(WebAssembly.Module.imports(module)[0].module)];
  return Uint8Array.of(...start, 1, 4, 1, 96, 0, 0, 2, from.length + 8, 1, from.length, ...from, 3, 111, 108, 100, 0, 0);
}

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  /** @type {Record<string, [answer: () => Response | Promise<Response>, hint: string]>} */
  const instead = {
    'a page': [() => new Response(page, { headers: { 'content-type': 'text/html' } }), other],
    'a page that says it is wasm': [() => new Response(page, { headers: wasm }), other],
    'nothing': [() => new Response('', { headers: wasm }), other],
    'half of it': [() => new Response(Uint8Array.of(...start, 1, 200, 1), { headers: wasm }), other],
    "another version's wasm": [async () => new Response(await older(), { headers: wasm }), other],
    'not found': [() => new Response('nothing here', { status: 404 }), place],
    'a failure': [() => new Response('', { status: 500 }), place],
  };

  test('slim says what came in place of the wasm, and takes the right one later', async () => {
    for (const [at, [name, [answer, hint]]] of Object.entries(instead).entries()) {
      server.handle(`/instead${at}.wasm`, answer);
      const [code, message, told, after] = await browser.page(async (page, url) => {
        const { init } = await page.entry('slim');
        const { code, message, hint } = await page.settle(() => init(url));
        return [code, message, hint, (await page.settle(() => init('/wasmagine/wasmagine_bg.wasm'))).value];
      }, `/instead${at}.wasm`);
      assert.deepEqual([code, message, told, after], ['wasm', 'the wasm could not be loaded', hint, 'undefined'], name);
      await browser.open();
    }
  });

  test('an ability that is loaded in need and is not there is named, and nothing else fails for it', async () => {
    for (const name of ['index.js', 'wasmagine_bg.wasm']) {
      const bytes = await readFile(new URL(`../../dist/${name}`, import.meta.url));
      const type = name.endsWith('.js') ? 'text/javascript' : 'application/wasm';
      server.handle(`/lacking/${name}`, () => new Response(bytes, { headers: { 'content-type': type } }));
    }
    for (const name of ['pictures', 'convert']) server.handle(`/lacking/${name}.js`, () => new Response('', { status: 404 }));
    const outcomes = await browser.page(async (page, origin) => {
      const { createClient, generateImage } = await import(`${origin}/lacking/index.js`);
      const at = (/** @type {string} */ fault) => `${origin}/fault/${fault}`;
      const calls = [
        () => generateImage('a boat', { baseURL: at('big-4KiB'), colour: 'red' }),
        () => generateImage('a boat', { baseURL: at('http-401') }),
        () => generateImage('a boat', { baseURL: at('prompt-blocked-safety') }),
        () => generateImage('a boat', { baseURL: at('big-4KiB'), images: new Uint8Array(9) }),
        () => generateImage('a boat', { baseURL: at('markdown-data') }),
        async () => (await generateImage('a boat', { baseURL: at('big-4KiB') })).image.convert({ type: 'image/png' }),
        () => createClient({ baseURL: at('big-4KiB') }).check(),
        () => generateImage('a boat', { baseURL: origin, fetch: () => Promise.reject(new TypeError('down')), maxRetries: 0 }),
        () => generateImage('a boat', { baseURL: at('big-4KiB') }),
      ];
      const outcomes = [];
      for (const call of calls) outcomes.push(await page.settle(call));
      return outcomes.map(({ code, message, hint, status }) => [code, code === 'ok' ? undefined : message, hint, status].filter(value => value !== undefined));
    }, server.origin);
    const missing = (/** @type {string} */ name) => ['wasm', `${name}.js could not be loaded`, 'serve it beside the script, or import wasmagine/inline, as service workers have to'];
    assert.deepEqual([outcomes[3], outcomes[5]], [missing('pictures'), missing('convert')]);
    assert.deepEqual(outcomes.filter((_, at) => ![3, 5].includes(at)).map(([code]) => code),
      ['invalid-option', 'invalid-api-key', 'prompt-blocked', 'ok', 'no result', 'network', 'ok']);
  });

  test('calls, those that fail too, ask for no file but the script and the wasm', async () => {
    await browser.open();
    server.clear();
    const codes = await browser.page(async page => {
      const { createClient, generateImage, streamImage } = await page.entry('index');
      const at = (/** @type {string} */ fault) => ({ baseURL: `/fault/${encodeURIComponent(fault)}`, maxRetries: 0 });
      const calls = [
        () => generateImage('a boat', at('big-4KiB')), () => generateImage('a boat', at('http-401')), () => generateImage('a boat', { ...at('big-4KiB'), colour: 'red' }),
        () => generateImage('a boat', at('markdown-data')), () => generateImage('a boat', at('text-only')), () => streamImage('a boat', at('cut-body')).result,
        () => createClient(at('big-4KiB')).check(),
      ];
      const codes = [];
      for (const call of calls) codes.push((await page.settle(call)).code);
      return codes;
    });
    assert.deepEqual(codes, ['ok', 'invalid-api-key', 'invalid-option', 'ok', 'no-image', 'network', 'no result']);
    const files = server.requests.map(({ path }) => path).filter(path => path.startsWith('/wasmagine/'));
    assert.deepEqual(files, ['/wasmagine/index.js', '/wasmagine/wasmagine_bg.wasm']);
  });

  test('where WebAssembly is switched off the error says so', async () => {
    await browser.open();
    for (const name of ['index', 'inline', 'slim']) {
      const { code, hint } = await browser.page(async (page, name) => {
        Reflect.deleteProperty(globalThis, 'WebAssembly');
        const { generateImage, init } = await page.entry(name);
        return page.settle(() => (name === 'slim' ? init('/wasmagine/wasmagine_bg.wasm') : generateImage('a boat', { baseURL: '/' })));
      }, name);
      assert.deepEqual([code, hint], ['wasm', 'WebAssembly is switched off here, as lockdown modes do: allow it for this page'], name);
    }
  });

  test('a service worker, which imports nothing later, draws and checks with every entry', async t => {
    const script = { headers: { 'content-type': 'text/javascript' } };
    server.handle('/served/nothing.js', () => new Response('export {};', script));
    server.handle('/served/probe.js', () => new Response("import '/served/nothing.js';", script));
    await browser.open();
    const imports = await browser.page(() => navigator.serviceWorker.register('/served/probe.js', { type: 'module' }).then(probe => probe.unregister(), () => false));
    if (!imports && browser.name === 'firefox') return t.skip('service workers of this browser import nothing, as in Firefox 140');
    server.handle('/served/worker.js', () => new Response(`
      import * as index from '/wasmagine/index.js';
      import * as inline from '/wasmagine/inline.js';
      import * as slim from '/wasmagine/slim.js';
      import { sandbox } from '/wasmagine/sandbox.js';
      const outcome = promise => promise.then(() => 'ok', ({ code, message, hint }) => [code, message, hint]);
      async function tell() {
        await slim.init('/wasmagine/wasmagine_bg.wasm');
        return Promise.all([index, inline, slim].map(async ({ createClient }) => {
          const client = createClient({ baseURL: '/', fetch: sandbox({ fault: 'big-4KiB' }) });
          return [await outcome(client.generateImage('a boat')), await outcome(client.check())];
        }));
      }
      onmessage = ({ ports }) => tell().then(told => ports[0].postMessage(told), error => ports[0].postMessage(String(error)));
    `, script));
    const told = await browser.page(async () => {
      const registration = await navigator.serviceWorker.register('/served/worker.js', { type: 'module' });
      const worker = /** @type {ServiceWorker} */ (registration.installing ?? registration.active);
      const { port1, port2 } = new MessageChannel();
      const answer = new Promise(resolve => { port1.onmessage = ({ data }) => resolve(data); });
      worker.postMessage('', [port2]);
      try {
        return await answer;
      } finally {
        await registration.unregister();
      }
    });
    assert.deepEqual(told, Array(3).fill(['ok', 'ok']));
  });
});

// V8 has SIMD for wasm only where the processor has SSE 4.1, and can be told that it has not.
test('without SIMD the error names the browsers that have it', async t => {
  const server = await startServer();
  try {
    await withBrowser('chromium', async driver => {
      await driver.get(`${server.origin}/blank`);
      const simd = await run(driver, () => WebAssembly.validate(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11)));
      if (simd) return t.skip('this processor has it in another way');
      const told = await run(driver, async () => {
        const { generateImage } = await import(String('/wasmagine/index.js'));
        return generateImage('a boat', { baseURL: '/fault/big-4KiB' }).then(String, (/** @type {any} */ { code, message, hint }) => [code, message, hint]);
      });
      assert.deepEqual(told, ['wasm', 'the wasm could not be loaded', 'this browser is too old: Chrome and Edge 98, Firefox 97 and Safari 16.4 are the first that will do']);
    }, ['--js-flags=--no-enable-sse4-1']);
  } finally {
    await server.close();
  }
});
