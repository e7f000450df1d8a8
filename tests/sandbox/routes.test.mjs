// Which addresses exist, who may call them, and what the answer's headers say.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sandbox } from '../../js/sandbox.js';
import { GATEWAY, GOOGLE, HERE, asks, png, post, refuse } from './help.mjs';

const MODEL = 'gemini-3.1-flash-lite-image';
const words = asks('a cat', { responseModalities: ['TEXT'] });

test('options are checked when the sandbox is made', () => {
  assert.throws(() => sandbox({ fualt: 'network' }), /"fualt" is no option/);
  assert.throws(() => sandbox({ fault: 'nothing-like-it' }), /no fault is called "nothing-like-it"/);
  assert.throws(() => sandbox({ rate: 0 }), /rate must be a positive number/);
  assert.throws(() => sandbox({ latency: [5, 1] }), /latency must be milliseconds/);
});

for (const version of ['v1', 'v1beta', 'v1alpha']) {
  test(`POST /${version}/models/…:generateContent is served by every host`, async () => {
    for (const host of [GOOGLE, GATEWAY, HERE]) assert.equal((await post(words, { version, host })).status, 200);
  });
}

test('a gateway or a proxy may sit under any path, Google may not', async () => {
  assert.equal((await post(words, { host: `${HERE}/proxy/gemini` })).status, 200);
  assert.equal((await post(words, { host: `${GATEWAY}/proxy/gemini` })).status, 200);
  assert.equal((await post(words, { host: `${GOOGLE}/proxy` })).status, 404);
});

test('unknown routes are 404 in the words of the host', async () => {
  for (const host of [GOOGLE, HERE]) {
    const google = await sandbox()(`${host}/v1beta/pictures`, { method: 'POST' });
    assert.equal(google.status, 404);
    assert.equal((await google.json()).error.status, 'NOT_FOUND');
  }
  const gateway = await sandbox()(`${GATEWAY}/v1beta/pictures`, { method: 'POST' });
  assert.equal(gateway.status, 404);
  assert.deepEqual((await gateway.json()).error, { message: 'Invalid URL (POST /v1beta/pictures)', type: 'invalid_request_error', param: '', code: '' });
});

test('the list of models comes in pages', async () => {
  const names = [];
  let token = '';
  do {
    const page = await (await sandbox()(`${GATEWAY}/v1beta/models?pageSize=4&pageToken=${token}`)).json();
    assert.ok(page.models.length <= 4);
    names.push(...page.models.map(({ name }) => name));
    token = page.nextPageToken;
  } while (token);
  assert.equal(new Set(names).size, 9);
  assert.ok(names.includes('models/gemini-3-pro-image-preview'));
  const google = await (await sandbox()(`${GOOGLE}/v1beta/models`)).json();
  assert.deepEqual(google.models.map(({ name }) => name.slice(7)),
    ['gemini-2.5-flash-image', 'gemini-3-pro-image', 'nano-banana-pro-preview', 'gemini-3.1-flash-lite-image', 'gemini-nano-banana-2.1']);
  assert.equal((await sandbox()(`${GOOGLE}/v1beta/models?pageToken=bad`)).status, 400);
});

test('a card tells one model, and 404 that there is none', async () => {
  const card = await (await sandbox()(`${GOOGLE}/v1beta/models/${MODEL}`)).json();
  assert.equal(card.name, `models/${MODEL}`);
  assert.ok(card.supportedGenerationMethods.includes('generateContent'));
  assert.equal((await sandbox()(`${GOOGLE}/v1beta/models/gemini-0`)).status, 404);
});

