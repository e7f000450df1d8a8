// @ts-check
// Starts a real browser through its WebDriver and ends it again. Knows where drivers and browsers are found on Linux and what each
// needs to run as root behind a closed network; nothing is ever downloaded. What to do in the page is the test's business.
import { mkdirSync, mkdtempSync, rmSync, watch, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Builder } from 'selenium-webdriver';
import { freePort } from '../../scripts/http.mjs';
import { require_ } from '../../scripts/programs.mjs';
import { answering, end, start } from './processes.mjs';

/** @typedef {import('selenium-webdriver').WebDriver} Driver */
/** @typedef {import('selenium-webdriver/chrome.js').Driver} Chromium */
/**
 * @typedef {object} Folders
 * @property {string} downloads
 * @property {(name: string) => Promise<Buffer>} downloaded the bytes of a file there, once it is whole
 */
/** @typedef {'chromium' | 'firefox' | 'webkit'} BrowserName */

// Chromium from Debian calls home at every start unless told not to; the flags are those of webdriver.json.
const chromiumFlags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--window-size=1280,900',
];

/** @type {Record<BrowserName, (folder: string, downloads: string) => { driver: string, args: (port: number) => string[], capabilities: any, display?: boolean, env?: any }>} */
const recipes = {
  chromium: (folder, downloads) => ({
    driver: require_('chromedriver'),
    args: port => [`--port=${port}`],
    capabilities: {
      browserName: 'chrome',
      'goog:chromeOptions': {
        binary: require_('chromium'),
        args: [...chromiumFlags, `--user-data-dir=${join(folder, 'profile')}`],
        prefs: { 'download.default_directory': downloads, 'download.prompt_for_download': false },
      },
    },
  }),
  firefox: (folder, downloads) => ({
    driver: require_('geckodriver'),
    args: port => [`--port=${port}`, '--websocket-port=0', '--log=error'],
    capabilities: {
      browserName: 'firefox',
      'moz:firefoxOptions': {
        binary: require_('firefox'),
        args: ['-headless', '--width=1280', '--height=900'],
        // WebDriver clicks where a thing was, not where it moves to.
        prefs: { 'browser.download.folderList': 2, 'browser.download.dir': downloads, 'ui.prefersReducedMotion': 1 },
      },
    },
  }),
  webkit: folder => ({
    driver: require_('WebKitWebDriver'),
    args: port => [`--port=${port}`],
    capabilities: {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: require_('MiniBrowser'), args: ['--automation'] },
    },
    display: true,
    // Its sandbox needs user namespaces, which containers and root seldom have; the pages are our own. Where no GPU is, its renderer of buffers
    // that GPUs share takes a processor 1.2 s a second for a blinking caret (measured), and without it 0.07 s; WebDriver then has no screenshots.
    env: { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', LIBGL_ALWAYS_SOFTWARE: '1', WEBKIT_DISABLE_DMABUF_RENDERER: '1', XDG_CONFIG_HOME: still(join(folder, 'config')) },
  }),
};

/** GTK's settings under which a page is told to reduce motion. @param {string} folder */
function still(folder) {
  for (const version of ['gtk-3.0', 'gtk-4.0']) {
    mkdirSync(join(folder, version), { recursive: true });
    writeFileSync(join(folder, version, 'settings.ini'), '[Settings]\ngtk-enable-animations=0\n');
  }
  return folder;
}

/**
 * A fresh browser, until stop() is called.
 * @param {BrowserName} name
 * @param {string[]} [more] arguments for Chromium
 */
