// @ts-check
// The page itself: names, keyboard, shapes, folders of a host, its policy.
import assert from 'node:assert/strict';
import { By, Key } from 'selenium-webdriver';
import { run } from '../harness/browsers.mjs';
import { stand, test } from './stand.mjs';

const demo = stand();

test('every control has a name and can be reached by the keyboard alone', async () => {
  await demo.open();
  await demo.page.where('other');
  const controls = await demo.driver.findElements(By.css('input, select, textarea, button, summary, progress'));
  for (const control of controls) {
    const visible = await control.isDisplayed();
    if (visible) assert.notEqual(await control.getAccessibleName(), '', await control.getAttribute('outerHTML') ?? '');
  }
  await run(demo.driver, () => document.getElementById('prompt')?.focus());
  const reached = [];
  for (;;) {
    reached.push(await run(demo.driver, () => document.activeElement?.id || document.activeElement?.getAttribute('value')));
    if (reached.at(-1) === 'generate' || reached.length > 20) break;
    await demo.driver.actions().sendKeys(Key.TAB).perform();
  }
  assert.deepEqual(reached, ['prompt', 'other', 'base', 'model', 'ratio', 'generate']);
});

test('the card takes the shape that is asked for, and nothing is wider than a small phone', async () => {
  await demo.open();
  await demo.page.chromium('Emulation.setDeviceMetricsOverride', { width: 320, height: 640, deviceScaleFactor: 1, mobile: true });
  try {
    for (const [ratio, width, height] of /** @type {const} */ ([['16:9', 16, 9], ['1:8', 1, 8], ['8:1', 8, 1]])) {
      await demo.page.choose('ratio', ratio);
      const box = await run(demo.driver, async () => {
        const card = /** @type {HTMLElement} */ (document.getElementById('card'));
        await Promise.all(card.getAnimations().map(({ finished }) => finished));
        const { width, height } = card.getBoundingClientRect();
        return { ratio: width / height, overflow: document.documentElement.scrollWidth - innerWidth };
      });
      assert.ok(Math.abs(box.ratio / (width / height) - 1) < 0.02, `${ratio}: ${box.ratio}`);
      assert.ok(box.overflow <= 0, `${ratio}: ${box.overflow} px too wide`);
    }
  } finally {
    await demo.page.chromium('Emulation.clearDeviceMetricsOverride');
  }
});

test('it works in any folder of a host', async () => {
  await demo.open('/some/path/');
  await demo.page.type('prompt', 'a boat');
  await demo.page.send();
  await demo.page.ended('shown');
  assert.ok((await demo.page.picture()).width > 0);
  assert.deepEqual(demo.server.requests.map(({ path }) => path).filter((path) => !path.startsWith('/some/path/')), []);
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
  // And a thing that is against it does show up here.
  await run(demo.driver, () => { document.body.append(Object.assign(document.createElement('script'), { textContent: 'document.title = "run"' })); });
  assert.match((await demo.complaints()).join(), /Content Security Policy/);
  assert.equal(await demo.driver.getTitle(), 'wasmagine');
});
