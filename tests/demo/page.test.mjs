// @ts-check
// The page itself: for screen readers and keyboards, from a small phone to a wide screen, in any folder of a host, within its policy.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Key } from 'selenium-webdriver';
import { violations as violationsOf } from '../harness/axe.mjs';
import { run } from '../harness/browsers.mjs';
import { stand, test } from './stand.mjs';

const demo = stand();

/** What axe finds fault with now, in light and in dark. @returns {Promise<string[]>} */
async function violations() {
  const found = [];
  for (const scheme of ['light', 'dark']) {
    await demo.page.chromium('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }, { name: 'prefers-reduced-motion', value: 'reduce' }] });
    found.push(...await violationsOf(demo.driver, scheme));
  }
  return found;
}

test('axe finds nothing in light and dark: empty, loading, error, gallery, large, editor, dialogs', async () => {
  await demo.fresh();
  /** @type {Record<string, string[]>} */
  const found = { empty: await violations() };
  await demo.page.click('#more summary');
  await demo.page.fault('stall-body');
  found.lab = await violations();
  await demo.page.make('a boat');
  await demo.page.until(() => document.querySelector('.draft'));
  found.loading = await violations();
  await demo.page.escape();
  await demo.page.ended('cancelled');
  found.cancelled = await violations();
  await demo.page.fault('http-403');
  await demo.page.send();
  await demo.page.ended('failed');
  found.error = await violations();
  await demo.page.fault('');
  for (let i = 0; i < 2; i++) {
    await demo.page.send();
    await demo.page.ended('shown');
  }
  await demo.page.kept(2);
  found.gallery = await violations();
  await demo.page.press('code');
  await demo.page.until(() => document.querySelector('.panel pre'));
  found.code = await violations();
  await demo.page.dismiss('.panel');
  await demo.page.press('manage');
  await demo.page.until(() => document.querySelector('.panel'));
  found.storage = await violations();
  await demo.page.dismiss('.panel');
  await demo.page.click('#tiles .tile');
  await demo.page.until(() => document.querySelector('.viewer .asked'));
  found.large = await violations();
  await demo.page.does('compare', '.viewer');
  await demo.page.click('.viewer .strip button');
  found.compare = await violations();
  await demo.page.does('edit', '.viewer');
  await demo.page.until(() => document.querySelector('.editor .view img'));
  await demo.page.turn('at night');
  found.editor = await violations();
  await demo.page.dismiss('.editor');
  await demo.page.where('kkiai');
  await demo.page.type('key', 'AIzaSyD-0123456789abcdefghijklmnopqrstu');
  await demo.page.press('check');
  await demo.page.until(() => document.querySelector('.ask'));
  found.ask = await violations();
  await demo.page.does('cancel', '.ask');
  await demo.page.where('other');
  found.other = await violations();
  await demo.page.where('google');
  await demo.page.send();
  await demo.page.ended('failed');
  await demo.page.click('.problem summary');
  found.details = await violations();
  await demo.page.press('language');
  found.chinese = await violations();
  await demo.page.press('language');
  assert.deepEqual(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length)), {});
});

test('the keyboard alone makes a picture, looks at it large, and comes back', async () => {
  await demo.fresh();
  const active = () => run(demo.driver, () => document.activeElement?.id || document.activeElement?.className || '');
  const key = (/** @type {string[]} */ ...keys) => demo.driver.actions().sendKeys(...keys).perform();
  const to = async (/** @type {string} */ name) => {
    for (let steps = 0; (await active()) !== name; steps++) {
      assert.ok(steps < 60, `${name} is out of reach`);
      await key(Key.TAB);
    }
  };
  await to('prompt');
  await key('a boat');
  await to('generate');
  await key(Key.ENTER);
  await demo.page.ended('shown');
  await demo.page.kept(1);
  await to('tile');
  await key(Key.ENTER);
  await demo.page.until(() => document.querySelector('.viewer .asked'));
  await key('+');
  assert.equal(await demo.page.count('.room.zoomed'), 1);
  await key('0');
  assert.equal(await demo.page.count('.room.zoomed'), 0);
  await key(Key.ESCAPE);
  await demo.page.gone('.viewer');
  assert.equal(await active(), 'tile', 'the focus is where it was');
});

