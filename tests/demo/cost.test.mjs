// @ts-check
// What pictures cost: estimated from tokens and prices, told as an estimate, and only where the prices are Google's.
import { test as plain } from 'node:test';
import assert from 'node:assert/strict';
import { run } from '../harness/browsers.mjs';
import { PRICED, PRICE_LIST, cost, costOf, costToday } from '../../www/cost.js';
import { entry, galleryFile, places, take } from './gallery.mjs';
import { drawing, stand, test } from './stand.mjs';

/** @param {string} model @param {object} usage */
const spent = (model, usage, place = 'google') => ({ model, usage, place });

plain('a picture costs what the price list says of its tokens', () => {
  /** Dollars of the list, for a picture of each size. @type {[string, number, number][]} */
  const listed = [
    ['gemini-2.5-flash-image', 1290, 0.039],
    ['gemini-3-pro-image', 1120, 0.134],
    ['gemini-3-pro-image', 2000, 0.24],
    ['gemini-3.1-flash-image', 1120, 0.067],
    ['gemini-3.1-flash-image', 2520, 0.151],
    ['gemini-nano-banana-2.1', 1120, 0.0336],
    ['gemini-nano-banana-2.1', 3780, 0.1134],
  ];
  for (const [model, imageTokens, dollars] of listed) {
    const estimated = cost(spent(model, { imageTokens, outputTokens: imageTokens })) ?? 0;
    assert.ok(Math.abs(estimated - dollars) <= 0.0005, `${model}, ${imageTokens}: ${estimated}`);
  }
  // Text in and out, and thoughts, where they are on the list.
  const usage = { inputTokens: 1000, outputTokens: 1220, imageTokens: 1120, thoughtTokens: 900 };
  assert.equal(cost(spent('gemini-nano-banana-2.1', usage))?.toFixed(4), (0.0336 + 0.0015 + 0.0075).toFixed(4));
  assert.equal(cost(spent('gemini-3-pro-image-preview', { imageTokens: 1120 }))?.toFixed(3), '0.134');
});

plain('nothing is said of what is not known', () => {
  const usage = { imageTokens: 1290 };
  for (const place of ['sandbox', 'kkiai', 'other', '']) assert.equal(cost(spent('gemini-2.5-flash-image', usage, place)), undefined, place);
  for (const model of ['', 'gemini-3.1-flash-lite-image', 'gemini-2.5-flash-imagery', 'constructor']) assert.equal(cost(spent(model, usage)), undefined, model);
  assert.equal(cost(spent('gemini-2.5-flash-image', {})), undefined);
});

plain('a day is that of the clock', () => {
  const now = new Date(2026, 10, 30, 15).getTime();
  const made = (/** @type {number} */ hour, day = 30) => ({ ...spent('gemini-2.5-flash-image', { imageTokens: 1290 }), made: new Date(2026, 10, day, hour).getTime() });
  const { dollars, count } = costToday([made(0), made(14), made(16), made(23, 29), { ...made(3), place: 'kkiai' }], now);
  assert.deepEqual([dollars.toFixed(4), count], ['0.0774', 2]);
  assert.deepEqual(costOf([]), { dollars: 0, count: 0 });
});

const demo = stand();

test('the page tells what a picture and a day cost at Google, in both languages, and says that it is estimated', async () => {
  await demo.fresh();
  const [at] = places(drawing);
  const usage = { inputTokens: 7, outputTokens: 1290, imageTokens: 1290, totalTokens: 1297 };
  const pictures = ['google', 'google', 'kkiai'].map((place, number) => entry(number + 1, { at, place, usage, model: 'gemini-2.5-flash-image', made: Date.now() - number * 1000 }));
  await take(demo, galleryFile({ pictures }, drawing), 'cost.gallery');

  const told = async (/** @type {number} */ nth) => {
    await demo.page.click(`#tiles .tile:nth-child(${nth})`);
    await demo.page.until(() => document.querySelector('.viewer .note.parts'));
    const link = await run(demo.driver, () => {
      const a = /** @type {HTMLAnchorElement | null} */ (document.querySelector('.viewer .note.parts a'));
      return a && { text: a.textContent, href: a.href, title: a.title, rel: a.rel };
    });
    await demo.page.dismiss('.viewer');
    return link;
  };
  assert.deepEqual(await told(1), { text: 'about $0.039, estimated', href: PRICE_LIST, title: `From the tokens, at Google’s prices of ${PRICED}`, rel: 'noreferrer noopener' });
  assert.equal(await told(3), null, 'a gateway has prices of its own');

  const today = async () => {
    await demo.page.press('manage');
    await demo.page.until(() => /\d/.test(document.querySelector('.panel p:nth-of-type(2)')?.textContent ?? ''));
    const text = await demo.page.text('.panel p:nth-of-type(2)');
    await demo.page.dismiss('.panel');
    return text;
  };
  assert.equal(await today(), `Today at Google: about $0.077 for 2 pictures that are kept here, estimated at the prices of ${PRICED}.`);
  await demo.page.press('language');
  assert.equal((await told(1))?.text, '约 US$0.039（估算）');
  assert.equal(await today(), `今天在 Google：此处保存的 2 张图片约 US$0.077，按 ${PRICED} 的价格估算。`);
  await demo.page.press('language');
});
