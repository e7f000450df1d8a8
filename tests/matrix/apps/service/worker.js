// No dynamic import here: the wasm is in the script, or comes by its address. There are no object URLs either, but Blobs.
import { generateImage } from './node_modules/wasmagine/dist/inline.js';
import { generateImage as generateSlim, init } from './node_modules/wasmagine/dist/slim.js';
import { sandbox } from './node_modules/wasmagine/dist/sandbox.js';

const options = { model: 'gemini-3.1-flash-image', size: '512', fetch: sandbox() };

async function pictures(prompt) {
  await init(new URL('./node_modules/wasmagine/dist/wasmagine_bg.wasm', import.meta.url));
  const results = await Promise.all([generateImage(prompt, options), generateSlim(prompt, options)]);
  return results.map(({ blob }) => blob);
}

self.onmessage = (event) => event.waitUntil(pictures(event.data).then(
  (blobs) => event.ports[0].postMessage(blobs),
  ({ message, hint, cause }) => event.ports[0].postMessage([{ message, hint, cause: String(cause) }])));