test('nothing is wider than a small phone, and a wide screen is used', async () => {
  await demo.fresh();
  await demo.page.make('a boat');
  await demo.page.ended('shown');
  await demo.page.kept(1);
  try {
    for (const [width, scale] of /** @type {const} */ ([[320, 1], [640, 2], [1024, 1], [3840, 1]])) {
      await demo.page.chromium('Emulation.setDeviceMetricsOverride', { width, height: 700, deviceScaleFactor: scale, mobile: width < 500 });
      const overflow = () => run(demo.driver, () => document.documentElement.scrollWidth - innerWidth);
      assert.ok(await overflow() <= 0, `${width}`);
      await run(demo.driver, () => /** @type {any} */ (document.querySelector('#tiles .tile')).click());
      await demo.page.until(() => document.querySelector('.viewer .asked'));
      assert.ok(await overflow() <= 0, `${width}, large`);
      await demo.page.dismiss('.viewer');
    }
  } finally {
    await demo.page.chromium('Emulation.clearDeviceMetricsOverride');
  }
});

test('what is asked for is seen, wherever the page was scrolled to, and the focus stays', async () => {
  try {
    for (const [width, height] of [[1200, 600], [390, 700]]) {
      await demo.page.chromium('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 500 });
      await demo.fresh();
      await demo.page.make('a boat');
      await demo.page.ended('shown');
      await demo.page.kept(1);
      const seen = await run(demo.driver, async () => {
        scrollTo(0, document.body.scrollHeight);
        const from = scrollY;
        document.getElementById('prompt')?.focus({ preventScroll: true });
        await new Promise((done) => {
          new MutationObserver(() => { if (document.querySelector('.batch [data-state="working"]')) requestAnimationFrame(done); })
            .observe(/** @type {HTMLElement} */ (document.getElementById('stage')), { childList: true, subtree: true });
          /** @type {HTMLFormElement} */ (document.getElementById('form')).requestSubmit();
        });
        const { top } = /** @type {HTMLElement} */ (document.querySelector('.batch .card')).getBoundingClientRect();
        return { from: from > 0, top: top >= 0 && top < innerHeight / 2, focus: document.activeElement?.id };
      });
      assert.deepEqual(seen, { from: true, top: true, focus: 'prompt' }, `${width}`);
      await demo.page.ended('shown');
    }
  } finally {
    await demo.page.chromium('Emulation.clearDeviceMetricsOverride');
  }
});

test('it works in any folder of a host', async () => {
  await demo.open('/some/path/');
  await demo.page.make('a boat');
  await demo.page.ended('shown');
  assert.ok((await demo.page.picture()).width > 0);
  assert.deepEqual(demo.server.requests.map(({ path }) => path).filter((path) => !path.startsWith('/some/path/')), []);
});

test('what the first view loads of the page itself fits into 30 KB', async () => {
  await demo.open('/some/path/');
  const own = [...new Set(demo.server.requests.map(({ path }) => path))].filter((path) => !/wasmagine\/|\.png$/.test(path));
  assert.ok(own.length > 10);
  const sizes = own.map((path) => gzipSync(readFileSync(new URL(`../../www/${path.slice('/some/path/'.length) || 'index.html'}`, import.meta.url)), { level: 9 }).length);
  const sum = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(sum <= 30e3, `${sum} bytes with gzip, of ${own}`);
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
  // And a thing that is against it does show up here.
  await run(demo.driver, () => { document.body.append(Object.assign(document.createElement('script'), { textContent: 'document.title = "run"' })); });
  const told = [];
  do told.push(...await demo.complaints()); while (!told.length); // the log comes when it comes
  assert.match(told.join(), /Content Security Policy/);
  assert.equal(await demo.driver.getTitle(), 'wasmagine');
});
