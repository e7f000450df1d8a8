// @ts-check
// What a page loads, held to a limit: what adds to it has to say why. Bytes as a server with brotli sends them.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { sizeOf } from '../../scripts/build/sizes.mjs';

/** A little above what was built when it was last lowered. @type {Record<string, number>} */
const LIMITS = {
  'index.js': 12_500,
  'slim.js': 12_400,
  'inline.js': 12_400,
  'wasmagine_bg.wasm': 71_200,
  'wasm-inline.js': 91_600,
  'sandbox.js': 56_200,
};

for (const [name, limit] of Object.entries(LIMITS)) {
  test(`${name} is no larger than it was`, async context => {
    const { brotli } = await sizeOf(name);
    context.diagnostic(`${brotli} bytes of ${limit}`);
    assert.ok(brotli <= limit, `${brotli} bytes of brotli, ${limit} at most`);
  });
}
