// @ts-check
// The key of examples/proxy and bodies in pieces: what is not the key passes byte for byte, and no cut lets the key through.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { secret } from '../../examples/proxy/secret.js';

const key = 'sk-sk-the-secret-of-sk-the-house'; // its beginning stands in it again

/** @param {Buffer} bytes @param {number[]} cuts */
async function passed(bytes, cuts, secret_ = key) {
  const ends = [...new Set([...cuts.filter(cut => cut < bytes.length), bytes.length])].sort((a, b) => a - b);
  const pieces = ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end));
  const whole = await Promise.all([undefined, /** @type {const} */ ('bytes')].map(async type => {
    const body = new ReadableStream({
      type,
      start(controller) {
        for (const piece of pieces) if (piece.length) controller.enqueue(Uint8Array.from(piece));
        controller.close();
      },
    });
    return Buffer.from(await new Response(secret(secret_).hide(body)).arrayBuffer());
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

const base64 = (/** @type {string} */ text) => Buffer.from(text).toString('base64');

/** As a server may write it that does not mean to hide it. @type {Record<string, (text: string) => string>} */
const spellings = {
  'escaped for JSON': text => each(text, code => `\\u00${code}`),
  'escaped for JSON in capitals, one letter of it': text => `${text.slice(0, 5)}\\u00${hex(text[5]).toUpperCase()}${text.slice(6)}`,
  'escaped for JSON in JSON': text => each(text, code => `\\\\u00${code}`),
  'for an address': text => each(text, code => `%${code.toUpperCase()}`),
  'for an address, the last letter of it': text => `${text.slice(0, -1)}%${hex(text.at(-1) ?? '')}`,
  base64,
  base64url: text => Buffer.from(text).toString('base64url'),
  'base64 that is escaped for JSON': text => each(base64(text), code => `\\u00${code}`),
  'base64 that is escaped for JSON in capitals, in JSON': text => each(base64(text), code => `\\\\u00${code.toUpperCase()}`),
  'base64 for an address': text => each(base64(text), code => `%${code}`),
  'base64 for an address, as little of it as must be': text => encodeURIComponent(base64(text)),
};
const hex = (/** @type {string} */ letter) => letter.charCodeAt(0).toString(16);
const each = (/** @type {string} */ text, /** @type {(code: string) => string} */ write) => [...text].map(letter => write(hex(letter))).join('');

for (const [name, spell] of Object.entries(spellings)) {
  test(`hides the key ${name}, in errors and in bodies, wherever those are cut`, async () => {
    for (const other of [key, 'AIzaSyA~~~.-_???0123456789-zz~z9'.replaceAll('?', '~')]) {
      // Of base64 a letter at each end holds half of what stands beside it.
      const variants = name.startsWith('base64') ? [other, `Bearer ${other}`, `k=${other}`, `?k=${other}&`].map(text => [spell(text), text]) : [[spell(other), other]];
      for (const [written] of variants) {
        const error = await secret(other).error(Response.json({ error: { message: JSON.parse(`"a ${written} b"`), [JSON.parse(`"${written}"`)]: 1 } }));
        const direct = await secret(other).error(new Response(`{"error":{"message":"a ${written} b"}}`));
        for (const text of [error, direct]) {
          assert.match(text ?? '', /\(the key\)/);
          assert.doesNotThrow(() => JSON.parse(text ?? ''));
          assert.ok(!reads(text ?? '', other), text);
        }
        const bytes = Buffer.from(`{"a":"${written}","b":"${written.slice(0, -1)}"}${written}`);
        for (let cut = 0; cut <= bytes.length; cut += other === key ? 2 : 7) {
          const text = String(await passed(bytes, [cut, cut + 3], other));
          assert.match(text, /^\{"a":"[^*]{0,84}\*{16,}[^*]{0,28}","b":"/, `${cut}`);
          assert.equal(text.length, bytes.length);
          assert.ok(!text.includes(written), `${cut}`);
        }
      }
    }
  });
}

/** Whether the key can be read from a text as it is, or by any of the ways above. @param {string} text @param {string} secret_ */
function reads(text, secret_) {
  const plain = text.replace(/\\+u00(..)|%(..)/g, (_, a, b) => String.fromCharCode(parseInt(a ?? b, 16)));
  const decoded = [...plain.replaceAll('\\', '').matchAll(/[\w+/-]{20,}/g)].flatMap(([run]) => [0, 1, 2, 3].map(skip => Buffer.from(run.slice(skip), 'base64').toString('latin1')));
  return [plain, ...decoded].some(each => each.includes(secret_.slice(2, -2)));
}

test('a key of digits that stands as a number leaves JSON or nothing', async () => {
  const digits = '1234567890123456';
  assert.equal(await secret(digits).error(new Response(`{"a":${digits}}`)), undefined);
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
