// @ts-check
// The examples as pages: the package from dist, their frameworks from this user's cache, so that neither the package nor a fresh clone
// carries them, and one bundler in place of each framework's own tools.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { at, exec } from './exec.mjs';
import { cache } from './programs.mjs';
import { ensureTools, tools } from './tools.mjs';

/** The folder whose node_modules is what examples/package-lock.json says. */
export async function installed() {
  const hash = createHash('sha256').update(await readFile(at('examples/package-lock.json'))).digest('hex').slice(0, 12);
  const folder = join(cache, `examples-${hash}`);
  if (existsSync(folder)) return folder;
  console.log('Installing what the examples are built with.');
  const fresh = `${folder}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) await copyFile(at('examples', name), join(fresh, name));
  await exec('npm', ['ci', '--prefix', fresh, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  // Whole or not there, also where two commands install at once.
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true }));
  return folder;
}

/** One of those packages. @param {string} name @returns {Promise<any>} */
export async function load(name) {
  const module = await import(String(pathToFileURL(createRequire(join(await installed(), 'package.json')).resolve(name))));
  return module.default ?? module; // some are CommonJS
}

/** The folders of examples that are pages. */
export async function pages() {
  const names = await readdir(at('examples'));
  return names.filter(name => existsSync(at('examples', name, 'index.html')));
}

/** Whether it is written in Rust. @param {string} name */
export const inRust = name => existsSync(at('examples', name, 'Cargo.toml'));

/**
 * Puts an example into a folder as a server would have it: its files, and where it needs a bundler `app.js`, with the wasm beside it.
 * @param {string} name @param {string} outdir
 */
export async function assemble(name, outdir) {
  await mkdir(outdir, { recursive: true });
  await copyFile(at('examples/style.css'), join(outdir, 'style.css'));
  if (inRust(name)) return compile(name, outdir);
  await cp(at('examples', name), outdir, { recursive: true, filter: path => basename(path) !== 'node_modules' });
  const main = ['main.jsx', 'main.js'].map(file => at('examples', name, file)).find(file => existsSync(file));
  if (!main) return;
  const { build } = await import('esbuild');
  await build({
    entryPoints: [{ in: main, out: 'app' }], outdir, bundle: true, splitting: true, format: 'esm', jsx: 'automatic', logLevel: 'error',
    // StrictMode and its like only do their work in development.
    define: { 'process.env.NODE_ENV': '"development"', __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
    alias: { wasmagine: at('dist/index.js') }, nodePaths: [join(await installed(), 'node_modules')], plugins: [components],
  });
  await copyFile(at('dist/wasmagine_bg.wasm'), join(outdir, 'wasmagine_bg.wasm'));
}

/** What Trunk does with a page. @param {string} name @param {string} outdir */
async function compile(name, outdir) {
  const [bindgen] = await ensureTools([tools.bindgen]);
  const [triple, target] = ['wasm32-unknown-unknown', at('target/examples')];
  // None of the flags in .cargo/config.toml: apps of others are built without them.
  const options = { cwd: at('examples'), env: { RUSTFLAGS: '' } };
  await exec('cargo', ['build', '--quiet', '--release', '--locked', '--package', `${name}-example`, '--target', triple, '--target-dir', target], options);
  await exec(bindgen, ['--target', 'web', '--no-typescript', '--remove-name-section', '--out-dir', outdir, '--out-name', 'app', join(target, triple, 'release', `${name}-example.wasm`)]);
  const page = await readFile(at('examples', name, 'index.html'), 'utf8');
  await writeFile(join(outdir, 'index.html'), page
    .replace('<link data-trunk rel="css" href="../style.css">', '<link rel="stylesheet" href="style.css">')
    .replace('<link data-trunk rel="rust">', '<script type="module">import init from "./app.js"; init();</script>'));
}

/** @type {import('esbuild').Plugin} */
const components = {
  name: 'components',
  setup({ onLoad }) {
    onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { compileScript, parse } = await load('vue/compiler-sfc');
      const { descriptor } = parse(await readFile(path, 'utf8'), { filename: path });
      return { contents: compileScript(descriptor, { id: basename(path), inlineTemplate: true }).content };
    });
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const { compile } = await load('svelte/compiler');
      return { contents: compile(await readFile(path, 'utf8'), { filename: path, generate: 'client' }).js.code };
    });
  },
};
