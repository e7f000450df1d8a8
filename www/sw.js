// @ts-check
// The page's own files, kept for when there is no network. It answers GETs of its list on its own origin and nothing else: no call of the
// API, nothing of another host, and no address with a query. `npm run site` and `npm start` fill in the version and the list.

const VERSION = '';
/** Relative to this file. @type {string[]} */
const FILES = [];

const worker = /** @type {any} */ (self);
const addresses = new Set(FILES.map((file) => new URL(file, location.href).href));
/** An origin's caches are shared by all its pages, of which others may be this page too, in another folder: a name says whose it is. */
const PREFIX = `wasmagine ${new URL('./', location.href).pathname} `;
const NAME = PREFIX + VERSION;

worker.addEventListener('install', (/** @type {any} */ event) => {
  event.waitUntil(
    caches
      .open(NAME)
      .then((cache) =>
        cache.addAll([...addresses].map((address) => new Request(address, { cache: 'reload' }))),
      ),
  );
});

worker.addEventListener('activate', (/** @type {any} */ event) => {
  event.waitUntil(clean().then(() => worker.clients.claim()));
});

/** Of other versions of this page, and of no other. */
async function clean() {
  for (const name of await caches.keys())
    if (name !== NAME && (name.startsWith(PREFIX) || (await isBare(name)))) await caches.delete(name);
}

/** A version alone, as a name of ours can be, over this folder's own package. @param {string} name */
const isBare = async (name) =>
  /^[\da-f]{12}$/.test(name) &&
  Boolean(await (await caches.open(name)).match(new URL('wasmagine/wasmagine_bg.wasm', location.href)));

worker.addEventListener('message', (/** @type {any} */ { data }) => {
  if (data === 'take over') worker.skipWaiting();
});

// A notification that the page had shown here (notice.js): back to the page, which knows what to show.
worker.addEventListener('notificationclick', (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(back(event.notification));
});

/** @param {any} notification */
async function back({ tag, data }) {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find((/** @type {any} */ { url }) => url === data?.address);
  if (!page) return worker.clients.openWindow(data?.address ?? './');
  // Of several at this address the one that made the picture knows the tag.
  for (const each of pages) each.postMessage(tag);
  return page.focus();
}

worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { method, url } = event.request;
  const address = url.replace(/#.*/, '');
  if (method !== 'GET' || !addresses.has(address)) return; // the browser goes on as if there were no worker
  event.respondWith(
    caches
      .open(NAME)
      .then((cache) => cache.match(address))
      .then((kept) => kept ?? fetch(event.request)),
  );
});
