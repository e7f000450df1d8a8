// Answers for the addresses below pictures/ from what the page has stored there. A blob: URL dies with its page; these stay, on every page of
// the site, in <img>, in CSS, as links, without a network.
const folder = new URL('pictures/', self.registration.scope).href;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
// A page that was reloaded by force goes around its worker until it is claimed again.
self.addEventListener('message', event => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', event => {
  if (event.request.url.startsWith(folder)) event.respondWith(stored(event.request));
});

async function stored(request) {
  const cache = await caches.open('pictures');
  return (await cache.match(request)) ?? new Response('No such picture.\n', { status: 404 });
}
