// @ts-check
// How calls go is seen from another tab: by the title, by the icon, and by a notification for who asked for one. The screen stays on meanwhile.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { Key } from 'selenium-webdriver';
import { run } from '../harness/browsers.mjs';
import { inBrowsers, reply, test } from './stand.mjs';

/** @typedef {ReturnType<typeof import('./stand.mjs').stand>} Demo */

/** Puts what the page asks of the browser under the test's hand, before anything of the page that asks is there. @param {Demo} demo @param {{ permission?: string, answer?: string, throws?: boolean }} [browser] */
const stub = (demo, browser = {}) => run(demo.driver, ({ permission = 'default', answer = 'granted', throws = false }) => {
  const seen = /** @type {any} */ ({ hidden: false, titles: [], icons: [], asked: 0, notices: [], closed: 0, locks: 0, held: 0, focused: 0, worker: [] });
  Object.defineProperties(document, {
    hidden: { configurable: true, get: () => seen.hidden },
    visibilityState: { configurable: true, get: () => (seen.hidden ? 'hidden' : 'visible') },
    hasFocus: { configurable: true, value: () => !seen.hidden },
  });
  class Notification {
    static permission = permission;
    static async requestPermission() {
      seen.asked++;
      return (Notification.permission = answer);
    }
    /** @param {string} title @param {any} options */
    constructor(title, options) {
      if (throws) throw new TypeError('Illegal constructor');
      seen.notices.push({ title, ...options, notice: this });
    }
    close() { seen.closed++; }
  }
  Object.defineProperty(window, 'Notification', { configurable: true, value: Notification });
  if (throws) {
    navigator.serviceWorker.getRegistration = /** @type {any} */ (async () => ({
      async showNotification(/** @type {string} */ title, /** @type {any} */ options) { seen.worker.push({ title, ...options }); },
      getNotifications: async () => seen.worker.map(() => ({ close() { seen.closed++; } })),
    }));
  }
  /** @type {Set<any>} */
  const locks = new Set();
  Object.defineProperty(navigator, 'wakeLock', { configurable: true, value: {
    async request(/** @type {string} */ type) {
      if (type !== 'screen' || seen.hidden) throw new DOMException('no', 'NotAllowedError');
      seen.locks++;
      const lock = { released: false, async release() { lock.released = true; locks.delete(lock); seen.held = locks.size; } };
      locks.add(lock);
      seen.held = locks.size;
      return lock;
    },
  } });
  window.focus = () => { seen.focused++; };
  const link = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel="icon"]'));
  const look = () => {
    if (seen.titles.at(-1) !== document.title) seen.titles.push(document.title);
    const sign = { '2b2320': 'running', '1c7c3c': 'done', a3122a: 'failed' }[/fill="#(2b2320|1c7c3c|a3122a)"/.exec(decodeURIComponent(link.href))?.[1] ?? ''] ?? link.getAttribute('href');
    if (seen.icons.at(-1) !== sign) seen.icons.push(sign);
  };
  look();
  new MutationObserver(look).observe(document.head, { subtree: true, childList: true, characterData: true, attributes: true });
  Object.assign(window, { seen, async away(/** @type {boolean} */ yes) {
    seen.hidden = yes;
    // As browsers do, which take it away from a page that is not seen.
    if (yes) for (const lock of locks) await lock.release();
    document.dispatchEvent(new Event('visibilitychange'));
    if (!yes) window.dispatchEvent(new Event('focus'));
  } });
}, browser);

/** @param {Demo} demo @returns {Promise<any>} */
const seen = (demo) => run(demo.driver, () => JSON.parse(JSON.stringify(/** @type {any} */ (window).seen)));
/** Another tab is looked at, or this one again. @param {Demo} demo @param {boolean} yes */
const away = (demo, yes) => run(demo.driver, (yes) => /** @type {any} */ (window).away(yes), yes);
/** @param {Demo} demo @param {string} title */
const titled = (demo, title) => demo.page.until((/** @type {string} */ title) => document.title === title, title);

