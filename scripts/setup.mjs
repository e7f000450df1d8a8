// @ts-check
// Makes sure that what a command needs is there, and says in one line each what it cannot get. Installs into node_modules, the rustup
// toolchain, the user's cache and, for browsers only, the system's packages.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { at, attempt, exec, Failure } from './exec.mjs';
import { packages } from './packages.mjs';
import { browserPrograms, cache, find, ownNginx } from './programs.mjs';
import { ensureTools, tools } from './tools.mjs';

/** What a build needs. @returns {Promise<{ bindgen: string }>} */
export async function setupBuild() {
  await Promise.all([packages(), rustTarget()]);
  const [bindgen] = await ensureTools([tools.bindgen]);
  return { bindgen };
}

/** What the tests need. */
export async function setupTests() {
  await Promise.all([packages(), rustTarget()]);
  await browsers();
  await nginx();
  const [bindgen, wasmPack, geckodriver] = await ensureTools([tools.bindgen, tools.wasmPack, tools.geckodriver]);
  return { bindgen, wasmPack, geckodriver };
}

export async function rustTarget() {
  const { ok, output } = await attempt('rustc', ['--print', 'sysroot']);
  if (!ok) throw new Failure('Rust is missing: install it with rustup, the Rust installer, and open a new terminal.');
  const target = 'wasm32-unknown-unknown';
  if (existsSync(`${output.trim()}/lib/rustlib/${target}`)) return;
  console.log(`Adding the Rust target ${target}.`);
  const added = await attempt('rustup', ['target', 'add', target]);
  if (!added.ok) throw new Failure(`The Rust target ${target} is missing and rustup cannot add it:\n${added.output.trim()}`);
}

async function browsers() {
  const missing = () => browserPrograms.filter(([program]) => !find(program));
  const names = [...new Set(missing().map(([, debian]) => debian))];
  if (!names.length) return;
  if (find('apt-get')) {
    const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
    if (!sudo.length || (await attempt('sudo', ['-n', 'true'])).ok) {
      console.log(`Installing ${names.join(', ')} with apt: about a minute.`);
      const apt = (/** @type {string[]} */ ...args) => attempt(...program([...sudo, 'apt-get', '-o', 'Acquire::Retries=5', ...args]), { env: { DEBIAN_FRONTEND: 'noninteractive' } });
      await apt('update');
      const { ok, output } = await apt('install', '-y', '--no-install-recommends', ...names);
      if (!ok) console.error(output.trim().split('\n').slice(-5).join('\n'));
    }
  }
  const left = missing();
  if (left.length) {
    throw new Failure(left.map(([program, debian]) => `${program} is missing: install ${debian} (its name on Debian).`).join('\n'));
  }
}

/** Debian's package would start a server on port 80: it is unpacked only, which needs no root either. */
async function nginx() {
  if (find('nginx')) return;
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'nginx-'));
  if (find('apt-get')) {
    await attempt('apt-get', ['download', 'nginx'], { cwd: folder });
    for (const name of await readdir(folder)) await attempt('dpkg-deb', ['-x', name, 'unpacked'], { cwd: folder });
  }
  await rename(join(folder, 'unpacked'), ownNginx).catch(() => {});
  await rm(folder, { recursive: true });
  if (!find('nginx')) throw new Failure('nginx is missing: install nginx (its name on Debian).');
}

/** @param {string[]} words @returns {[string, string[]]} */
const program = ([name, ...args]) => [name, args];
