// @ts-check
// What `npm start` serves: www at /, dist at /wasmagine/, and the sandbox wherever a path begins as the image API's do (/v1beta/…).
import { listen, listener } from './http.mjs';
import { files } from './static.mjs';
import { at } from './exec.mjs';
import { sandbox } from '../js/sandbox.js';

/** @param {{ port: number, tries?: number }} options @returns {Promise<string>} the address */
export async function serve({ port, tries }) {
  const page = files({ '/': at('www'), '/wasmagine/': at('dist') });
  const api = sandbox();
  const server = await listen(
    listener(request => (/^\/v1[a-z]*\//.test(new URL(request.url).pathname) ? api(request) : page(request))),
    { port, tries },
  );
  return `http://localhost:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`;
}
