// @ts-check
// Where the page sends and what it sends along: keys, menus, the sandbox behind its worker.
import assert from 'node:assert/strict';
import { By } from 'selenium-webdriver';
import { models } from '../../js/models.js';
import { run } from '../harness/browsers.mjs';
import { stand, test } from './stand.mjs';

const demo = stand();

/** Nothing is, but what was chosen, which says nothing of keys and addresses. */
async function nothingKept() {
  const { local: { 'wasmagine settings': settings, ...local }, ...rest } = await demo.storage();
  assert.deepEqual({ local, ...rest }, { session: {}, local: {}, cookie: '' });
  assert.doesNotMatch(settings ?? '', /127\.0\.0\.1|own|key/);
}

test('a key goes to the base URL that it was typed for and nowhere else', async () => {
  await demo.open();
  await demo.page.type('prompt', 'keys');
  await demo.page.where('other');
  assert.equal(await demo.driver.findElement(By.id('key')).isEnabled(), false, 'without an address a key has no home');
  await demo.page.type('base', `${demo.server.origin}/for/a/own`);
  await demo.page.type('key', 'key-of-a');
  for (const place of ['kkiai', 'google']) {
    await demo.page.where(place);
    assert.equal(await demo.page.value('key'), '', place);
  }
  await demo.page.where('other');
  assert.equal(await demo.page.value('key'), 'key-of-a');
  // Another host, and another path of the same one.
  for (const [base, at] of /** @type {const} */ ([[`${demo.elsewhere.origin}/for/b/own`, demo.elsewhere], [`${demo.server.origin}/for/b/own`, demo.server]])) {
    await demo.page.type('base', base);
    assert.equal(await demo.page.value('key'), '', base);
    await demo.page.send();
    const call = await at.request(({ labels, method }) => labels.for === 'b' && method === 'POST');
    assert.equal(call.headers.get('authorization'), null);
    await demo.page.ended('shown');
  }
  await demo.page.type('base', `${demo.server.origin}/for/a/own/`); // the slash makes no other place
  assert.equal(await demo.page.value('key'), 'key-of-a');
  await demo.page.send();
  const call = await demo.server.request(({ labels, method }) => labels.for === 'a' && method === 'POST');
  assert.equal(call.headers.get('authorization'), 'Bearer key-of-a');
  await demo.page.ended('shown');

  const told = [...demo.server.requests, ...demo.elsewhere.requests].filter((request) => JSON.stringify([request.path, [...request.headers], request.text]).includes('key-of-a'));
  assert.deepEqual(told, [call]);
  await nothingKept();
  assert.equal(await demo.driver.getCurrentUrl(), `${demo.server.origin}/`);
});

test('a key is kept for the tab only where the user ticks it', async () => {
  await demo.page.where('google');
  await demo.page.type('key', 'unkept');
  await demo.page.where('other');
  await demo.page.press('keep');
  const { session, local: { 'wasmagine settings': settings, ...local }, cookie } = await demo.storage();
  assert.doesNotMatch(settings, /127\.0\.0\.1|own|key/);
  assert.deepEqual([Object.keys(session).length, local, cookie], [1, {}, '']);
  assert.deepEqual(Object.values(session).map((text) => JSON.parse(text)), [[[`${demo.server.origin}/for/a/own`, 'key-of-a']]]);

  await demo.open();
  await demo.page.where('google');
  assert.equal(await demo.page.value('key'), '');
  await demo.page.where('other');
  await demo.page.type('base', `${demo.server.origin}/for/a/own`);
  assert.equal(await demo.page.value('key'), 'key-of-a');
  assert.equal(await demo.driver.findElement(By.id('keep')).isSelected(), true);
  await demo.page.press('keep');
  await nothingKept();
});

