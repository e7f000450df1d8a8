// @ts-check
// The repository itself: nothing in it belongs to one machine, and every version is said once.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const read = (/** @type {string} */ path) => readFileSync(new URL(path, root), 'utf8');
const git = (/** @type {string[]} */ ...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' });

test('no file holds a path of somebody\'s machine or the address of a package registry', () => {
  const words = ['ho' + 'me/\\w', 'Us' + 'ers/\\w', 'ro' + 'ot/', 'wo' + 'rk/'].map(folder => `(^|["'\`( =])/${folder}`);
  const hosts = ['registry' + '\\.npmjs', 'static' + '\\.crates', 'index' + '\\.crates', 'regis' + 'try\\.yarnpkg'];
  const pattern = new RegExp([...words, ...hosts].join('|'), 'm');
  const files = git('ls-files').trim().split('\n').filter(file => !/\.(png|jpe?g|webp|gif|avif|wasm)$/.test(file));
  assert.ok(files.length > 20);
  for (const file of files) assert.doesNotMatch(read(file), pattern, file);
});

test('the lock files name no download address', () => {
  for (const path of ['package-lock.json', 'benches/package-lock.json', 'examples/package-lock.json', 'examples/proxy/package-lock.json']) assert.doesNotMatch(read(path), /"resolved"/, path);
});

test('one version everywhere', () => {
  const { version } = JSON.parse(read('package.json'));
  assert.equal(JSON.parse(read('package-lock.json')).version, version);
  assert.equal(/^version = "(.+)"$/m.exec(read('Cargo.toml'))?.[1], version);
  const locked = (/** @type {string} */ path, /** @type {string} */ name) => new RegExp(`name = "${name}"\nversion = "(.+)"`).exec(read(path))?.[1];
  for (const name of ['wasmagine', 'wasmagine-rs']) assert.equal(locked('Cargo.lock', name), version, name);
  assert.equal(locked('examples/Cargo.lock', 'wasmagine-rs'), version);
  // One command makes the glue of all.
  assert.equal(locked('examples/Cargo.lock', 'wasm-bindgen'), locked('Cargo.lock', 'wasm-bindgen'));
  assert.match(read('CHANGELOG.md'), new RegExp(`^## ${version.replaceAll('.', '\\.')}\\b`, 'm'));
});

test('development dependencies have exact versions', () => {
  const versions = {
    ...JSON.parse(read('package.json')).devDependencies,
    ...JSON.parse(read('benches/package.json')).dependencies, ...JSON.parse(read('examples/package.json')).dependencies,
    ...JSON.parse(read('examples/proxy/package.json')).devDependencies, ...JSON.parse(read('docs/site/package.json')).dependencies,
  };
  for (const [name, version] of Object.entries(versions)) assert.match(version, /^\d+\.\d+\.\d+$/, name);
});

test('files stay short', () => {
  const files = git('ls-files', '*.rs', '*.js', '*.mjs').trim().split('\n').filter(file => file !== 'www/later.js'); // one table of words
  for (const file of files) assert.ok(read(file).split('\n').length <= 600, `${file} is longer than 600 lines`);
});

test('no file has unsafe code', () => {
  const files = git('ls-files', 'src').trim().split('\n').filter(file => /\bunsafe (fn|impl|\{)|allow\(unsafe_code\)/.test(read(file)));
  assert.deepEqual(files, []);
});

test('every file that CONTRIBUTING names is there', () => {
  const named = [...read('CONTRIBUTING.md').matchAll(/`((?:src|js|tests|scripts|www|benches|fuzz)\/[\w./-]*)/g)].map(m => m[1]);
  const made = ['js/models.js', 'benches/node_modules']; // by the build, and by the first bench
  assert.ok(named.length > 30);
  for (const path of named) assert.ok(made.includes(path) || existsSync(new URL(path, root)), path);
});

test('CONTRIBUTING names every file of the package, or the folder that it is in', () => {
  const text = read('CONTRIBUTING.md');
  const files = git('ls-files', 'src', 'js').trim().split('\n').filter(file => file !== 'src/lib.rs');
  const named = (/** @type {string} */ file) => text.includes(`\`${file}\``) || file.split('/').some((_, at, all) => at > 1 && text.includes(`\`${all.slice(0, at).join('/')}/\``));
  assert.ok(files.length > 60);
  assert.deepEqual(files.filter(file => !named(file)), []);
});
