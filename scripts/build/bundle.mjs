// @ts-check
// The entries, the wasm, the types and the notices → dist. The entries share one API and differ only in where the wasm comes from; each is
// one file, but for what index.js loads only in need.
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { at, Failure } from '../exec.mjs';
import { notices } from './notices.mjs';
import { types } from './types.mjs';

const entries = ['index', 'slim', 'inline', 'edge'];
/** What js/index.js loads in need, beside the base64 copy of the wasm. */
const later = ['convert', 'pictures'];

/**
 * @param {{ glue: string, wasm: string }} made
 * @returns {Promise<{ code: string[], others: string[] }>} the names of everything in dist: what a browser may load, and what it does not
 */
export async function bundle({ glue, wasm }) {
  await copyFile(wasm, at('dist/wasmagine_bg.wasm'));
  const base64 = (await readFile(wasm)).toString('base64');
  await writeFile(at('dist/wasm-inline.js'), `export default '${base64}';\n`);

  const common = /** @type {const} */ ({
    bundle: true, minify: true, format: 'esm', target: 'es2022', legalComments: 'inline', outdir: at('dist'), logLevel: 'warning',
  });
  for (const names of [['index'], entries.slice(1)]) {
    await build({
      ...common,
      entryPoints: names.map(name => at('js', `${name}.js`)),
      external: ['./wasm-inline.js', './wasmagine_bg.wasm?module'],
      plugins: names.includes('index') ? [generated(glue), apart] : [generated(glue)],
      // wasm-bindgen imports js/api.js once for each use and lists it under one name each time.
      logOverride: { 'duplicate-object-key': 'silent' },
    });
  }
  await build({ ...common, entryPoints: later.map(name => at('js', `${name}.js`)), plugins: [apart] });
  // jpeg-js ends with Node's Buffer.from(array). A bundler that reads the name brings all of Buffer along; Uint8Array has the same `from`.
  const define = { Buffer: 'Uint8Array' };
  await build({ ...common, define, entryPoints: [at('js/sandbox.js')], banner: { js: await notice() } });
  await oneUrl();
  const code = [...entries.map(name => `${name}.js`), ...later.map(name => `${name}.js`), 'wasm-inline.js', 'sandbox.js', 'wasmagine_bg.wasm'];
  return { code, others: await writeOthers() };
}

/**
 * '#bindgen' is the generated glue; the copy of js/api.js that wasm-bindgen makes beside it is js/api.js itself, else there would be
 * two of each class.
 * @param {string} glue
 * @returns {import('esbuild').Plugin}
 */
const generated = glue => ({
  name: 'generated',
  setup({ onResolve }) {
    onResolve({ filter: /^#bindgen$/ }, () => ({ path: glue }));
    onResolve({ filter: /\/snippets\/wasmagine-[^/]+\/js\// }, ({ path }) => ({ path: at('js', path.split('/js/')[1]) }));
  },
});

/** What is loaded in need stays a file of its own. @type {import('esbuild').Plugin} */
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/\w+\.js$/ }, ({ kind, path }) => (kind === 'dynamic-import' ? { path, external: true } : undefined));
  },
};

/** The licences of what the sandbox contains, where a minifier leaves them. */
async function notice() {
  const text = await readFile(at('js/sandbox/NOTICE'), 'utf8');
  return `/*!\n${text.trim().replaceAll('*/', '* /')}\n*/`;
}

async function writeOthers() {
  const files = { ...await types(), 'THIRD-PARTY-NOTICES.txt': await notices() };
  for (const [name, content] of Object.entries(files)) await writeFile(at('dist', name), content);
  return Object.keys(files);
}

/** A bundler emits the wasm once for each `new URL` it sees, used or not. */
async function oneUrl() {
  const url = /new URL\(["']\.\/wasmagine_bg\.wasm["'],\s*import\.meta\.url\)/g;
  for (const name of entries) {
    const wanted = name === 'index' ? 1 : 0;
    const found = (await readFile(at('dist', `${name}.js`), 'utf8')).match(url)?.length ?? 0;
    if (found !== wanted) throw new Failure(`dist/${name}.js names the wasm's URL ${found} times in place of ${wanted}.`);
  }
}