test('without a key nothing is sent to kkiai, and the page says what is missing', async () => {
  await demo.open();
  await demo.page.type('prompt', 'no key');
  await demo.page.where('kkiai');
  assert.match(await demo.page.text('#remote'), /The key is sent only to https:\/\/www\.kkiai\.com\s/);
  await demo.page.send();
  await demo.page.ended('failed');
  assert.equal(await demo.page.text('.problem code'), 'missing-api-key');
  assert.notEqual(await demo.page.text('.problem .hint'), '');
});

test('the address of the page says nothing to it', async () => {
  const query = new URLSearchParams({ prompt: 'x', base: demo.elsewhere.origin, baseURL: demo.elsewhere.origin, place: 'other', key: 'k', model: 'm', autorun: '1' });
  await demo.open(`/?${query}#${query}`);
  assert.deepEqual([await demo.page.value('prompt'), await demo.page.value('base'), await demo.page.value('key')], ['', '', '']);
  assert.equal(await demo.driver.findElement(By.css('[value="sandbox"]')).isSelected(), true);
  assert.equal(await demo.page.count('.card'), 0);
  assert.deepEqual([demo.calls(), demo.calls(demo.elsewhere)], [[], []]);
});

test('the menus offer what the model takes, and what is chosen is on the wire', async () => {
  await demo.open();
  await demo.page.where('other');
  await demo.page.type('base', `${demo.server.origin}/own`);
  for (const { id, aspectRatios, sizes, thinking, search } of models) {
    await demo.page.choose('model', id);
    assert.deepEqual((await demo.page.offers('ratios')).sort(), ['', ...aspectRatios].sort(), id);
    assert.equal(await demo.page.visible('#size-field'), sizes.length > 1, id);
    assert.deepEqual(await demo.page.offers('sizes'), ['', ...sizes], id);
    assert.deepEqual(await demo.page.offers('thinking'), ['', ...thinking], id);
    const shown = (/** @type {string} */ id) => run(demo.driver, (id) => !document.getElementById(id)?.hidden, id);
    assert.deepEqual([await shown('thinking-field'), await shown('web-field'), await shown('pictures-field')], [thinking.length > 0, search.web, search.image], id);
  }
  await demo.page.where('google');
  const retired = models.filter((model) => model.retired).map(({ id }) => id);
  assert.deepEqual((await demo.page.offers('model')).filter((id) => retired.includes(id)), [], 'Google has shut these down');

  await demo.page.where('other');
  await demo.page.choose('model', 'gemini-3.1-flash-image');
  await demo.page.pick('ratio', '21:9');
  await demo.page.pick('size', '512');
  await demo.page.type('prompt', 'wide');
  await demo.page.send();
  await demo.page.ended('shown');
  const [call] = demo.calls().filter(({ method }) => method === 'POST');
  assert.equal(call.path, '/own/v1beta/models/gemini-3.1-flash-image:streamGenerateContent?alt=sse');
  assert.deepEqual(JSON.parse(call.text).generationConfig.imageConfig, { aspectRatio: '21:9', imageSize: '512' });
  await demo.page.choose('model', 'gemini-2.5-flash-image');
  const picked = (/** @type {string} */ name) => run(demo.driver, (name) => /** @type {any} */ (document.querySelector(`[name="${name}"]:checked`)).value, name);
  assert.equal(await picked('ratio'), '21:9', 'a choice that the next model takes as well stays');
  assert.equal(await picked('size'), '', 'and one that it refuses does not');

  await demo.page.choose('model', '');
  await demo.page.type('model-name', 'my-own-model');
  await demo.page.send();
  await demo.server.request(({ path }) => path === '/own/v1beta/models/my-own-model:streamGenerateContent?alt=sse');
  await demo.page.ended('shown');
});

