// A service worker that answers the page's calls from the sandbox, whatever their host is: for a preview that is deployed without a server.
import { sandbox } from '/wasmagine/sandbox.js';

const answer = sandbox({ latency: [500, 1500] });

addEventListener('install', () => skipWaiting());
addEventListener('activate', event => event.waitUntil(clients.claim()));
addEventListener('fetch', event => {
  if (/\/v1beta\/models(\/|$)/.test(new URL(event.request.url).pathname)) event.respondWith(answer(event.request));
});
