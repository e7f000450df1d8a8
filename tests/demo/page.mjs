// @ts-check
// The demo page as a person uses it: opens it, types, presses, waits for what they would wait for, and reads what stands there.
// Knows the page's ids; what has to come of it is the tests' business.
import { By, Key } from 'selenium-webdriver';
import { run } from '../harness/browsers.mjs';

/** @param {import('../harness/browsers.mjs').Driver} driver */
export function demo(driver) {
  const find = (/** @type {string} */ id) => driver.findElement(By.id(id));
  const page = {
    /** @param {string} url */
    async open(url) {
      await driver.get(url);
      await page.until(() => document.querySelectorAll('#model option').length > 0);
    },

    /** Waits until a function that runs in the page gives something true; looks again whenever the page changes.
     *  @template {any[]} A @param {(...args: A) => unknown} condition @param {A} args */
    until: (condition, ...args) => run(driver, /** @type {any} */ (`(...args) => new Promise((resolve) => {
      const look = () => {
        if (!(${condition})(...args)) return;
        observer.disconnect();
        resolve();
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      look();
    })`), ...args),

    /** 'shown', 'empty', 'error'. @param {string} state */
    ended: (state) => page.until((/** @type {string} */ state) => {
      const wrong = document.querySelector('.problem');
      const stage = /** @type {HTMLElement} */ (document.getElementById('stage'));
      return document.getElementById('cancel')?.hidden && (state === 'error' ? wrong : !wrong && stage.dataset.state === state);
    }, state),

    /** Types over what is there. @param {string} id @param {string} text */
    async type(id, text) {
      await find(id).clear();
      await find(id).sendKeys(text);
    },

    /** @param {string} id */
    press: (id) => find(id).click(),

    /** @param {string} place */
    where: (place) => driver.findElement(By.css(`[value="${place}"] + span`)).then((label) => driver.actions().move({ origin: label }).click().perform()),

    /** @param {string} id @param {string} value */
    choose: (id, value) => driver.findElement(By.css(`#${id} option[value="${value}"]`)).click(),

    /** @param {string} id @returns {Promise<string[]>} */
    offers: (id) => run(driver, (id) => [.../** @type {HTMLSelectElement} */ (document.getElementById(id)).options].map(({ value }) => value), id),

    /** @param {string} id @returns {Promise<string>} */
    value: (id) => run(driver, (id) => /** @type {HTMLInputElement} */ (document.getElementById(id)).value, id),

    /** @param {string} css @returns {Promise<string>} */
    text: (css) => run(driver, (css) => document.querySelector(css)?.textContent ?? '', css),

    /** @param {string} css */
    visible: (css) => driver.findElement(By.css(css)).isDisplayed(),

    /** Ctrl+Enter, in the prompt. */
    send: () => find('prompt').sendKeys(Key.chord(Key.CONTROL, Key.ENTER)),

    /** A command of Chromium's own: what WebDriver has no word for. @param {string} command @param {object} [options] */
    chromium: (command, options = {}) => /** @type {import('selenium-webdriver/chromium.js').ChromiumWebDriver} */ (driver).sendDevToolsCommand(command, options),

    escape: () => driver.actions().sendKeys(Key.ESCAPE).perform(),

    /** From here on, what the line of progress says. */
    watch: () => run(driver, () => {
      /** @type {Set<string>} */
      const seen = new Set();
      const line = /** @type {HTMLElement} */ (document.getElementById('progress'));
      new MutationObserver(() => seen.add(line.innerText)).observe(line, { subtree: true, childList: true, characterData: true });
      Object.assign(window, { seen });
    }),
    /** @returns {Promise<string[]>} */
    watched: () => run(driver, () => [.../** @type {any} */ (window).seen]),

    picture: () => run(driver, () => {
      const image = /** @type {HTMLImageElement} */ (document.querySelector('#result img'));
      return { src: image.src, alt: image.alt, width: image.naturalWidth, height: image.naturalHeight };
    }),
  };
  return page;
}
