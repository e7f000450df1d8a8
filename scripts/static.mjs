// @ts-check
// Folders as a web handler: right media types, HEAD, 404, index.html, nothing outside the folder. No ranges, no caching: for
// development and tests.
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';

const types = new Map(Object.entries({
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.ts': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
}));

/**
 * @param {Record<string, string>} roots path prefix (ends in '/') → folder; the longest prefix wins
 * @returns {(request: Request) => Promise<Response>}
 */
export function files(roots) {
  const prefixes = Object.keys(roots).sort((a, b) => b.length - a.length);
  return async request => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return new Response('Only GET and HEAD here.\n', { status: 405, headers: { allow: 'GET, HEAD' } });
    }
    const { pathname, search } = new URL(request.url);
    const prefix = prefixes.find(prefix => pathname.startsWith(prefix));
    const found = prefix && (await find(roots[prefix], pathname.slice(prefix.length)));
    if (!found) return new Response(`Nothing at ${pathname}\n`, { status: 404, headers: { 'content-type': 'text/plain' } });
    if (found.folder) return new Response(null, { status: 301, headers: { location: `${pathname}/${search}` } });
    const headers = {
      'content-type': types.get(extname(found.path)) ?? 'application/octet-stream',
      'content-length': String(found.size),
      'cache-control': 'no-store',
    };
    const body = request.method === 'HEAD' ? null : Readable.toWeb(createReadStream(found.path));
    return new Response(/** @type {any} */ (body), { headers });
  };
}

/**
 * @param {string} root
 * @param {string} rest the encoded path below it
 */
async function find(root, rest) {
  try {
    const name = decodeURIComponent(rest);
    if (name.includes('\0')) return undefined;
    let path = join(root, name);
    if (!inside(resolve(root), resolve(path))) return undefined;
    let info = await stat(path);
    if (info.isDirectory()) {
      if (name && !name.endsWith('/')) return { path, size: 0, folder: true };
      path = join(path, 'index.html');
      info = await stat(path);
    }
    // A link inside the folder may point out of it.
    if (!info.isFile() || !inside(await realpath(root), await realpath(path))) return undefined;
    return { path, size: info.size, folder: false };
  } catch {
    return undefined; // no such file, or a path that does not decode
  }
}

/** @param {string} root @param {string} path */
const inside = (root, path) => path === root || path.startsWith(root + sep);
