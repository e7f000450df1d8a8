// @ts-check
// The demo in Chromium, used as a person uses it. "Other" points at the harness's servers, which record what reaches them; the sandbox is
// the page's own, in its worker.
import { after, before, describe, test as plain } from 'node:test';
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { By, Key } from 'selenium-webdriver';
import { models } from '../../js/models.js';
import { run, withBrowser } from '../harness/browsers.mjs';
import { startServer } from '../harness/server.mjs';
import { demo } from './page.mjs';

const root = new URL('../../', import.meta.url).pathname;
const drawing = readFileSync(join(root, 'tests/fixtures/plain.png')); // 37 × 21
const cors = { 'access-control-allow-origin': '*' };
/** A reply with that drawing. @param {string} [text] */
const reply = (text = 'Here it is.') => Response.json({
  candidates: [{
    content: { role: 'model', parts: [{ text }, { inlineData: { mimeType: 'image/png', data: drawing.toString('base64') } }] },
    finishReason: 'STOP',
  }],
  usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 1290, totalTokenCount: 1297 },
  modelVersion: 'gemini-test',
}, { headers: cors });
const permission = { ...cors, 'access-control-allow-headers': 'content-type, authorization' };
/** @param {Request} request */
const own = (request) => (request.method === 'OPTIONS' ? new Response(null, { headers: permission }) : reply());

/** @param {string} name @param {() => Promise<void>} fn */
const test = (name, fn) => plain(name, { timeout: 30_000 }, fn);

