// @ts-check
// The table of models agrees with itself, and with what the contract says of it.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { models } from '../../js/models.js';

const known = (/** @type {string} */ id) => models.find((model) => model.id === id);

test('ids are unique', () => {
  assert.equal(new Set(models.map(({ id }) => id)).size, models.length);
  assert.equal(known('gemini-2.5-flash'), undefined);
});

test('every host has one default that is not retired there', () => {
  for (const [host, id] of [['kkiai', 'gemini-2.5-flash-image'], ['google', 'gemini-nano-banana-2.1'], ['other', 'gemini-2.5-flash-image']]) {
    assert.deepEqual(models.filter(({ defaultFor = [] }) => defaultFor.includes(host)).map((model) => model.id), [id], host);
  }
  assert.equal(known('gemini-nano-banana-2.1')?.retired, undefined);
});

test('successors are known and alive', () => {
  for (const { retired } of models) if (retired) assert.equal(known(retired.successor)?.retired, undefined, retired.successor);
  for (const { retired } of models) if (retired) assert.ok(known(retired.successor), retired.successor);
});

test('capabilities are those of the contract', () => {
  const TEN = '1:1 2:3 3:2 3:4 4:3 4:5 5:4 9:16 16:9 21:9';
  const FOURTEEN = '1:1 1:4 1:8 2:3 3:2 3:4 4:1 4:3 4:5 5:4 8:1 9:16 16:9 21:9';
  /** Ratios, sizes, reference images, thinking levels, web and image search. @type {Record<string, [string, string, number, string, boolean, boolean]>} */
  const expected = {
    'gemini-2.5-flash-image': [TEN, '', 3, '', false, false],
    'gemini-3-pro-image': [TEN, '1K 2K 4K', 14, '', true, false],
    'gemini-3.1-flash-image': [FOURTEEN, '512 1K 2K 4K', 14, 'minimal high', true, true],
    'gemini-3.1-flash-lite-image': [TEN, '1K', 14, 'minimal high', false, false],
    'gemini-nano-banana-2.1': [FOURTEEN, '1K 2K 4K', 14, 'minimal medium high', true, true],
  };
  for (const { id, retired, aspectRatios, sizes, maxImages, thinking, search } of models) {
    // A preview takes what came after it takes.
    const row = expected[retired?.successor ?? id];
    assert.deepEqual([aspectRatios.join(' '), sizes.join(' '), maxImages, thinking.join(' '), search.web, search.image], row, id);
  }
  assert.deepEqual(models.filter(({ retired }) => !retired).map(({ id }) => id), Object.keys(expected));
});

test('what Google shut down and when', () => {
  assert.deepEqual(models.filter(({ retired }) => retired).map(({ id, retired }) => [id, retired?.on, retired?.successor]), [
    ['gemini-2.5-flash-image-preview', '2026-03', 'gemini-2.5-flash-image'],
    ['gemini-3-pro-image-preview', '2026-06-25', 'gemini-3-pro-image'],
    ['gemini-3.1-flash-image-preview', '2026-06-25', 'gemini-3.1-flash-image'],
  ]);
});

test('what callers get is plain, and no two rows share a list', () => {
  assert.deepEqual(JSON.parse(JSON.stringify(models)), models);
  const lists = models.flatMap(({ aspectRatios, sizes, thinking }) => [aspectRatios, sizes, thinking]);
  assert.equal(new Set(lists).size, lists.length);
  assert.deepEqual(models[0], {
    id: 'gemini-2.5-flash-image', name: 'Nano Banana', aspectRatios: ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'], sizes: [],
    maxImages: 3, thinking: [], search: { web: false, image: false }, defaultFor: ['kkiai', 'other'],
  });
});
