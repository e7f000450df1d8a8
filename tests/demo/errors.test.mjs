// @ts-check
// What goes wrong is told in the page's own words, in both languages, with what to do about it on this page; the technical words are for who
// asks for them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { By, Key } from 'selenium-webdriver';
import { later } from '../../www/later.js';
import { table } from '../../www/table.js';
import { run } from '../harness/browsers.mjs';
import { stand, test } from './stand.mjs';

const demo = stand();
const types = readFileSync(new URL('../../src/types.d.ts', import.meta.url), 'utf8');
const codes = [.../export type ErrorCode =([^;]*);/.exec(types)?.[1].matchAll(/'([\w-]+)'/g) ?? []].map(([, code]) => code);

/** Until that has the focus. @param {string} id */
const focused = (id) => run(demo.driver, async (id) => {
  while (document.activeElement?.id !== id) await new Promise((done) => document.addEventListener('focusin', done, { once: true }));
}, id);
const offline = (/** @type {boolean} */ yes) => demo.page.chromium('Network.emulateNetworkConditions', { offline: yes, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
/** What one reads of the problem: without what is folded. */
const read = () => run(demo.driver, () => {
  const box = /** @type {HTMLElement} */ (document.querySelector('.problem')?.cloneNode(true));
  box.querySelector('details')?.remove();
  return [...box.querySelectorAll('strong, p:not([hidden]), button, a')].map(({ textContent }) => textContent);
});
/** A press of a button that leads somewhere. @param {string} what @param {string} [within] */
const mend = (what, within = '#stage') => demo.page.click(`${within} [data-mend="${what}"]`);

test('every code has a sentence on what happened and one on what to do, and no word of the page is for developers', () => {
  const words = /** @type {Record<string, readonly string[]>} */ ({ ...table, ...later });
  assert.ok(codes.length >= 18);
  for (const code of codes) for (const key of [`error-${code}`, `todo-${code}`]) assert.ok(words[key], key);
  for (const [key, row] of Object.entries(words)) for (const said of row) assert.doesNotMatch(said, /`|apiKey|baseURL|fetch|sandbox\(|\bhint\b|undefined|\bnull\b/, key);
  for (const [key, [english, chinese]] of Object.entries(words)) {
    // Names and terms that Chinese pages write in Latin letters as well.
    const names = /API|Base|URL|VPN|CORS|PNG|JPEG|WebP|ZIP|Google|ID|Ctrl|Enter|Shift|Esc|Delete|AI|Top [PK]|token|https|\/v1beta|kkiai|\{\d\}/g;
    if (!chinese.endsWith('.html')) assert.doesNotMatch(chinese.replace(names, ''), /[A-Za-z]{2}/, `${key}: ${chinese}`);
    if (/^(error|todo|fix|warn)-/.test(key)) for (const said of [english, chinese]) assert.match(said, /[.。]$/, key);
  }
});

test('of each code people read only these words, wherever the call went and whichever language was chosen', async () => {
  await demo.fresh();
  const seen = await run(demo.driver, async (codes) => {
    const [{ problem }, { dress }, { speak }] = await Promise.all([import(/** @type {any} */ ('/problem.js')), import(/** @type {any} */ ('/dom.js')), import(/** @type {any} */ ('/words.js'))]);
    await dress();
    const error = { message: '`apiKey` is missing: fetch(…) said no', hint: 'pass `apiKey`', status: 400, requestId: 'r1', finishReason: 'STOP', maybeBilled: true, body: { error: { code: 400 } } };
    /** @type {string[][]} */
    const told = [];
    for (const code of [...codes, 'never-heard-of']) for (const place of ['sandbox', 'kkiai', 'google', 'other']) {
      const box = problem({ ...error, code }, { place, where: { baseURL: place === 'other' ? '/api/images' : place }, simulated: place === 'sandbox' }, { again() {}, mend() {} });
      document.body.append(box);
      for (const language of ['en', 'zh-Hans']) {
        speak(language);
        const copy = box.cloneNode(true);
        const details = copy.querySelector('details');
        details.remove();
        const folded = ['apiKey', code, 'HTTP 400', 'STOP', 'r1', '"code": 400', 'Pass'].filter((word) => !details.textContent.includes(word));
        told.push([code, place, language, copy.textContent, folded.join()]);
      }
      box.remove();
    }
    speak('en');
    return told;
  }, codes);
  assert.equal(seen.length, (codes.length + 1) * 4 * 2);
  for (const [code, place, language, said, missing] of seen) {
    assert.equal(missing, '', `${code}: what is under Details`);
    assert.doesNotMatch(said, /`|apiKey|fetch|HTTP|STOP|\{\d\}|error-|todo-|mend-/, `${code} ${place} ${language}`);
    assert.match(said, place === 'sandbox' ? /A real service might have charged you|换成真实的服务，可能已产生费用/ : /You may have been charged|。可能已产生费用/, `${code} ${place}: ${said}`);
    assert.doesNotMatch(said, /\p{sc=Han} \p{sc=Han}/u, `${code} ${place}: no space between Chinese words`);
    if (language !== 'en') assert.doesNotMatch(said.replace(/API|Google|kkiai|VPN|CORS|PNG|JPEG|WebP|127\.0\.0\.1(:\d+)?/g, ''), /[A-Za-z]{2}/, `${code} ${place}: ${said}`);
  }
});

test('without a key the page leads to where it is typed, or into the sandbox', async () => {
  await demo.fresh();
  await demo.page.where('google');
  await demo.page.make('a boat');
  await demo.page.ended('failed');
  assert.deepEqual(await read(), [
    'You need an API key to use Google.', 'Enter your key in the settings, or use the sandbox, which needs none.', 'Enter a key', 'Try it in the sandbox', 'Try again', 'Get a key from Google',
  ]);
  await demo.page.where('kkiai'); // the way leads back to where the call went
  await mend('key');
  await focused('key');
  assert.equal(await run(demo.driver, () => /** @type {any} */ (document.querySelector('[name="place"]:checked')).value), 'google');
  await mend('sandbox');
  await demo.page.ended('shown');
  assert.equal(await run(demo.driver, () => /** @type {any} */ (document.querySelector('[name="place"]:checked')).value), 'sandbox');
  assert.deepEqual(demo.calls(), []);
});

test('a key that was refused is changed, and what is tried again goes with the new one, to the same place', async () => {
  const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type, authorization' };
  demo.elsewhere.handle('/guarded', ({ method }) => (method === 'OPTIONS' ? new Response(null, { headers: cors }) : Response.json({ error: { code: 401, message: 'no', status: 'UNAUTHENTICATED' } }, { status: 401, headers: cors })));
  await demo.open();
  await demo.page.type('prompt', 'a boat');
  await demo.page.where('other');
  await demo.page.type('base', `${demo.elsewhere.origin}/guarded`);
  await demo.page.type('key', 'old');
  await demo.page.send();
  await demo.page.ended('failed');
  assert.equal((await read())[0], `The API key was rejected by ${new URL(demo.elsewhere.origin).host}.`);
  await mend('otherKey');
  await focused('key');
  await demo.page.type('key', 'new');
  await demo.page.type('base', `${demo.server.origin}/own`);
  await demo.page.type('key', 'of another');
  await demo.page.click('.problem .again');
  const call = await demo.elsewhere.request(({ headers }) => headers.get('authorization') === 'Bearer new');
  assert.ok(call);
  await demo.page.ended('failed');
  assert.deepEqual(demo.calls(), []);
});

test('a setting that cannot be is shown by its name, and where it is', async () => {
  await demo.open();
  await demo.page.choose('model', 'gemini-3-pro-image');
  await demo.page.click('#more summary');
  await demo.page.type('seed', '4000000000');
  await demo.page.click('#more summary');
  await demo.page.make('a boat');
  await demo.page.ended('failed');
  assert.deepEqual((await read()).slice(0, 3), ['One of the settings isn’t valid.', 'Correct “Seed” in the settings, then generate again.', 'Go to this setting']);
  await mend('#seed');
  await focused('seed');
});

test('a model that is not there is chosen anew', async () => {
  await demo.open();
  await demo.sendTo('a boat', `${demo.server.origin}/fault/http-404`);
  await demo.page.ended('failed');
  assert.match(String((await read())[0]), /^This model isn’t available from 127\.0\.0\.1/);
  await mend('model');
  await focused('model');
});

test('where no image API is, the address is what to change', async () => {
  const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
  for (const status of [404, 405]) {
    demo.server.handle('/elsewhere', ({ method }) => (method === 'OPTIONS' ? new Response(null, { headers: cors }) : new Response('<!doctype html><title>no</title>', { status, headers: { ...cors, 'content-type': 'text/html' } })));
    await demo.open();
    await demo.sendTo('a boat', `${demo.server.origin}/elsewhere`);
    await demo.page.ended('failed');
    assert.deepEqual(await read(), [`There is no image API at that address on 127.0.0.1:${demo.server.port}.`, 'Check the base URL.', 'Edit the base URL', 'Try again']);
    await mend('base');
    await focused('base');
  }
});

test('offline is called offline, while it is tried again and when it has failed', async () => {
  await demo.open();
  await demo.page.watch();
  await demo.page.type('prompt', 'a boat');
  await demo.page.where('other');
  await demo.page.type('base', `${demo.server.origin}/own`);
  await demo.page.send();
  await demo.page.ended('shown'); // all that a call needs is here
  await offline(true); // which holds for the page; a server of this machine it reaches all the same, so it asks one that is not there
  try {
    await demo.page.type('base', 'http://127.0.0.1:9');
    await demo.page.send();
    await demo.page.ended('failed');
    assert.deepEqual(await read(), ['You’re offline.', 'Reconnect, then try again. The sandbox works without a connection.', 'Try it in the sandbox', 'Try again']);
    assert.match((await demo.page.watched()).join('\n'), /^You’re offline\.(Trying again|\d)/m);
  } finally {
    await offline(false);
  }
});

test('what the sandbox was told to get wrong is called so, and put right at a press', async () => {
  await demo.open();
  await demo.page.fault('http-403');
  await demo.page.make('a boat');
  await demo.page.ended('failed');
  assert.deepEqual((await read()).slice(2), ['This error is simulated, as set in the sandbox lab.', 'Stop simulating and try again']);
  await mend('calm');
  await demo.page.ended('shown');
  await demo.page.send();
  await demo.page.ended('shown');
});

test('while it is tried again the card says why', async () => {
  await demo.fresh();
  const said = await run(demo.driver, async () => {
    const [{ Card }, { dress }, { speak }] = await Promise.all([import(/** @type {any} */ ('/card.js')), import(/** @type {any} */ ('/dom.js')), import(/** @type {any} */ ('/words.js'))]);
    await dress();
    const card = new Card({ place: 'google', where: { baseURL: 'google' }, settings: {} }, () => {});
    document.body.append(card.element);
    card.begin();
    const why = () => { const line = card.element.querySelector('.why'); return line.hidden ? '' : line.textContent; };
    /** @type {unknown[]} */
    const said = [why()];
    const retry = (/** @type {any} */ error) => card.hear({ type: 'progress', index: 0, progress: { phase: 'retrying', retryIn: 3000, attempt: 2, index: 0, n: 1, elapsed: 1, error } });
    for (const error of [{ code: 'rate-limited', message: 'm', status: 429 }, { code: 'server-error', message: 'm', status: 503 }, undefined]) {
      retry(error);
      said.push([why(), document.getElementById('status')?.textContent]);
    }
    retry({ code: 'server-error', message: 'm', status: 503 });
    speak('zh-Hans');
    said.push([why(), document.getElementById('status')?.textContent]);
    speak('en');
    card.hear({ type: 'progress', index: 0, progress: { phase: 'waiting', attempt: 2, index: 0, n: 1, elapsed: 1 } });
    said.push(why());
    card.element.remove();
    return said;
  });
  const after = ' Nothing has been charged. Attempt 2 follows shortly.';
  assert.deepEqual(said, [
    '', ['Too many requests right now.', `Too many requests right now.${after}`], ['Something went wrong on Google’s end.', `Something went wrong on Google’s end.${after}`],
    ['The last attempt failed.', `The last attempt failed.${after}`], ['Google 出现故障。', 'Google 出现故障。未产生费用，即将进行第 2 次尝试。'], '',
  ]);
});

test('an edit that fails for want of a key leads to it, and what was written is not lost', async () => {
  await demo.fresh();
  await demo.page.make('a boat');
  await demo.page.ended('shown');
  await demo.page.kept(1);
  await demo.page.where('kkiai');
  await demo.page.does('edit', '.card');
  await demo.page.until(() => document.querySelector('.editor .view img'));
  await demo.driver.findElement(By.id('edit-prompt')).sendKeys('make it night', Key.ENTER);
  await demo.page.until(() => document.querySelector('.editor .problem'));
  await mend('key', '.editor');
  await demo.page.gone('.editor');
  await focused('key');
  await demo.page.does('edit', '.card');
  await demo.page.until(() => document.querySelector('.editor .view img'));
  assert.equal(await demo.page.value('edit-prompt'), 'make it night');
  await demo.driver.findElement(By.id('edit-prompt')).sendKeys(Key.ENTER);
  await demo.page.until(() => document.querySelector('.editor .problem'));
  await mend('sandbox', '.editor');
  await demo.page.until(() => document.querySelectorAll('.editor .strip button').length === 2);
  await demo.page.dismiss('.editor');
});

test('a conversation goes on by another model', async () => {
  await demo.page.where('other');
  await demo.page.type('base', `${demo.server.origin}/own`);
  await demo.page.does('edit', '.card');
  await demo.page.until(() => document.querySelector('.editor .view img'));
  await demo.page.choose('edit-model', 'gemini-3-pro-image');
  await demo.page.turn('make it snow');
  const call = demo.calls().filter(({ method }) => method === 'POST').at(-1);
  assert.match(String(call?.path), /models\/gemini-3-pro-image:/);
  await demo.page.dismiss('.editor');
});

test('what a model does not take, and what came otherwise than asked for, is told in words', async () => {
  await demo.open();
  await demo.page.where('other');
  await demo.page.type('base', `${demo.server.origin}/own`);
  await demo.page.pick('ratio', '9:16');
  await demo.page.make('a boat');
  await demo.page.ended('shown');
  assert.equal(await demo.page.text('.card .warning summary'), 'You asked for 9:16 and got 37:21.');
  await demo.page.press('language');
  assert.equal(await demo.page.text('.card .warning summary'), '要求的是 9:16，得到的是 37:21。');
  await demo.page.press('language');
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual((await demo.complaints()).filter((said) => !said.includes(':9/')), []);
});
