// @ts-check
// What docs/guide/loading.md and worker.md say of a page's files, held in Chromium: which are asked for, and what a policy or a hash does to them.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { inBrowsers } from '../package/suite.mjs';
import { examples, read } from './examples.mjs';

const at = (/** @type {string} */ path) => new URL(`../../${path}`, import.meta.url);
const page = read('docs/guide/loading.md');
const html = (/** @type {string} */ head, headers = {}) => new Response(`<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${head}`, { headers: { 'content-type': 'text/html', ...headers } });

test('the table of files names each that a browser may load', async () => {
  const told = [...page.matchAll(/^\| `([\w-]+\.(?:js|wasm))` \|/gm)].map(([, name]) => name);
  // edge.js is for runtimes that are no browsers.
  const built = (await readdir(at('dist'))).filter(name => /\.(js|wasm)$/.test(name) && name !== 'edge.js');
  assert.deepEqual(told.sort(), built.sort());
});

test('hints in the table are those of the code', () => {
  const told = [...page.slice(page.indexOf('| `hint` begins with')).matchAll(/^\| `([^`]+)` \|/gm)].map(([, hint]) => hint);
  const code = ['load', 'later'].map(name => read(`js/${name}.js`)).join('');
  assert.equal(told.length, 6);
  for (const hint of told) assert.ok(code.includes(hint), hint);
});

inBrowsers(['chromium'], (browser, server) => {
  const draw = () => browser.page(async page => {
    const { generateImage } = await page.entry('index');
    return (await page.settle(() => generateImage('a boat', { baseURL: '/fault/big-4KiB' }))).code;
  });
  const asked = () => server.requests.map(({ path }) => path).filter(path => path.startsWith('/wasmagine/'));

  test('what is preloaded is loaded once', async () => {
    const links = examples.filter(({ file, language }) => file === 'docs/guide/loading.md' && language === 'html').map(({ code }) => code);
    assert.equal(links.length, 1);
    assert.match(links[0], /rel="preload"/);
    server.handle('/preloaded', () => html(links[0]));
    await browser.open('/blank');
    server.clear();
    await browser.open('/preloaded');
    await Promise.all(['index.js', 'wasmagine_bg.wasm'].map(name => server.request(({ path }) => path === `/wasmagine/${name}`)));
    assert.equal(await draw(), 'ok');
    assert.deepEqual(asked().sort(), ['/wasmagine/index.js', '/wasmagine/wasmagine_bg.wasm']);
  });

  test('the wasm is held to a hash where init() is given one', async () => {
    const hash = `sha384-${createHash('sha384').update(await readFile(at('dist/wasmagine_bg.wasm'))).digest('base64')}`;
    /** @param {string} integrity @returns {Promise<any>} */
    const held = async integrity => {
      await browser.open('/blank');
      return browser.page(async (page, integrity) => {
        const { init } = await page.entry('index');
        const { code, cause } = await page.settle(() => init(fetch('/wasmagine/wasmagine_bg.wasm', { integrity })));
        return [code, cause];
      }, integrity);
    };
    const [fine] = await held(hash);
    const [code, cause] = await held(`sha384-${hash.slice(7).replace(/./, first => (first === 'A' ? 'B' : 'A'))}`);
    assert.deepEqual([fine === 'wasm', code], [false, 'wasm']);
    assert.match(cause, /TypeError/);
  });

  test('a page that requires Trusted Types draws', async () => {
    server.handle('/trusted.js', () => new Response(`import { generateImage } from '/wasmagine/index.js'; import { sandbox } from '/wasmagine/sandbox.js';
      generateImage('a boat', { fetch: sandbox({ fault: 'big-4KiB' }) }).then(({ url }) => { document.title = url; }, error => { document.title = 'failed: ' + error.message; });`, { headers: { 'content-type': 'text/javascript' } }));
    server.handle('/trusted', () => html('<script type="module" src="/trusted.js"></script>', { 'content-security-policy': "require-trusted-types-for 'script'; trusted-types" }));
    await browser.open('/trusted');
    await browser.driver.wait(async () => Boolean(await browser.driver.getTitle()));
    assert.match(await browser.driver.getTitle(), /^blob:/);
  });

  test("a worker goes by its own file's policy, not by the page's", async () => {
    const worker = `import { generateImage } from '/wasmagine/index.js';
      generateImage('a boat', { baseURL: '/fault/big-4KiB' }).then(({ blob }) => postMessage(blob.size), error => postMessage(error.hint));`;
    const script = { 'content-type': 'text/javascript' };
    server.handle('/free.js', () => new Response(worker, { headers: script }));
    server.handle('/bound.js', () => new Response(worker, { headers: { ...script, 'content-security-policy': "script-src 'self'" } }));
    const start = `for (const [at, name] of ['/free.js', '/bound.js'].entries()) new Worker(name, { type: 'module' }).onmessage = ({ data }) => { document.body.append(Object.assign(document.createElement('p'), { id: name.slice(1, -3), textContent: data })); };`;
    server.handle('/start.js', () => new Response(start, { headers: script }));
    server.handle('/strict', () => html('<body><script type="module" src="/start.js"></script>', { 'content-security-policy': "default-src 'none'; script-src 'self'; worker-src 'self'" }));
    await browser.open('/strict');
    await browser.driver.wait(async () => (await browser.driver.findElements({ css: 'p' })).length === 2);
    const text = async (/** @type {string} */ id) => browser.driver.findElement({ id }).getText();
    assert.equal(await text('free'), '4096');
    assert.match(await text('bound'), /'wasm-unsafe-eval'/);
  });
});
