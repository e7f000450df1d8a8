// @ts-check
// Pictures re-encoded by the browser: from every format that a reply may hold, into every one that a canvas may give.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inBrowsers } from './suite.mjs';

/** Fixture → its size as a browser shows it, longer edge at 8 pixels. */
const sources = {
  'plain.png': '8×5', 'alpha.webp': '8×5', 'lossless.webp': '8×5', 'baseline.jpg': '8×5', 'progressive.jpg': '8×5', 'gray.jpg': '8×5', 'cmyk.jpg': '8×5',
  '89a.gif': '8×5', 'plain.avif': '8×5', 'animated.png': '8×5', 'animated.webp': '8×5',
  'turned.jpg': '5×8', // stored lying: width and height of the picture, which are read from its bytes, say 37 × 21
  'turned.avif': '5×8',
};
const base64 = Object.fromEntries(Object.keys(sources).map(name => [name, readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'base64')]));
const magic = { 'image/png': '89504e47', 'image/jpeg': 'ffd8ff', 'image/webp': '52494646' };
/** @type {('image/png' | 'image/jpeg' | 'image/webp')[]} */
const types = ['image/png', 'image/jpeg', 'image/webp'];

inBrowsers(['chromium', 'firefox', 'webkit'], browser => {
  /** Each source in each way. @param {any[]} ways options of convert() @param {string[]} [names] @returns {Promise<Record<string, any[]>>} */
  const convert = (ways, names = Object.keys(base64)) => browser.page(async (page, base64, ways) => {
    const { generateImage } = await page.entry('index');
    /** @type {Record<string, any[]>} */
    const told = {};
    for (const [name, data] of Object.entries(base64)) {
      const reply = { candidates: [{ content: { parts: [{ inlineData: { data } }] } }] };
      const { image } = await generateImage('a boat', { baseURL: '/', fetch: async () => Response.json(reply) });
      told[name] = await Promise.all(ways.map(async way => {
        try {
          const made = await image.convert(way);
          const bitmap = await made.bitmap();
          const canvas = document.createElement('canvas');
          const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
          context.drawImage(bitmap, 0, 0);
          return {
            type: made.mediaType, blobType: made.blob.type, says: `${made.width}×${made.height}`, is: `${bitmap.width}×${bitmap.height}`,
            head: Array.from((await made.bytes()).slice(0, 4), (/** @type {number} */ byte) => byte.toString(16)).join(''),
            pixel: Array.from(context.getImageData(0, 0, 1, 1).data), kind: made.constructor === image.constructor, url: made.url.slice(0, 5), size: made.blob.size,
          };
        } catch (error) {
          const { code, message, name } = /** @type {any} */ (error);
          return { failed: `${name} ${code}: ${message}` };
        }
      }));
    }
    return told;
  }, Object.fromEntries(names.map(name => [name, base64[name]])), ways);

  test('every source, as PNG, JPEG and WebP of 8 pixels', async () => {
    const told = await convert(types.map(type => ({ type, maxEdge: 8 })));
    for (const [name, turned] of Object.entries(sources)) {
      const size = name === 'turned.avif' && browser.name === 'webkit' ? '8×5' : turned; // WebKitGTK does not turn an AVIF
      for (const [at, type] of types.entries()) {
        const made = told[name][at];
        if (type === 'image/webp' && browser.name === 'webkit') {
          assert.equal(made.failed, 'GenerateImageError invalid-option: this browser cannot encode image/webp', 'a canvas would give PNG without a word');
          continue;
        }
        assert.deepEqual([made.type, made.blobType, made.says, made.is, made.kind, made.url], [type, type, size, size, true, 'blob:'], `${name} as ${type}`);
        assert.ok(made.head.startsWith(magic[type]), `${name} as ${type}: ${made.head}`);
      }
    }
  });

  test('JPEG gets a white ground, the others stay transparent', async () => {
    const { 'alpha.webp': [png, jpeg] } = await convert([{ type: 'image/png' }, { type: 'image/jpeg', quality: 1 }], ['alpha.webp']);
    assert.ok(png.pixel[3] < 64, `alpha ${png.pixel[3]}`);
    assert.ok(jpeg.pixel.every((/** @type {number} */ value) => value > 215), `${jpeg.pixel}`);
  });

  test('quality counts, and maxEdge never enlarges', async () => {
    const { 'baseline.jpg': [low, high, large, own] } = await convert([
      { type: 'image/jpeg', quality: 0 }, { type: 'image/jpeg', quality: 1 }, { maxEdge: 4096 }, { type: 'image/png', maxEdge: 1 },
    ], ['baseline.jpg']);
    assert.ok(low.size < high.size, `${low.size} < ${high.size}`);
    assert.deepEqual([large.type, large.is, own.is], ['image/jpeg', '37×21', '1×1']);
  });

  test('what it cannot do is refused', async () => {
    const ways = [{ type: 'image/gif' }, { type: 'jpeg' }, { quality: 1.1 }, { quality: 'high' }, { maxEdge: 0 }, { maxEdge: 'small' }, { maxEdge: null }];
    const { 'plain.png': refused, '89a.gif': [gif] } = { ...(await convert(ways, ['plain.png'])), ...(await convert([{}], ['89a.gif'])) };
    const types = "GenerateImageError invalid-option: `type` must be 'image/png', 'image/jpeg' or 'image/webp', got";
    assert.deepEqual(refused.map(({ failed }) => failed), [
      `${types} "image/gif"`, `${types} "jpeg"`,
      'GenerateImageError invalid-option: `quality` must be a number from 0 to 1, got 1.1', 'GenerateImageError invalid-option: `quality` must be a number from 0 to 1, got "high"',
      'GenerateImageError invalid-option: `maxEdge` must be a number of pixels from 1, got 0', 'GenerateImageError invalid-option: `maxEdge` must be a number of pixels from 1, got "small"',
      'GenerateImageError invalid-option: `maxEdge` must be a number of pixels from 1, got null',
    ]);
    assert.equal(gif.failed, `${types} "image/gif"`);
  });
});
