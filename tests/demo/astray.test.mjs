// @ts-check
// A key that looks like another host's than the one it would go to: the page asks first, and nothing is sent before the answer.
import assert from 'node:assert/strict';
import { By, Key } from 'selenium-webdriver';
import { run } from '../harness/browsers.mjs';
import { reply, stand, test } from './stand.mjs';

const demo = stand();
const GOOGLE = 'https://generativelanguage.googleapis.com', KKIAI = 'https://www.kkiai.com';
const googles = 'AIzaSyD-0123456789abcdefghijklmnopqrstu', kkiais = 'sk-0123456789abcdefghijklmnopqrstuvwxyzABCDEF';

/** Answers in the page for hosts that are not to be reached, and notes what would have gone there. */
async function open() {
  await demo.open();
  const answer = await reply().text();
  await run(demo.driver, (answer) => {
    const { fetch } = window;
    /** @type {any[]} */
    const sent = [];
    Object.assign(window, { sent, fetch: async (/** @type {any} */ input, /** @type {any} */ init) => {
      const request = new Request(input, init);
      if (new URL(request.url).origin === location.origin || !/^http/.test(request.url)) return fetch(request);
      sent.push({ url: request.url, headers: Object.fromEntries(request.headers) });
      return new Response(answer, { headers: { 'content-type': 'application/json' } });
    } });
  }, answer);
  await demo.page.type('prompt', 'a boat');
}

/** @returns {Promise<{ url: string, headers: Record<string, string> }[]>} to other hosts */
const sent = () => run(demo.driver, () => /** @type {any} */ (window).sent);

/** Until the page asks; what it says. */
async function asked() {
  await demo.page.until(() => document.querySelector('.ask') ?? /** @type {any} */ (window).sent.length);
  assert.deepEqual([await sent(), demo.calls()], [[], []], 'nothing is sent before the answer');
  return run(demo.driver, () => ({ words: document.querySelector('.ask')?.textContent ?? '', buttons: [...document.querySelectorAll('.ask button')].map(({ textContent }) => textContent) }));
}
const answer = async (/** @type {string} */ name) => {
  await demo.page.does(name, '.ask');
  await demo.page.gone('.ask');
};
const chosen = () => run(demo.driver, () => /** @type {any} */ (document.querySelector('[name="place"]:checked')).value);

/** @param {string} place @param {string} key */
async function keyed(place, key, base = `${demo.server.origin}/own`) {
  await demo.page.where(place);
  if (place === 'other') await demo.page.type('base', base);
  await demo.page.type('key', key);
}

for (const key of [googles, 'AQ.Ab8RN6I0123456789', 'ya29.a0AfB_0123456789']) {
  test(`${key.slice(0, 5)}… with kkiai chosen: asked, cancelled, and sent to Google`, async () => {
    await open();
    await keyed('kkiai', key);
    await demo.page.press('keep');
    await demo.page.send();
    const { words, buttons } = await asked();
    assert.match(words, /^This looks like a key for Google.*It would be sent to www\.kkiai\.com.*Nothing has been sent yet/);
    assert.deepEqual(buttons, ['Send to Google instead', 'Send to www.kkiai.com anyway', 'Cancel']);
    await answer('cancel');
    await demo.page.press('generate');
    await asked();
    await demo.page.escape();
    await demo.page.gone('.ask');
    assert.deepEqual([await sent(), await demo.page.count('.card'), await chosen()], [[], 0, 'kkiai']);
    await demo.page.send();
    await asked();
    await answer('astrayRight');
    await demo.page.ended('shown');
    assert.equal(await chosen(), 'google');
    assert.equal(await demo.page.value('key'), key);
    const calls = await sent();
    assert.deepEqual(calls.map(({ url }) => new URL(url).origin), [GOOGLE]);
    assert.equal(calls[0].headers['x-goog-api-key'], key);
    assert.deepEqual(Object.values((await demo.storage()).session).map((text) => JSON.parse(text)), [[[GOOGLE, key]]], 'it is kept where it belongs');
    await demo.page.where('kkiai');
    assert.equal(await demo.page.value('key'), '', 'and no more where it does not');
    await demo.page.where('google');
    await demo.page.press('keep');
  });
}

test('a key of Google’s with an address of one’s own: what was agreed to is not asked again', async () => {
  await open();
  await keyed('other', googles);
  await demo.page.send();
  const { buttons } = await asked();
  assert.deepEqual(buttons, ['Send to Google instead', `Send to ${new URL(demo.server.origin).host} anyway`, 'Cancel']);
  await answer('astrayAnyway');
  await demo.page.ended('shown');
  for (let more = 0; more < 2; more++) {
    const before = demo.calls().length;
    await demo.page.send();
    await demo.server.request(() => demo.calls().length > before);
    await demo.page.ended('shown');
  }
  assert.deepEqual([await demo.page.count('.ask'), await sent()], [0, []]);
  await keyed('other', googles, `${demo.server.origin}/for/b/own`);
  demo.server.clear();
  await demo.page.send();
  await asked();
  await answer('cancel');
});

