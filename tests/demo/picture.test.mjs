// @ts-check
// From a prompt to a picture in Chromium, in the ways that end well, are cancelled, or fail.
import assert from 'node:assert/strict';
import { By } from 'selenium-webdriver';
import { models } from '../../js/models.js';
import { run } from '../harness/browsers.mjs';
import { drawing, reply, stand, test } from './stand.mjs';

const demo = stand();

test('a prompt becomes a picture, drawn by the sandbox in a worker', async () => {
  await demo.open();
  await demo.page.type('prompt', 'a pig with wings over a green city');
  assert.equal(demo.server.requests.filter(({ path }) => /sandbox(-worker)?\.js/.test(path)).length, 0, 'the sandbox is not loaded before it is used');
  await demo.page.watch();
  await demo.page.send();
  await demo.page.ended('shown');

  const picture = await demo.page.picture();
  assert.match(picture.src, /^blob:/);
  assert.deepEqual([picture.width, picture.height], [1024, 1024]);
  assert.match(picture.alt, /a pig with wings over a green city/);
  assert.match(await demo.page.text('.facts'), /^1024 × 1024 px · JPEG · [\d.]+ [kM]B$/);
  assert.match(await demo.page.text('.about'), /a pig with wings.*gemini-nano-banana-2\.1 · \d+\.\d s.*tokens: \d+ in, [\d,]+ out/s);
  assert.match(await demo.page.text('#status'), /^The picture is here: 1024 × 1024 px, JPEG/);

  const seen = (await demo.page.watched()).join('\n');
  for (const phase of ['Waiting for the model', 'Receiving the picture']) assert.match(seen, new RegExp(phase));
  assert.match(seen, /\d+\.\d s/);
  assert.match(seen, /\d+ [kM]B/);

  assert.deepEqual(demo.calls(), [], 'nothing was sent');
  const askers = (/** @type {string} */ path) => demo.server.requests.filter((request) => request.path === path).map(({ headers }) => headers.get('referer')?.replace(/.*\//, '/'));
  assert.deepEqual(askers('/wasmagine/sandbox.js'), ['/sandbox-worker.js'], 'the worker loaded it and not the page');
  assert.equal(demo.server.requests.find(({ path }) => path === '/sandbox-worker.js')?.headers.get('sec-fetch-dest'), 'worker');
});

test('the next picture takes the place of the one before, whose URL is given back', async () => {
  const before = await demo.page.picture();
  await demo.page.send();
  await demo.page.until((/** @type {string} */ src) => /** @type {any} */ (document.querySelector('#result img'))?.src !== src, before.src);
  await demo.page.ended('shown');
  const reachable = (/** @type {string} */ url) => run(demo.driver, (url) => fetch(url).then(() => true, () => false), url);
  assert.equal(await reachable(before.src), false);
  assert.equal(await reachable((await demo.page.picture()).src), true);
});

test('cancel leaves the picture before, and the next call works', async () => {
  await demo.driver.findElement(By.css('#lab summary')).click();
  await demo.page.choose('pace', 'real');
  const before = await demo.page.picture();
  await demo.page.send();
  await demo.page.until(() => document.getElementById('phase')?.textContent === 'Waiting for the model');
  assert.equal(await demo.page.visible('#card'), true);
  await demo.page.press('cancel');
  await demo.page.ended('shown');
  assert.equal(await demo.page.text('#status'), 'Cancelled.');
  assert.deepEqual(await demo.page.picture(), before);
  assert.equal(await run(demo.driver, () => document.activeElement?.id), 'generate', 'the focus does not vanish with its button');
  await demo.page.choose('pace', 'instant');
  await demo.page.send();
  await demo.page.until((/** @type {string} */ src) => /** @type {any} */ (document.querySelector('#result img'))?.src !== src, before.src);
  await demo.page.ended('shown');
});

test('Escape cancels in the middle of a body, and the server notices', async () => {
  await demo.open();
  await demo.sendTo('stalls', `${demo.server.origin}/fault/stall-body`);
  await demo.page.until(() => /[1-9].* [kM]?B/.test(document.getElementById('loaded')?.textContent ?? ''));
  assert.equal(await demo.page.visible('#card'), true);
  await demo.page.escape();
  await demo.page.ended('empty');
  assert.equal(await demo.page.text('#status'), 'Cancelled.');
  const [call] = demo.calls();
  assert.equal(await call.closed, 'aborted');
});

test('while one call is on its way no second one is sent', async () => {
  await demo.open();
  await demo.sendTo('stalls', `${demo.server.origin}/fault/stall-body`);
  await demo.page.until(() => document.getElementById('phase')?.textContent === 'Receiving the picture');
  await demo.page.send();
  await demo.page.press('generate');
  await demo.page.escape();
  await demo.page.ended('empty');
  assert.equal(demo.calls().length, 1);
});

test('an error tells its code, what to do, and what the server said; trying again sends again', async () => {
  await demo.open();
  // Longer than the package waits by itself.
  const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '94.4s' }];
  demo.server.handle('/busy', () => Response.json({ error: { code: 429, message: 'Too many', status: 'RESOURCE_EXHAUSTED', details } }, { status: 429 }));
  await demo.sendTo('too often', `${demo.server.origin}/busy`);
  await demo.page.ended('error');
  assert.equal(await demo.page.text('.problem code'), 'rate-limited');
  assert.match(await demo.page.text('.problem .hint'), /^Wait a little/);
  assert.match(await demo.page.text('.problem .message'), /429/);
  assert.match(await demo.page.text('.problem .note'), /HTTP 429 · the server asks to wait 94\.4 s/);
  assert.match(await demo.page.text('.problem pre'), /RESOURCE_EXHAUSTED/);
  assert.equal(await demo.driver.findElement(By.id('error')).getAttribute('role'), 'alert');
  const sent = demo.calls().length;
  await demo.driver.findElement(By.css('.problem button')).click();
  await demo.page.ended('error');
  assert.ok(demo.calls().length > sent);
});

