// @ts-check
// The demo page as a person uses it: opens it, types, presses, waits for what they would wait for, and reads what stands there.
// Knows the page's ids; what has to come of it is the tests' business.
import { By, Key } from 'selenium-webdriver';
import { run } from '../harness/browsers.mjs';

/** @param {import('../harness/browsers.mjs').Driver} driver */
export function demo(driver) {
  const find = (/** @type {string} */ id) => driver.findElement(By.id(id));
  /** Unfolds what a thing lies in. @param {string} css */
  const reveal = (css) => run(driver, (css) => {
    const thing = document.querySelector(css);
    for (let box = thing?.parentElement?.closest('details'); box; box = box.parentElement?.closest('details')) if (thing !== box.firstElementChild) box.open = true;
  }, css);
  /** Into the middle of what is seen, and painted there: WebKit's driver looks where a thing was painted last. @param {string} css */
  const bring = (css) => run(driver, async (css) => {
    document.querySelector(css)?.scrollIntoView({ block: 'center', behavior: 'instant' });
    for (let frames = 0; frames < 2; frames++) await new Promise((painted) => requestAnimationFrame(painted));
  }, css);
  const page = {
    /** @param {string} url */
    async open(url) {
      await driver.get(url);
      await page.ready();
    },
    ready: () => page.until(() => document.documentElement?.dataset.ready),

    /** Waits until a function that runs in the page gives something true; looks again whenever the page changes or a picture comes.
     *  @template {any[]} A @param {(...args: A) => unknown} condition @param {A} args */
    until: (condition, ...args) => run(driver, /** @type {any} */ (`(...args) => new Promise((resolve) => {
      const look = () => {
        if (!(${condition})(...args)) return;
        observer.disconnect();
        document.removeEventListener('load', look, true);
        resolve();
      };
      document.addEventListener('load', look, true); // of a picture
      const observer = new MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      look();
    })`), ...args),

    /** Until nothing runs, and the newest card is in that state: 'shown', 'failed', 'cancelled'. @param {string} state */
    ended: (state) => page.until((/** @type {string} */ state) => document.getElementById('cancel')?.hidden
      && /** @type {any} */ (document.querySelector('.batch .card'))?.dataset.state === state, state),
    /** Until as many pictures are in the gallery, and so on the disk. @param {number} count */
    kept: (count) => page.until((/** @type {number} */ count) => document.querySelectorAll('#tiles .tile').length === count, count),

    /** Types over what is there; at once, since each key on its own costs Chromium 10 ms. @param {string} id @param {string} text */
    async type(id, text) {
      await reveal(`#${id}`);
      await run(driver, (id, text) => {
        const field = /** @type {HTMLInputElement} */ (document.getElementById(id));
        field.focus();
        field.select();
        if (document.activeElement !== field || field.disabled || field.readOnly) throw new Error(`nobody can type into #${id}`);
        document.execCommand(text ? 'insertText' : 'delete', false, text);
      }, id, text);
    },

    /** @param {string} id */
    press: (id) => page.click(`#${id}`),
    /** @param {string} css */
    async click(css) {
      await reveal(css);
      await driver.findElement(By.css(css)).click();
    },
    /** A button by the key of what it says. @param {string} name @param {string} [within] */
    does: (name, within = '') => page.click(`${within} [data-does="${name}"]`),

    /** Closes a dialog, until it is gone. @param {string} css */
    async dismiss(css) {
      await page.does('dismiss', css);
      await page.gone(css);
    },
    /** @param {string} css */
    gone: (css) => page.until((/** @type {string} */ css) => !document.querySelector(css), css),

    /** A radio button, whose label lies under it. @param {string} name @param {string} value */
    async pick(name, value) {
      await reveal(`[name="${name}"][value="${value}"]`);
      const label = await driver.findElement(By.css(`[name="${name}"][value="${value}"] + span`));
      await bring(`[name="${name}"][value="${value}"] + span`);
      await driver.actions().move({ origin: label, duration: 0 }).click().perform();
    },
    /** @param {string} place */
    where: (place) => page.pick('place', place),

    /** @param {string} id @param {string} value */
    choose: (id, value) => page.click(`#${id} option[value="${value}"]`),

    /** @param {string} id @returns {Promise<string[]>} */
    offers: (id) => run(driver, (id) => [.../** @type {HTMLElement} */ (document.getElementById(id)).querySelectorAll('option, input')].map((each) => /** @type {any} */ (each).value), id),

    /** @param {string} id @returns {Promise<string>} */
    value: (id) => run(driver, (id) => /** @type {HTMLInputElement} */ (document.getElementById(id)).value, id),

    /** @param {string} css @returns {Promise<string>} */
    text: (css) => run(driver, (css) => document.querySelector(css)?.textContent ?? '', css),
    /** @param {string} css @returns {Promise<number>} */
    count: (css) => run(driver, (css) => document.querySelectorAll(css).length, css),
    /** @param {string} css */
    visible: (css) => driver.findElement(By.css(css)).isDisplayed(),

    /** Ctrl+Enter, in the prompt. */
    send: () => find('prompt').sendKeys(Key.chord(Key.CONTROL, Key.ENTER)),
    /** @param {string} prompt */
    async make(prompt) {
      await page.type('prompt', prompt);
      await page.send();
    },
    /** Opens the lab and has one thing go wrong. @param {string} fault */
    async fault(fault) {
      if (!(await run(driver, () => /** @type {any} */ (document.getElementById('lab')).open))) await page.click('#lab summary');
      await page.until(() => document.querySelectorAll('[name="fault"]').length > 1);
      await page.pick('fault', fault);
    },
    /** @param {string} prompt */
    async turn(prompt) {
      const turns = await page.count('.editor .strip button');
      await find('edit-prompt').sendKeys(prompt, Key.ENTER);
      await page.until((/** @type {number} */ more) => document.querySelectorAll('.editor .strip button').length === more, turns + 1);
    },

    /** A command of Chromium's own: what WebDriver has no word for. @param {string} command @param {object} [options] @returns {Promise<any>} */
    chromium: (command, options = {}) => /** @type {import('selenium-webdriver/chromium.js').ChromiumWebDriver} */ (driver).sendAndGetDevToolsCommand(command, options),

    escape: () => driver.actions().sendKeys(Key.ESCAPE).perform(),

    /** A file is dropped on the page, or pasted, perhaps with text beside it. @param {'drop' | 'paste'} how @param {string} base64 @param {{ type?: string, text?: string }} [as] */
    give: (how, base64, { type = 'image/png', text = '' } = {}) => run(driver, (how, base64, type, text) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], 'given', { type }));
      if (text) data.items.add(text, 'text/plain');
      const event = how === 'drop'
        ? new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data })
        : new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data });
      return document.getElementById('prompt')?.dispatchEvent(event) ?? false;
    }, how, base64, type, text),

    /** From here on, what the cards say. */
    watch: () => run(driver, () => {
      /** @type {Set<string>} */
      const seen = new Set();
      const stage = /** @type {HTMLElement} */ (document.getElementById('stage'));
      new MutationObserver(() => { for (const line of stage.querySelectorAll('.line, .murmur')) seen.add(line.textContent ?? ''); })
        .observe(stage, { subtree: true, childList: true, characterData: true });
      Object.assign(window, { seen });
    }),
    /** @returns {Promise<string[]>} */
    watched: () => run(driver, () => [.../** @type {any} */ (window).seen]),

    picture: () => run(driver, () => {
      const image = /** @type {HTMLImageElement} */ (document.querySelector('.card .picture img'));
      return { src: image.src, alt: image.alt, width: image.naturalWidth, height: image.naturalHeight };
    }),
  };
  return page;
}
