// @ts-check
// The quick checks, which `npm test` and `npm run check` share.
import { node, rust, whole } from './runners.mjs';

const target = ['--target', 'wasm32-unknown-unknown'];
const clippy = ['clippy', '--quiet', '--workspace', '--all-targets'];

const rustLint = [
  { name: 'format', run: whole('cargo', 'fmt', '--all', '--check') },
  { name: 'format of the examples', run: whole('cargo', 'fmt', '--manifest-path', 'examples/Cargo.toml', '--all', '--check') },
  { name: 'clippy', run: whole('cargo', ...clippy, '--', '-D', 'warnings') },
  { name: 'clippy for wasm', run: whole('cargo', ...clippy, ...target, '--', '-D', 'warnings') },
  // As docs.rs builds it: only there is all that it links to.
  { name: 'Rust documentation', run: whole('cargo', 'rustdoc', '--quiet', '--package', 'wasmagine-rs', ...target, '--', '--deny', 'warnings') },
];

const lint = [
  { name: 'JavaScript style', run: whole('biome', 'check', '--error-on-warnings') },
  { name: 'JavaScript types', run: whole('tsc', '-p', '.') },
  { name: 'prose', run: whole('cspell', 'lint', '--config', 'docs/words.json', '--no-progress', '--no-summary') },
];

export const native = { name: 'Rust, native', run: rust('cargo', ['test', '--workspace', '--quiet']) };

/** Against the declarations as the build would write them, and of plain JavaScript: neither needs a build. */
const tests = [{ name: 'types', run: node('tests/types') }, { name: 'rules', run: node('tests/rules') }];

/** Two lanes: a compiler waits for its last crate on one core. */
export const quick = [rustLint, [...lint, ...tests]];

export const sandboxTests = { name: 'sandbox', run: node('tests/sandbox') };
