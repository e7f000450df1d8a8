// @ts-check
// What `npm start` serves: www at /, dist at /wasmagine/, the guide beside them, and the sandbox wherever a path begins as the image API's do (/v1beta/…). The two
// files that name a version are filled in at each request, so that a changed file is a new version.
import { join } from 'node:path';
import { listen, listener } from './http.mjs';
import { files } from './static.mjs';
import { stamped } from './build/site.mjs';
import { at } from './exec.mjs';
import { sandbox } from '../js/sandbox.js';

/** As hosts send text and wasm. @param {Request} request @param {Response} response */
function compressed(request, response) {
  const isText = /^(text|application)\/|\+xml$/.test(response.headers.get('content-type') ?? '');
  if (!response.ok || !response.body || !isText || !/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) return response;
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  headers.set('content-encoding', 'gzip');
  headers.set('vary', 'accept-encoding');
  return new Response(response.body.pipeThrough(new CompressionStream('gzip')), { status: response.status, headers });
}

/** Where the guide is laid out. */
export const guide = at('target/guide');

/** @param {{ port: number, tries?: number }} options @returns {Promise<string>} the address */
export async function serve({ port, tries }) {
  const beside = ['guide', 'reference', 'files', 'site', 'try', 'pagefind'].map(name => [`/${name}/`, join(guide, name)]);
  const page = files({ '/': at('www'), '/wasmagine/': at('dist'), ...Object.fromEntries(beside) });
  const api = sandbox();
  const server = await listen(
    listener(async request => {
      const { pathname } = new URL(request.url);
      if (/^\/v1[a-z]*\//.test(pathname)) return api(request);
      const response = await page(request);
      const name = pathname.replace(/^\/$/, '/index.html').slice(1);
      if (name !== 'index.html' && name !== 'sw.js') return compressed(request, response);
      await response.body?.cancel();
      const headers = new Headers(response.headers);
      headers.delete('content-length');
      const plain = new Response(request.method === 'HEAD' ? null : (await stamped())[name], { status: response.status, headers });
      return compressed(request, plain);
    }),
    { port, tries },
  );
  return `http://localhost:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`;
}
