// @ts-check
// A set-up's page in Chromium: the picture that it shows, and from where it had its wasm.
import { createHash } from 'node:crypto';
import { withBrowser } from '../harness/browsers.mjs';

/** Before the page's own scripts: notes how wasm came to be. No policy of the page's stops it. */
const notes = `for (const [name, from] of [['instantiateStreaming', 'file'], ['instantiate', 'copy']]) {
  const real = WebAssembly[name];
  WebAssembly[name] = async (...args) => {
    const made = await real.apply(WebAssembly, args);
    document.documentElement.dataset.wasm ??= from;
    return made;
  };
}`;

/** @param {string} url @param {string[]} [more] arguments for Chromium */
export const look = (url, more) => withBrowser('chromium', async driver => {
  await driver.sendDevToolsCommand('Page.addScriptToEvaluateOnNewDocument', { source: notes });
  await driver.get(url);
  const told = () => driver.executeScript(() => document.documentElement.dataset.picture);
  // A dev server may reload the page once it has seen what it needs.
  await driver.wait(async () => Boolean(await told().catch(() => '')), 300_000, `nothing came of ${url}`);
  return {
    picture: String(await told()),
    wasm: /** @type {string | null} */ (await driver.executeScript(() => document.documentElement.dataset.wasm ?? null)),
  };
}, more);

/** Its page.  @param {string} folder of an extension that is not packed, whose name is made of its path */
export function lookInExtension(folder) {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  const id = [...hash].map(digit => String.fromCharCode(97 + parseInt(digit, 16))).join('');
  return look(`chrome-extension://${id}/index.html`, [`--load-extension=${folder}`, `--disable-extensions-except=${folder}`, '--disable-features=DisableLoadExtensionCommandLineSwitch']);
}