test('a call that is tried again counts down, and can be cancelled', async () => {
  await demo.open();
  await demo.sendTo('too often', `${demo.server.origin}/fault/rate-limit`);
  await demo.page.until(() => /^Trying again in 3\d\.\d s$/.test(document.getElementById('phase')?.textContent ?? ''));
  assert.equal(await demo.page.text('#status'), 'Trying again soon');
  await demo.page.escape();
  await demo.page.ended('empty');
  assert.equal(demo.calls().length, 1);
});

test('a refusal in words shows the model’s words', async () => {
  await demo.open();
  await demo.sendTo('a refusal', `${demo.server.origin}/fault/text-only`);
  await demo.page.ended('error');
  assert.equal(await demo.page.text('.problem code'), 'no-image');
  assert.notEqual(await demo.page.text('.problem blockquote'), '');
});

test('what servers and models say is never markup', async () => {
  const markup = '<img src="x" onerror="document.title=1"><b>bold</b>';
  demo.server.handle('/markup/error', () => Response.json({ error: { code: 400, message: markup, status: markup } }, { status: 400 }));
  demo.server.handle('/markup/text', () => reply(markup));
  await demo.open();
  await demo.sendTo(markup, `${demo.server.origin}/markup/error`);
  await demo.page.ended('error');
  assert.ok((await demo.page.text('.problem')).includes(markup));
  await demo.page.type('base', `${demo.server.origin}/markup/text`);
  await demo.page.send();
  await demo.page.ended('shown');
  assert.equal(await demo.page.text('.about blockquote'), markup);
  assert.equal(await run(demo.driver, () => document.querySelectorAll('b:not(#home), [onerror], #stage img:not([src^="blob:"])').length), 0);
  assert.equal(await demo.driver.getTitle(), 'wasmagine');
});

test('a download has the server’s bytes, and the prompt’s first words for a name', async () => {
  await demo.open();
  await demo.sendTo('Ein Bär, zwei <Bären>/../..\\', `${demo.server.origin}/own`);
  await demo.page.ended('shown');
  assert.equal(await demo.page.text('.facts'), '37 × 21 px · PNG · 260 B');
  await demo.driver.findElement(By.css('figcaption button')).click();
  assert.deepEqual(await demo.folders.downloaded('ein-bär-zwei-bären.png'), drawing);
});

test('without a prompt nothing starts', async () => {
  await demo.open();
  await demo.page.press('generate');
  assert.equal(await run(demo.driver, () => document.querySelector('textarea:invalid')?.id), 'prompt');
  assert.equal(await run(demo.driver, () => document.getElementById('stage')?.dataset.state), 'empty');
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
});