/** Calls that the test answers, one after the other. @param {Demo} demo */
function held(demo) {
  /** @type {((response: Response) => void)[]} */
  let waiting = [];
  let come = () => {};
  const asked = async () => {
    while (!waiting.length) await new Promise((done) => { come = () => done(undefined); });
  };
  return {
    /** From here on, at /held. */
    hold() {
      waiting = [];
      demo.server.handle('/held', (request) => {
        if (request.method === 'OPTIONS') return new Response(null, { headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type, authorization' } });
        return new Promise((answer) => {
          waiting.push(answer);
          come();
        });
      });
    },
    /** Until one is there. */
    asked,
    /** @param {Response} [response] */
    async answer(response = reply()) {
      await asked();
      waiting.shift()?.(response);
    },
  };
}
const refused = () => new Response('{"error":{"code":403,"message":"no","status":"PERMISSION_DENIED"}}', { status: 403, headers: { 'access-control-allow-origin': '*', 'content-type': 'application/json' } });

/** The page with stubs, and where calls are held. @param {Demo} demo @param {ReturnType<typeof held>} calls @param {Parameters<typeof stub>[1]} [browser] @param {string} [n] */
async function opened(demo, calls, browser, n = '1') {
  calls.hold();
  await demo.fresh();
  await stub(demo, browser);
  await demo.page.where('other');
  await demo.page.type('base', `${demo.server.origin}/held`);
  if (n !== '1') await demo.page.pick('n', n);
}
/** @param {Demo} demo */
async function bell(demo) {
  await demo.page.until(() => document.querySelector('[data-does="notify"]'));
  await demo.page.does('notify');
}
/** @param {Demo} demo */
const pressed = (demo) => run(demo.driver, () => document.querySelector('[data-does="notify"]')?.getAttribute('aria-pressed'));

inBrowsers(['chromium', 'firefox', 'webkit'], (demo) => {
  const calls = held(demo);

  test('title and icon tell how many of several are done, and then what came, until somebody looks', async () => {
    await opened(demo, calls, {}, '4');
    await demo.page.make('a boat');
    await titled(demo, '(0/4) Drawing… · wasmagine');
    await away(demo, true);
    for (const [at, response] of [reply(), refused(), reply()].entries()) {
      await calls.answer(response);
      await titled(demo, `(${at + 1}/4) Drawing… · wasmagine`);
    }
    await calls.answer();
    await titled(demo, '✓ 3 pictures · ✗ 1 failed · wasmagine');
    await run(demo.driver, () => document.getElementById('language')?.click());
    await titled(demo, '✓ 3 张图片 · ✗ 1 张失败 · wasmagine');
    await run(demo.driver, () => document.getElementById('language')?.click());
    await away(demo, false);
    await titled(demo, 'wasmagine');
    const { titles, icons, asked, notices, locks, held: still } = await seen(demo);
    assert.equal(titles.length, 9, `${titles}: one for each that begins or ends together, none for bytes`);
    assert.deepEqual(icons, ['icon.svg', 'running', 'failed', 'icon.svg']);
    assert.deepEqual({ asked, notices, locks, still }, { asked: 0, notices: [], locks: 1, still: 0 }, 'nobody asked for a notification');
  });

  test('a notification comes once, only when it was asked for and nobody looks, and leads to the picture', async () => {
    await opened(demo, calls, {}, '2');
    await bell(demo);
    await demo.page.until(() => document.querySelector('[data-does="notify"][aria-pressed="true"]'));
    await demo.page.make('a boat');
    await calls.answer();
    await calls.answer();
    await demo.page.ended('shown');
    await titled(demo, 'wasmagine');
    assert.deepEqual([(await seen(demo)).asked, (await seen(demo)).notices], [1, []], 'none while the page is seen');
    await demo.page.make('a fox');
    await away(demo, true);
    await calls.answer();
    await titled(demo, '(1/2) Drawing… · wasmagine');
    assert.deepEqual((await seen(demo)).notices, []);
    await calls.answer();
    await titled(demo, '✓ 2 pictures · wasmagine');
    await demo.driver.wait(async () => (await seen(demo)).notices.length);
    const { notices: [{ title, body, icon, lang }], icons } = await seen(demo);
    assert.deepEqual([title, body, lang, icons.at(-1)], ['Your 2 pictures are ready', 'a fox', 'en', 'done']);
    assert.match(icon, /^data:image\/png;base64,/);
    await run(demo.driver, async () => {
      const { seen, away } = /** @type {any} */ (window);
      seen.notices[0].notice.onclick();
      await away(false);
    });
    await demo.page.until(() => document.querySelector('.viewer .asked'));
    assert.equal(await demo.page.text('.viewer .asked'), 'a fox');
    const { focused, closed, notices } = await seen(demo);
    assert.deepEqual([focused, closed > 0, notices.length], [1, true, 1]);
    await titled(demo, 'wasmagine');
  });

  test('in Chinese, of a failure, and remembered', async () => {
    await demo.open();
    await stub(demo, { permission: 'granted' });
    await demo.page.press('language');
    await demo.page.where('other');
    await demo.page.type('base', `${demo.server.origin}/held`);
    await demo.page.make('一只狐狸');
    await titled(demo, '正在生成… · wasmagine');
    assert.equal(await pressed(demo), 'true');
    await away(demo, true);
    await calls.answer(refused());
    await titled(demo, '✗ 1 张失败 · wasmagine');
    await demo.driver.wait(async () => (await seen(demo)).notices.length);
    const { notices: [{ title, body, icon, lang }], asked } = await seen(demo);
    assert.deepEqual([title, body, lang, asked], ['1 张图片生成失败', '一只狐狸', 'zh-Hans', 0]);
    assert.match(icon, /\/icon-192\.png$/);
    await away(demo, false);
    await titled(demo, 'wasmagine');
  });
});

inBrowsers(['chromium'], (demo) => {
  const calls = held(demo);

  test('what is cancelled is nothing to tell, and the screen may go off', async () => {
    await opened(demo, calls, { permission: 'granted' }, '2');
    await bell(demo);
    await demo.page.make('a boat');
    await titled(demo, '(0/2) Drawing… · wasmagine');
    await demo.page.does('cancel', '.card');
    await titled(demo, 'Drawing… · wasmagine');
    await away(demo, true);
    await run(demo.driver, () => document.getElementById('cancel')?.click());
    await titled(demo, 'wasmagine');
    const { notices, icons, locks, held: still } = await seen(demo);
    assert.deepEqual({ notices, icons, locks, still }, { notices: [], icons: ['icon.svg', 'running', 'icon.svg'], locks: 1, still: 0 });
  });

  test('the screen stays on again when the page is seen again', async () => {
    await opened(demo, calls);
    await demo.page.make('a boat');
    await titled(demo, 'Drawing… · wasmagine');
    await demo.driver.wait(async () => (await seen(demo)).held === 1);
    await away(demo, true);
    assert.equal((await seen(demo)).held, 0);
    await away(demo, false);
    await demo.driver.wait(async () => (await seen(demo)).held === 1);
    await titled(demo, 'Drawing… · wasmagine');
    await calls.answer();
    await demo.page.ended('shown');
    await titled(demo, 'wasmagine');
    const { locks, held: still } = await seen(demo);
    assert.deepEqual([locks, still], [2, 0]);
  });

  test('where notifications are blocked the bell says what to do, and what is switched off stays off', async () => {
    await opened(demo, calls, { answer: 'denied' });
    await demo.page.type('prompt', 'a boat');
    await bell(demo);
    await demo.page.until(() => document.querySelector('.toast'));
    assert.match(await demo.page.text('.toast'), /blocks notifications.*site settings/);
    assert.equal(await pressed(demo), 'false');
    await demo.page.does('notify');
    assert.equal((await seen(demo)).asked, 1, 'the browser is not asked again');
    await opened(demo, calls);
    await bell(demo);
    await demo.page.until(() => document.querySelector('[data-does="notify"][aria-pressed="true"]'));
    await bell(demo);
    assert.equal(await pressed(demo), 'false');
    await demo.page.make('a boat');
    await titled(demo, 'Drawing… · wasmagine');
    await away(demo, true);
    await calls.answer();
    await titled(demo, '✓ 1 picture · wasmagine');
    assert.deepEqual((await seen(demo)).notices, []);
  });

  test('the bell fits into the bar of a small phone, also while something can be cancelled', async () => {
    await opened(demo, calls, { permission: 'granted' });
    await bell(demo);
    await demo.page.make('a boat');
    await titled(demo, 'Drawing… · wasmagine');
    try {
      for (const width of [320, 390, 1024]) {
        await demo.page.chromium('Emulation.setDeviceMetricsOverride', { width, height: 700, deviceScaleFactor: 1, mobile: width < 500 });
        for (const camera of ['none', 'inline-flex']) {
          const over = await run(demo.driver, (camera) => {
            /** @type {HTMLElement} */ (document.getElementById('camera')).style.display = camera;
            const bar = /** @type {HTMLElement} */ (document.querySelector('#composer .bar'));
            return [document.documentElement.scrollWidth - innerWidth, bar.scrollWidth - bar.clientWidth];
          }, camera);
          assert.ok(Math.max(...over) <= 0, `${width} ${camera}: ${over}`);
        }
      }
    } finally {
      await demo.page.chromium('Emulation.clearDeviceMetricsOverride');
      await run(demo.driver, () => document.getElementById('camera')?.removeAttribute('style'));
    }
    await calls.answer();
    await demo.page.ended('shown');
  });

  test('calls of the editor are told as well, and their notification leads back to it', async () => {
    await opened(demo, calls, { permission: 'granted' });
    await bell(demo);
    await demo.page.make('a boat');
    await calls.answer();
    await demo.page.ended('shown');
    await demo.page.kept(1);
    await demo.page.does('edit', '.card');
    await demo.page.until(() => document.querySelector('.editor .view img'));
    await demo.driver.findElement({ id: 'edit-prompt' }).sendKeys('at night', Key.ENTER);
    await titled(demo, 'Drawing… · wasmagine');
    await away(demo, true);
    await calls.answer();
    await titled(demo, '✓ 1 picture · wasmagine');
    await demo.driver.wait(async () => (await seen(demo)).notices.length);
    const { notices: [{ title, body }] } = await seen(demo);
    assert.deepEqual([title, body], ['Your picture is ready', 'at night']);
    await run(demo.driver, () => /** @type {any} */ (window).seen.notices[0].notice.onclick());
    assert.deepEqual([await demo.page.count('.viewer'), await demo.page.count('.editor[open]')], [0, 1]);
    await away(demo, false);
    await demo.page.dismiss('.editor');
  });

  test('calls of the mask dialog are told as well: a failure, and one that is cancelled', async () => {
    await demo.page.until(() => document.querySelector('.card [data-does="edit"]'));
    await demo.page.does('edit', '.card');
    await demo.page.until(() => document.querySelector('.editor .view img'));
    await demo.page.does('editPart', '.editor');
    await demo.page.until(() => document.querySelector('.mask #mask-prompt'));
    await demo.page.does('invert', '.mask');
    await demo.driver.findElement({ id: 'mask-prompt' }).sendKeys('snow', Key.ENTER);
    await titled(demo, 'Drawing… · wasmagine');
    await away(demo, true);
    await calls.answer(refused());
    await titled(demo, '✗ 1 failed · wasmagine');
    await away(demo, false);
    await demo.page.click('.mask .problem .again');
    await titled(demo, 'Drawing… · wasmagine');
    await calls.asked();
    await demo.page.escape();
    await titled(demo, 'wasmagine');
    assert.equal((await seen(demo)).held, 0);
  });

  test('where only a service worker may show a notification, it does', async () => {
    await opened(demo, calls, { throws: true });
    await bell(demo);
    await demo.page.make('a boat');
    await titled(demo, 'Drawing… · wasmagine');
    await away(demo, true);
    await calls.answer();
    await titled(demo, '✓ 1 picture · wasmagine');
    await demo.driver.wait(async () => (await seen(demo)).worker.length);
    const { worker: [{ title, body, tag }] } = await seen(demo);
    assert.deepEqual([title, body], ['Your picture is ready', 'a boat']);
    await run(demo.driver, async (tag) => {
      navigator.serviceWorker.dispatchEvent(new MessageEvent('message', { data: tag }));
      await /** @type {any} */ (window).away(false);
    }, tag);
    await demo.page.until(() => document.querySelector('.viewer .asked'));
    assert.equal(await demo.page.text('.viewer .asked'), 'a boat');
  });

  test('a press on it leads from the service worker to the page that it is of, or opens one', async () => {
    /** @type {Record<string, (event: any) => void>} */
    const on = {};
    /** @type {string[]} */
    const done = [];
    const page = (/** @type {string} */ url) => ({ url, postMessage: (/** @type {string} */ data) => done.push(`tells ${url} ${data}`), focus: () => done.push(`focuses ${url}`) });
    /** @type {any[]} */
    let pages = [page('https://a.example/other/'), page('https://a.example/')];
    runInNewContext(readFileSync(new URL('../../www/sw.js', import.meta.url), 'utf8'), {
      URL, location: { href: 'https://a.example/sw.js' },
      self: {
        addEventListener: (/** @type {string} */ name, /** @type {any} */ heard) => { on[name] = heard; },
        clients: { matchAll: async () => pages, openWindow: (/** @type {string} */ url) => done.push(`opens ${url}`) },
      },
    });
    const press = () => new Promise((resolve) => on.notificationclick({ notification: { tag: 'done', data: { address: 'https://a.example/' }, close: () => done.push('closes') }, waitUntil: resolve }));
    await press();
    pages = [];
    await press();
    assert.deepEqual(done, ['closes', 'tells https://a.example/other/ done', 'tells https://a.example/ done', 'focuses https://a.example/', 'closes', 'opens https://a.example/']);
  });

  test('in a tab that is really behind another one the picture comes, and is told', async () => {
    await opened(demo, calls);
    await demo.driver.navigate().refresh(); // without the stubs
    await demo.page.ready();
    await demo.page.where('other');
    await demo.page.type('base', `${demo.server.origin}/held`);
    await demo.page.make('a boat');
    await titled(demo, 'Drawing… · wasmagine');
    await run(demo.driver, () => {
      document.addEventListener('visibilitychange', () => { document.body.dataset.was = `${document.body.dataset.was ?? ''} ${document.visibilityState} ${document.title}`; });
    });
    const here = await demo.driver.getWindowHandle();
    const targets = async () => (await demo.page.chromium('Target.getTargets')).targetInfos.map((/** @type {any} */ { title }) => title);
    await demo.driver.switchTo().newWindow('tab');
    try {
      await calls.answer();
      await demo.driver.wait(async () => (await targets()).includes('✓ 1 picture · wasmagine'));
    } finally {
      await demo.driver.close();
      await demo.driver.switchTo().window(here);
    }
    await titled(demo, 'wasmagine');
    assert.equal(await run(demo.driver, () => document.body.dataset.was), ' hidden Drawing… · wasmagine visible wasmagine');
  });

  test('nothing of all this was against the page’s policy', async () => {
    assert.deepEqual((await demo.complaints()).filter((said) => !said.includes('/held')), []);
  });
});
