// @ts-check
// The demo as a host serves it: the page, the package beside it, and a version by which the service worker knows its files. The version is a
// hash of them, so it changes when they do and only then.
import { createHash } from 'node:crypto';
import { cp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { at } from '../exec.mjs';
import { packages } from '../packages.mjs';

/** Of the package, what the page may load; other entries, and the copy of the wasm in JavaScript, it never does. */
const loaded = (/** @type {string} */ name) => /\.(js|wasm)$/.test(name) && !/^(slim|inline|edge|wasm-inline)\./.test(name);

/** Of www, all files but types and licences, which lie beside a library for who asks. */
const shown = (/** @type {string} */ name) => /\.\w+$/.test(name) && !/\.(d\.ts|txt)$/.test(name);

/** @returns {Promise<Map<string, Buffer>>} path → bytes: all files of the page and what it loads of the package */
async function pageFiles() {
  const names = (await readdir(at('www'), { recursive: true })).map(name => name.replaceAll('\\', '/')).filter(shown).sort();
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

/**
 * The whole site in one folder: the demo, and beside it the guide and the reference. Needs dist.
 * @param {string} out @param {{ rust?: boolean }} [parts] rust: the crate's documentation too, which takes a compiler
 */
export async function layOut(out, { rust = true } = {}) {
  await packages('docs/site');
  // By a URL, which the type check does not follow: docs/site needs packages of its own, and is checked as a project of its own.
  const { makeSite } = await import(new URL('../../docs/site/make.mjs', import.meta.url).href);
  await rm(out, { recursive: true, force: true });
  const filter = (/** @type {string} */ path) => !path.endsWith('.d.ts');
  await cp(at('www'), out, { recursive: true, filter });
  await cp(at('dist'), join(out, 'wasmagine'), { recursive: true, filter });
  for (const [name, text] of Object.entries(await stamped())) await writeFile(join(out, name), text);
  await makeSite(out, { rust });
}
