// @ts-check
// The crate → wasm and its JavaScript glue, in target/npm/bindgen. The same three steps as `wasm-pack build --target web`, without the
// minute that building wasm-pack takes, and with a glue that carries no URL: only js/index.js names the file.
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { at, exec, Failure } from '../exec.mjs';
import { progress } from '../progress.mjs';
import { unlessFresh } from './fresh.mjs';
import { restarting } from './instance.mjs';
import { order } from './order.mjs';

const target = 'wasm32-unknown-unknown';
/** What Rust imports by its path; wasm-bindgen puts copies beside the glue. */
const snippets = ['api', 'canvas', 'convert', 'describe', 'guard', 'held', 'later', 'pictures', 'signal'].map(name => `js/${name}.js`);

/**
 * @param {string} bindgen the program
 * @returns {Promise<{ glue: string, wasm: string }>} paths
 */
export async function buildWasm(bindgen) {
  await compile();
  const folder = at('target/npm/bindgen');
  const glue = `${folder}/wasmagine.js`;
  const wasm = `${folder}/wasmagine_bg.wasm`;
  const compiled = at('target', target, 'release/wasmagine.wasm');
  const inputs = [compiled, at('scripts/build/instance.mjs'), at('scripts/build/order.mjs'), ...snippets.map(path => at(path)), at('package-lock.json'), at('Cargo.toml')];
  await unlessFresh('bindgen', { inputs, outputs: [glue, wasm] }, async () => {
    await rm(folder, { recursive: true, force: true });
    await exec(bindgen, [compiled, '--target', 'web', '--omit-default-module-path', '--out-dir', folder]);
    await optimise(wasm);
    await writeFile(glue, restarting(await readFile(glue, 'utf8')));
  });
  return { glue, wasm };
}

/** cargo knows best whether there is anything to do. */
async function compile() {
  const args = ['build', '--release', '--lib', '--target', target, '--verbose', ...(await remapped())];
  const first = !existsSync(at('target', target, 'release/wasmagine.wasm'));
  const line = first ? progress('Compiling the crate') : undefined;
  try {
    await heedLto(await exec('cargo', args));
  } finally {
    line?.end();
  }
}

/** A panic names its file by the path on the machine that built it; the crate and what is in it say enough. What cargo is told for it. */
export async function remapped() {
  const { packages } = JSON.parse(await exec('cargo', ['metadata', '--quiet', '--format-version', '1', '--locked', '--filter-platform', target]));
  const theirs = packages.filter((/** @type {{ source: string | null }} */ { source }) => source !== null);
  const registries = new Set(theirs.map((/** @type {{ manifest_path: string }} */ { manifest_path }) => dirname(dirname(manifest_path))));
  const flags = [...registries].map(folder => `--remap-path-prefix=${folder}/=`);
  return ['--config', `target.${target}.rustflags=${JSON.stringify(flags)}`];
}

/**
 * cargo leaves link-time optimisation out without a word where a library has more crate types than one that is linked last
 * (https://github.com/rust-lang/cargo/issues/4611): a tenth of the wasm's size.
 * @param {string} output of cargo; it names no command where nothing was to do
 */
async function heedLto(output) {
  const command = /`[^`]*--crate-name wasmagine [^`]*--crate-type cdylib[^`]*`/.exec(output)?.[0];
  if (!command || / -C lto[ =`]/.test(command)) return;
  await exec('cargo', ['clean', '--quiet', '--release', '--package', 'wasmagine', '--target', target]); // else the next build finds it done
  throw new Failure('cargo compiled the wasm without `-C lto`: the root package must be a cdylib alone, with `lto` in its release profile.');
}

/** With the flags that wasm-pack reads from Cargo.toml, so that both builds are optimised alike. @param {string} wasm */
async function optimise(wasm) {
  const program = at('node_modules/.bin/wasm-opt');
  if (!existsSync(program)) throw new Failure('wasm-opt is missing from node_modules: run `npm ci`.');
  const metadata = JSON.parse(await exec('cargo', ['metadata', '--quiet', '--no-deps', '--format-version', '1']));
  const flags = metadata.packages.find((/** @type {{ name: string }} */ { name }) => name === 'wasmagine').metadata['wasm-pack'].profile.release['wasm-opt'];
  const before = (await readFile(wasm)).length;
  await exec(program, [wasm, '-o', wasm, ...flags]);
  const after = (await readFile(wasm)).length;
  if (after >= before) throw new Failure(`wasm-opt made nothing smaller: ${before} → ${after} bytes.`);
  await order(program, wasm);
}