test('the card of a model that Google shut down says when, and what to use', async () => {
  for (const [id, on, successor] of [['gemini-2.5-flash-image-preview', '2026-01-15', 'gemini-2.5-flash-image'], ['gemini-3-pro-image-preview', '2026-06-25', 'gemini-3-pro-image'],
    ['gemini-3.1-flash-image-preview', '2026-06-25', 'gemini-nano-banana-2.1'], ['gemini-3.1-flash-image', '2026-10-29', 'gemini-nano-banana-2.1']]) {
    assert.equal((await sandbox()(`${GOOGLE}/v1beta/models/${id}`)).status, 404);
    for (const host of [GATEWAY, HERE]) {
      const { description } = await (await sandbox()(`${host}/v1beta/models/${id}`)).json();
      assert.ok(description.endsWith(`; Google shut it down on ${on}, use ${successor}`), description);
    }
    assert.equal((await sandbox()(`${GOOGLE}/v1beta/models/${successor}`)).status, 200);
  }
});

test('an unknown model is 404 in Google’s sentence', async () => {
  for (const host of [GOOGLE, HERE]) {
    const { status, error } = await refuse(words, { model: 'gemini-9-image', host });
    assert.equal(status, 404);
    assert.equal(error.message, 'models/gemini-9-image is not found for API version v1beta, or is not supported for generateContent. '
      + 'Call ListModels to see the list of available models and their supported methods.');
  }
});

test('a gateway has no channel for an unknown model', async () => {
  const { status, error } = await refuse(words, { model: 'gemini-9-image', host: GATEWAY });
  assert.deepEqual([status, error.code, error.type], [503, 'model_not_found', 'new_api_error']);
  assert.match(error.message, /gemini-9-image/);
});

test('a gateway passes Google’s refusal on in its own shape: the code is a number, status and details are lost, addresses are masked', async () => {
  const { status, error } = await refuse({}, { host: GATEWAY });
  assert.deepEqual([status, error.code, error.type, 'status' in error, 'details' in error], [400, 400, 'upstream_error', false, false]);
  assert.match(error.message, /^\* GenerateContentRequest\.contents: contents is not specified\n \(request id: \w+\)$/);
  const unsigned = { contents: [...words.contents, { role: 'model', parts: [{ text: 'x' }, { inlineData: { mimeType: 'image/png', data: png() } }] }, ...words.contents] };
  assert.match((await refuse(unsigned, { host: GATEWAY })).error.message, /is missing a thought_signature.*https:\/\/\*\*\* for more details/);
});

test('an error that is named is worded by whom it is of, and framed by the host', async () => {
  const stated = async (host, fault) => {
    const response = await post(words, { host, fault, method: 'streamGenerateContent?alt=sse' });
    return [response.headers.get('content-type'), (await response.text()).split('\n').length > 2];
  };
  for (const host of [GOOGLE, HERE]) assert.deepEqual(await stated(host, 'http-503'), ['text/event-stream', true], 'Google’s');
  assert.deepEqual(await stated(GATEWAY, 'http-503'), ['application/json; charset=UTF-8', false]);
  for (const host of [GOOGLE, HERE, GATEWAY]) assert.deepEqual(await stated(host, 'gateway-401'), ['application/json; charset=utf-8', false], 'a gateway’s');
});

for (const model of ['gemini-2.5-flash-image-preview', 'gemini-3-pro-image-preview', 'gemini-3.1-flash-image-preview', 'gemini-3.1-flash-image']) {
  test(`${model} is gone at Google and alive elsewhere`, async () => {
    assert.equal((await refuse(words, { model, host: GOOGLE })).status, 404);
    for (const host of [GATEWAY, HERE]) assert.equal((await post(words, { model, host })).status, 200);
  });
}

