// How bytes come: chunks, pace, aborts, cuts, and pictures of an exact size whose base64 is never whole in memory.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { collected } from '../harness/collected.mjs';
import { GATEWAY, ask, asks, bytesOf, events, imageOf, partsOf, post, sha256 } from './help.mjs';

const NANO2 = 'gemini-3.1-flash-image';
const body = asks('a cat', { imageConfig: { imageSize: '512' }, responseModalities: ['IMAGE'], seed: 1 });
const small = { model: 'gemini-2.5-flash-image' };
const words = asks('a cat', { responseModalities: ['IMAGE'] });

async function chunksOf(response) {
  const chunks = [];
  for await (const chunk of response.body) chunks.push(chunk);
  return chunks;
}

test('network rejects as fetch does', async () => {
  await assert.rejects(post(body, { fault: 'network' }), TypeError);
});

test('a signal that has fired rejects with its reason before anything is done', async () => {
  const reason = new Error('changed my mind');
  await assert.rejects(post(body, { signal: AbortSignal.abort(reason) }), (error) => error === reason);
});

test('stall-headers waits for the abort and rejects with its reason', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const call = post(body, { fault: 'stall-headers', signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(call, (error) => error === reason);
});

test('an abort is heard also when garbage was collected since the call', { timeout: 30_000 }, async () => {
  const reason = new Error('enough');
  for (const fault of ['stall-headers', 'stall-body']) {
    const controller = new AbortController();
    const call = post(body, { fault, signal: controller.signal }).then((response) => response.text());
    const ended = assert.rejects(call, (error) => error === reason, fault);
    await new Promise((resolve) => setTimeout(resolve, 1000)); // in which it has come to where it stalls
    await collected();
    controller.abort(reason);
    await ended;
  }
});

test('an abort during the latency rejects with its reason', async () => {
  const controller = new AbortController();
  const call = post(asks('a cat', { responseModalities: ['TEXT'] }), { latency: 3_600_000, signal: controller.signal });
  setImmediate(() => controller.abort());
  await assert.rejects(call, { name: 'AbortError' });
});

test('latency is waited for', async () => {
  const start = performance.now();
  await post(asks('a cat', { responseModalities: ['TEXT'] }), { latency: [60, 80] });
  assert.ok(performance.now() - start >= 59);
});

test('cut-body errors in the middle', async () => {
  const response = await post(body, { model: NANO2, fault: 'cut-body' });
  let received = 0;
  await assert.rejects(async () => { for await (const chunk of response.body) received += chunk.length; }, TypeError);
  assert.ok(received > 300_000, `${received}`);
});

test('short-body ends cleanly, and is no JSON', async () => {
  const text = await (await post(body, { model: NANO2, fault: 'short-body' })).text();
  assert.throws(() => JSON.parse(text), SyntaxError);
});

test('stall-body stops for good until it is aborted', async () => {
  const controller = new AbortController();
  const whole = (await (await post(body, { model: NANO2 })).text()).length;
  const response = await post(body, { model: NANO2, fault: 'stall-body', signal: controller.signal });
  const reader = response.body.getReader();
  let received = 0;
  while (received <= whole * 0.59) received += (await reader.read()).value.length;
  assert.ok(received < whole * 0.61, `${received} of ${whole}`);
  const pending = reader.read();
  assert.equal(await Promise.race([pending, new Promise((resolve) => { setTimeout(resolve, 300, 'stalled'); })]), 'stalled');
  controller.abort(new Error('enough'));
  await assert.rejects(pending, /enough/);
});

test('after the last byte the connection breaks, or stays open until it is aborted', async () => {
  const whole = Buffer.from(await (await post(words, { ...small, fault: 'big-2KiB' })).arrayBuffer()).length;
  for (const fault of ['cut-end', 'open-end']) {
    const controller = new AbortController();
    const reader = (await post(words, { ...small, fault: `${fault}+big-2KiB`, signal: controller.signal })).body.getReader();
    let received = 0;
    while (received < whole - 5) received += (await reader.read()).value.length; // the random counts of tokens differ in length
    const end = reader.read();
    if (fault === 'open-end') controller.abort(new Error('enough'));
    await assert.rejects(end, fault === 'open-end' ? /enough/ : TypeError);
  }
});

test('an abort in the middle of the body errors with its reason', async () => {
  const controller = new AbortController();
  const response = await post(body, { model: NANO2, rate: 200_000, signal: controller.signal });
  const reader = response.body.getReader();
  await reader.read();
  const reason = new Error('enough');
  controller.abort(reason);
  await assert.rejects(reader.read(), (error) => error === reason);
});

test('a cancelled body ends, also in the middle of a wait', async () => {
  const response = await post(body, { model: NANO2, rate: 1 });
  const reader = response.body.getReader();
  reader.read().catch(() => {});
  await reader.cancel();
  assert.equal((await reader.read()).done, true);
});

test('a rate is kept', async () => {
  const start = performance.now();
  const text = await (await post(asks('a cat', { responseModalities: ['TEXT'] }), { ...small, rate: 5000 })).text();
  assert.ok(performance.now() - start >= (text.length / 5000) * 1000 - 2);
});

test('nothing is made before it is asked for', async () => {
  const response = await post(words, { ...small, fault: 'big-20MiB' });
  const reader = response.body.getReader();
  const before = process.memoryUsage().arrayBuffers;
  await new Promise((resolve) => { setTimeout(resolve, 50); });
  assert.ok(process.memoryUsage().arrayBuffers - before < 4_000_000);
  await reader.cancel();
});

test('slow-start sends headers first', async () => {
  const start = performance.now();
  const response = await post(asks('a cat', { responseModalities: ['TEXT'] }), { fault: 'slow-start' });
  assert.equal(response.status, 200);
  await response.text();
  assert.ok(performance.now() - start >= 1499);
});

for (const [fault, check] of [
  ['one-byte-chunks', (sizes) => sizes.every((size) => size === 1)],
  ['random-chunks', (sizes) => new Set(sizes).size > 3 && Math.max(...sizes) <= 40_000],
  ['one-chunk', (sizes) => sizes.length === 1],
]) {
  test(`${fault}: the bytes are whole, and each chunk owns its buffer`, async () => {
    const response = await post(words, { ...small, fault: `${fault}+big-${fault === 'one-byte-chunks' ? 24 : 200}KiB` });
    const chunks = await chunksOf(response);
    assert.ok(check(chunks.map((chunk) => chunk.length)));
    assert.ok(chunks.every((chunk) => chunk.buffer.byteLength === chunk.length));
    const reply = JSON.parse(Buffer.concat(chunks).toString());
    assert.equal(sha256(bytesOf(imageOf(reply))), response.headers.get('x-sandbox-sha256'));
  });
}

for (const [name, size] of [['big-1KiB', 1024], ['big-300KiB', 307_200], ['big-20MiB', 20_971_520]]) {
  test(`${name} is a valid picture of exactly that size`, async () => {
    for (const host of [undefined, GATEWAY]) {
      const { reply, response } = await ask(words, { ...small, fault: name, ...(host ? { host } : {}) });
      const bytes = bytesOf(imageOf(reply));
      assert.equal(bytes.length, size);
      assert.equal(sha256(bytes), response.headers.get('x-sandbox-sha256'));
      const { width, height } = PNG.sync.read(bytes);
      assert.deepEqual([width, height], [1024, 1024]);
    }
  });
}

test('events-<n>x<size> is that many pictures, one an event, made one at a time', async () => {
  const response = await post(words, { ...small, fault: 'events-5x20KiB', method: 'streamGenerateContent?alt=sse' });
  const pictures = events(await response.text()).map(imageOf).filter(Boolean);
  assert.deepEqual(pictures.map((part) => bytesOf(part).length), Array(5).fill(20_480));
  assert.ok(pictures.every((part) => sha256(bytesOf(part)) === response.headers.get('x-sandbox-sha256')));
  const { reply } = await ask(words, { ...small, fault: 'events-5x20KiB' });
  assert.equal(partsOf(reply).length, 5);

  const long = (await post(words, { ...small, fault: 'events-64x1MiB', method: 'streamGenerateContent?alt=sse' })).body.getReader();
  const before = process.memoryUsage().arrayBuffers;
  let length = 0;
  while (length < 5_000_000) length += (await long.read()).value.length;
  assert.ok(process.memoryUsage().arrayBuffers - before < 20_000_000);
  await long.cancel();
});
