// @ts-check
// What is set for every picture is seen at once; the rest is folded, says in a line what it holds, and opens where something in it is missing.
import assert from 'node:assert/strict';
import { By } from 'selenium-webdriver';
import { drawing, stand, test } from './stand.mjs';
import { run } from '../harness/browsers.mjs';

const demo = stand();
const told = () => demo.page.text('#chosen');

for (const [width, height] of [[1280, 800], [390, 844]]) {
  for (const language of ['en', 'zh-Hans']) {
    test(`prompt, references, shape, size, count and Generate are seen at once at ${width} × ${height}, in ${language}`, async () => {
      try {
        await demo.page.chromium('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 500 });
        await demo.fresh();
        await run(demo.driver, (language) => localStorage.setItem('wasmagine language', language), language);
        await demo.open();
        await demo.page.give('drop', drawing.toString('base64'));
        await demo.page.until(() => document.querySelectorAll('#references img').length);
        const hidden = await run(demo.driver, () => {
          scrollTo(0, 0);
          const form = /** @type {HTMLElement} */ (document.getElementById('form')).getBoundingClientRect();
          const all = [...document.querySelectorAll('#prompt, #references li, #add, #generate, #ratios label, #sizes label, #counts label, #setup > summary')];
          if (all.length < 27) return [`only ${all.length}`];
          return all.filter((each) => {
            const { left, top, width, height } = each.getBoundingClientRect();
            const hit = document.elementFromPoint(left + width / 2, top + height / 2);
            return top < form.top || top + height > Math.min(innerHeight, form.bottom) || !(hit && (each.contains(hit) || hit.contains(each)));
          }).map((each) => each.id || each.textContent);
        });
        assert.deepEqual(hidden, []);
        assert.equal(await run(demo.driver, () => /** @type {any} */ (document.getElementById('setup')).open), false);
        assert.equal(await demo.driver.findElement(By.css('[name="place"] + span')).isDisplayed(), false);
      } finally {
        await run(demo.driver, () => localStorage.clear());
        await demo.page.chromium('Emulation.clearDeviceMetricsOverride');
      }
    });
  }
}

test('an empty page of 1280 × 800 does not scroll', async () => {
  try {
    await demo.page.chromium('Emulation.setDeviceMetricsOverride', { width: 1280, height: 800, deviceScaleFactor: 1, mobile: false });
    await demo.fresh();
    assert.equal(await run(demo.driver, () => document.documentElement.scrollHeight), 800);
  } finally {
    await demo.page.chromium('Emulation.clearDeviceMetricsOverride');
  }
});

test('the fold says in a line what it holds', async () => {
  await demo.fresh();
  assert.equal(await told(), 'Sandbox · free, no key needed');
  await demo.page.where('google');
  assert.equal(await told(), 'Google · Nano Banana 2.1 · no key yet');
  await demo.page.type('key', 'AIzaKey');
  assert.equal(await told(), 'Google · Nano Banana 2.1');
  await demo.page.choose('model', 'gemini-3.1-flash-lite-image');
  await demo.page.choose('thinking', 'high');
  await demo.page.press('only');
  await demo.page.type('seed', '7');
  await demo.page.press('only');
  assert.equal(await told(), 'Google · Nano Banana 2 Lite · Thinking: High · Seed 7');
  await demo.page.press('language');
  assert.equal(await told(), 'Google · Nano Banana 2 Lite · 思考：高 · 种子 7');
  await demo.page.press('language');
});

test('where something in the fold is missing or wrong it opens there', async () => {
  await demo.open();
  const fold = (/** @type {string} */ id) => run(demo.driver, (id) => /** @type {any} */ (document.getElementById(id)).open, id);
  const close = () => run(demo.driver, () => { for (const id of ['setup', 'more']) /** @type {any} */ (document.getElementById(id)).open = false; });
  await demo.page.send();
  assert.equal(await fold('setup'), false, 'a prompt is missing, which is not in the fold');
  await demo.page.where('other');
  await close();
  await demo.page.make('a boat');
  assert.deepEqual([await fold('setup'), await fold('more'), await run(demo.driver, () => document.activeElement?.id)], [true, false, 'base']);
  await demo.page.where('sandbox');
  await demo.page.choose('model', 'gemini-3-pro-image');
  await demo.page.type('seed', 'seven');
  await close();
  await demo.page.send();
  assert.deepEqual([await fold('setup'), await fold('more'), await run(demo.driver, () => document.activeElement?.id)], [true, true, 'seed']);
});

test('a seed is asked for where the model takes one, and neither sent nor checked where it does not', async () => {
  await demo.fresh();
  const field = () => run(demo.driver, () => !document.getElementById('seed-field')?.hidden);
  assert.equal(await field(), false, 'of the usual model');
  await demo.page.choose('model', 'gemini-3-pro-image');
  assert.equal(await field(), true);
  await demo.page.type('seed', 'seven');
  await demo.page.choose('model', 'gemini-nano-banana-2.1');
  assert.equal(await field(), false);
  await demo.page.make('a boat');
  await demo.page.ended('shown');
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
});