export async function startBrowser(name, more = []) {
  const folder = mkdtempSync(join(tmpdir(), `wasmagine-${name}-`));
  const downloads = join(folder, 'downloads');
  mkdirSync(downloads);
  /** @type {import('node:child_process').ChildProcess[]} */
  const children = [];
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  /** @type {Driver | undefined} */
  let driver;
  const stop = async () => {
    await driver?.quit().catch(() => {});
    for (const child of children.reverse()) await end(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  };
  try {
    const recipe = recipes[name](folder, downloads);
    recipe.capabilities['goog:chromeOptions']?.args.push(...more);
    const env = { ...process.env, TMPDIR: folder, ...recipe.env };
    if (recipe.display) env.DISPLAY = await startDisplay(children);
    const child = start(children, recipe.driver, recipe.args(port), { env });
    await answering(`${address}/status`, child);
    driver = await attach(address, recipe.capabilities);
  } catch (error) {
    await stop();
    throw error;
  }
  return { driver, address, folders: foldersAt(downloads), stop };
}

/** @param {string} address @param {any} capabilities @returns {Promise<Driver>} */
async function attach(address, capabilities) {
  const driver = await new Builder().usingServer(address).withCapabilities(capabilities).build();
  await driver.manage().setTimeouts({ script: 300_000, pageLoad: 300_000 });
  return driver;
}

/** One of the pool's, which gets it back. @param {string} pool @param {BrowserName} name */
async function borrow(pool, name) {
  const driver = await attach(pool, { browserName: name === 'chromium' ? 'chrome' : name });
  return { driver, folders: foldersAt((await driver.getCapabilities()).get('wasmagine:downloads')), stop: () => driver.quit() };
}

/** @param {string} downloads @returns {Folders} */
const foldersAt = downloads => ({ downloads, downloaded: name => landed(join(downloads, name)) });

/**
 * WebKitGTK without its driver, under which every profile is a private one, and in those IndexedDB takes no Blobs. What the page has to say
 * it sends to a server.
 * @param {string} url
 * @returns {Promise<() => Promise<void>>} ends it
 */
export async function openWebKit(url) {
  const folder = mkdtempSync(join(tmpdir(), 'wasmagine-webkit-'));
  /** @type {import('node:child_process').ChildProcess[]} */
  const children = [];
  const { env } = recipes.webkit(folder, folder);
  const folders = { HOME: folder, TMPDIR: folder, XDG_DATA_HOME: join(folder, 'data'), XDG_CACHE_HOME: join(folder, 'cache'), XDG_CONFIG_HOME: join(folder, 'config') };
  start(children, require_('MiniBrowser'), [url], { env: { ...process.env, ...env, ...folders, DISPLAY: await startDisplay(children) } });
  return async () => {
    for (const child of children.reverse()) await end(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  };
}

/**
 * Runs `use` with a browser that is gone afterwards, whatever happened: a fresh one, or one from the pool that BROWSER_POOL names. WebKitGTK,
 * which starts within a second, is always fresh.
 * @template T
 * @template {BrowserName} N
 * @param {N} name
 * @param {(driver: N extends 'chromium' ? Chromium : Driver, folders: Folders) => Promise<T>} use
 * @param {string[]} [more] arguments for Chromium
 * @returns {Promise<T>}
 */
export async function withBrowser(name, use, more) {
  const pool = process.env.BROWSER_POOL;
  const { driver, folders, stop } = await (pool && !more && name !== 'webkit' ? borrow(pool, name) : startBrowser(name, more));
  try {
    return await use(/** @type {any} */ (driver), folders);
  } finally {
    await stop();
  }
}

/**
 * Runs an async function in the page and gives what it returns, by way of JSON. It sees its arguments and the page, nothing of the
 * file it is written in; it may `import()`. What it throws is thrown here, with the page error's own fields.
 * @template {any[]} A
 * @template R
 * @param {Driver} driver
 * @param {(...args: A) => R | Promise<R>} fn
 * @param {A} args
 * @returns {Promise<R>}
 */
export async function run(driver, fn, ...args) {
  /** @type {any} */
  const outcome = await driver.executeAsyncScript(`
    const args = arguments[0], done = arguments[1];
    const plain = error => error instanceof Error
      ? { ...JSON.parse(JSON.stringify({ ...error, cause: error.cause }, (key, value) => value instanceof Error ? String(value) : value)),
          name: error.name, message: error.message, pageStack: error.stack }
      : { name: 'Thrown', message: String(error) };
    (async () => (${fn})(...args))().then(
      value => done({ value: value === undefined ? null : value }),
      error => done({ error: plain(error) }));
  `, args);
  if ('error' in outcome) throw Object.assign(new Error(outcome.error.message), outcome.error);
  return outcome.value;
}

/** Every browser, or those that `BROWSERS=chromium,firefox` names. */
export const browsers = /** @type {BrowserName[]} */ (process.env.BROWSERS?.split(',') ?? Object.keys(recipes));

/** @param {string} path @returns {Promise<Buffer>} */
function landed(path) {
  // Browsers write under another name and rename when done; until then an empty file may hold the place.
  return new Promise((resolve, reject) => {
    const look = () => readFile(path).then(bytes => { if (bytes.length) { watcher.close(); resolve(bytes); } }, () => {});
    const watcher = watch(dirname(path), look).on('error', reject);
    look();
  });
}

/** @param {import('node:child_process').ChildProcess[]} children */
async function startDisplay(children) {
  // Xvfb picks a free display itself and writes its number to the descriptor that it is given.
  const child = start(children, require_('Xvfb'), ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = await once(/** @type {any} */ (child.stdio[3]), 'data');
  return `:${String(number).trim()}`;
}
