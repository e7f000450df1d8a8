// @ts-check
// The key of examples/proxy and bodies in pieces: what is not the key passes byte for byte, and no cut lets the key through.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { secret } from '../../examples/proxy/secret.js';

const key = 'sk-sk-the-secret-of-sk-the-house'; // its beginning stands in it again

/** @param {Buffer} bytes @param {number[]} cuts */
async function passed(bytes, cuts) {
  const ends = [...new Set([...cuts, bytes.length])].sort((a, b) => a - b);
  const pieces = ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end));
  const whole = await Promise.all([undefined, /** @type {const} */ ('bytes')].map(async type => {
    const body = new ReadableStream({
      type,
      start(controller) {
        for (const piece of pieces) if (piece.length) controller.enqueue(Uint8Array.from(piece));
        controller.close();
      },
    });
    return Buffer.from(await new Response(secret(key).hide(body)).arrayBuffer());
  }));
  assert.deepEqual(whole[0], whole[1]);
  return whole[0];
}

test('every cut of a body, and every pair of cuts, hides the key', async () => {
  const text = `{"a":"${key}${key}","sk-sk-th":"é${key.slice(0, -1)}"}${key}sk-`;
  const wanted = text.replaceAll(key, '*'.repeat(key.length));
  const bytes = Buffer.from(text);
  for (let one = 0; one <= bytes.length; one++) {
    for (let two = one; two <= bytes.length; two += 7) assert.equal(String(await passed(bytes, [one, two])), wanted, `${one}, ${two}`);
  }
  assert.equal(String(await passed(bytes, [...bytes.keys()])), wanted);
});

test('bytes of every value, and pieces of none, pass as they are', async () => {
  const bytes = Buffer.from(Array.from({ length: 3 * 256 }, (_, at) => at % 256));
  assert.deepEqual(await passed(bytes, [0, 100, 257, 511]), bytes);
  assert.equal((await passed(Buffer.alloc(0), [])).length, 0);
});

test('what is no key, or may stand in a picture by chance, is refused', () => {
  for (const bad of ['', 'short', /** @type {any} */ (undefined), `${key}\n`, 'a key of four words', 'base64/with+signs/in+it']) {
    assert.throws(() => secret(bad), /^Error: the key is missing, is shorter than 16 letters, or holds more than letters/);
  }
});
