// @ts-check
// The demo as a host serves it: the page, the package beside it, and a version by which the service worker knows its files. The version is a
// hash of them, so it changes when they do and only then.
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { at } from '../exec.mjs';

/** Of the package, what the page may load; other entries, and the copy of the wasm in JavaScript, it never does. */
const loaded = (/** @type {string} */ name) => /\.(js|wasm)$/.test(name) && !/^(slim|inline|edge|wasm-inline)\./.test(name);

/** @returns {Promise<Map<string, Buffer>>} path → bytes: all files of the page and what it loads of the package */
async function pageFiles() {
  const names = (await readdir(at('www'))).sort();
  const package_ = (await readdir(at('dist'))).filter(loaded).sort();
  const paths = [...names.map(name => [name, at('www', name)]), ...package_.map(name => [`wasmagine/${name}`, at('dist', name)])];
  return new Map(await Promise.all(paths.map(async ([name, path]) => /** @type {[string, Buffer]} */ ([name, await readFile(path)]))));
}

/** The two files that name the version, filled in. @returns {Promise<{ 'index.html': string, 'sw.js': string }>} */
export async function stamped() {
  const files = await pageFiles();
  const hash = createHash('sha256');
  for (const [name, bytes] of files) hash.update(`${name}:${bytes.length}:`).update(bytes);
  const version = hash.digest('hex').slice(0, 12);
  const list = [...files.keys()].filter(name => name !== 'sw.js').map(name => (name === 'index.html' ? './' : name));
  const fill = (/** @type {string} */ name, /** @type {[string, string][]} */ changes) => changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`www/${name} has no ${from}`);
    return text.replace(from, to);
  }, String(files.get(name)));
  return {
    'index.html': fill('index.html', [['data-version=""', `data-version="${version}"`]]),
    'sw.js': fill('sw.js', [["VERSION = ''", `VERSION = '${version}'`], ['FILES = []', `FILES = ${JSON.stringify(list)}`]]),
  };
}
