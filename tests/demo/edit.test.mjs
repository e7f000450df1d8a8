// @ts-check
// What must not be lost when an edit runs, fails or is cancelled; what can be done with a picture in a conversation; and what several pictures
// that end alike come to.
import assert from 'node:assert/strict';
import { By, Key } from 'selenium-webdriver';
import { run } from '../harness/browsers.mjs';
import { drawing, reply, stand, test } from './stand.mjs';

const demo = stand();
const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type, authorization' };

/** What is seen of the picture that is looked at. */
const seen = () => run(demo.driver, () => {
  const image = /** @type {HTMLImageElement} */ (document.querySelector('.editor .now > img'));
  if (!image?.complete) return undefined;
  const { width, height, top, bottom } = image.getBoundingClientRect();
  return { picture: image.naturalWidth === 1024 && image.checkVisibility(), large: width > 150 && height > 150 && top >= 0 && bottom <= innerHeight, even: Math.abs(width - height) < 2 };
});
const whole = { picture: true, large: true, even: true };
const strip = () => run(demo.driver, () => [...document.querySelectorAll('.editor .strip span')].map(({ textContent }) => textContent));
const edit = (/** @type {string} */ words) => demo.driver.findElement(By.id('edit-prompt')).sendKeys(words, Key.ENTER);

async function open() {
  await demo.page.does('edit', '.card');
  await demo.page.until(() => /** @type {any} */ (document.querySelector('.editor .now > img'))?.naturalWidth);
}

test('while an edit runs the picture stays, and when it is cancelled it can be tried again', async () => {
  await demo.fresh();
  await demo.page.make('a lighthouse');
  await demo.page.ended('shown');
  await demo.page.kept(1);
  await demo.page.fault('stall-body');
  await open();
  const before = await demo.page.text('.editor .strip');
  await edit('make it snow');
  await demo.page.until(() => document.querySelector('.editor .draft') && document.querySelector('.editor .murmur span'));
  assert.deepEqual(await seen(), whole);
  assert.equal(await demo.page.visible('.editor .now .line'), true);
  const cover = await run(demo.driver, () => {
    const box = (/** @type {string} */ css) => /** @type {HTMLElement} */ (document.querySelector(css)).getBoundingClientRect();
    const picture = box('.editor .now > img'), draft = box('.editor .draft'), line = box('.editor .now .line');
    return { draft: (draft.width * draft.height) / (picture.width * picture.height) < 0.2, line: Math.abs(line.bottom - picture.bottom) < 2 && Math.abs(line.width - picture.width) < 2 };
  });
  assert.deepEqual(cover, { draft: true, line: true });
  await demo.page.escape();
  await demo.page.until(() => document.querySelector('.editor [data-state="cancelled"]'));
  assert.deepEqual(await seen(), whole);
  assert.equal(await demo.page.text('.editor .strip'), before);
  assert.equal(await demo.page.value('edit-prompt'), 'make it snow');
  await demo.page.click('.editor .again');
  await demo.page.until(() => document.querySelector('.editor .draft'));
  await demo.page.escape();
  await demo.page.until(() => document.querySelector('.editor [data-state="cancelled"]'));
  await demo.page.dismiss('.editor');
});

