// @ts-check
// Rust programs of an exact version: one on PATH, or one in our cache, or one that is built into the cache now.
//
// They are built unoptimised and without TLS: on two cores wasm-bindgen then takes 50 s in place of 3.9 minutes, and it runs for a
// second on a module of our size either way.
import { readFile, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { at, attempt, environment, Failure, toolFolders } from './exec.mjs';
import { cache } from './programs.mjs';
import { progress } from './progress.mjs';

/** @typedef {{ crate: string, program: string, version: () => Promise<string>, flags: string[], minutes: number }} Tool */

/** @type {Record<'bindgen' | 'wasmPack' | 'geckodriver', Tool>} */
export const tools = {
  // The generated glue and the crate must be of the very same version. The test runner comes along.
  bindgen: { crate: 'wasm-bindgen-cli', program: 'wasm-bindgen', version: bindgenVersion, flags: ['--no-default-features', '--bin', 'wasm-bindgen', '--bin', 'wasm-bindgen-test-runner'], minutes: 1.5 },
  wasmPack: { crate: 'wasm-pack', program: 'wasm-pack', version: async () => '0.15.1', flags: [], minutes: 1.5 },
  geckodriver: { crate: 'geckodriver', program: 'geckodriver', version: async () => '0.37.1', flags: [], minutes: 1 },
};

async function bindgenVersion() {
  const lock = await readFile(at('Cargo.lock'), 'utf8');
  const found = /name = "wasm-bindgen"\nversion = "(.+)"/.exec(lock);
  if (!found) throw new Failure('Cargo.lock names no wasm-bindgen.');
  return found[1];
}

/**
 * Full path of each tool, building what is not there yet.
 * @param {Tool[]} wanted
 */
export async function ensureTools(wanted) {
  const states = [];
  for (const tool of wanted) {
    const version = await tool.version();
    states.push({ tool, version, path: await findVersion(tool.program, version) });
  }
  const missing = states.filter(s => !s.path);
  if (missing.length) {
    const minutes = missing.reduce((sum, s) => sum + s.tool.minutes, 0);
    console.log(`Building ${missing.map(s => `${s.tool.program} ${s.version}`).join(', ')} once, into ${cache}: `
      + `about ${Math.ceil(minutes)} minute${minutes > 1 ? 's' : ''} on two cores.`);
  }
  for (const state of missing) {
    await install(state.tool, state.version);
    state.path = join(cache, 'bin', state.tool.program);
  }
  for (const { path } of states) {
    const folder = dirname(/** @type {string} */ (path));
    if (!toolFolders.includes(folder)) toolFolders.push(folder);
  }
  return states.map(s => /** @type {string} */ (s.path));
}

/** @param {string} program @param {string} version */
async function findVersion(program, version) {
  const folders = [...(environment().PATH ?? '').split(delimiter), join(cache, 'bin')];
  for (const folder of folders) {
    const path = join(folder, program);
    const { ok, output } = await attempt(path, ['--version']);
    if (ok && output.split(/\s/).includes(version)) return path;
  }
}

/** @param {Tool} tool @param {string} version */
async function install({ crate, program, flags }, version) {
  let line = progress(`${program} ${version}`);
  const target = join(cache, 'build', crate); // kept when interrupted, so that the next try goes on from there
  const args = ['install', crate, '--version', version, '--debug', '--root', cache, '--target-dir', target, ...flags];
  const env = {
    CARGO_PROFILE_DEV_DEBUG: '0', CARGO_TERM_PROGRESS_WHEN: 'always', CARGO_TERM_PROGRESS_WIDTH: '100', CARGO_TERM_COLOR: 'never',
  };
  const hear = (/** @type {string} */ text) => {
    const counts = [...text.matchAll(/ (\d+)\/(\d+)[:\s]/g)].pop();
    if (counts) line.set(`${counts[1]} of ${counts[2]} crates`);
  };
  // The versions that its author tested. Only where the registry lacks one of them, the newest that fit: whatever else is wrong with a lock
  // file, a checksum perhaps, is no reason to go without it.
  let done = await attempt('cargo', [...args, '--locked'], { env, hear });
  const lacking = done.ok ? undefined : /^.*\(locked to .*\)$/m.exec(done.output)?.[0];
  if (lacking) {
    line.end(`building without --locked, because the registry lacks a version that the lock file names: ${lacking.trim()}`);
    line = progress(`${program} ${version}`);
    done = await attempt('cargo', args, { env, hear });
  }
  line.end(done.ok ? 'ready' : 'failed');
  if (!done.ok) throw new Failure(`cargo install ${crate} failed:\n${done.output.split('\n').slice(-30).join('\n')}`);
  await rm(target, { recursive: true, force: true });
}
