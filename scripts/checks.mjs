// @ts-check
// The quick checks, which `npm test` and `npm run check` share.
import { node, rust, whole } from './runners.mjs';

const clippy = ['clippy', '--quiet', '--workspace', '--all-targets'];

export const lint = [
  { name: 'format', run: whole('cargo', 'fmt', '--all', '--check') },
  { name: 'clippy', run: whole('cargo', ...clippy, '--', '-D', 'warnings') },
  { name: 'clippy for wasm', run: whole('cargo', ...clippy, '--target', 'wasm32-unknown-unknown', '--', '-D', 'warnings') },
  { name: 'Rust documentation', run: whole('cargo', 'rustdoc', '--quiet', '--package', 'wasmagine-rs', '--', '--deny', 'warnings') },
  { name: 'JavaScript style', run: whole('biome', 'check', '--error-on-warnings') },
  { name: 'JavaScript types', run: whole('tsc', '-p', '.') },
];

export const native = { name: 'Rust, native', run: rust('cargo', ['test', '--workspace', '--quiet']) };

/** Against the declarations as the build would write them: needs no build. */
export const typeTests = { name: 'types', run: node('tests/types') };

/** Of plain JavaScript: need no build. */
export const ruleTests = { name: 'rules', run: node('tests/rules') };

export const sandboxTests = { name: 'sandbox', run: node('tests/sandbox') };
