// @ts-check
// The set-ups that the package is held to, one a row: what is installed beside it, how that is built and started, and what is to be seen.
// The table in docs/guide/setups.md is made of this, and `npm run matrix` runs it. How a row is run is run.mjs's business; the apps are in apps/.

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string} app its folder in apps/; apps/common goes into each
 * @property {boolean} [rust] an app in Rust, which is in examples/, under the name of the framework's crate
 * @property {boolean} [core] `npm test` runs it
 * @property {Record<string, string>} [install] the packages beside ours, with exact versions; the first is what the row is about
 * @property {string} [node] the version of Node that npm brings for it, in place of the one that runs this
 * @property {string} [build] for production. PORT is a free port, in each of the commands
 * @property {string} [start] serves it; without, `serve` is a folder that is served as it is
 * @property {string} [serve]
 * @property {string} [page] to be opened, below where it is served
 * @property {Record<string, string>} [headers] of every answer of `serve`
 * @property {boolean} [elsewhere] the package comes from another origin than the page
 * @property {boolean} [extension] a page of a browser extension
 * @property {boolean} [rendered] the page comes with what the server made of it
 * @property {string} [also] a path that answers with the same words
 * @property {string} [dev] its dev server
 * @property {string} [run] a command that prints the words, where there is no page
 * @property {string} [prints] words of its own that it prints
 * @property {'file' | 'copy'} [wasm] from where a page had it: as the file, while it arrived, or from the copy in JavaScript
 * @property {'file' | 'copy'} [devWasm] the same of the dev server
 * @property {string} [note] for the table
 */

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src blob:";
const vite = { build: 'vite build', serve: 'dist', dev: 'vite --host 127.0.0.1 --port PORT --strictPort' };

/** The newest Node, which some tools ask for. */
const node = '26.10.0';

