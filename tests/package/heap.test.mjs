// @ts-check
// The wasm's memory as calls come and go, in Node, because nothing here needs a browser: the allocator gives what it got back.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { entry } from './suite.mjs';

/** @type {WebAssembly.Memory} */
let memory;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = /** @type {any} */ (async (/** @type {[any, any]} */ ...args) => {
  const made = /** @type {any} */ (await instantiate(...args));
  memory = (made.instance ?? made).exports.memory;
  return made;
});
const { createSession, generateImage, streamImage } = await entry('inline');

const picture = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452000004000000040008020000', 'hex'), randomBytes(3 << 20)]).toString('base64');
const reply = JSON.stringify({
  candidates: [{ content: { role: 'model', parts: [{ text: 'a pig' }, { inlineData: { mimeType: 'image/png', data: picture } }] }, finishReason: 'STOP' }],
});
const common = { baseURL: 'https://gateway.example', maxRetries: 0 };
const good = { ...common, fetch: async () => new Response(reply) };
const bad = { ...common, fetch: async () => new Response('{"error":{"code":500,"message":"no"}}', { status: 500 }) };

/** What a page may do, in all its kinds. */
async function once() {
  const images = new Blob([Buffer.from(picture, 'base64')]);
  const result = await generateImage('a pig', { ...good, n: 3, images });
  assert.equal(result.images.length, 3);
  const stream = streamImage('a pig', good);
  for await (const _ of stream);
  await stream.result;
  const session = createSession(good);
  await session.send('a pig');
  await session.send('a sow');
  await assert.rejects(generateImage('a pig', bad));
  await assert.rejects(generateImage('a pig', { ...good, seed: 0.5 }));
}

test('a hundred rounds leave the memory as large as the first', async () => {
  await once();
  const first = memory.buffer.byteLength;
  for (let round = 2; round <= 100; round++) {
    await once();
    assert.equal(memory.buffer.byteLength, first, `after round ${round}`);
  }
  assert.ok(first < 3 << 20, `${first} bytes`);
});

test('what many calls at once took serves those that follow', async () => {
  const many = () => Promise.all(Array.from({ length: 40 }, () => generateImage('a pig', good)));
  await many();
  const first = memory.buffer.byteLength;
  for (let round = 2; round <= 5; round++) {
    await many();
    assert.equal(memory.buffer.byteLength, first, `after round ${round}`);
  }
});
