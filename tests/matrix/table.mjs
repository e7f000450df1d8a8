// @ts-check
// The set-ups as a table, for docs/guide/setups.md.
import { readFileSync } from 'node:fs';
import { at } from '../../scripts/exec.mjs';
import { rows } from './rows.mjs';

/** The version that a row is about. @param {import('./rows.mjs').Row} row */
export function versionOf({ app, rust, install = {}, node }) {
  if (rust) return new RegExp(`name = "${app}"\nversion = "(.+)"`).exec(readFileSync(at('examples/Cargo.lock'), 'utf8'))?.[1] ?? '';
  const [first = node ?? ''] = Object.values(install);
  return first.replace(/^npm:.*@/, '');
}

export function table() {
  const lines = rows.map(row => {
    const dev = row.dev && row.devWasm !== row.wasm ? `${row.devWasm} from the dev server` : '';
    return `| ${row.name} | ${versionOf(row)} | ${[row.wasm ?? '', dev].filter(Boolean).join('; ')} | ${row.note ?? ''} |\n`;
  });
  return `| set-up | version | wasm from | |\n| --- | --- | --- | --- |\n${lines.join('')}`;
}
