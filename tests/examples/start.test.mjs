// @ts-check
// npm start in an example's folder, and what the examples say that they depend on.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const read = (/** @type {string} */ path) => JSON.parse(readFileSync(new URL(path, root), 'utf8'));
const names = readdirSync(new URL('examples/', root)).filter(name => existsSync(new URL(`examples/${name}/package.json`, root)));

test('npm start serves the page, the package, and an API behind the proxy', async () => {
  const [, ...args] = read('examples/react/package.json').scripts.start.split(' ');
  const child = spawn(process.execPath, args, { cwd: new URL('examples/react/', root), env: { ...process.env, PORT: '0', GEMINI_API_KEY: '' } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => { output += text; });
  const ended = once(child, 'close');
  try {
    while (!/http:\S+\s/.test(output)) await Promise.race([once(child.stdout, 'data'), ended.then(() => assert.fail(output))]);
    const [address] = /** @type {RegExpExecArray} */ (/http:\S+/.exec(output));
    const get = async (/** @type {string} */ path, /** @type {any} */ init = {}) => (await fetch(new URL(path, address), init)).text();
    assert.match(await get(''), /app\.js/);
    assert.ok((await get('app.js')).includes('generateImage'));
    const call = { method: 'POST', headers: { origin: new URL(address).origin }, body: JSON.stringify({ contents: [{ parts: [{ text: 'a red boat' }] }] }) };
    assert.match(await get('api/v1beta/models/gemini-2.5-flash-image:generateContent', call), /inlineData/);
    assert.match(await get('api/v1beta/models/gemini-2.5-flash-image:generateContent', { ...call, headers: { origin: 'https://evil.example' } }), /may not use the proxy/);
  } finally {
    child.kill();
    await ended;
  }
});

test('each example names the versions that it is tested with, and the README names each example', () => {
  const { dependencies } = read('examples/package.json');
  const readme = readFileSync(new URL('examples/README.md', root), 'utf8');
  assert.ok(names.length >= 5);
  for (const name of names) {
    assert.ok(readme.includes(`](${name})`), name);
    for (const [each, version] of Object.entries(read(`examples/${name}/package.json`).dependencies ?? {})) {
      assert.equal(version, each === 'wasmagine' ? 'file:../..' : dependencies[each], `${name}: ${each}`);
    }
  }
});

test('the proxy is deployed by the wrangler that its lock file holds, with every package\'s hash', () => {
  const { scripts, devDependencies } = read('examples/proxy/package.json');
  const { packages } = read('examples/proxy/package-lock.json');
  assert.equal(packages['node_modules/wrangler'].version, devDependencies.wrangler);
  const { '': own, ...others } = packages;
  assert.deepEqual(own.devDependencies, devDependencies);
  for (const [path, { integrity }] of /** @type {[string, any][]} */ (Object.entries(others))) assert.match(integrity, /^sha512-/, path);
  assert.equal(scripts.deploy, 'wrangler deploy');
  const readme = readFileSync(new URL('examples/proxy/README.md', root), 'utf8');
  assert.ok(readme.includes('`npm ci`') && readme.includes('`npx wrangler secret put') && !/wrangler@/.test(readme));
});

test('the proxy\'s README names every setting of Node, and its default', async () => {
  const { serverSettings } = await import('../../examples/proxy/settings.js');
  const readme = readFileSync(new URL('examples/proxy/README.md', root), 'utf8');
  const source = readFileSync(new URL('examples/proxy/settings.js', root), 'utf8');
  const names = [...source.matchAll(/setting\('([A-Z_]+)'/g)].map(([, name]) => name);
  assert.deepEqual([...readme.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name).sort(), names.sort());
  const values = Object.values(serverSettings({ GEMINI_API_KEY: 'the-sandbox-needs-none' })).map(String);
  for (const [, number] of readme.matchAll(/^\| `[A-Z_]+` \| `?([\d.]+)`? \|/gm)) assert.ok(values.includes(number), number);
});
