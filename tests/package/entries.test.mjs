// @ts-check
// The entries in a browser: where each takes its wasm from, what it does when that fails, and under which policy of content.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { inBrowsers } from './suite.mjs';

const dist = (/** @type {string} */ name) => readFile(new URL(`../../dist/${name}`, import.meta.url));
const script = { headers: { 'content-type': 'text/javascript' } };

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  /** What one call through an entry comes to. @param {string} url @returns {Promise<any>} */
  const call = url => browser.page(async (page, url) => {
    const { generateImage } = await import(url);
    const { sandbox } = await import(String('/wasmagine/sandbox.js'));
    return page.settle(() => generateImage('a boat', { baseURL: '/', fetch: sandbox({ fault: 'big-4KiB' }) }));
  }, url);

  test('import does nothing: no request but the files, no global', async () => {
    for (const name of ['index', 'slim', 'inline', 'sandbox']) {
      await browser.open();
      server.clear();
      const globals = await browser.page(async (page, name) => {
        const before = new Set(Object.getOwnPropertyNames(globalThis));
        await page.entry(name);
        return Object.getOwnPropertyNames(globalThis).filter(each => !before.has(each));
      }, name);
      assert.deepEqual(globals, []);
      const asked = server.requests.map(({ path }) => path).filter(path => path !== '/tests/package/page.js' && !path.endsWith('.ico'));
      assert.deepEqual(asked, [`/wasmagine/${name}.js`, ...(name === 'inline' ? ['/wasmagine/wasm-inline.js'] : [])]);
    }
  });

  test('the default entry loads the wasm once, on the first of many calls', async () => {
    await browser.open();
    server.clear();
    const codes = await browser.page(async page => {
      const { generateImage, init } = await page.entry('index');
      const call = () => page.settle(() => generateImage('a boat', { baseURL: '/fault/big-4KiB' }));
      const codes = await Promise.all([call(), call(), init().then(() => call()), call()]);
      await init();
      return codes.map(({ code }) => code);
    });
    assert.deepEqual(codes, ['ok', 'ok', 'ok', 'ok']);
    assert.equal(server.requests.filter(({ path }) => path.endsWith('.wasm')).length, 1);
    assert.equal(server.requests.filter(({ path }) => path.endsWith('wasm-inline.js')).length, 0);
  });

  /** @type {Record<string, () => Response>} */
  const broken = {
    'missing': () => new Response('nothing here', { status: 404 }),
    'a page': () => new Response('<!doctype html><title>app</title>', { headers: { 'content-type': 'text/html' } }),
    'a page that says it is wasm': () => new Response('<!doctype html>', { headers: { 'content-type': 'application/wasm' } }),
    'empty': () => new Response('', { headers: { 'content-type': 'application/wasm' } }),
    'a failure': () => new Response('', { status: 500 }),
  };
  test('where the wasm is missing or something else, the inline copy serves', async () => {
    const [index, inline] = await Promise.all([dist('index.js'), dist('wasm-inline.js')]);
    for (const [at, [name, answer]] of Object.entries(broken).entries()) {
      server.handle(`/broken${at}/index.js`, () => new Response(index, script));
      server.handle(`/broken${at}/wasm-inline.js`, () => new Response(inline, script));
      server.handle(`/broken${at}/wasmagine_bg.wasm`, answer);
      assert.equal((await call(`/broken${at}/index.js`)).code, 'ok', name);
    }
  });

  test('where both are missing the error says what to do, and a later call tries again', async () => {
    const [index, wasm] = await Promise.all([dist('index.js'), dist('wasmagine_bg.wasm')]);
    let there = false;
    server.handle('/lost/index.js', () => new Response(index, script));
    server.handle('/lost/wasm-inline.js', () => new Response('', { status: 404 }));
    server.handle('/lost/wasmagine_bg.wasm', () => (there ? new Response(wasm, { headers: { 'content-type': 'application/wasm' } }) : new Response('', { status: 404 })));
    const outcome = await call('/lost/index.js');
    assert.deepEqual([outcome.code, outcome.message, outcome.hint, outcome.attempts], [
      'wasm', 'the wasm could not be loaded', 'serve wasmagine_bg.wasm beside the script, pass its place to init(), or import wasmagine/inline', 0,
    ]);
    assert.match(outcome.cause, /404/);
    there = true;
    assert.equal((await call('/lost/index.js')).code, 'ok');
  });

  test('slim waits for init(), and takes the wasm in every form', async () => {
    const slim = await dist('slim.js');
    server.handle('/copies', () => new Response(slim, script));
    const told = await browser.page(async page => {
      const url = '/wasmagine/wasmagine_bg.wasm';
      const bytes = await (await fetch(url)).arrayBuffer();
      /** @type {Record<string, () => any>} */
      const sources = {
        path: () => url, URL: () => new URL(url, location.href), request: () => new Request(url), response: () => fetch(url).then(response => response),
        promise: () => fetch(url), buffer: () => bytes, view: () => new Uint8Array(bytes), module: () => WebAssembly.compile(bytes), 'promise of bytes': async () => bytes,
      };
      /** @type {Record<string, any>} */
      const told = {};
      for (const [name, source] of Object.entries(sources)) {
        const { generateImage, init } = await import(`/copies/${encodeURIComponent(name)}`); // a copy each, uninitialised
        const call = () => page.settle(() => generateImage('a boat', { baseURL: '/fault/big-4KiB' }));
        const before = await call();
        const wrong = await page.settle(() => init('/nowhere.wasm'));
        const after = await page.settle(() => init(source()));
        const again = await page.settle(() => init(source()));
        told[name] = [before.code, before.message, before.hint, wrong.code, after.value, again.value, (await call()).code];
      }
      return told;
    });
    assert.equal(Object.keys(told).length, 9);
    for (const [name, [before, message, hint, wrong, after, again, called]] of Object.entries(told)) {
      assert.deepEqual([before, wrong, after, again, called], ['wasm', 'wasm', 'undefined', 'undefined', 'ok'], name);
      assert.deepEqual([message, hint], ['wasmagine/slim has no wasm yet', 'call `await init(source)` first, with the URL, the bytes or the module of wasmagine_bg.wasm'], name);
    }
  });

  /** A page under a policy, where WebDriver's own scripts may still run. @param {string} policy */
  const under = async policy => {
    server.handle('/strict', () => new Response('<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="/asked.js"></script>', {
      headers: { 'content-type': 'text/html', 'content-security-policy': policy },
    }));
    server.handle('/asked.js', () => new Response(`
      import { settle } from '/tests/package/page.js';
      import { sandbox } from '/wasmagine/sandbox.js';
      const tell = async name => {
        const { generateImage } = await import(\`/wasmagine/\${name}.js\`);
        const { code, message, hint, cause } = await settle(() => generateImage('a boat', { baseURL: '/', fetch: sandbox({ fault: 'big-4KiB' }) }));
        return { code, message, hint, cause };
      };
      document.title = JSON.stringify([await tell('index'), await tell('inline')]);
    `, script));
    await browser.open('/strict');
    await browser.driver.wait(async () => (await browser.driver.getTitle()).startsWith('['));
    return JSON.parse(await browser.driver.getTitle());
  };

  test("with connect-src 'none' the default entry and the inline one work", async () => {
    const told = await under("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'; img-src blob:");
    assert.deepEqual(told.map((/** @type {any} */ { code }) => code), ['ok', 'ok']);
  });

  test("without 'wasm-unsafe-eval' the error names it", async () => {
    const told = await under("default-src 'none'; script-src 'self'; connect-src 'self'; img-src blob:");
    for (const { code, message, hint } of told) {
      assert.deepEqual([code, message, hint], ['wasm', 'the wasm could not be loaded', "the page's Content-Security-Policy needs 'wasm-unsafe-eval' in its script-src; in Cloudflare Workers, pass init() a compiled WebAssembly.Module"]);
    }
  });
});