/** [what is sent, status at Google, status at a gateway, the same where a key is required] */
const CREDENTIALS = [
  ['nothing', {}, '', 200, 200, 403, 401],
  ['x-goog-api-key', { 'x-goog-api-key': 'any' }, '', 200, 200, 200, 200],
  ['key in the query', {}, '?key=any', 200, 200, 200, 200],
  ['an empty key in the query', {}, '?key=', 200, 200, 403, 401],
  ['a bearer that is an API key', { authorization: 'Bearer sk-any' }, '', 401, 200, 401, 200],
  ['an OAuth token', { authorization: 'Bearer ya29.any' }, '', 200, 200, 200, 200],
  ['header and query', { 'x-goog-api-key': 'any' }, '?key=any', 400, 200, 400, 200],
  ['bearer and query', { authorization: 'Bearer ya29.any' }, '?key=any', 400, 200, 400, 200],
  ['bearer and empty query', { authorization: 'Bearer sk-any' }, '?key=', 401, 200, 401, 200],
];
for (const [what, headers, query, google, gateway, googleStrict, gatewayStrict] of CREDENTIALS) {
  test(`credentials: ${what}`, async () => {
    const status = async (host, requireKey) => (await post(words, { host, headers, method: `generateContent${query}`, requireKey })).status;
    assert.deepEqual([await status(GOOGLE, false), await status(GATEWAY, false), await status(GOOGLE, true), await status(GATEWAY, true)],
      [google, gateway, googleStrict, gatewayStrict]);
    // Who answers elsewhere takes any credential, and refuses none at all as Google does.
    assert.deepEqual([await status(HERE, false), await status(HERE, true)], [200, gatewayStrict === 401 ? 403 : 200]);
  });
}

test('two credentials are told in Google’s words', async () => {
  const { error } = await refuse(words, { host: GOOGLE, method: 'generateContent?key=b', headers: { 'x-goog-api-key': 'a' } });
  assert.equal(error.message, 'Multiple authentication credentials received. Please pass only one.');
});

test('Google’s preflight grants four headers and fails for any other', async () => {
  const preflight = (host, headers) => sandbox()(`${host}/v1beta/models/${MODEL}:generateContent`, {
    method: 'OPTIONS', headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': headers },
  });
  const granted = await preflight(GOOGLE, 'content-type,x-goog-api-key');
  assert.equal(granted.status, 200);
  assert.equal(granted.headers.get('access-control-allow-origin'), '*');
  const refused = await preflight(GOOGLE, 'content-type,x-request-id');
  assert.equal(refused.status, 403);
  assert.equal(refused.headers.get('access-control-allow-origin'), null);
  for (const host of [GATEWAY, HERE]) {
    const gateway = await preflight(host, 'content-type,x-request-id,authorization');
    assert.equal(gateway.status, 204);
    assert.match(gateway.headers.get('access-control-allow-headers'), /\*.*authorization/i);
  }
});

test('every answer may be read by any page', async () => {
  for (const about of [{}, { host: GATEWAY }, { host: GOOGLE }, { model: 'none', host: GATEWAY }, { model: 'none' }, { fault: 'http-503' }, { fault: 'http-502' }]) {
    assert.equal((await post(words, about)).headers.get('access-control-allow-origin'), '*');
  }
});

test('the body has to be JSON and has to say so', async () => {
  assert.equal((await post(words, { headers: { 'content-type': 'text/plain' } })).status, 400);
  const { error } = await refuse('{"contents": [');
  assert.match(error.message, /^Invalid JSON payload received\./);
});

test('a body that is too large is refused, and it is bytes that count', async () => {
  const largest = 100 * 1024 * 1024;
  const frame = JSON.stringify(words).length - 'a cat'.length;
  const fill = (/** @type {number} */ bytes) => JSON.stringify(words).replace('a cat', `${'é'.repeat(1000)}${'x'.repeat(bytes - frame - 2000)}`);
  assert.equal((await post(fill(largest))).status, 200);
  const body = fill(largest + 1);
  assert.ok(body.length < largest);
  assert.match((await refuse(body)).error.message, /Request payload size exceeds the limit/);
  const gateway = await refuse(body, { host: GATEWAY });
  assert.deepEqual([gateway.status, gateway.error.code], [413, 'read_request_body_failed']);
});
