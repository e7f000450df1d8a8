// @ts-check
// The examples that are pages, opened and used in Chromium: what they show, what they ask for, what they leave behind.
import { after, before, beforeEach, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { By } from 'selenium-webdriver';
import { browsers, run, withBrowser } from '../harness/browsers.mjs';
import { startServer } from '../harness/server.mjs';
import { assemble, pages } from '../../scripts/examples.mjs';
import { sandbox } from '../../js/sandbox.js';

const folder = await mkdtemp(join(tmpdir(), 'wasmagine-examples-'));
const names = await pages();
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

  for (const name of ['vanilla', 'react', 'vue', 'svelte']) {
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
      await until(async () => (await text('[role=alert]')).length > 20);
    });
  }

  for (const name of ['react', 'vue', 'svelte']) {
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
