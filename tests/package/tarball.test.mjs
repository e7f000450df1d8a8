// @ts-check
// What npm would publish: exactly the files of dist, the pages of docs and the licences, all that package.json points to, and nothing that runs at import.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { pages } from '../readme/examples.mjs';

const root = new URL('../../', import.meta.url);
const pack = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

test('the tarball holds dist, the pages that README leads to, and the licences, and nothing else', () => {
  const [{ files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--loglevel=error'], { cwd: root, encoding: 'utf8' }));
  assert.deepEqual(files.map((/** @type {any} */ f) => f.path).sort(), [
    'CHANGELOG.md', 'LICENSE-APACHE', 'LICENSE-MIT', 'README.md',
    'dist/THIRD-PARTY-NOTICES.txt', 'dist/convert.js', 'dist/edge.js', 'dist/index.d.ts', 'dist/index.js', 'dist/inline.d.ts', 'dist/inline.js', 'dist/pictures.js', 'dist/sandbox.d.ts', 'dist/sandbox.js',
    'dist/slim.d.ts', 'dist/slim.js', 'dist/wasm-inline.js', 'dist/wasmagine_bg.wasm', 'dist/wasmagine_bg.wasm.d.ts',
    ...pages.filter(name => name.startsWith('docs/')),
    'package.json',
  ].sort());
});

test('every path that package.json names is there, types first', () => {
  const paths = [pack.main, pack.module, pack.types, pack.unpkg, pack.jsdelivr];
  for (const target of Object.values(pack.exports)) {
    if (typeof target === 'string') paths.push(target);
    else {
      assert.equal(Object.keys(target)[0], 'types');
      assert.equal(Object.keys(target).at(-1), 'default');
      paths.push(...Object.values(target));
    }
  }
  for (const target of Object.values(pack.typesVersions['*'])) paths.push(...target);
  for (const path of paths) assert.ok(existsSync(new URL(path, root)), path);
});

test('what finds types without an exports map finds every entry', () => {
  const entries = Object.keys(pack.exports).filter(name => !['.', './package.json'].includes(name));
  for (const name of entries) assert.deepEqual(pack.typesVersions['*'][name.slice(2)], [pack.exports[name].types], name);
  assert.equal(pack.types, pack.exports['.'].types);
});

test('the package needs no other at run time', () => {
  for (const field of ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundleDependencies']) assert.equal(pack[field], undefined, field);
  for (const name of ['index', 'slim', 'inline', 'edge', 'sandbox']) {
    const imports = readFileSync(new URL(`dist/${name}.js`, root), 'utf8').match(/(?:\bfrom|\bimport\(?)\s*["'][\w@./?-]+["']/g) ?? [];
    const ours = { index: /"\.\/(?:wasm-inline|convert|pictures)\.js"/, edge: /"\.\/wasmagine_bg\.wasm\?module"/ }[name] ?? /"\.\/wasm-inline\.js"/;
    for (const each of imports) assert.match(each, ours, `${name}.js`);
  }
});

test('only the default entry names the wasm, in the form that bundlers look for', () => {
  const text = (/** @type {string} */ name) => readFileSync(new URL(`dist/${name}.js`, root), 'utf8');
  assert.equal(text('index').match(/new URL\(["']\.\/wasmagine_bg\.wasm["'],\s*import\.meta\.url\)/g)?.length, 1);
  for (const name of ['slim', 'inline', 'edge', 'sandbox']) assert.ok(!text(name).includes('import.meta'), name);
});

test('the sandbox carries the licences of what it contains', () => {
  const text = readFileSync(new URL('dist/sandbox.js', root), 'utf8');
  assert.match(text.slice(0, 200), /^\/\*!/);
  assert.match(text, /jpeg-js[\s\S]*Redistribution and use in source and binary forms/);
});

test('every entry imports without side effect, where there is no page', async () => {
  const before = Object.keys(globalThis);
  const { fetch, WebAssembly } = globalThis;
  const refuse = () => { throw new Error('an import did this'); };
  Object.assign(globalThis, { fetch: refuse, WebAssembly: new Proxy({}, { get: refuse }) });
  try {
    for (const entry of ['wasmagine', 'wasmagine/slim', 'wasmagine/inline', 'wasmagine/sandbox']) await import(entry);
  } finally {
    Object.assign(globalThis, { fetch, WebAssembly });
  }
  assert.deepEqual(Object.keys(globalThis), before);
});