test('a bad day of the sandbox comes through the worker', async () => {
  await demo.open();
  await demo.page.type('prompt', 'a bad day');
  // A picture that the model thought with is better than none where the connection breaks.
  await demo.page.fault('cut-body');
  await demo.page.send();
  await demo.page.ended('shown');
  assert.deepEqual(await run(demo.driver, () => [...document.querySelectorAll('.card details.warning')].map((each) => [each.querySelector('summary')?.textContent, each.querySelector('.note')?.textContent])),
    [['The reply broke off, so this may be a draft.', 'The reply broke off after the picture: the connection broke before the reply was whole.']]);
  await demo.page.choose('model', 'gemini-2.5-flash-image'); // which does not think
  for (const [fault, code] of [['network', 'network'], ['cut-body', 'network'], ['http-403', 'permission-denied'], ['html-200', 'invalid-response']]) {
    await demo.page.fault(fault);
    await demo.page.send();
    await demo.page.ended('failed');
    assert.equal(await demo.page.text('.problem code'), code, fault);
  }
});

test('chunks leave the worker one at a time, as they are read, and an abort reaches it', async () => {
  await demo.open();
  const outcome = await run(demo.driver, async () => {
    /** @type {unknown[]} */
    const posted = [];
    const { postMessage } = MessagePort.prototype;
    MessagePort.prototype.postMessage = function (/** @type {any[]} */ ...args) {
      posted.push(args[0]);
      return /** @type {any} */ (postMessage).apply(this, args);
    };
    try {
      const { sandboxFetch } = await import(/** @type {any} */ ('/sandbox-client.js'));
      const controller = new AbortController();
      const ask = () => new Request('https://api.example/v1beta/models/gemini-2.5-flash-image:generateContent', {
        method: 'POST', headers: { 'content-type': 'application/json' }, signal: controller.signal,
        body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'a boat' }] }] }),
      });
      const response = await sandboxFetch()(ask());
      const before = [...posted];
      const reader = response.body.getReader();
      const sizes = [(await reader.read()).value.length, (await reader.read()).value.length];
      const read = [...posted];
      controller.abort(new Error('enough'));
      const late = await reader.read().then(() => 'read', (/** @type {Error} */ error) => error.message);
      const refused = await sandboxFetch()(ask()).then(() => 'answered', (/** @type {Error} */ error) => error.message);
      return { status: response.status, sizes, before, read, after: posted, late, refused };
    } finally {
      MessagePort.prototype.postMessage = postMessage;
    }
  });
  assert.deepEqual(outcome, {
    status: 200, sizes: [65536, 65536], before: [], read: ['pull', 'pull'], after: ['pull', 'pull', 'cancel'], late: 'enough', refused: 'enough',
  });
});

test('a sandbox that cannot be loaded is an error, not a page that waits', async () => {
  await demo.open('/lacking/');
  for (let i = 0; i < 2; i++) {
    await demo.page.make('a boat');
    await demo.page.ended('failed');
    assert.equal(await demo.page.text('.problem code'), 'network');
  }
});

test('check tells in words what it found, and what to do', async () => {
  await demo.open();
  demo.server.handle('/list', (request) => (request.headers.get('authorization') === 'Bearer good' || request.method === 'OPTIONS'
    ? Response.json({ models: [{ name: 'models/gemini-2.5-flash-image' }] }) : Response.json({ error: { message: 'no', code: 401 } }, { status: 401 })));
  await demo.page.where('other');
  await demo.page.type('base', `${demo.server.origin}/list`);
  await demo.page.type('key', 'bad');
  await demo.page.press('check');
  await demo.page.until(() => document.querySelector('#finding li'));
  assert.match(await demo.page.text('#finding'), /There is a problem\..*The server is responding.*The key was rejected.*Check that the key is complete/);
  await demo.page.type('key', 'good');
  assert.equal(await demo.page.text('#finding'), '', 'a finding is of the key that was checked');
  await demo.page.press('check');
  await demo.page.until(() => document.querySelector('#finding li'));
  assert.match(await demo.page.text('#finding'), /Everything looks fine\..*The key is valid/);
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
});
