// @ts-check
// Runs one example of the guide in a page of its own, where the sandbox answers in place of every server: no key, no network, no cost.
import { sandbox } from '../wasmagine/sandbox.js';

const { example = '' } = document.body.dataset;
const answer = sandbox({ latency: [500, 900], rate: 3e6 });
const { fetch } = window;
/** What an app has on its own host. @type {Record<string, string>} */
const files = { '/photo.jpg': 'photo.jpg', '/lamp.webp': 'lamp.webp', '/assets/wasmagine_bg.wasm': '../wasmagine/wasmagine_bg.wasm' };

Object.assign(window, {
  apiKey: 'a-key-for-the-sandbox',
  /** @type {typeof window.fetch} */
  async fetch(input, init) {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (/\/v1beta\/models(\/|$)/.test(pathname)) return answer(request);
    if (pathname === '/short-lived-key') return new Response('a-key-for-the-sandbox');
    return fetch(pathname in files ? new URL(files[pathname], import.meta.url) : request);
  },
});

const log = document.createElement('pre');
const tell = (/** @type {string} */ text, kind = '') => {
  const line = document.createElement('div');
  line.className = kind;
  line.textContent = text;
  log.append(line);
  document.body.append(log);
};
console.log = (...what) => tell(what.map(each => (typeof each === 'object' && each ? JSON.stringify(each) : String(each))).join(' '));

try {
  document.body.dataset.state = 'running';
  await import(example);
  document.body.dataset.state = 'done';
} catch (error) {
  const { name, message, hint } = /** @type {any} */ (error);
  tell([`${name}: ${message}`, hint].filter(Boolean).join('\n'), 'bad');
  document.body.dataset.state = 'failed';
}
