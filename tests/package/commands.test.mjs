// @ts-check
// The commands that a person types, as far as they end by themselves or can be ended: npm start, npm run site, npm run live, and how
// npm test counts.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { counted } from '../../scripts/runners.mjs';
import { startServer } from '../harness/server.mjs';

const root = new URL('../../', import.meta.url);

/**
 * @param {string} script @param {string[]} args
 * @param {NodeJS.ProcessEnv} env @param {string | URL} [cwd]
 */
function command(script, args, env, cwd = root) {
  const clean = { ...process.env, WASMAGINE_KEY: '', GEMINI_API_KEY: '', ...env };
  const child = spawn(process.execPath, [new URL(`scripts/${script}.mjs`, root).pathname, ...args], { cwd, env: clean });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => { output += text; });
  return { child, said: () => output, ended: once(child, 'close').then(([code]) => ({ code, output })) };
}

test('npm start prints one address, which serves the page, the package and the sandbox', async () => {
  const { child, said, ended } = command('start', [], { PORT: '0' });
  try {
    while (!said().includes('http://')) await Promise.race([once(child.stdout, 'data'), ended.then(({ output }) => assert.fail(output))]);
    const addresses = said().match(/http:\/\/\S+/g) ?? [];
    assert.equal(addresses.length, 1, said());
    const get = (/** @type {string} */ path) => fetch(new URL(path, addresses[0]));
    assert.match(await (await get('')).text(), /<!doctype html>/i);
    assert.equal((await get('wasmagine/wasmagine_bg.wasm')).headers.get('content-type'), 'application/wasm');
    assert.ok((await (await get('v1beta/models')).json()).models.length > 3);
  } finally {
    child.kill();
    await ended;
  }
});

test('npm start says so in one line when PORT is no port, or is taken', async () => {
  assert.deepEqual(await command('start', [], { PORT: 'abc' }).ended, { code: 1, output: "\nPORT is a port number, not 'abc'.\n" });
  const server = await startServer();
  try {
    const { code, output } = await command('start', [], { PORT: String(server.port) }).ended;
    assert.equal(code, 1);
    assert.equal(output.trim(), `Port ${server.port} is in use: set PORT to another.`);
  } finally {
    await server.close();
  }
});

test('npm run site makes a folder with the page and the package, all paths relative', async () => {
  const { code, output } = await command('site', [], {}).ended;
  assert.equal(code, 0, output);
  const names = await readdir(new URL('site/', root), { recursive: true });
  for (const name of ['index.html', 'wasmagine/index.js', 'wasmagine/wasm-inline.js', 'wasmagine/wasmagine_bg.wasm', 'wasmagine/sandbox.js']) {
    assert.ok(names.includes(name), name);
  }
  for (const name of names.filter(name => /^[^/]+\.(html|js|css)$/.test(name))) {
    const text = await readFile(new URL(`site/${name}`, root), 'utf8');
    assert.doesNotMatch(text, /(?:src|href)="\/|\bfrom '\/|import\('\/|url\(\//, name);
  }
});

test('npm run live saves the picture and never prints the key', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wasmagine-live-'));
  const server = await startServer();
  try {
    const file = join(folder, 'picture.png');
    const live = (/** @type {string[]} */ ...args) => command('live', args, { WASMAGINE_KEY: 'sk-secret-1' }, folder).ended;
    const good = await live('--base', server.origin, '--prompt', 'a red boat', '--out', file);
    assert.equal(good.code, 0, good.output);
    assert.match(good.output, /picture\.png: image\/png, 1024×1024/);
    assert.equal((await readFile(file)).subarray(1, 4).toString(), 'PNG');
    const request = server.requests.find(r => r.method === 'POST');
    assert.equal(request?.headers.get('authorization'), 'Bearer sk-secret-1');
    assert.match(request?.text ?? '', /a red boat/);

    const bad = await live('--base', `${server.origin}/fault/http-403`);
    assert.equal(bad.code, 1);
    assert.match(bad.output, /code: permission-denied\n[\s\S]*hint: /);
    assert.doesNotMatch(good.output + bad.output, /sk-secret-1/);
  } finally {
    await server.close();
    await rm(folder, { recursive: true });
  }
});

test('npm run live sends nothing without a key or a place', async () => {
  const noKey = await command('live', ['--base', 'google'], {}).ended;
  assert.deepEqual([noKey.code, noKey.output.trim()], [1, 'No key: set WASMAGINE_KEY or GEMINI_API_KEY in the environment. Nothing was sent.']);
  const noBase = await command('live', [], { WASMAGINE_KEY: 'k', GEMINI_API_KEY: 'k' }).ended;
  assert.equal(noBase.code, 1);
  assert.match(noBase.output, /--base says where/);
});

test('a runner that ran nothing, or died, has failed', () => {
  const pattern = /test result: \w+\. (\d+) passed; (\d+) failed/g;
  assert.deepEqual(counted(true, 'test result: ok. 3 passed; 0 failed;\ntest result: ok. 2 passed; 0 failed;', pattern), { passed: 5, failed: 0 });
  assert.deepEqual(counted(false, 'test result: FAILED. 3 passed; 2 failed;', pattern), { passed: 3, failed: 2 });
  assert.deepEqual(counted(true, 'test result: \x1b[32mok\x1b[0m. 1 passed; 0 failed;', pattern), { passed: 1, failed: 0 });
  assert.deepEqual(counted(true, 'nothing to run', pattern), { passed: 0, failed: 1 });
  assert.deepEqual(counted(true, 'test result: ok. 0 passed; 0 failed;', pattern), { passed: 0, failed: 1 });
  assert.deepEqual(counted(false, 'test result: ok. 3 passed; 0 failed;\nsegmentation fault', pattern), { passed: 3, failed: 1 });
});