/** @type {Row[]} */
export const rows = [
  { name: 'Plain `<script type="module">`', app: 'plain', core: true, serve: '.', wasm: 'file' },
  { name: 'Import map', app: 'importmap', core: true, serve: '.', wasm: 'file' },
  { name: 'From another origin, as from a CDN', app: 'elsewhere', core: true, serve: '.', elsewhere: true, wasm: 'file' },
  { name: 'Dedicated worker', app: 'dedicated', core: true, serve: '.' },
  { name: 'Shared worker', app: 'shared', core: true, serve: '.' },
  { name: 'Service worker', app: 'service', core: true, serve: '.', note: '`slim` or `inline`, and `blob`: no object URLs there' },
  { name: 'Node 20', app: 'node', core: true, node: '20.20.2', run: 'node run.js' },
  { name: 'Node, the newest', app: 'node', core: true, node, run: 'node run.js' },
  { name: 'Strict Content-Security-Policy', app: 'csp', core: true, serve: '.', headers: { 'content-security-policy': policy }, wasm: 'file' },
  {
    name: 'Cross-origin isolated', app: 'isolated', core: true, serve: '.', wasm: 'file',
    headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
  },
  {
    name: 'esbuild, ES modules', app: 'esbuild', core: true, install: { esbuild: '0.28.2' }, serve: '.', wasm: 'copy',
    build: 'esbuild main.js --bundle --minify --splitting --format=esm --outdir=out',
  },
  {
    name: 'esbuild, a classic script', app: 'esbuild', core: true, install: { esbuild: '0.28.2' }, serve: '.', page: 'classic.html', wasm: 'copy',
    build: 'esbuild main.js --bundle --minify --format=iife --outdir=out',
  },
  { name: 'Rollup, no plugin', app: 'rollup', core: true, install: { rollup: '4.68.7' }, build: 'rollup page.js --dir out', serve: '.', wasm: 'copy' },
  { name: 'Vite 8', app: 'vite', install: { vite: '8.3.8' }, ...vite, wasm: 'file', devWasm: 'file' },
  { name: 'Vite 7', app: 'vite', install: { vite: '7.3.8' }, ...vite, wasm: 'file', devWasm: 'copy' },
  {
    name: 'webpack 5', app: 'webpack', install: { webpack: '5.112.2', 'webpack-cli': '7.3.1', 'webpack-dev-server': '6.1.0' },
    build: 'webpack --mode production --entry ./main.js --output-path .', serve: '.', wasm: 'file',
    dev: 'webpack serve --mode development --entry ./main.js --static . --host 127.0.0.1 --port PORT', devWasm: 'file',
  },
  {
    name: 'Rspack', app: 'rspack', install: { '@rspack/core': '2.3.2', '@rspack/cli': '2.2.8', '@rspack/dev-server': '2.2.2' },
    build: 'rspack build --mode production', serve: '.', wasm: 'file',
    dev: 'rspack serve --mode development --host 127.0.0.1 --port PORT', devWasm: 'file',
  },
  {
    name: 'Parcel 2', app: 'parcel', install: { parcel: '2.16.4' }, build: 'parcel build index.html', serve: 'dist', wasm: 'file',
    dev: 'parcel serve index.html --host 127.0.0.1 --port PORT', devWasm: 'file', note: 'other entries by their file: `wasmagine/dist/sandbox.js`',
  },
  { name: 'jsdom under Vitest', app: 'jsdom', core: true, install: { vitest: '5.1.1', jsdom: '31.0.1' }, node, run: 'vitest run --environment jsdom', note: '`bytes()`' },
  {
    name: 'workerd, by wrangler', app: 'worker', install: { wrangler: '4.164.0' }, node, start: 'wrangler dev --ip 127.0.0.1 --port PORT --inspector-port 0', also: '/',
    note: 'the wasm comes compiled; `blob`',
  },
  { name: 'Chrome extension, its page', app: 'extension', extension: true, wasm: 'file', note: "`'wasm-unsafe-eval'` in its manifest" },
  {
    name: 'Next (Turbopack)', app: 'next', install: { next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' }, build: 'next build',
    start: 'next start --hostname 127.0.0.1 --port PORT', dev: 'next dev --hostname 127.0.0.1 --port PORT', rendered: true, also: '/edge', wasm: 'file', devWasm: 'file',
    note: 'a route on the edge too',
  },
  {
    name: 'SvelteKit', app: 'sveltekit', node,
    install: { '@sveltejs/kit': '3.2.0', '@sveltejs/adapter-node': '6.0.1', '@sveltejs/vite-plugin-svelte': '7.3.1', svelte: '5.57.3', vite: '8.3.8' },
    build: 'vite build', start: 'node build', dev: vite.dev, rendered: true, wasm: 'file', devWasm: 'file',
  },
  {
    name: 'Astro', app: 'astro', node, install: { astro: '7.3.5' }, build: 'astro build', serve: 'dist', rendered: true, wasm: 'file',
    dev: 'astro dev --host 127.0.0.1 --port PORT', devWasm: 'file',
  },
  {
    name: 'Nuxt', app: 'nuxt', node, install: { nuxt: '4.5.2', vue: '3.5.45' }, build: 'nuxt build',
    start: 'node .output/server/index.mjs', dev: 'nuxt dev --host 127.0.0.1 --port PORT', rendered: true, wasm: 'file', devWasm: 'file',
  },
  {
    name: 'Angular', app: 'angular', node, build: 'ng build', serve: 'out/browser', dev: 'ng serve --host 127.0.0.1 --port PORT', wasm: 'copy', devWasm: 'copy',
    install: {
      '@angular/core': '22.2.6', '@angular/common': '22.2.6', '@angular/compiler': '22.2.6', '@angular/platform-browser': '22.2.6',
      '@angular/compiler-cli': '22.2.6', '@angular/build': '22.2.7', '@angular/cli': '22.2.7', rxjs: '7.8.2', tslib: '2.8.1', typescript: '6.0.3',
    },
  },
  {
    name: 'TypeScript 5.4', app: 'typescript', core: true, install: { typescript: '5.4.5' }, run: 'node check.js', prints: '1 compilers agree',
    note: 'resolution `bundler`, `node16`, `node10`',
  },
  {
    name: 'TypeScript 5.5 to 7.0', app: 'typescript', run: 'node check.js', prints: '7 compilers agree', note: 'each minor; `node10` until 6.0',
    install: Object.fromEntries(['7.0.2', '6.0.3', '5.9.3', '5.8.3', '5.7.3', '5.6.3', '5.5.4'].map(version => [`typescript-${version}`, `npm:typescript@${version}`])),
  },
  { name: 'Deno', app: 'node', install: { deno: '2.9.6' }, run: 'deno run --allow-read run.js' },
  { name: 'Bun', app: 'node', install: { bun: '1.4.5' }, build: 'node node_modules/bun/install.js', run: 'bun run.js' },
  { name: 'Yew 0.23', app: 'yew', rust: true, core: true, note: 'in Rust: `examples/yew`' },
  { name: 'Leptos 0.8', app: 'leptos', rust: true, note: 'in Rust: `examples/leptos`' },
  { name: 'Dioxus 0.7', app: 'dioxus', rust: true, note: 'in Rust: `examples/dioxus`' },
];
