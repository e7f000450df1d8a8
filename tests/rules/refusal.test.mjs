// @ts-check
// Every way in which a server says no, and what we make of it.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { ofReply, ofServer } from '../../js/refusal.js';

const judge = (/** @type {import('../../js/refusal.js').ServerError} */ error) => ofServer(error, 'other', 'gemini-2.5-flash-image');

test('each status has its code', () => {
  // status, code, retryable, maybe billed
  for (const [status, code, retryable, maybeBilled] of /** @type {const} */ ([
    [400, 'invalid-request', false, false],
    [401, 'invalid-api-key', false, false],
    [402, 'quota-exhausted', false, false],
    [403, 'permission-denied', false, false],
    [404, 'model-not-found', false, false],
    [405, 'invalid-request', false, false],
    [408, 'timeout', true, false],
    [413, 'payload-too-large', false, false],
    [422, 'invalid-request', false, false],
    [429, 'rate-limited', true, false],
    [499, 'server-error', false, false],
    [500, 'server-error', true, false],
    [501, 'server-error', false, false],
    [502, 'server-error', true, false],
    [503, 'server-error', true, false],
    [504, 'timeout', true, true],
    [520, 'server-error', true, true],
    [521, 'server-error', true, true],
    [522, 'timeout', true, true],
    [523, 'server-error', true, true],
    [524, 'timeout', true, true],
    [599, 'server-error', false, false],
  ])) {
    const verdict = judge({ status });
    assert.deepEqual([verdict.code, verdict.retryable, verdict.maybeBilled], [code, retryable, maybeBilled], String(status));
    assert.ok(verdict.hint.length > 20, `${status}: ${verdict.hint}`);
  }
});

test('names and codes say more than the status', () => {
  for (const [status, said, code] of /** @type {const} */ ([
    [400, { reason: 'API_KEY_INVALID' }, 'invalid-api-key'],
    [400, { state: 'FAILED_PRECONDITION' }, 'permission-denied'],
    [400, { state: 'INVALID_ARGUMENT' }, 'invalid-request'],
    [400, { code: 'sensitive_words_detected' }, 'prompt-blocked'],
    [400, { code: 'prompt_blocked' }, 'prompt-blocked'],
    [403, { code: 'insufficient_user_quota' }, 'quota-exhausted'],
    [403, { code: 'pre_consume_token_quota_failed' }, 'quota-exhausted'],
    [500, { code: 'access_denied' }, 'permission-denied'],
    [503, { code: 'model_not_found' }, 'model-not-found'],
    [404, { kind: 'invalid_request_error' }, 'invalid-request'],
    [404, { page: true }, 'invalid-request'],
    [429, { quotaIds: ['RequestsPerMinute', 'RequestsPerDay-Free'] }, 'quota-exhausted'],
    [429, { quotaIsZero: true }, 'quota-exhausted'],
    [429, { message: 'Quota exceeded, limit: 0, model: x' }, 'quota-exhausted'],
    [429, { quotaIds: ['RequestsPerMinute'] }, 'rate-limited'],
    [429, { message: 'limit: 20' }, 'rate-limited'],
    [400, { code: 'constructor', state: 'toString' }, 'invalid-request'],
    [500, { code: '__proto__', state: 'valueOf' }, 'server-error'],
  ])) assert.equal(judge({ status, .../** @type {any} */ (said) }).code, code, `${status} ${JSON.stringify(said)}`);
});

test("a proxy's 5xx around Google's 4xx is read as what it wraps", () => {
  for (const [state, code, retryable] of /** @type {const} */ ([
    ['INVALID_ARGUMENT', 'invalid-request', false],
    ['UNAUTHENTICATED', 'invalid-api-key', false],
    ['PERMISSION_DENIED', 'permission-denied', false],
    ['NOT_FOUND', 'model-not-found', false],
    ['RESOURCE_EXHAUSTED', 'rate-limited', true],
    ['INTERNAL', 'server-error', true],
  ])) {
    const verdict = judge({ status: 500, state });
    assert.deepEqual([verdict.code, verdict.retryable], [code, retryable], state);
  }
  assert.equal(judge({ status: 429, state: 'UNAVAILABLE' }).code, 'rate-limited');
});

test('a wait counts only where waiting helps', () => {
  const wait = (/** @type {any} */ error) => judge({ retryAfter: 34_400, ...error }).retryAfter;
  assert.deepEqual([{ status: 429 }, { status: 503 }, { status: 429, quotaIsZero: true }, { status: 400 }].map(wait), [34_400, 34_400, undefined, undefined]);
  assert.deepEqual([judge({ status: 429, quotaIsZero: true }).code, judge({ status: 429, quotaIsZero: true }).retryable], ['quota-exhausted', false]);
});

test('a retired model names its successor at Google alone', () => {
  const hint = (/** @type {import('../../js/refusal.js').Host} */ host, model = 'gemini-3-pro-image-preview') => ofServer({ status: 404 }, host, model).hint;
  assert.equal(hint('google'), "Google shut `gemini-3-pro-image-preview` down (2026-06-25); use `model: 'gemini-3-pro-image'`");
  assert.ok(!hint('other').includes('shut'));
  assert.ok(hint('google', 'who').includes('does not offer `who`'));
});

test('blocked prompts and pictures are told from mere absence', () => {
  for (const reason of ['SAFETY', 'OTHER', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'IMAGE_SAFETY', 'JAILBREAK', 'NEW_ONE', 'constructor']) {
    const { code, hint } = ofReply(reason, undefined, false);
    assert.deepEqual([code, typeof hint], ['prompt-blocked', 'string'], reason);
  }
  for (const reason of ['IMAGE_SAFETY', 'SAFETY', 'IMAGE_PROHIBITED_CONTENT', 'PROHIBITED_CONTENT', 'IMAGE_RECITATION', 'RECITATION', 'BLOCKLIST', 'SPII']) {
    const { code, retryable, maybeBilled } = ofReply(undefined, reason, true);
    assert.deepEqual([code, retryable, maybeBilled], ['image-blocked', false, true], reason);
  }
  const ended = (/** @type {string | undefined} */ reason, hasText = false) => ofReply(undefined, reason, hasText);
  for (const reason of ['STOP', 'MAX_TOKENS', 'LANGUAGE', 'OTHER', 'NO_IMAGE', 'IMAGE_OTHER', 'MALFORMED_RESPONSE', 'valueOf', undefined]) {
    const { code, hint } = ended(reason);
    assert.deepEqual([code, typeof hint], ['no-image', 'string'], reason);
  }
  assert.ok(ended('STOP', true).hint.includes('`text`'));
  assert.ok(!ended('STOP').hint.includes('`text`'));
});
