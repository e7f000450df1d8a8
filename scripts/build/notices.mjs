// @ts-check
// The licences of what others wrote and dist contains: every crate that is linked into the wasm, Rust's own library, and what the
// sandbox took over. Their terms want the text to go along.
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { at, exec } from '../exec.mjs';

/** @typedef {{ id: string, name: string, version: string, license: string, authors: string[], manifest_path: string, targets: { kind: string[] }[] }} Crate */

const line = `\n${'─'.repeat(100)}\n\n`;

/** What is linked: no macros, which run at build time, nor anything that they alone need. @returns {Promise<Crate[]>} by name */
export async function linked() {
  const args = ['metadata', '--quiet', '--format-version', '1', '--locked', '--filter-platform', 'wasm32-unknown-unknown'];
  const { packages, resolve, workspace_members: ours } = JSON.parse(await exec('cargo', args));
  /** @type {Set<Crate>} */
  const found = new Set();
  const follow = (/** @type {string} */ id) => {
    /** @type {Crate} */
    const crate = packages.find((/** @type {Crate} */ each) => each.id === id);
    if (found.has(crate) || crate.targets.some(({ kind }) => kind.includes('proc-macro'))) return;
    found.add(crate);
    const { deps } = resolve.nodes.find((/** @type {{ id: string }} */ node) => node.id === id);
    for (const { pkg, dep_kinds } of deps) if (dep_kinds.some((/** @type {any} */ { kind }) => kind === null)) follow(pkg);
  };
  follow(resolve.root);
  return [...found].filter(({ id }) => !ours.includes(id)).sort((a, b) => a.name.localeCompare(b.name));
}

/** The text of THIRD-PARTY-NOTICES.txt. */
export async function notices() {
  /** @type {Map<string, string[]>} a text → the crates under it, because many have the very same */
  const groups = new Map();
  for (const crate of await linked()) {
    const text = (await licence(crate)) ?? `${crate.authors.join(', ')}\nThe crate comes without a text of its licence: LICENSE-APACHE beside this file has it.`;
    groups.set(text, [...(groups.get(text) ?? []), `${crate.name} ${crate.version}, ${crate.license}`]);
  }
  const crates = [...groups].map(([text, names]) => `${names.join('\n')}\n\n${text}`);
  const rust = 'Rust\'s standard library (std, alloc, core, compiler_builtins), MIT OR Apache-2.0\n\nCopyright (c) The Rust Project Contributors\nLICENSE-MIT and LICENSE-APACHE beside this file have the terms.';
  const sandbox = `In dist/sandbox.js\n\n${(await readFile(at('js/sandbox/NOTICE'), 'utf8')).trim()}`;
  const head = 'Parts of this package are the work of others. In the wasm, and in the scripts that call it, are these crates:';
  return `${[head, ...crates, rust, sandbox].join(`\n${line}`)}\n`;
}

/** Of two to choose from, the short one: every `OR` here has MIT. @param {Crate} crate */
async function licence({ manifest_path }) {
  const folder = dirname(manifest_path);
  const names = (await readdir(folder)).filter(name => /^(LICEN[CS]E|COPYING)/i.test(name) && !/APACHE/i.test(name)).sort();
  const texts = await Promise.all(names.map(name => readFile(join(folder, name), 'utf8')));
  return texts.map(text => text.replaceAll('\r', '').replace(/[ \t]+$/gm, '').trim()).join('\n\n') || undefined;
}
