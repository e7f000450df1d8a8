// @ts-check
// Who runs against whom, and their bundles as a page would load them. Each file in contenders/ exports `draw(base)`, which asks a server
// for a picture and gives its Blob, and, where it can send a picture along, `edit(base, picture)`.
import { copyFile, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { inNeed } from '../scripts/build/sizes.mjs';
import { at } from '../scripts/exec.mjs';
import { packages } from '../scripts/packages.mjs';

/** @typedef {{ name: string, title: string, decodes: boolean, is: 'ours' | 'peer' | 'bound' }} Contender */

/** @type {Contender[]} */
export const contenders = [
  { name: 'wasmagine', title: 'wasmagine', decodes: true, is: 'ours' },
  { name: 'ai-sdk', title: 'AI SDK', decodes: true, is: 'peer' },
  { name: 'genai', title: '@google/genai + atob', decodes: true, is: 'peer' },
  { name: 'genai-native', title: '@google/genai + fromBase64', decodes: true, is: 'peer' },
  { name: 'fetch', title: 'fetch, json, atob', decodes: true, is: 'peer' },
  { name: 'fetch-native', title: 'fetch, json, fromBase64', decodes: true, is: 'peer' },
  { name: 'array-buffer', title: 'arrayBuffer(), not decoded', decodes: false, is: 'bound' },
  { name: 'blob', title: 'blob(), not decoded', decodes: false, is: 'bound' },
  ...(process.env.BEFORE ? [{ name: 'before', title: 'before', decodes: true, is: /** @type {const} */ ('bound') }] : []),
];

/** `dist/` of another commit, built there. */
export const before = process.env.BEFORE && resolve(process.env.BEFORE);

export const titleOf = (/** @type {string} */ name) =>
  contenders.find(each => each.name === name)?.title ?? { raw: 'its raw bytes', idle: 'no call' }[name] ?? name;

export const folder = at('target/bench');

const here = (/** @type {string} */ path) => at('benches', path);

/** The peers in benches/node_modules, as benches/package-lock.json has them. */
export async function peers() {
  await packages('benches');
  return JSON.parse(await readFile(here('package.json'), 'utf8')).dependencies;
}

/** Bundles them into `folder`; esbuild's defaults for a browser, minified. @param {string[]} [names] */
export async function bundleContenders(names = [...contenders.map(({ name }) => name), 'idle']) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: names.map(name => here(`contenders/${name}.js`)),
    outdir: folder, bundle: true, minify: true, format: 'esm', target: 'es2022', platform: 'browser', logLevel: 'warning',
    logOverride: { 'duplicate-object-key': 'silent' }, // see scripts/build/bundle.mjs
    alias: { wasmagine: at('dist/index.js') },
    // Files of their own, as a bundler that splits makes them: the copy of the wasm is read only where its file cannot be.
    external: ['/before/index.js', ...['wasm-inline.js', ...inNeed].map(name => `./${name}`)],
  });
  for (const name of ['wasmagine_bg.wasm', ...inNeed]) await copyFile(at('dist', name), `${folder}/${name}`);
}

const brotli = promisify(brotliCompress);

/** What a page downloads for one of them, in bytes. @param {string} name */
export async function download(name) {
  const files = [`${name}.js`, ...(name === 'wasmagine' ? ['wasmagine_bg.wasm'] : [])];
  const sizes = await Promise.all(files.map(async file => {
    const bytes = await readFile(`${folder}/${file}`);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    return { raw: bytes.length, brotli: (await brotli(bytes, { params })).length };
  }));
  return sizes.reduce((sum, size) => ({ raw: sum.raw + size.raw, brotli: sum.brotli + size.brotli }));
}
