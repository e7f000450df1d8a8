// @ts-check
// npm run bench -- crates: each app of this folder, built alike → what its wasm weighs, and how large its memory grows for one picture. The
// table goes into src/engine/README.md. Built as strangers build: without the flags of .cargo/config.toml.
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { brotliOf } from '../../scripts/build/sizes.mjs';
import { at, exec } from '../../scripts/exec.mjs';
import { require_ } from '../../scripts/programs.mjs';
import { setupTests } from '../../scripts/setup.mjs';
import { MiB } from '../reply.mjs';

const apps = /** @type {const} */ ({ wasmagine: ['wasmagine-rs'], 'by-hand': ['gloo-net', 'serde_json', 'base64'], rig: ['rig-core'] });
const size = 20 * MiB;
const here = at('benches/crates');
const target = 'wasm32-unknown-unknown';
/** Where benches/server.mjs serves contenders from. */
const folder = at('target/bench/crates');

/** @typedef {{ title: string, bindgen: number, optimised: number, brotli: number, memory: number }} Row */

export async function crates() {
  const { bindgen } = await setupTests();
  await exec('rustup', ['toolchain', 'install'], { cwd: here }); // the one of rust-toolchain.toml
  const { startServer } = await import('../server.mjs');
  const server = await startServer();
  /** @type {Row[]} */
  const rows = [];
  try {
    for (const [name, made] of Object.entries(apps)) {
      console.log(`${name}: a minute or two, the first time`);
      const versions = await versionsOf(name);
      rows.push({ title: made.map(crate => `${crate} ${versions.get(crate)}`).join(', '), ...await built(name, bindgen), memory: await grown(name, server) });
    }
  } finally {
    await server.close();
  }
  const text = `${tableOf(rows)}\n${await conditions()}\n`;
  console.log(`\n${text}`);
  const readme = at('src/engine/README.md');
  const before = await readFile(readme, 'utf8');
  await writeFile(readme, before.replace(/(<!-- crates -->\n)[^]*(<!-- \/crates -->)/, (_, open, close) => open + text + close));
  console.log('src/engine/README.md has it.');
}

/** Of the crates that an app is made of. @param {string} name @returns {Promise<Map<string, string>>} */
async function versionsOf(name) {
  const { packages, resolve } = JSON.parse(await exec('cargo', ['metadata', '--quiet', '--format-version', '1', '--filter-platform', target], { cwd: here }));
  const app = packages.find((/** @type {any} */ each) => each.name === `${name}-app`);
  const { dependencies } = resolve.nodes.find((/** @type {any} */ { id }) => id === app.id);
  return new Map(packages.filter((/** @type {any} */ { id }) => dependencies.includes(id)).map((/** @type {any} */ { name, version }) => [name, version]));
}

/** In bytes. @param {string} name @param {string} bindgen */
async function built(name, bindgen) {
  // One at a time: built together, each would have the features that the others turn on.
  const args = ['build', '--release', '--target', target, '--target-dir', `${folder}/target`, '--package', `${name}-app`];
  await exec('cargo', args, { cwd: here, env: { CARGO_ENCODED_RUSTFLAGS: '' } });
  const out = `${folder}/${name}`;
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const compiled = `${folder}/target/${target}/release/app_${name.replace('-', '_')}.wasm`;
  await exec(bindgen, [compiled, '--target', 'web', '--remove-name-section', '--remove-producers-section', '--out-name', 'app', '--out-dir', out]);
  const wasm = `${out}/app_bg.wasm`;
  const { size: raw } = await stat(wasm);
  await exec('wasm-opt', ['-Oz', wasm, '-o', wasm]);
  const bytes = await readFile(wasm);
  return { bindgen: raw, optimised: bytes.length, brotli: (await brotliOf(bytes)).length };
}

/** Its linear memory after one picture, which never shrinks: so that is its peak. @param {string} name @param {import('../server.mjs').Server} server */
async function grown(name, server) {
  const { run, withBrowser } = await import('../../tests/harness/browsers.mjs'); // after the set-up, which may only just have installed it
  return withBrowser('chromium', async driver => {
    await driver.get(`${server.origin}/clock`);
    const { memory, sha256 } = await run(driver, async (path, base) => {
      const { default: init, draw } = await import(path);
      const { memory } = await init();
      const picture = await (await fetch(await draw(base, 'a-key', 'a red boat at dawn'))).arrayBuffer();
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', picture));
      return { memory: memory.buffer.byteLength, sha256: Array.from(hash, byte => byte.toString(16).padStart(2, '0')).join('') };
    }, `/contenders/crates/${name}/app.js`, server.base('crates', size));
    if (sha256 !== server.replyOf(size).sha256) throw new Error(`${name} made another picture of it`);
    return memory;
  });
}

/** @param {Row[]} rows ours first */
function tableOf(rows) {
  const [ours] = rows;
  /** @param {keyof Omit<Row, 'title'>} key @param {(value: number) => string} told */
  const cell = (key, told) => (/** @type {Row} */ row) => `${told(row[key])}${row === ours ? '' : ` (${(row[key] / ours[key]).toFixed(1)} ×)`}`;
  const kB = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(0)} kB`;
  const mebi = (/** @type {number} */ bytes) => `${(bytes / MiB).toFixed(1)} MiB`;
  const cells = [cell('bindgen', kB), cell('optimised', kB), cell('brotli', kB), cell('memory', mebi)];
  return [
    `| made with | wasm | after \`wasm-opt -Oz\` | … as brotli | memory for ${size / MiB} MiB |`,
    '| --- | --- | --- | --- | --- |',
    ...rows.map(row => `| ${[row === ours ? `**${row.title}**` : row.title, ...cells.map(told => told(row))].join(' | ')} |`),
    '',
  ].join('\n');
}

async function conditions() {
  const version = async (/** @type {string} */ program) => /^\w[\w -]* [\d.]+/m.exec(await exec(program, ['--version'], { cwd: here }))?.[0].trim();
  const [rustc, wasmOpt, chromium] = await Promise.all(['rustc', 'wasm-opt', require_('chromium')].map(version));
  return `${rustc} with \`opt-level = "z"\`, fat LTO and one codegen unit, ${wasmOpt}, ${chromium}.`;
}
