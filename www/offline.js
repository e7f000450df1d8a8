// @ts-check
// The page without a network: its files in a service worker. A version that came since is offered, never forced. Where the page is served
// as it lies in the repository it has no version, and nothing is cached.
import { byId, dress, h } from './dom.js';

export async function setUpOffline() {
  if (!document.documentElement.dataset.version || !navigator.serviceWorker) return;
  const { serviceWorker } = navigator;
  const had = Boolean(serviceWorker.controller);
  // The first worker takes over without a word; a later one because it was asked to.
  serviceWorker.addEventListener('controllerchange', () => {
    if (had) location.reload();
  });
  const registration = await serviceWorker
    .register(new URL('./sw.js', import.meta.url))
    .catch(() => undefined);
  if (!registration) return; // no HTTPS, or storage is switched off
  const offer = async () => {
    const { waiting } = registration;
    if (!waiting || !serviceWorker.controller) return;
    await dress();
    if (document.getElementById('update')) return;
    byId('banner').before(
      h(
        'div',
        { id: 'update', className: 'row warning' },
        h('span', { t: 'updateReady' }),
        h('button', { type: 'button', t: 'reload', on: { click: () => waiting.postMessage('take over') } }),
      ),
    );
  };
  void offer();
  registration.addEventListener('updatefound', () =>
    registration.installing?.addEventListener('statechange', offer),
  );
}
