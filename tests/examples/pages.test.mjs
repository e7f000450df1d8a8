// @ts-check
// The examples that are pages, opened and used in Chromium: what they show, what they ask for, what they leave behind.
import { after, before, beforeEach, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// @ts-ignore: it has no types
import { PNG } from 'pngjs';
import { By } from 'selenium-webdriver';
import { browsers, run, withBrowser } from '../harness/browsers.mjs';
import { startServer } from '../harness/server.mjs';
import { assemble, inRust, pages } from '../../scripts/examples.mjs';
import { sandbox } from '../../js/sandbox.js';

const folder = await mkdtemp(join(tmpdir(), 'wasmagine-examples-'));
/** Those in Rust take a minute to compile: they are set-ups of the matrix, which names them here. */
const names = process.env.EXAMPLES?.split(',') ?? (await pages()).filter(name => !inRust(name));
const api = sandbox();

describe('examples', { skip: !browsers.includes('chromium') }, () => {
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let server;
  /** @type {import('../harness/browsers.mjs').Chromium} */
  let driver;
  let close = () => {};
  /** @type {Promise<void>} */
  let closed;
  /** @type {(request: Request) => Promise<Response>} */
  let answer = api;

  before(async () => {
    for (const name of names) await assemble(name, join(folder, name));
    server = await startServer({ static: Object.fromEntries(names.map(name => [`/${name}/`, join(folder, name)])) });
    // As behind the proxy: the page knows only /api.
    server.handle('/api', request => answer(new Request(request.url.replace('/api/', '/'), request)));
    await new Promise((resolve, reject) => {
      closed = withBrowser('chromium', started => new Promise(end => {
        driver = started;
        close = end;
        resolve(undefined);
      }));
      closed.catch(reject);
    });
  });
  after(async () => {
    close();
    await closed;
    await server?.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    answer = api;
    server.clear();
  });

  /** Makes the page's next answers wait, and says when one was asked for. */
  function hold() {
    /** @type {() => void} */
    let go = () => {};
    const gate = new Promise(resolve => { go = () => resolve(undefined); });
    answer = async request => {
      await gate;
      return api(request);
    };
    return go;
  }
  const asked = () => server.request(({ method }) => method === 'POST');
  const posts = () => server.requests.filter(({ method }) => method === 'POST');
  const click = (/** @type {string} */ text) => driver.findElement(By.xpath(`//button[.='${text}']`)).click();
  /** @template T @param {() => PromiseLike<T>} look @returns {Promise<NonNullable<T>>} what it gives once that is true */
  const until = look => /** @type {any} */ (driver.wait(async () => look().then(found => found, () => undefined), 200_000));
  /** The address of a picture on the page that has been decoded and is another than `last`. @param {string} [last] */
  const picture = last => until(() => run(driver, last => {
    const img = document.querySelector('img');
    return img?.naturalWidth && img.src !== last ? img.src : undefined;
  }, last ?? null));
  const alive = (/** @type {string} */ url) => run(driver, url => fetch(url).then(() => true, () => false), url);
  /** Until it is revoked: frameworks clean up when the page has been painted. @param {string} url */
  const revoked = url => until(async () => !(await alive(url)));
  const text = (/** @type {string} */ selector) => run(driver, selector => document.querySelector(selector)?.textContent ?? '', selector);

  for (const name of ['vanilla', 'react', 'vue', 'svelte', 'worker', 'yew', 'leptos', 'dioxus'].filter(name => names.includes(name))) {
    test(`${name}: a picture, another, progress, cancel, an error`, async () => {
      await driver.get(`${server.origin}/${name}/`);
      await until(() => driver.findElement(By.name('prompt')));
      let go = hold();
      await click('Generate');
      await until(async () => /waiting, \d+ s/.test(await text('output')));
      go();
      const first = await picture();
      assert.match(first, /^blob:/);
      assert.equal(posts().length, 1);

      answer = api;
      await click('Generate');
      const second = await picture(first);
      await revoked(first);
      assert.equal(await alive(second), true);

      server.clear();
      go = hold();
      await click('Generate');
      const request = await asked();
      await click('Cancel');
      assert.equal(await request.closed, 'aborted');
      await until(async () => !(await driver.findElement(By.xpath("//button[.='Cancel']")).isEnabled()));
      go();
      assert.equal(await text('[role=alert]'), '');
      assert.equal(await alive(second), true);

      answer = sandbox({ fault: 'http-403' });
      await click('Generate');
      const option = inRust(name) ? 'key' : 'apiKey';
      await until(async () => new RegExp(`403.*pass \`${option}\``).test(await text('[role=alert]'))); // what happened, and the hint
    });
  }

  for (const name of ['react', 'vue', 'svelte', 'yew', 'leptos', 'dioxus'].filter(name => names.includes(name))) {
    test(`${name}: another prompt ends the call before`, async () => {
      await driver.get(`${server.origin}/${name}/`);
      const prompt = await until(() => driver.findElement(By.name('prompt')));
      const go = hold();
      await click('Generate');
      const before = await asked();
      server.clear();
      await prompt.sendKeys(' and a gull');
      await click('Generate');
      assert.equal(await before.closed, 'aborted');
      assert.match((await asked()).text, /and a gull/);
      go();
      await picture();
      assert.equal(posts().length, 1);
      assert.equal(await text('[role=alert]'), '');
    });

    test(`${name}: what is unmounted ends its request and revokes its picture, and may come back`, async () => {
      await driver.get(`${server.origin}/${name}/`);
      await until(() => driver.findElement(By.name('prompt')));
      await click('Generate');
      const url = await picture();
      server.clear();
      const go = hold();
      await click('Generate');
      const request = await asked();
      await click('Close');
      assert.equal(await request.closed, 'aborted');
      await revoked(url);
      go();
      await click('Open');
      await click('Generate');
      assert.equal(await alive(await picture()), true);
      assert.equal(posts().length, 2);
    });
  }

  test('web component: draws once, keeps its picture when moved, draws anew when changed, leaves nothing behind', async () => {
    /** @param {string} [last] */
    const inside = last => until(() => run(driver, last => {
      const img = document.querySelector('generated-image')?.shadowRoot?.querySelector('img');
      return img?.naturalWidth && img.src !== last ? img.src : undefined;
    }, last ?? null));
    const element = (/** @type {(element: any) => unknown} */ act) => driver.executeScript(`(${act})(document.querySelector('generated-image'))`);
    await driver.get(`${server.origin}/web-component/`);
    const first = await inside();
    await element(each => document.querySelector('p')?.after(each));
    await driver.executeScript('document.querySelector("generated-image").setAttribute("aspect-ratio", "16:9")');
    assert.equal(await inside(), first);
    assert.equal(posts().length, 1);
    assert.match(posts()[0].text, /"16:9"/);

    await element(each => {
      each.setAttribute('aspect-ratio', '1:1');
      each.setAttribute('prompt', 'a green boat');
    });
    const second = await inside(first);
    await revoked(first);
    assert.equal(await alive(second), true);
    assert.equal(posts().length, 2);

    server.clear();
    const go = hold();
    await element(each => each.setAttribute('prompt', 'a blue boat'));
    const request = await asked();
    await revoked(second);
    await element(each => each.remove());
    assert.equal(await request.closed, 'aborted');
    go();
    answer = sandbox({ fault: 'http-403' });
    const code = await run(driver, () => new Promise(resolve => {
      const element = document.createElement('generated-image');
      element.addEventListener('failed', event => resolve(/** @type {CustomEvent} */ (event).detail.code));
      element.setAttribute('prompt', 'a boat');
      element.setAttribute('base-url', '/api');
      document.body.append(element);
    }));
    assert.equal(code, 'permission-denied');
  });

  test('worker: an error keeps its fields, what cannot cross is refused, and what the worker lacks is told', async () => {
    server.handle('/lost/remote.js', async () => new Response(await readFile(join(folder, 'worker/remote.js')), { headers: { 'content-type': 'text/javascript' } }));
    await driver.get(`${server.origin}/worker/`);
    answer = sandbox({ fault: 'rate-limit' });
    const told = await run(driver, async () => {
      const load = (/** @type {string} */ path) => import(path);
      const [{ generateImage }, lost, { GenerateImageError }] = await Promise.all(['/worker/remote.js', '/lost/remote.js', '/wasmagine/index.js'].map(load));
      const failed = (/** @type {Promise<any>} */ call) => call.then(() => 'no error', error => error);
      const limited = await failed(generateImage('a boat', { baseURL: '/api', maxRetries: 0 }));
      const phases = new Set();
      const again = await failed(generateImage('a boat', { baseURL: '/api', maxRetries: 1, timeout: 60_000, onProgress: (/** @type {any} */ { phase, error }) => phases.add(`${phase} ${error?.code ?? ''}`.trim()), signal: AbortSignal.timeout(2000) }));
      const refused = await failed(generateImage('a boat', { baseURL: '/api', fetch: () => {} }));
      const missing = await failed(lost.generateImage('a boat'));
      return [[limited.code, limited.status, limited.retryAfter, GenerateImageError.isInstance(limited)], [...phases].at(-1), again.name, refused.name, missing.message];
    });
    assert.deepEqual(told, [['rate-limited', 429, 34_400, true], 'retrying rate-limited', 'TimeoutError', 'DataCloneError', 'worker.js could not be loaded']);
    answer = api;
    const [result, sent] = await run(driver, async () => {
      const { generateImage } = await import(String('/worker/remote.js'));
      const photo = await createImageBitmap(new ImageData(8, 8));
      const result = await generateImage('make it night', { baseURL: '/api', images: [photo, new Blob([await (await fetch('/tests/fixtures/baseline.jpg')).blob()])] });
      return [{ ...result, blob: result.blob instanceof Blob, usage: undefined, text: undefined }, photo.width];
    });
    assert.deepEqual([result.blob, result.mediaType, result.warnings, sent], [true, 'image/png', [], 8]);
    assert.deepEqual(JSON.parse(/** @type {string} */ (posts().at(-1)?.text)).contents[0].parts.slice(1).map((/** @type {any} */ { inlineData }) => inlineData.mimeType), ['image/png', 'image/jpeg']);
  });

  test('chat: turns go on from each other, undo, cancel, and go on after a reload', async () => {
    const turns = (/** @type {number} */ count) => until(() => run(driver, count => {
      const articles = [...document.querySelectorAll('article')];
      const idle = /** @type {HTMLButtonElement | null} */ (document.querySelector('#cancel'))?.disabled;
      return idle && articles.length === count && articles.every(each => each.querySelector('img')?.naturalWidth);
    }, count));
    const say = async (/** @type {string} */ prompt) => {
      await driver.findElement(By.name('prompt')).sendKeys(prompt);
      await click('Send');
    };
    /** How many contents the page has put away. @returns {Promise<number>} */
    const stored = () => run(driver, () => new Promise((resolve, reject) => {
      const opening = indexedDB.open('chat');
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const asking = opening.result.transaction('sessions').objectStore('sessions').get('chat');
        asking.onsuccess = () => resolve(asking.result?.contents.length);
        opening.result.close();
      };
    }));
    const contents = () => JSON.parse(/** @type {string} */ (posts().at(-1)?.text)).contents.map((/** @type {any} */ { role }) => role).join(' ');
    const ready = () => until(() => run(driver, () => !document.body.dataset.left && document.querySelector('#send:enabled') !== null));
    await driver.get(`${server.origin}/chat/`);
    await ready();
    await say('a lighthouse in a storm');
    await turns(1);
    await say('now by day');
    await turns(2);
    assert.equal(contents(), 'user model user');
    await click('Undo');
    await turns(1);

    const go = hold();
    server.clear();
    await say('with a boat');
    const request = await asked();
    await click('Cancel');
    assert.equal(await request.closed, 'aborted');
    await turns(1);
    assert.equal(await text('[role=alert]'), '');
    go();

    answer = api;
    await until(async () => (await stored()) === 2); // a prompt and its answer: what was undone is gone from the store as well
    await driver.navigate().refresh();
    await turns(1);
    await say('at night');
    await turns(2);
    assert.equal(contents(), 'user model user');
    await run(driver, () => { document.body.dataset.left = 'soon'; });
    await click('Forget all');
    await ready();
    await turns(0);
    assert.equal(await text('[role=alert]'), '');
  });

  test('mask: what is painted over is made anew, and nothing else', async () => {
    const idle = () => until(() => run(driver, () => /** @type {any} */ (document.querySelector('form')).prompt && !document.querySelector('main')?.hidden && !(/** @type {any} */ (document.querySelector('button')).disabled)));
    const pixels = (/** @type {string} */ id) => run(driver, id => {
      const { canvas } = /** @type {any} */ (document.getElementById(id)).getContext('2d');
      Object.assign(window, { before: /** @type {any} */ (window).after, after: canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data, marked: /** @type {any} */ (window).marked });
    }, id);
    await driver.get(`${server.origin}/mask/`);
    await click('Generate');
    await idle();
    await pixels('picture');
    assert.equal(await driver.findElement(By.xpath("//button[.='Change the marked part']")).isEnabled(), false, 'nothing is marked');
    const canvas = await driver.findElement(By.id('marks'));
    await driver.actions({ async: true }).move({ origin: canvas, x: -60, duration: 0 }).press().move({ origin: canvas, x: 60, duration: 0 }).release().perform();
    await run(driver, () => {
      const { canvas } = /** @type {any} */ (document.getElementById('marks')).getContext('2d');
      Object.assign(window, { marked: canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data });
    });
    const prompt = await driver.findElement(By.name('prompt'));
    await prompt.clear();
    await prompt.sendKeys('a red balloon');
    server.clear();
    await click('Change the marked part');
    const { parts: [words, picture, mask] } = JSON.parse((await asked()).text).contents[0];
    assert.match(words.text, /second image is a mask.*: a red balloon$/s);
    const [sent, white] = [picture, mask].map(({ inlineData }) => PNG.sync.read(Buffer.from(inlineData.data, 'base64')));
    assert.deepEqual([sent.width, sent.height], [white.width, white.height]);
    const at = (/** @type {number} */ x, /** @type {number} */ y) => white.data[(Math.floor(y * white.height) * white.width + Math.floor(x * white.width)) * 4];
    assert.deepEqual([at(0.5, 0.5), at(0.45, 0.5), at(0.5, 0.4), at(0.1, 0.1)], [255, 255, 0, 0]);
    await idle();
    await pixels('picture');
    const changed = await run(driver, () => {
      const { before, after, marked } = /** @type {any} */ (window);
      const count = { inside: 0, outside: 0 };
      for (let at = 0; at < after.length; at += 4) if ([0, 1, 2, 3].some(k => before[at + k] !== after[at + k])) count[marked[at + 3] ? 'inside' : 'outside']++;
      return count;
    });
    assert.equal(changed.outside, 0);
    assert.ok(changed.inside > 1000, `${changed.inside}`);

    answer = sandbox({ fault: 'http-403' });
    await click('Generate');
    await until(async () => (await text('[role=alert]')).length > 20);
    const go = hold();
    server.clear();
    await click('Generate');
    const request = await asked();
    await click('Cancel');
    assert.equal(await request.closed, 'aborted');
    go();
    assert.equal(await text('[role=alert]'), '');
  });

  test('service worker: a picture has an address that outlives its page, until it is forgotten', async () => {
    const stored = () => picture().then(url => (assert.match(url, /\/service-worker\/pictures\/[\w-]+\.png$/), url));
    await driver.get(`${server.origin}/service-worker/`);
    await until(async () => (await driver.findElement(By.css('form button')).isEnabled()) || undefined);
    await click('Generate');
    const url = await stored();
    await driver.navigate().refresh();
    assert.equal(await stored(), url);
    await driver.sendDevToolsCommand('Page.reload', { ignoreCache: true }); // by force, around the worker
    assert.equal(await stored(), url);

    await driver.get(url);
    assert.equal(await run(driver, () => document.contentType), 'image/png');
    assert.ok(!server.requests.some(({ path }) => path.includes('/pictures/')), 'the server was asked');
    await driver.navigate().back();
    await stored();
    await click('Forget');
    await until(async () => (await run(driver, url => fetch(url).then(({ status }) => status), url)) === 404 || undefined);
  });
});
