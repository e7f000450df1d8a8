// @ts-check
// The maths of a picture that is changed in part: what stays, how soft the edge is, where the new picture lies; and PNG, of which every pixel
// comes back as it was.
import assert from 'node:assert/strict';
import { test } from 'node:test';
// @ts-ignore: it has no types
import { PNG } from 'pngjs';
import { readNote } from '../../js/sandbox/measure.js';
import { SOFTEST, bounds, fits, mix, shifted, soften, unlike } from '../../www/composite.js';
import { commentOf, isSeenThrough, pngWriter, readPng } from '../../www/png.js';

/** @template T @param {Generator<void, T>} work @returns {T} */
function run(work) {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
/** The same numbers every time. @param {number} seed */
const dice = (seed) => () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const turn = async () => {};
const closed = { left: false, top: false, right: false, bottom: false };

/** As it is defined, pixel by pixel. @param {Uint8Array} marked @param {number} width @param {number} feather @param {typeof closed} open */
function plainly(marked, width, feather, open) {
  const height = marked.length / width, most = feather + 1;
  return Uint8Array.from(marked, (value, at) => {
    if (!value) return 0;
    const x = at % width, y = Math.floor(at / width);
    let least = most * most;
    for (let v = -1; v <= height; v++) {
      for (let u = -1; u <= width; u++) {
        if ((u < 0 && open.left) || (v < 0 && open.top) || (u === width && open.right) || (v === height && open.bottom)) continue;
        if (u >= 0 && v >= 0 && u < width && v < height && marked[v * width + u]) continue;
        least = Math.min(least, (u - x) ** 2 + (v - y) ** 2);
      }
    }
    const part = Math.sqrt(least) / most;
    return Math.round(255 * part * part * (3 - 2 * part));
  });
}

test('the soft edge lies within the marks, and is as its distance says', () => {
  const random = dice(7);
  for (let round = 0; round < 120; round++) {
    const width = 1 + Math.floor(random() * 24), height = 1 + Math.floor(random() * 24), feather = [0, 1, 3, 8, 64][round % 5];
    const marked = new Uint8Array(width * height);
    for (let blobs = 0; blobs < 3; blobs++) {
      const [x, y, r] = [random() * width, random() * height, random() * 12];
      marked.forEach((_, at) => { if (Math.hypot((at % width) - x, Math.floor(at / width) - y) < r) marked[at] = 255; });
    }
    if (round % 10 === 9) marked.fill(255);
    const open = { left: random() < 0.5, top: random() < 0.5, right: random() < 0.5, bottom: random() < 0.5 };
    const share = run(soften(marked, width, height, feather, open));
    assert.deepEqual(share, plainly(marked, width, feather, open), JSON.stringify({ round, width, height, feather, open }));
    marked.forEach((value, at) => { if (!value) assert.equal(share[at], 0); });
    if (!feather) marked.forEach((value, at) => { if (value) assert.equal(share[at], 255); });
  }
  assert.deepEqual([...run(soften(new Uint8Array(9).fill(1), 9, 1, 3, { ...closed, top: true, bottom: true }))], [40, 128, 215, 255, 255, 255, 215, 128, 40]);
  assert.equal(SOFTEST, 64);
});

test('what gets nothing of the new picture is what it was, whatever its opacity', () => {
  const random = dice(11), byte = () => Math.floor(random() * 256);
  for (const solid of [false, true]) {
    const old = Uint8ClampedArray.from({ length: 4000 }, (_, at) => (solid && at % 4 === 3 ? 255 : byte()));
    const made = Uint8ClampedArray.from({ length: 4000 }, byte), share = Uint8Array.from({ length: 1000 }, (_, at) => [0, 255, byte()][at % 3]);
    const before = old.slice();
    mix(old, made, share, solid);
    share.forEach((part, i) => {
      const of = (/** @type {Uint8ClampedArray} */ pixels) => [...pixels.subarray(i * 4, i * 4 + 4)];
      if (part === 0) assert.deepEqual(of(old), of(before));
      if (part === 255 && (!solid || made[i * 4 + 3] === 255)) assert.deepEqual(of(old), of(made));
      if (solid) assert.equal(old[i * 4 + 3], 255);
    });
  }
  const half = Uint8ClampedArray.of(100, 0, 200, 255);
  mix(half, Uint8ClampedArray.of(200, 100, 0, 255), Uint8Array.of(51), true);
  assert.deepEqual([...half], [120, 20, 160, 255]);
  // What cannot be seen has no colour to give.
  const clear = Uint8ClampedArray.of(255, 255, 255, 0);
  mix(clear, Uint8ClampedArray.of(10, 20, 30, 255), Uint8Array.of(128), false);
  assert.deepEqual([...clear], [10, 20, 30, 128]);
});

test('the marks’ bounds', () => {
  const marked = new Uint8Array(12 * 9);
  assert.equal(bounds(marked, 12), undefined);
  marked[3 * 12 + 4] = marked[5 * 12 + 2] = 255;
  assert.deepEqual(bounds(marked, 12), { left: 2, top: 3, width: 3, height: 3 });
});

test('a picture of the same shape covers the old one; of another shape it lies where the rest is likest', () => {
  const [same] = fits({ width: 1408, height: 768 }, { width: 2816, height: 1536 });
  assert.deepEqual(same, { fit: 'same', at: { left: 0, top: 0, width: 1408, height: 768 } });
  const ways = fits({ width: 100, height: 100 }, { width: 200, height: 100 });
  assert.deepEqual(ways.map(({ fit, at }) => [fit, at.left, at.top, at.width, at.height]), [['crop', -50, 0, 200, 100], ['stretch', 0, 0, 100, 100], ['inside', 0, 25, 100, 50]]);
  const random = dice(3), width = 60, old = Float32Array.from({ length: width * 40 }, () => random() * 255);
  const none = new Uint8Array(old.length);
  assert.equal(unlike(old, old, none, width), 0);
  assert.equal(unlike(old, old, none.slice().fill(1), width), undefined, 'there is nothing to tell by');
  const moved = old.map((_, at) => {
    const x = (at % width) + 2, y = Math.floor(at / width) - 3;
    return x < width && y >= 0 ? old[y * width + x] : Number.NaN;
  });
  assert.deepEqual(run(shifted(old, moved, none, width)), [2, -3], 'it goes back by what it was moved');
  assert.deepEqual(run(shifted(old, old, none, width)), [0, 0]);
  assert.deepEqual(run(shifted(old, old.map(() => 7), none, width)), [0, 0]);
});

test('PNG: every pixel that was written is read, by others as by us', async () => {
  const random = dice(5), width = 37, height = 53;
  for (const channels of /** @type {const} */ ([1, 3, 4])) {
    const pixels = Uint8Array.from({ length: width * height * channels }, () => Math.floor(random() * 256));
    const writer = pngWriter(width, height, channels);
    for (let y = 0; y < height; y += 10) await writer.rows(pixels.subarray(y * width * channels, (y + 10) * width * channels));
    const bytes = Buffer.from(await (await writer.end()).arrayBuffer());
    const four = Uint8Array.from({ length: width * height * 4 }, (_, at) => {
      const k = at % 4, i = (at - k) / 4 * channels;
      return k === 3 ? (channels === 4 ? pixels[i + 3] : 255) : pixels[i + (channels === 1 ? 0 : k)];
    });
    const { data } = PNG.sync.read(bytes, { checkCRC: true });
    assert.deepEqual(new Uint8Array(data), four);
    assert.deepEqual(new Uint8Array(/** @type {any} */ (await readPng(bytes, turn)).data), four);
    assert.equal(isSeenThrough(bytes), channels === 4);
  }
});

test('PNG: a comment is kept, also one that a JPEG had', async () => {
  const said = 'wasmagine-sandbox {"seed":1}', text = Buffer.from(said);
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xfe, 0, text.length + 2]), text, Buffer.from([0xff, 0xda, 0, 2])]);
  const comment = commentOf(jpeg);
  assert.equal(Buffer.from(/** @type {any} */ (comment)).toString('latin1'), `Comment\0${said}`);
  const writer = pngWriter(1, 1, 3, comment);
  await writer.rows(Uint8Array.of(1, 2, 3));
  const png = Buffer.from(await (await writer.end()).arrayBuffer());
  assert.deepEqual([...PNG.sync.read(png, { checkCRC: true }).data], [1, 2, 3, 255]);
  assert.deepEqual(readNote(png), { seed: 1 });
  assert.deepEqual(Uint8Array.from(commentOf(png) ?? []), comment);
  for (const none of [jpeg.subarray(0, 20), Buffer.from('GIF89a'), Buffer.alloc(0), jpeg.subarray(0, 9)]) assert.equal(commentOf(none), undefined);
});