test('a key of kkiai’s look with Google chosen goes to kkiai', async () => {
  await open();
  await keyed('google', kkiais);
  await demo.page.send();
  const { words } = await asked();
  assert.match(words, /^This looks like a key for kkiai.*generativelanguage\.googleapis\.com/);
  await answer('astrayRight');
  await demo.page.ended('shown');
  const [call] = await sent();
  assert.deepEqual([new URL(call.url).origin, await chosen()], [KKIAI, 'kkiai']);
});

test('a key with something around it is asked about like the key alone', async () => {
  const around = (/** @type {string} */ key) => [`"${key}"`, `'${key}'`, `“${key}”`, `GEMINI_API_KEY=${key}`, `GOOGLE_API_KEY="${key}"`, `key=${key}`, `x-goog-api-key:${key}`, `Bearer ${key}`, `{"key":"${key}"}`, `key%3D${key}`];
  const keys = [...around(googles), ...['AQ.Ab8RN6', 'ya29.a0Af'].flatMap((key) => [`"${key}"`, `key=${key}`])].map((key) => ['other', key]);
  await open();
  for (const [place, key] of [...keys, ...around(kkiais).map((key) => ['google', key])]) {
    await keyed(place, key);
    await demo.page.send();
    await demo.page.until(() => document.querySelector('.ask, .card'));
    assert.equal(await demo.page.count('.ask'), 1, key);
    const { buttons } = await asked();
    assert.match(buttons[0], place === 'other' ? /Google instead/ : /kkiai instead/, key);
    await answer('cancel');
  }
});

test('every other button that sends the key asks as well', async () => {
  await open();
  await demo.page.where('sandbox');
  await demo.page.make('a boat');
  await demo.page.ended('shown');
  await keyed('kkiai', googles);
  await demo.page.press('check');
  await asked();
  await answer('cancel');
  assert.equal(await demo.page.text('#finding'), '');
  const cards = await demo.page.count('.card');
  await demo.page.does('vary', '.card');
  await asked();
  await answer('cancel');
  assert.equal(await demo.page.count('.card'), cards);
  await demo.page.does('edit', '.card');
  await demo.page.until(() => document.querySelector('.editor .view img'));
  await demo.driver.findElement(By.id('edit-prompt')).sendKeys('by day', Key.ENTER);
  await asked();
  await answer('cancel');
  assert.equal(await demo.page.value('edit-prompt'), 'by day', 'what was written stays');
  await demo.driver.findElement(By.id('edit-prompt')).sendKeys(Key.ENTER);
  await asked();
  await answer('astrayRight');
  await demo.page.until(() => document.querySelectorAll('.editor .strip button').length === 2);
  await demo.page.dismiss('.editor');
  assert.deepEqual([(await sent()).map(({ url }) => new URL(url).origin), await chosen()], [[GOOGLE], 'google']);
});

test('a call that failed is tried again where it went, or not at all', async () => {
  await open();
  await keyed('other', googles, `${demo.server.origin}/fault/http-403`);
  await demo.page.send();
  await asked();
  await answer('astrayAnyway');
  await demo.page.ended('failed');
  const before = demo.calls().length;
  await demo.page.click('.problem .again');
  await demo.server.request(() => demo.calls().length > before);
  await demo.page.ended('failed');
  assert.deepEqual(await sent(), []);
});

test('a key where it belongs is not asked about', async () => {
  for (const [place, key, base] of [['google', googles], ['kkiai', kkiais], ['other', googles, GOOGLE], ['other', kkiais, KKIAI], ['other', 'sk-0AIzaFAQ.ya29', KKIAI], ['other', 'plain', `${KKIAI}/x`], ['google', 'plain']]) {
    await open();
    await keyed(place, key, base);
    await demo.page.send();
    await demo.page.ended('shown');
    assert.equal((await sent()).length, 1, `${place} ${key}`);
  }
  await open();
  await keyed('other', kkiais);
  await demo.page.send();
  await demo.page.ended('shown');
  assert.equal(demo.calls().find(({ method }) => method === 'POST')?.headers.get('authorization'), `Bearer ${kkiais}`, 'every gateway has keys of that look');
});

test('the question is asked in Chinese as well', async () => {
  await open();
  await demo.page.press('language');
  await keyed('kkiai', googles);
  await demo.page.send();
  const { words } = await asked();
  assert.match(words, /Google 的密钥.*www\.kkiai\.com.*没有发送/);
  await answer('cancel');
  await demo.page.press('language');
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
});
