// @ts-check
// A stylesheet that comes with what needs it. No module waits for it while it is evaluated: WebKit gives whoever imports such a module a
// second time, before that, bindings that are not there yet.
import { h } from './dom.js';

/** @type {Map<string, Promise<unknown>>} */
const coming = new Map();

/** Until it is there, or will not be. @param {string} name of a file beside this one */
export function styled(name) {
  const sheet =
    coming.get(name) ??
    new Promise((resolve) => {
      const href = new URL(name, import.meta.url).href;
      document.head.append(h('link', { rel: 'stylesheet', href, on: { load: resolve, error: resolve } }));
    });
  coming.set(name, sheet);
  return sheet;
}