test('PNG: of every kind that others write', async () => {
  const random = dice(9), width = 19, height = 23;
  const data = Buffer.from(Uint8Array.from({ length: width * height * 4 }, () => Math.floor(random() * 256)));
  for (const colorType of /** @type {const} */ ([0, 2, 4, 6])) {
    for (const filterType of [0, 1, 2, 3, 4]) {
      const png = new PNG({ width, height });
      data.copy(png.data);
      const bytes = PNG.sync.write(png, /** @type {any} */ ({ colorType, filterType, inputHasAlpha: true }));
      const read = await readPng(bytes, turn);
      assert.deepEqual(Buffer.from(/** @type {any} */ (read).data), PNG.sync.read(bytes).data, `${colorType} ${filterType}`);
    }
  }
  assert.equal(await readPng(Buffer.from('GIF89a, which is none'), turn), undefined);
  assert.equal(isSeenThrough(Buffer.from('GIF89a, which is none')), undefined);
});

test('what data says of a picture that was put together is held to its types', async () => {
  // By an address that tsc does not follow: beside it lies the package only where the page is served.
  const { partsOf, storyOf } = await import(String(new URL('../../www/record.js', import.meta.url)));
  const of = (/** @type {unknown} */ composited) => storyOf({ composited }).composited;
  assert.deepEqual(of({ feather: 8, width: 1024, height: 768, fit: 'crop' }), { feather: 8, width: 1024, height: 768, fit: 'crop' });
  assert.deepEqual(of({ feather: 1e9, width: -5, height: 'x', fit: 'same', more: 1 }), { feather: 64, width: 1, height: 1, fit: 'same' });
  for (const bad of [undefined, null, 7, 'same', [], {}, { fit: 'toString' }, { fit: ['same'] }]) assert.equal(of(bad), undefined);
  const [original, mask, own] = [new Blob(['a']), new Blob(['b']), new Blob(['c'])], composited = of({ fit: 'same' });
  assert.deepEqual(partsOf({ composited, references: [original, mask, own] }), { original, mask, own });
  assert.equal(partsOf({ composited, references: [original, own] }), undefined, 'one of them was refused');
  assert.equal(partsOf({ references: [original, mask, own] }), undefined);
});
