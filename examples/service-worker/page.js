// Generates pictures into a store, and shows them from there by addresses that outlive the page.
import { generateImage } from 'wasmagine';

const [form, alert, main] = document.querySelectorAll('form, [role=alert], main');
const [button] = form.querySelectorAll('button');
const cache = await caches.open('pictures');
await worker();
for (const { url } of await cache.keys()) show(url);
button.disabled = false;

/** Until it answers for this page. */
async function worker() {
  const { serviceWorker } = navigator;
  const changed = new Promise(resolve => serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  await serviceWorker.register('sw.js');
  if (serviceWorker.controller) return;
  (await serviceWorker.ready).active.postMessage('claim');
  await changed;
}

/** @returns {Promise<string>} the picture's address from now on */
async function keep({ blob, mediaType }) {
  const { href } = new URL(`pictures/${crypto.randomUUID()}.${mediaType.split('/')[1]}`, location);
  // The type was read from the bytes, and is none that runs script.
  await cache.put(href, new Response(blob, { headers: { 'content-type': mediaType, 'x-content-type-options': 'nosniff' } }));
  return href;
}

function show(url) {
  const figure = document.createElement('figure');
  const link = Object.assign(document.createElement('a'), { href: url, textContent: 'its address' });
  const forget = Object.assign(document.createElement('button'), { textContent: 'Forget' });
  forget.addEventListener('click', async () => {
    await cache.delete(url);
    figure.remove();
  });
  figure.append(Object.assign(new Image(), { src: url, alt: '' }), link, ' ', forget);
  main.prepend(figure);
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  alert.textContent = '';
  button.disabled = true;
  try {
    const { image } = await generateImage(form.prompt.value, { baseURL: '/api' });
    show(await keep(image)); // its blob: URL is never read, so there is none to revoke
    navigator.storage.persist?.(); // else a browser short of space may clear them
  } catch (error) {
    alert.textContent = `${error.message}: ${error.hint ?? ''}`;
  }
  button.disabled = false;
});