for (const [width, height] of [[1280, 800], [390, 844]]) {
  test(`when an edit fails the picture stays beside what is told, at ${width} × ${height}`, async () => {
    try {
      await demo.page.chromium('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 500 });
      await demo.fresh();
      await demo.page.make('a lighthouse');
      await demo.page.ended('shown');
      await open();
      await demo.page.turn('at night');
      await demo.page.turn('make it snow');
      await demo.page.dismiss('.editor');
      await demo.page.fault('http-403');
      await open();
      // From an earlier picture: what came of it is still there afterwards.
      await demo.page.click('.editor .strip button:nth-child(2)');
      await edit('now by day');
      await demo.page.until(() => document.querySelector('.editor .problem'));
      assert.deepEqual(await seen(), whole);
      assert.equal(await demo.page.visible('.editor .problem .happened'), true);
      assert.deepEqual(await strip(), ['Original', 'at night', 'make it snow']);
      assert.equal(await run(demo.driver, () => document.querySelector('.editor .strip [aria-pressed="true"] span')?.textContent), 'at night');
      await demo.page.click('.editor [data-mend="calm"]');
      await demo.page.until(() => document.querySelector('.editor .strip button:nth-child(3) span')?.textContent === 'now by day');
      assert.deepEqual(await strip(), ['Original', 'at night', 'now by day'], 'and now it is a branch');
      assert.ok(await run(demo.driver, () => {
        const top = document.querySelector('.editor h2')?.getBoundingClientRect().top ?? 0;
        return [...document.querySelectorAll('.editor .head button')].every((button) => Math.abs(button.getBoundingClientRect().top - top) < 25);
      }), 'its buttons stand in one line');
      await demo.page.dismiss('.editor');
    } finally {
      await demo.page.chromium('Emulation.clearDeviceMetricsOverride');
    }
  });
}

test('the picture of a conversation is downloaded, and compared with what it was made from', async () => {
  await demo.open();
  await demo.sendTo('first', `${demo.server.origin}/own`);
  await demo.page.ended('shown');
  await open();
  assert.equal(await demo.driver.findElement(By.css('.editor [data-does="compare"]')).isEnabled(), false, 'there is nothing yet to compare it with');
  await demo.page.turn('Zwei Bären');
  await demo.page.does('download', '.editor');
  assert.deepEqual(await demo.folders.downloaded('zwei-bären.png'), drawing);
  await demo.page.does('compare', '.editor');
  assert.deepEqual(await run(demo.driver, () => [...document.querySelectorAll('.editor .comparing > img')].map((image) => image.getAttribute('alt'))), ['Zwei Bären', 'first']);
  await demo.driver.actions().sendKeys(Key.ARROW_LEFT).perform();
  assert.equal(await run(demo.driver, () => /** @type {any} */ (document.querySelector('.editor .comparing')).style.getPropertyValue('--at')), '49%');
  await demo.page.does('compare', '.editor');
  assert.deepEqual([await demo.page.count('.editor .comparing'), await demo.page.count('.editor .now > img')], [0, 1]);
  await demo.page.dismiss('.editor');
});

test('after the editor the stage goes on with what was looked at last', async () => {
  await demo.open();
  await demo.page.make('a lighthouse');
  await demo.page.ended('shown');
  const shown = () => run(demo.driver, () => [...document.querySelectorAll('#stage .card .picture img')].map((image) => image.getAttribute('alt')));
  await open();
  await demo.page.dismiss('.editor');
  assert.deepEqual(await shown(), ['a lighthouse'], 'nothing was made');
  await open();
  await demo.page.turn('at night');
  await demo.page.turn('make it snow');
  await demo.page.dismiss('.editor');
  await demo.page.until(() => document.querySelector('#stage img[alt="make it snow"]'));
  assert.deepEqual(await shown(), ['make it snow']);
  await demo.page.does('edit', '#stage');
  await demo.page.until(() => document.querySelectorAll('.editor .strip button').length === 3);
  await demo.page.dismiss('.editor');
});

test('failures that are alike are told once, and all of them are tried again', async () => {
  await demo.open();
  let good = false;
  /** @type {number[]} */
  const seeds = [];
  demo.server.handle('/odd', async (request) => {
    if (request.method === 'OPTIONS') return new Response(null, { headers: cors });
    const { generationConfig: { seed } } = await request.json();
    seeds.push(seed);
    const [code, status] = seed === 8 ? [404, 'NOT_FOUND'] : [403, 'PERMISSION_DENIED'];
    return good ? reply() : Response.json({ error: { code, message: `number ${seed}`, status } }, { status: code, headers: cors });
  });
  await demo.page.pick('n', '4');
  await demo.page.where('other');
  await demo.page.type('seed', '7');
  await demo.sendTo('four', `${demo.server.origin}/odd`);
  await demo.page.until(() => document.getElementById('cancel')?.hidden && document.querySelectorAll('.problem').length === 2);
  assert.deepEqual(await run(demo.driver, () => [...document.querySelectorAll('.card')].map((card) => [
    card.querySelector('.happened')?.textContent?.split(' ').slice(0, 3).join(' '), /** @type {any} */ (card.querySelector('.many')).hidden || card.querySelector('.many')?.textContent, card.querySelector('.again')?.textContent,
  ])), [['This API key', '3 pictures failed for this reason.', 'Try all again'], ['This model isn’t', true, 'Try again']]);
  good = true;
  seeds.length = 0;
  await demo.page.click('.card:first-child .again');
  await demo.page.until(() => document.getElementById('cancel')?.hidden && document.querySelectorAll('.card[data-state="shown"]').length === 3);
  assert.deepEqual(seeds.sort(), [10, 7, 9], 'each as it was asked for at first');
  assert.equal(await demo.page.count('.problem'), 1, 'what failed otherwise still stands');
});

test('pictures that were cancelled can be made after all', async () => {
  await demo.open();
  await demo.page.fault('stall-body');
  await demo.page.pick('n', '3');
  await demo.page.make('a boat');
  await demo.page.until(() => document.querySelectorAll('.card').length === 3);
  await demo.page.press('cancel');
  await demo.page.ended('cancelled');
  assert.deepEqual([await demo.page.count('.card'), await demo.page.text('.card .many'), await demo.page.text('.card .again')], [1, '3 pictures cancelled', 'Try all again']);
  await demo.page.fault('');
  await demo.page.click('.card .again');
  await demo.page.until(() => document.querySelectorAll('.card[data-state="shown"]').length === 3);
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual((await demo.complaints()).filter((said) => !/status of 40[34]/.test(said)), []);
});