describe('the demo in Chromium', () => {
  /** @type {import('../harness/browsers.mjs').Driver} */
  let driver;
  /** @type {import('../harness/browsers.mjs').Folders} */
  let folders;
  /** @type {ReturnType<typeof demo>} */
  let page;
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let server;
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let elsewhere;
  /** The page as `npm run site` lays it out, and once more without the sandbox. */
  const site = mkdtempSync(join(tmpdir(), 'wasmagine-site-'));
  /** @type {() => void} */
  let leave = () => {};
  /** @type {Promise<void>} */
  let browser;

  before(async () => {
    for (const name of ['whole', 'lacking']) {
      cpSync(join(root, 'www'), join(site, name), { recursive: true });
      cpSync(join(root, 'dist'), join(site, name, 'wasmagine'), { recursive: true });
    }
    rmSync(join(site, 'lacking/wasmagine/sandbox.js'));
    server = await startServer({ static: { '/some/path/': join(site, 'whole'), '/lacking/': join(site, 'lacking') } });
    elsewhere = await startServer();
    for (const { handle } of [server, elsewhere]) handle('/own', own);
    await new Promise((ready, failed) => {
      browser = withBrowser('chromium', (started, itsFolders) => new Promise((done) => {
        [driver, folders, page, leave] = [started, itsFolders, demo(started), () => done(undefined)];
        ready(undefined);
      }));
      browser.catch(failed);
    });
    await driver.manage().setTimeouts({ script: 25_000 });
    // WebDriver clicks where a thing was, not where it is scrolling to.
    await page.chromium('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value: 'reduce' }] });
  });
  after(async () => {
    leave();
    await browser;
    await server.close();
    await elsewhere.close();
    rmSync(site, { recursive: true });
  });

  /** The page, fresh, with nothing recorded. @param {string} [path] */
  async function open(path = '/') {
    server.clear();
    elsewhere.clear();
    await page.open(server.origin + path);
  }
  /** Sends to a base URL that the user types. @param {string} prompt @param {string} base */
  async function sendTo(prompt, base) {
    await page.type('prompt', prompt);
    await page.where('other');
    await page.type('base', base);
    await page.send();
  }
  const calls = (at = server) => at.requests.filter(({ path }) => path.includes('/v1'));
  const storage = () => run(driver, () => ({ session: { ...sessionStorage }, local: { ...localStorage }, cookie: document.cookie }));
  const empty = { session: {}, local: {}, cookie: '' };

  test('a prompt becomes a picture, drawn by the sandbox in a worker', async () => {
    await open();
    await page.type('prompt', 'a pig with wings over a green city');
    assert.equal(server.requests.filter(({ path }) => /sandbox(-worker)?\.js/.test(path)).length, 0, 'the sandbox is not loaded before it is used');
    await page.watch();
    await page.send();
    await page.ended('shown');

    const picture = await page.picture();
    assert.match(picture.src, /^blob:/);
    assert.deepEqual([picture.width, picture.height], [1024, 1024]);
    assert.match(picture.alt, /a pig with wings over a green city/);
    assert.match(await page.text('.facts'), /^1024 × 1024 px · JPEG · [\d.]+ [kM]B$/);
    assert.match(await page.text('.about'), /a pig with wings.*gemini-nano-banana-2\.1 · \d+\.\d s.*tokens: \d+ in, [\d,]+ out/s);
    assert.match(await page.text('#status'), /^The picture is here: 1024 × 1024 px, JPEG/);

    const seen = (await page.watched()).join('\n');
    for (const phase of ['Waiting for the model', 'Receiving the picture']) assert.match(seen, new RegExp(phase));
    assert.match(seen, /\d+\.\d s/);
    assert.match(seen, /\d+ [kM]B/);

    assert.deepEqual(calls(), [], 'nothing was sent');
    const askers = (/** @type {string} */ path) => server.requests.filter((request) => request.path === path).map(({ headers }) => headers.get('referer')?.replace(/.*\//, '/'));
    assert.deepEqual(askers('/wasmagine/sandbox.js'), ['/sandbox-worker.js'], 'the worker loaded it and not the page');
    assert.equal(server.requests.find(({ path }) => path === '/sandbox-worker.js')?.headers.get('sec-fetch-dest'), 'worker');
  });

  test('the next picture takes the place of the one before, whose URL is given back', async () => {
    const before = await page.picture();
    await page.send();
    await page.until((/** @type {string} */ src) => /** @type {any} */ (document.querySelector('#result img'))?.src !== src, before.src);
    await page.ended('shown');
    const reachable = (/** @type {string} */ url) => run(driver, (url) => fetch(url).then(() => true, () => false), url);
    assert.equal(await reachable(before.src), false);
    assert.equal(await reachable((await page.picture()).src), true);
  });

  test('cancel leaves the picture before, and the next call works', async () => {
    await driver.findElement(By.css('#lab summary')).click();
    await page.choose('pace', 'real');
    const before = await page.picture();
    await page.send();
    await page.until(() => document.getElementById('phase')?.textContent === 'Waiting for the model');
    assert.equal(await page.visible('#card'), true);
    await page.press('cancel');
    await page.ended('shown');
    assert.equal(await page.text('#status'), 'Cancelled.');
    assert.deepEqual(await page.picture(), before);
    assert.equal(await run(driver, () => document.activeElement?.id), 'generate', 'the focus does not vanish with its button');
    await page.choose('pace', 'instant');
    await page.send();
    await page.until((/** @type {string} */ src) => /** @type {any} */ (document.querySelector('#result img'))?.src !== src, before.src);
    await page.ended('shown');
  });

  test('a bad day of the sandbox comes through the worker', async () => {
    await page.until(() => /** @type {any} */ (document.getElementById('fault')).options.length > 40);
    for (const [fault, code] of [['network', 'network'], ['cut-body', 'network'], ['http-403', 'permission-denied'], ['html-200', 'invalid-response']]) {
      await page.choose('fault', fault);
      await page.send();
      await page.ended('error');
      assert.equal(await page.text('.problem code'), code, fault);
    }
  });

  test('chunks leave the worker one at a time, as they are read, and an abort reaches it', async () => {
    await open();
    const outcome = await run(driver, async () => {
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

  test('Escape cancels in the middle of a body, and the server notices', async () => {
    await open();
    await sendTo('stalls', `${server.origin}/fault/stall-body`);
    await page.until(() => /[1-9].* [kM]?B/.test(document.getElementById('loaded')?.textContent ?? ''));
    assert.equal(await page.visible('#card'), true);
    await page.escape();
    await page.ended('empty');
    assert.equal(await page.text('#status'), 'Cancelled.');
    const [call] = calls();
    assert.equal(await call.closed, 'aborted');
  });

  test('while one call is on its way no second one is sent', async () => {
    await open();
    await sendTo('stalls', `${server.origin}/fault/stall-body`);
    await page.until(() => document.getElementById('phase')?.textContent === 'Receiving the picture');
    await page.send();
    await page.press('generate');
    await page.escape();
    await page.ended('empty');
    assert.equal(calls().length, 1);
  });

  test('an error tells its code, what to do, and what the server said; trying again sends again', async () => {
    await open();
    await sendTo('too often', `${server.origin}/fault/rate-limit`);
    await page.ended('error');
    assert.equal(await page.text('.problem code'), 'rate-limited');
    assert.match(await page.text('.problem .hint'), /^Wait a little/);
    assert.match(await page.text('.problem .message'), /429/);
    assert.match(await page.text('.problem .note'), /HTTP 429 · the server asks to wait 34\.4 s/);
    assert.match(await page.text('.problem pre'), /RESOURCE_EXHAUSTED/);
    assert.equal(await driver.findElement(By.id('error')).getAttribute('role'), 'alert');
    const sent = calls().length;
    await driver.findElement(By.css('.problem button')).click();
    await page.ended('error');
    assert.ok(calls().length > sent);
  });

  test('a refusal in words shows the model’s words', async () => {
    await open();
    await sendTo('a refusal', `${server.origin}/fault/text-only`);
    await page.ended('error');
    assert.equal(await page.text('.problem code'), 'no-image');
    assert.notEqual(await page.text('.problem blockquote'), '');
  });

  test('what servers and models say is never markup', async () => {
    const markup = '<img src="x" onerror="document.title=1"><b>bold</b>';
    server.handle('/markup/error', () => Response.json({ error: { code: 400, message: markup, status: markup } }, { status: 400 }));
    server.handle('/markup/text', () => reply(markup));
    await open();
    await sendTo(markup, `${server.origin}/markup/error`);
    await page.ended('error');
    assert.ok((await page.text('.problem')).includes(markup));
    await page.type('base', `${server.origin}/markup/text`);
    await page.send();
    await page.ended('shown');
    assert.equal(await page.text('.about blockquote'), markup);
    assert.equal(await run(driver, () => document.querySelectorAll('b:not(#home), [onerror], #stage img:not([src^="blob:"])').length), 0);
    assert.equal(await driver.getTitle(), 'wasmagine');
  });

  test('a download has the server’s bytes, and the prompt’s first words for a name', async () => {
    await open();
    await sendTo('Ein Bär, zwei <Bären>/../..\\', `${server.origin}/own`);
    await page.ended('shown');
    assert.equal(await page.text('.facts'), '37 × 21 px · PNG · 260 B');
    await driver.findElement(By.css('figcaption button')).click();
    assert.deepEqual(await folders.downloaded('ein-bär-zwei-bären.png'), drawing);
  });

  test('a key goes to the base URL that it was typed for and nowhere else', async () => {
    await open();
    await page.type('prompt', 'keys');
    await page.where('other');
    assert.equal(await driver.findElement(By.id('key')).isEnabled(), false, 'without an address a key has no home');
    await page.type('base', `${server.origin}/for/a/own`);
    await page.type('key', 'key-of-a');
    for (const place of ['kkiai', 'google']) {
      await page.where(place);
      assert.equal(await page.value('key'), '', place);
    }
    await page.where('other');
    assert.equal(await page.value('key'), 'key-of-a');
    // Another host, and another path of the same one.
    for (const [base, at] of /** @type {const} */ ([[`${elsewhere.origin}/for/b/own`, elsewhere], [`${server.origin}/for/b/own`, server]])) {
      await page.type('base', base);
      assert.equal(await page.value('key'), '', base);
      await page.send();
      const call = await at.request(({ labels, method }) => labels.for === 'b' && method === 'POST');
      assert.equal(call.headers.get('authorization'), null);
      await page.ended('shown');
    }
    await page.type('base', `${server.origin}/for/a/own/`); // the slash makes no other place
    assert.equal(await page.value('key'), 'key-of-a');
    await page.send();
    const call = await server.request(({ labels, method }) => labels.for === 'a' && method === 'POST');
    assert.equal(call.headers.get('authorization'), 'Bearer key-of-a');
    await page.ended('shown');

    const told = [...server.requests, ...elsewhere.requests].filter((request) => JSON.stringify([request.path, [...request.headers], request.text]).includes('key-of-a'));
    assert.deepEqual(told, [call]);
    assert.deepEqual(await storage(), empty);
    assert.equal(await driver.getCurrentUrl(), `${server.origin}/`);
  });

  test('a key is kept for the tab only where the user ticks it', async () => {
    await page.where('google');
    await page.type('key', 'unkept');
    await page.where('other');
    await page.press('keep');
    const { session, local, cookie } = await storage();
    assert.deepEqual([Object.keys(session).length, local, cookie], [1, {}, '']);
    assert.deepEqual(Object.values(session).map((text) => JSON.parse(text)), [[[`${server.origin}/for/a/own`, 'key-of-a']]]);

    await open();
    await page.where('google');
    assert.equal(await page.value('key'), '');
    await page.where('other');
    await page.type('base', `${server.origin}/for/a/own`);
    assert.equal(await page.value('key'), 'key-of-a');
    assert.equal(await driver.findElement(By.id('keep')).isSelected(), true);
    await page.press('keep');
    assert.deepEqual(await storage(), empty);
  });

  test('without a key nothing is sent to kkiai, and the page says what is missing', async () => {
    await open();
    await page.type('prompt', 'no key');
    await page.where('kkiai');
    assert.match(await page.text('#key-note'), /Sent to https:\/\/www\.kkiai\.com alone/);
    await page.send();
    await page.ended('error');
    assert.equal(await page.text('.problem code'), 'missing-api-key');
    assert.notEqual(await page.text('.problem .hint'), '');
  });

  test('the address of the page says nothing to it', async () => {
    const query = new URLSearchParams({ prompt: 'x', base: elsewhere.origin, baseURL: elsewhere.origin, place: 'other', key: 'k', model: 'm', autorun: '1' });
    await open(`/?${query}#${query}`);
    assert.deepEqual([await page.value('prompt'), await page.value('base'), await page.value('key')], ['', '', '']);
    assert.equal(await driver.findElement(By.css('[value="sandbox"]')).isSelected(), true);
    assert.equal(await run(driver, () => document.getElementById('stage')?.dataset.state), 'empty');
    assert.deepEqual([calls(), calls(elsewhere)], [[], []]);
  });

  test('the menus offer what the model takes, and what is chosen is on the wire', async () => {
    await open();
    await page.where('other');
    await page.type('base', `${server.origin}/own`);
    for (const { id, aspectRatios, sizes } of models) {
      await page.choose('model', id);
      assert.deepEqual(await page.offers('ratio'), ['', ...aspectRatios], id);
      assert.equal(await page.visible('#size'), sizes.length > 1, id);
      assert.deepEqual(await page.offers('size'), ['', ...sizes], id);
    }
    await page.where('google');
    const retired = models.filter((model) => model.retired).map(({ id }) => id);
    assert.deepEqual((await page.offers('model')).filter((id) => retired.includes(id)), [], 'Google has shut these down');

    await page.where('other');
    await page.choose('model', 'gemini-3.1-flash-image');
    await page.choose('ratio', '21:9');
    await page.choose('size', '512');
    await page.type('prompt', 'wide');
    await page.send();
    await page.ended('shown');
    const [call] = calls();
    assert.equal(call.path, '/own/v1beta/models/gemini-3.1-flash-image:generateContent');
    assert.deepEqual(JSON.parse(call.text).generationConfig.imageConfig, { aspectRatio: '21:9', imageSize: '512' });
    await page.choose('model', 'gemini-2.5-flash-image');
    assert.equal(await page.value('ratio'), '21:9', 'a choice that the next model takes as well stays');
    assert.equal(await page.value('size'), '', 'and one that it refuses does not');

    await page.choose('model', '');
    await page.type('model-name', 'my-own-model');
    await page.send();
    await server.request(({ path }) => path === '/own/v1beta/models/my-own-model:generateContent');
    await page.ended('shown');
  });

  test('without a prompt nothing starts', async () => {
    await open();
    await page.press('generate');
    assert.equal(await run(driver, () => document.querySelector('textarea:invalid')?.id), 'prompt');
    assert.equal(await run(driver, () => document.getElementById('stage')?.dataset.state), 'empty');
  });

  test('every control has a name and can be reached by the keyboard alone', async () => {
    await open();
    await page.where('other');
    const controls = await driver.findElements(By.css('input, select, textarea, button, summary, progress'));
    for (const control of controls) {
      const visible = await control.isDisplayed();
      if (visible) assert.notEqual(await control.getAccessibleName(), '', await control.getAttribute('outerHTML') ?? '');
    }
    await run(driver, () => document.getElementById('prompt')?.focus());
    const reached = [];
    for (;;) {
      reached.push(await run(driver, () => document.activeElement?.id || document.activeElement?.getAttribute('value')));
      if (reached.at(-1) === 'generate' || reached.length > 20) break;
      await driver.actions().sendKeys(Key.TAB).perform();
    }
    assert.deepEqual(reached, ['prompt', 'other', 'base', 'model', 'ratio', 'generate']);
  });

  test('the card takes the shape that is asked for, and nothing is wider than a small phone', async () => {
    await open();
    await page.chromium('Emulation.setDeviceMetricsOverride', { width: 320, height: 640, deviceScaleFactor: 1, mobile: true });
    try {
      for (const [ratio, width, height] of /** @type {const} */ ([['16:9', 16, 9], ['1:8', 1, 8], ['8:1', 8, 1]])) {
        await page.choose('ratio', ratio);
        const box = await run(driver, async () => {
          const card = /** @type {HTMLElement} */ (document.getElementById('card'));
          await Promise.all(card.getAnimations().map(({ finished }) => finished));
          const { width, height } = card.getBoundingClientRect();
          return { ratio: width / height, overflow: document.documentElement.scrollWidth - innerWidth };
        });
        assert.ok(Math.abs(box.ratio / (width / height) - 1) < 0.02, `${ratio}: ${box.ratio}`);
        assert.ok(box.overflow <= 0, `${ratio}: ${box.overflow} px too wide`);
      }
    } finally {
      await page.chromium('Emulation.clearDeviceMetricsOverride');
    }
  });

  test('it works in any folder of a host', async () => {
    await open('/some/path/');
    await page.type('prompt', 'a boat');
    await page.send();
    await page.ended('shown');
    assert.ok((await page.picture()).width > 0);
    assert.deepEqual(server.requests.map(({ path }) => path).filter((path) => !path.startsWith('/some/path/')), []);
  });

  test('a sandbox that cannot be loaded is an error, not a page that waits', async () => {
    await open('/lacking/');
    await page.type('prompt', 'a boat');
    for (let i = 0; i < 2; i++) {
      await page.send();
      await page.ended('error');
      assert.equal(await page.text('.problem code'), 'network');
    }
  });

  test('nothing of all this was against the page’s policy', async () => {
    const complaints = async () => (await driver.manage().logs().get('browser')).map(({ message }) => message).filter((message) => !message.includes('Failed to load resource'));
    assert.deepEqual(await complaints(), []);
    // And a thing that is against it does show up here.
    await run(driver, () => { document.body.append(Object.assign(document.createElement('script'), { textContent: 'document.title = "run"' })); });
    assert.match((await complaints()).join(), /Content Security Policy/);
    assert.equal(await driver.getTitle(), 'wasmagine');
  });
});
