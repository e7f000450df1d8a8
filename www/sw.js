// @ts-check
// The page's own files, kept for when there is no network. It answers GETs of its list on its own origin and nothing else: no call of the
// API, nothing of another host, and no address with a query. `npm run site` and `npm start` fill in the version and the list.

const VERSION = '';
/** Relative to this file. @type {string[]} */
const FILES = [];

const worker = /** @type {any} */ (self);
const addresses = new Set(FILES.map((file) => new URL(file, location.href).href));

worker.addEventListener('install', (/** @type {any} */ event) => {
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll([...addresses].map((address) => new Request(address, { cache: 'reload' })))));
});

worker.addEventListener('activate', (/** @type {any} */ event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== VERSION).map((name) => caches.delete(name)))).then(() => worker.clients.claim()));
});

worker.addEventListener('message', (/** @type {any} */ { data }) => {
  if (data === 'take over') worker.skipWaiting();
});

worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { method, url } = event.request;
  const address = url.replace(/#.*/, '');
  if (method !== 'GET' || !addresses.has(address)) return; // the browser goes on as if there were no worker
  event.respondWith(caches.open(VERSION).then((cache) => cache.match(address)).then((kept) => kept ?? fetch(event.request)));
});
