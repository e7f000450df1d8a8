// @ts-check
// When an attempt is followed by another, and how long after.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { retryIn } from '../../js/retry.js';

const TWICE = { maxRetries: 2, retryAmbiguous: false };
const free = { retryable: true, maybeBilled: false };

test('what failed, at which attempt, under which policy, and the longest wait that may follow', () => {
  const charged = { ...free, maybeBilled: true };
  const asked = (/** @type {number} */ retryAfter) => ({ ...free, retryAfter });
  const ambiguous = { ...TWICE, retryAmbiguous: true };
  const often = { ...TWICE, maxRetries: 99 };
  for (const [failed, attempt, policy, longest] of /** @type {[any, number, typeof TWICE, number | undefined][]} */ ([
    [{}, 1, ambiguous, undefined],
    [free, 1, { ...ambiguous, maxRetries: 0 }, undefined],
    [free, 1, TWICE, 1_000],
    [free, 2, TWICE, 2_000],
    [free, 3, TWICE, undefined],
    [free, 6, often, 32_000],
    [free, 7, often, 60_000],
    [free, 90, often, 60_000],
    [free, 1_000, { ...TWICE, maxRetries: 1_000 }, 60_000],
    [charged, 1, TWICE, undefined],
    [charged, 1, ambiguous, 1_000],
    [charged, 3, ambiguous, undefined],
    [asked(34_400), 1, TWICE, 34_400],
    [asked(0), 2, TWICE, 0],
    [asked(60_001), 1, TWICE, undefined],
    [asked(5), 3, TWICE, undefined],
  ])) assert.equal(retryIn(failed, attempt, policy, 1), longest, `${JSON.stringify(failed)} at attempt ${attempt}`);
});

test('jitter covers the whole wait, but not what a server asks', () => {
  assert.equal(retryIn(free, 2, TWICE, 0), 0);
  assert.equal(retryIn(free, 2, TWICE, 0.25), 500);
  assert.equal(retryIn({ ...free, retryAfter: 700 }, 2, TWICE, 0.25), 700);
});
