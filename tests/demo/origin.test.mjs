// @ts-check
// An origin is shared: pages beside this one, also this one in another folder, keep what they stored.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stamped } from '../../scripts/build/site.mjs';
import { files } from '../../scripts/static.mjs';
import { run } from '../harness/browsers.mjs';
import { stand, test } from './stand.mjs';

const demo = stand();
const root = new URL('../../', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'wasmagine-origin-'));
const copies = ['one', 'one/two'];
const version = async () => /VERSION = '(\w+)'/.exec((await stamped())['sw.js'])?.[1] ?? '';

/** Lays a copy out, as a version. @param {string} copy @param {string} [named] */
async function lay(copy, named) {
  for (const [name, text] of Object.entries(await stamped())) writeFileSync(join(folder, copy.replace('/', '-'), name), named ? text.replaceAll(await version(), named) : text);
}

before(async () => {
  for (const copy of copies) {
    cpSync(join(root, 'www'), join(folder, copy.replace('/', '-')), { recursive: true });
    cpSync(join(root, 'dist'), join(folder, copy.replace('/', '-'), 'wasmagine'), { recursive: true });
    await lay(copy);
  }
  const pages = files(Object.fromEntries(copies.map((copy) => [`/kept/${copy}/`, join(folder, copy.replace('/', '-'))])));
  demo.server.handle('/kept', (request) => pages(request));
});
after(() => rmSync(folder, { recursive: true }));

const caches = () => run(demo.driver, () => window.caches.keys());
/** Until the worker of this very folder has the page: one of the folder above, whose scope holds this one too, may have had it first. */
const controlled = () => demo.driver.wait(() => run(demo.driver, async () => {
  const { serviceWorker } = navigator;
  const registration = await serviceWorker.getRegistration(location.href);
  return registration?.scope === location.href && registration.active?.state === 'activated' && serviceWorker.controller === registration.active;
}).catch(() => false)); // the page reloads as the worker comes

/** A new version of a copy is laid out, offered, taken. @param {string} copy @param {string} named */
async function renew(copy, named) {
  await lay(copy, named);
  await demo.open(`/kept/${copy}/`);
  await run(demo.driver, () => navigator.serviceWorker.ready.then((registration) => registration.update()).then(() => undefined));
  await demo.page.until(() => document.getElementById('update'));
  await demo.page.click('#update button');
  await demo.driver.wait(async () => (await run(demo.driver, () => document.documentElement.dataset.version ?? '').catch(() => '')) === named);
  await demo.page.ready();
}

test('a worker that comes, and one that takes over, deletes what is its own and nothing else', async () => {
  await demo.driver.get(`${demo.server.origin}/blank`);
  const others = ['other app v1', 'workbox-precache-v2-http://127.0.0.1/', '0123456789ab', 'wasmagine', 'wasmagine /elsewhere/ 0123456789ab', ''];
  await run(demo.driver, async (others) => {
    for (const name of others) await (await window.caches.open(name)).put('/theirs.js', new Response(name));
    // As a version of this page named its own before it had a prefix; and the same of another folder.
    await (await window.caches.open('ba4e00000001')).put('/kept/one/wasmagine/wasmagine_bg.wasm', new Response('old'));
    await (await window.caches.open('ba4e00000002')).put('/elsewhere/wasmagine/wasmagine_bg.wasm', new Response('theirs'));
  }, others);
  const foreign = [...others, 'ba4e00000002'];
  const now = await version();
  for (const copy of copies) {
    await demo.open(`/kept/${copy}/`);
    await controlled();
  }
  const own = (/** @type {string} */ copy, /** @type {string} */ named) => `wasmagine /kept/${copy}/ ${named}`;
  assert.deepEqual((await caches()).sort(), [...foreign, own('one', now), own('one/two', now)].sort());
  await renew('one', 'newer0000001');
  assert.deepEqual((await caches()).sort(), [...foreign, own('one', 'newer0000001'), own('one/two', now)].sort());
  await renew('one/two', 'newer0000002');
  assert.deepEqual((await caches()).sort(), [...foreign, own('one', 'newer0000001'), own('one/two', 'newer0000002')].sort());
});

test('“Delete all” deletes the pictures of this page, and nothing of another', async () => {
  await demo.open();
  await run(demo.driver, () => new Promise((done, failed) => {
    localStorage.setItem('theirs', 'x');
    sessionStorage.setItem('theirs', 'x');
    const request = indexedDB.open('their gallery', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('pictures', { keyPath: 'id' }).put({ id: 1 });
    request.onerror = () => failed(request.error);
    request.onsuccess = () => {
      request.result.close();
      done(undefined);
    };
  }));
  const before = await caches();
  await demo.page.press('theme');
  await demo.page.press('language');
  await demo.page.press('language');
  await demo.page.make('a boat');
  await demo.page.ended('shown');
  await demo.page.kept(1);
  await demo.page.press('manage');
  await demo.page.until(() => document.querySelector('.panel'));
  await demo.page.click('.panel [data-t="clearAll"]');
  await demo.page.click('.panel .danger');
  await demo.page.gone('.panel');
  assert.deepEqual(await caches(), before);
  const left = await run(demo.driver, async () => ({
    names: (await indexedDB.databases()).map(({ name }) => name).sort(), theirs: [localStorage.theirs, sessionStorage.theirs],
    keys: Object.keys(localStorage).filter((name) => name !== 'theirs' && !name.startsWith('wasmagine ')),
    count: await new Promise((done) => {
      indexedDB.open('their gallery').onsuccess = ({ target }) => {
        const { result } = /** @type {any} */ (target);
        result.transaction('pictures').objectStore('pictures').count().onsuccess = (/** @type {any} */ { target }) => { result.close(); done(target.result); };
      };
    }),
  }));
  assert.deepEqual(left, { names: ['their gallery', 'wasmagine gallery'], theirs: ['x', 'x'], keys: [], count: 1 });
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
});
