// @ts-check
// The crate in a Rust app of somebody else's: it adds nothing to what that exports, works under its allocator and needs no flags. Built
// from another folder, because cargo reads the flags of .cargo/config.toml by where it is started.
import { before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { at, exec } from '../../scripts/exec.mjs';
import { require_ } from '../../scripts/programs.mjs';
import { browsers, run, withBrowser } from '../harness/browsers.mjs';
import { startServer } from '../harness/server.mjs';

const target = 'wasm32-unknown-unknown';
const folder = at('target/consumer');
const out = `${folder}/bindgen`;

before(async () => {
  const args = ['build', '--release', '--target', target, '--manifest-path', at('tests/consumer/Cargo.toml'), '--target-dir', folder];
  await exec('cargo', args, { cwd: tmpdir(), env: { RUSTFLAGS: undefined, CARGO_ENCODED_RUSTFLAGS: undefined } });
  await rm(out, { recursive: true, force: true });
  await exec(require_('wasm-bindgen'), [`${folder}/${target}/release/consumer.wasm`, '--target', 'web', '--out-dir', out]);
});

/** What wasm-bindgen exports by itself. */
const bindgens = /^(memory$|__|wasm_bindgen__)/;
const own = ['allocations', 'dropWhen', 'generateImage'];

test('it exports what the app exports, and nothing more', async () => {
  const module = await WebAssembly.compile(await readFile(`${out}/consumer_bg.wasm`));
  const names = WebAssembly.Module.exports(module).map(({ name }) => name).filter(name => !bindgens.test(name));
  assert.deepEqual(names.sort(), own);
  const types = await readFile(`${out}/consumer.d.ts`, 'utf8');
  const declared = [...types.matchAll(/^export (?:default )?(?:function|class|interface|type|const|enum) (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual(declared.sort(), ['InitInput', 'InitOutput', 'SyncInitInput', '__wbg_init', ...own, 'initSync'].sort());
  assert.deepEqual((await readdir(out)).sort(), ['consumer.d.ts', 'consumer.js', 'consumer_bg.wasm', 'consumer_bg.wasm.d.ts'], 'no snippets');
});

test('base64 goes by vector though the app sets no flags', async () => {
  const text = await exec('wasm-dis', ['--all-features', `${out}/consumer_bg.wasm`]);
  for (const instruction of ['i8x16.swizzle', 'i32x4.dot_i16x8_s', 'i8x16.sub_sat_u']) assert.ok(text.includes(instruction), instruction);
});

test('a bundler\'s wasm-opt takes it without being told of features', async () => {
  await exec('wasm-opt', [`${out}/consumer_bg.wasm`, '-o', `${folder}/optimised.wasm`]);
});

test('it makes a picture, and the request ends where its future is dropped', { skip: !browsers.includes('chromium') }, async () => {
  const server = await startServer({ static: { '/consumer/': out } });
  server.handle('/slow', () => new Response(new ReadableStream({ start: controller => controller.enqueue(new TextEncoder().encode('[')) })));
  try {
    await withBrowser('chromium', async driver => {
      await driver.get(`${server.origin}/blank`);
      const made = await run(driver, async () => {
        const load = (/** @type {string} */ path) => import(path);
        const app = await load('/consumer/consumer.js');
        await app.default();
        const bitmap = await createImageBitmap(await (await fetch(await app.generateImage(location.origin))).blob());
        Object.assign(globalThis, { app, over: app.dropWhen(`${location.origin}/slow`, new Promise(resolve => Object.assign(globalThis, { drop: resolve }))) });
        return { width: bitmap.width, height: bitmap.height, allocates: app.allocations() > 0 };
      });
      assert.deepEqual(made, { width: 1344, height: 768, allocates: true });
      const request = await server.request(({ path, method }) => path.startsWith('/slow/') && method === 'POST');
      assert.equal(server.open, 1);
      await run(driver, () => {
        const { drop, over } = /** @type {any} */ (globalThis);
        drop();
        return over;
      });
      assert.equal(await request.closed, 'aborted');
    });
  } finally {
    await server.close();
  }
});
