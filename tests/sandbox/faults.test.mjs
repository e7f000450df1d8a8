// Every named fault, each with what it has to be. A fault without a line here fails the first test.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { faultGroups, faults } from '../../js/sandbox.js';
import { GATEWAY, ask, asks, bytesOf, dispatched, events, imageOf, partsOf, post, sha256 } from './help.mjs';

const NANO2 = 'gemini-3.1-flash-image';
const body = asks('a cat', { imageConfig: { imageSize: '512' } });
const about = { model: NANO2 };
/** A picture that costs no drawing: what is looked at here is what stands around it. */
const PICTURE = 'big-6KiB';
const say = (pattern) => (response, text) => assert.match(JSON.parse(text).error.message, pattern);
const google = (name) => (response, text) => {
  const { error } = JSON.parse(text);
  assert.deepEqual([error.code, error.status], [response.status, name]);
  assert.match(response.headers.get('content-type'), /^application\/json/);
};
const page = (response, text) => {
  assert.match(response.headers.get('content-type'), /^text\/html/);
  assert.ok(text.startsWith('<html>') && text.includes(`<h1>${response.status} `));
};
const detail = (text, kind) => JSON.parse(text).error.details.find((entry) => entry['@type'] === `type.googleapis.com/google.rpc.${kind}`);
const quota = (id, delay) => (response, text) => {
  assert.ok(detail(text, 'QuotaFailure').violations[0].quotaId.includes(id));
  assert.equal(detail(text, 'RetryInfo').retryDelay, delay);
};
const code = (value, type = 'new_api_error') => (response, text) => {
  const { error } = JSON.parse(text);
  assert.deepEqual([error.code, error.type], [value, type]);
  assert.match(error.message, /\(request id: \w+\)$/);
};
const is = (value) => (response, text) => assert.deepEqual(JSON.parse(text), value);

/** name → [status, check of response and text] */
const ANSWERS = {
  'http-400': [400, (r, text) => assert.equal(detail(text, 'BadRequest').fieldViolations.length, 1)],
  'bad-key': [400, (r, text) => assert.equal(detail(text, 'ErrorInfo').reason, 'API_KEY_INVALID')],
  precondition: [400, google('FAILED_PRECONDITION')],
  'two-credentials': [400, say(/^Multiple authentication credentials received/)],
  'http-401': [401, google('UNAUTHENTICATED')],
  'http-403': [403, google('PERMISSION_DENIED')],
  referrer: [403, say(/referer <empty> are blocked/)],
  'leaked-key': [403, say(/leaked/)],
  'http-404': [404, google('NOT_FOUND')],
  'http-408': [408, page],
  'http-413': [413, page],
  'rate-limit': [429, quota('PerMinute', '34.4s')],
  'rate-limit-short': [429, quota('PerMinute', '0.2s')],
  'quota-day': [429, quota('PerDay', '7s')],
  'quota-zero': [429, say(/limit: 0/)],
  'http-429': [429, (r, text) => assert.equal(JSON.parse(text).error.details, undefined)],
  'retry-after': [429, (response) => assert.equal(response.headers.get('retry-after'), '1')],
  'http-499': [499, google('CANCELLED')],
  'http-500': [500, google('INTERNAL')],
  'http-501': [501, google('UNIMPLEMENTED')],
  'http-502': [502, page],
  'http-503': [503, google('UNAVAILABLE')],
  'http-504': [504, google('DEADLINE_EXCEEDED')],
  'http-504-html': [504, page],
  'http-520': [520, page], 'http-521': [521, page], 'http-522': [522, page], 'http-523': [523, page], 'http-524': [524, page],
  'no-cors': [504, (response) => assert.equal(response.headers.get('access-control-allow-origin'), null)],
  redirect: [307, (response) => assert.match(response.headers.get('location'), /^https:\/\/elsewhere\.example\/v1beta\/models\//)],
  'gateway-401': [401, code('')], 'gateway-403': [403, code('access_denied')], 'gateway-quota': [403, code('insufficient_user_quota')],
  'gateway-token-quota': [403, code('pre_consume_token_quota_failed')], 'gateway-model': [503, code('model_not_found')], 'gateway-channel': [500, code('get_channel_failed')],
  'gateway-no-key': [500, code('channel:no_available_key')], 'gateway-sensitive': [400, code('sensitive_words_detected')], 'gateway-prompt-blocked': [400, code('prompt_blocked')],
  'gateway-invalid': [400, code('invalid_request')], 'gateway-database': [500, code('')], 'gateway-body-limit': [413, code('read_request_body_failed')],
  'gateway-do-request': [500, code('do_request_failed')], 'gateway-empty': [500, code('empty_response')], 'gateway-bad-body': [500, code('bad_response_body')],
  'gateway-bad-status': [502, code('bad_response_status_code', 'bad_response_status_code')], 'gateway-relayed': [429, code(429, 'upstream_error')],
  'gateway-upstream': [503, code(null, 'upstream_error')],
  'gateway-not-implemented': [501, (r, text) => assert.equal(JSON.parse(text).error.code, 'api_not_implemented')],
  'gateway-url': [404, say(/^Invalid URL/)],
  dashboard: [401, (r, text) => assert.equal(JSON.parse(text).success, false)],
  'nested-error': [500, (r, text) => assert.equal(JSON.parse(text).error.message.error.message.error.code, 400)],
  'nested-string': [500, (r, text) => assert.equal(JSON.parse(JSON.parse(text).error.message).error.code, 429)],
  'error-string': [500, is({ error: 'upstream connect error' })], 'error-message': [500, is({ message: 'upstream connect error' })],
  'error-detail': [500, is({ detail: 'upstream connect error' })], 'error-msg': [500, is({ msg: 'upstream connect error', code: 50012 })],
  'error-array': [429, (r, text) => assert.equal(JSON.parse(text)[0].error.code, 429)],
  'error-text': [500, (response) => assert.equal(response.headers.get('content-type'), 'text/plain')],
  'error-empty': [500, (r, text) => assert.equal(text, '')],
  'html-200': [200, (response) => assert.match(response.headers.get('content-type'), /^text\/html/)],
  'text-200': [200, (r, text) => assert.equal(text, 'OK')],
  'empty-200': [200, (r, text) => assert.equal(text, '')],
};

const candidate = (check) => (reply) => check(reply.candidates[0]);
const content = (expected, finishReason = 'STOP') => candidate((one) => assert.deepEqual([one.content, one.finishReason], [expected, finishReason]));
const parts = (check) => (reply) => check(partsOf(reply));
const good = (reply, text, response) => assert.equal(sha256(bytesOf(imageOf(reply))), response.headers.get('x-sandbox-sha256'));
const BLOCKS = ['SAFETY', 'OTHER', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'IMAGE_SAFETY', 'BLOCKED_REASON_UNSPECIFIED', 'MODEL_ARMOR', 'JAILBREAK'];
const FINISHES = ['IMAGE_SAFETY', 'IMAGE_PROHIBITED_CONTENT', 'IMAGE_RECITATION', 'IMAGE_OTHER', 'NO_IMAGE', 'SAFETY', 'RECITATION', 'LANGUAGE', 'OTHER', 'BLOCKLIST',
  'PROHIBITED_CONTENT', 'SPII', 'MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL', 'MALFORMED_RESPONSE'];
const kebab = (name) => name.toLowerCase().replaceAll('_', '-');

/** name → check of the parsed reply, its text and the response; all are 200 */
const REPLIES = {
  ...Object.fromEntries(BLOCKS.map((reason) => [`prompt-blocked-${kebab(reason)}`, (reply) => {
    assert.equal(reply.promptFeedback.blockReason, reason);
    assert.ok(!('candidates' in reply) && !('candidatesTokenCount' in reply.usageMetadata));
  }])),
  ...Object.fromEntries(FINISHES.map((reason) => [`image-blocked-${kebab(reason)}`, content({}, reason)])),
  'image-blocked-image-prohibited-content': candidate((one) => { assert.equal(one.finishReason, 'IMAGE_PROHIBITED_CONTENT'); assert.match(one.finishMessage, /Support codes: \d+/); }),
  'image-blocked-safety': candidate((one) => assert.equal(one.safetyRatings[0].blocked, true)),
  'image-blocked-max-tokens': content({ role: 'model' }, 'MAX_TOKENS'),
  'candidates-empty': (reply) => assert.deepEqual(reply.candidates, []),
  'candidates-null': (reply) => assert.equal(reply.candidates, null),
  'candidates-missing': (reply) => assert.ok(!('candidates' in reply) && reply.usageMetadata),
  'content-empty': content({}),
  'parts-missing': content({ role: 'model' }),
  'parts-null': content({ role: 'model', parts: null }, null),
  'parts-empty': content({ role: 'model', parts: [] }),
  'empty-object': (reply) => assert.deepEqual(reply, {}),
  'text-only': parts((list) => assert.deepEqual(list.map((part) => Object.keys(part)[0]), ['text'])),
  'text-claims-image': parts((list) => assert.match(list[0].text, /image you asked for/)),
  'only-thoughts': parts((list) => assert.deepEqual([list.length, list[0].thought, Boolean(list[0].inlineData)], [1, true, false])),
  'only-thought-image': parts((list) => assert.deepEqual([list.length, list[0].thought, Boolean(list[0].inlineData)], [1, true, true])),
  thoughts: parts((list) => assert.deepEqual(list.map((part) => [part.thought ?? false, Object.keys(part)[0]]), [[true, 'text'], [true, 'inlineData'], [true, 'text'], [true, 'inlineData'], [false, 'text'], [false, 'inlineData']])),
  drafts: parts((list) => { const images = list.filter((part) => part.inlineData); assert.equal(images.length, 3); assert.ok(images.every((part) => part.thoughtSignature && !part.thought)); }),
  'image-first': parts((list) => assert.deepEqual(list.map((part) => [Object.keys(part)[0], Boolean(part.thoughtSignature)]), [['inlineData', true], ['text', false]])),
  'empty-tail': parts((list) => assert.deepEqual(list.at(-1), { text: '' })),
  'small-texts': parts((list) => { assert.equal(list.slice(0, -1).map((part) => part.text).join(''), 'Fertig gezeichnet – schön! 一艘小船。🚤'); assert.ok(list.slice(0, -1).every((part) => [...part.text].length === 1) && list.at(-1).inlineData); }),
  'late-signature': parts((list) => assert.deepEqual(list.map((part) => Object.keys(part)), [['text', 'thoughtSignature'], ['inlineData'], ['text', 'thoughtSignature']])),
  'usage-event': good,
  'markdown-data': parts((list) => assert.match(list[1].text, /^Here it is:\n\n!\[image\]\(data:image\/png;base64,iVBOR[A-Za-z0-9+/]+={0,2}\)\n\nEnjoy <it>!$/)),
  'markdown-several': parts((list) => assert.match(list[1].text, /^(Picture \d of 3:\n\n!\[picture \d\]\(data:image\/png;base64,[A-Za-z0-9+/]+={0,2}\)\n\n){3}That is \*all\*\.$/)),
  'markdown-split': parts((list) => assert.match(list[1].text, /^Here it is:\n\n!\[image\]\(data:image\/png;base64,iVBOR[A-Za-z0-9+/]+={0,2}\)\n\nEnjoy!$/)),
  'text-data': parts((list) => assert.match(list[1].text, /^Here it is: data:image\/png;base64,iVBOR[A-Za-z0-9+/]+={0,2} — enjoy!$/)),
  'markdown-link': parts((list) => assert.match(list[1].text, /!\[image\]\(https:\/\/files\.example\//)),
  'file-link': parts((list) => assert.match(list[1].fileData.fileUri, /^https:\/\/files\.example\//)),
  'file-data': parts((list) => assert.match(list[1].fileData.fileUri, /^data:image\/png;base64,iVBOR/)),
  'mime-missing': (reply, text, response) => { assert.ok(!('mimeType' in imageOf(reply).inlineData)); good(reply, text, response); },
  'data-prefix': parts((list) => assert.match(list[1].inlineData.data, /^data:image\/png;base64,iVBOR/)),
  'data-empty': parts((list) => assert.equal(list[1].inlineData.data, '')),
  'snake-case': (reply) => { const [, part] = reply.candidates[0].content.parts; assert.deepEqual([Object.keys(part), Object.keys(part.inline_data)], [['inline_data', 'thought_signature'], ['mime_type', 'data']]); assert.equal(reply.candidates[0].finish_reason, 'STOP'); assert.ok(reply.usage_metadata); },
  'null-fields': (reply, text, response) => { assert.deepEqual([reply.promptFeedback, reply.candidates[0].safetyRatings, reply.candidates[0].tokenCount], [null, null, 0]); good(reply, text, response); },
  'unknown-fields': (reply, text, response) => { assert.ok(reply.turnToken.length === 400 && reply.modelStatus.nested && imageOf(reply).renderHint.note); good(reply, text, response); },
  'error-200': (reply) => assert.equal(reply.error.code, 503),
  'stream-error': (reply) => assert.equal(reply.error.code, 500),
  'stream-error-event': (reply) => assert.equal(reply.error.code, 500),
  'stream-error-late': (reply) => assert.equal(reply.error.code, 500),
  'early-end': (reply) => { assert.ok(!('finishReason' in reply.candidates[0])); assert.deepEqual(partsOf(reply).map((part) => Object.keys(part)[0]), ['text']); },
  'no-finish': (reply, text, response) => { assert.ok(!('finishReason' in reply.candidates[0])); good(reply, text, response); },
  'svg-image': parts((list) => { assert.equal(list[1].inlineData.mimeType, 'image/svg+xml'); assert.match(bytesOf(list[1]).toString(), /^<svg.*<script>/); }),
  'html-image': parts((list) => { assert.equal(list[1].inlineData.mimeType, 'image/png'); assert.match(bytesOf(list[1]).toString(), /^<!doctype html>/); }),
  'good-and-svg': parts((list) => assert.deepEqual(list.slice(1).map((part) => part.inlineData.mimeType), ['image/png', 'image/svg+xml'])),
  'wrong-media-type': (reply, text, response) => { assert.equal(imageOf(reply).inlineData.mimeType, 'text/html'); good(reply, text, response); },
  'bad-base64': parts((list) => assert.match(list[1].inlineData.data, /^[A-Za-z0-9+/]+\*![A-Za-z0-9+/]+=*$/)),
  'escaped-base64': (reply, text, response) => { assert.ok(text.includes('\\/') && text.includes('\\u002b')); good(reply, text, response); },
  'sorted-keys': (reply, text, response) => { assert.deepEqual(Object.keys(imageOf(reply).inlineData), ['data', 'mimeType']); assert.equal(Object.keys(reply).at(-1), 'usageMetadata'); good(reply, text, response); },
  'compact-json': (reply, text, response) => { assert.equal(text, JSON.stringify(reply)); good(reply, text, response); },
};

/** Checked in delivery.test.mjs, where bytes and time are looked at. */
const ELSEWHERE = ['network', 'stall-headers', 'cut-body', 'short-body', 'stall-body', 'cut-end', 'open-end', 'slow-start', 'one-byte-chunks', 'random-chunks', 'one-chunk', 'big-20MiB', 'events-64x1MiB'];
/** name → how the text of a stream looks, its pictures left out */
const FRAMINGS = {
  'sse-lf': /^: PING\n\n(data: \{.*\}\n\n){4}data: \[DONE\]\n\n$/,
  'sse-single-lf': /^(data: \{.*\}\n){4}$/,
  'sse-cr': /^(data: \{.*\}\r\r){4}$/,
  'sse-tight': /^: PING\n\n(data:\{.*\}\n\n){4}data:\[DONE\]\n\n$/,
  'sse-pings': /^\n\n: PING\n\n: PING\n\n(data: \{.*\}\n\n(: PING\n\n: PING\n\n)?){4}data: \[DONE\]\n\n$/,
  'sse-fields': /^retry: 3000\n\n(event: message\nid: 7\ndata: \{.*\}\nretry: 3000\n: that was one\n\n){4}$/,
  'sse-lines': /^(data: \{\n(data:  .*\n)+data: \}\n\n){4}$/,
  bom: /^\ufeff(data: \{.*\}\r\n\r\n){4}$/,
};
/** name → [what a single answer becomes, what a stream becomes]: its content type and how many objects it holds */
const WHOLES = {
  'json-for-sse': [['json', 1], ['json', 1]],
  'sse-for-json': [['event-stream', 4], ['event-stream', 4]],
  'array-wrapped': [['json', [1]], ['json', [4]]],
  'wrong-content-type': [['event-stream', 1], ['json', 4]],
};

test('every fault is tested, and no other is', () => {
  assert.deepEqual([...Object.keys(ANSWERS), ...Object.keys(REPLIES), ...ELSEWHERE, ...Object.keys(FRAMINGS), ...Object.keys(WHOLES)].sort(), [...faults].sort());
  assert.ok(Object.isFrozen(faults));
});

test('every fault is in one group, and each has a sentence of its own', () => {
  const all = faultGroups.flatMap((group) => group.faults);
  assert.deepEqual(all.map(({ name }) => name).sort(), [...faults].sort());
  for (const { name, says } of [...faultGroups, ...all]) assert.match(says, /^[A-Z0-9`][^\n]{10,130}\.$/, name);
  for (const list of [faultGroups, all]) for (const key of ['name', 'says']) assert.equal(new Set(list.map((one) => one[key])).size, list.length, key);
  assert.ok(faultGroups.every((group) => group.faults.length > 1 && Object.isFrozen(group) && Object.isFrozen(group.faults)) && Object.isFrozen(faultGroups));
  const of = (fault) => faultGroups.find((group) => group.faults.some(({ name }) => name === fault)).name;
  assert.deepEqual(['bad-key', 'quota-day', 'http-503', 'network', 'prompt-blocked-safety', 'cut-body', 'markdown-data', 'svg-image'].map(of), ['keys and rights', 'limits and money',
    'a server in trouble', 'no answer', 'a prompt that is blocked', 'a reply that breaks off', 'pictures as gateways write them', 'bytes that are no picture']);
});

describe('answers', () => {
  for (const [fault, [status, check]] of Object.entries(ANSWERS)) {
    test(fault, async () => {
      const response = await post(body, { ...about, fault });
      assert.equal(response.status, status);
      check(response, await response.text());
    });
  }
});

describe('replies', () => {
  for (const [fault, check] of Object.entries(REPLIES)) {
    test(fault, async () => {
      const { reply, text, response } = await ask(body, { ...about, fault: `${fault}+${PICTURE}` });
      check(reply, text, response);
    });
  }
});

const stream = { ...about, method: 'streamGenerateContent?alt=sse' };
/** Signatures and pictures are megabytes of base64 that no pattern should have to walk through. */
const short = (text) => text.replace(/[A-Za-z0-9+/]{200,}={0,2}/g, '…');

describe('framings', () => {
  for (const [fault, layout] of Object.entries(FRAMINGS)) {
    test(fault, async () => {
      const bytes = Buffer.from(await (await post(body, { ...stream, fault: `${fault}+${PICTURE}` })).arrayBuffer());
      const text = bytes.toString();
      assert.match(short(text), layout);
      const data = fault === 'sse-single-lf' ? text.split('\n').filter(Boolean).map((line) => line.slice(6)) : dispatched(text).filter((one) => one !== '[DONE]');
      assert.deepEqual(data.map((one) => JSON.parse(one).candidates[0].finishReason), [undefined, undefined, undefined, 'STOP']);
    });
  }
  for (const [fault, expected] of Object.entries(WHOLES)) {
    test(fault, async () => {
      for (const [i, how] of [about, stream].entries()) {
        const [type, count] = expected[i];
        const response = await post(body, { ...how, fault: `${fault}+${PICTURE}` });
        assert.ok(response.headers.get('content-type').includes(type));
        const text = await response.text();
        if (typeof count === 'number' && text.startsWith('data:')) assert.equal(events(text).length, count);
        else assert.equal([JSON.parse(text)].flat().length, [count].flat()[0]);
        assert.equal(text.startsWith('['), Array.isArray(count));
      }
    });
  }
});

test('a Markdown picture comes in pieces', async () => {
  const list = dispatched(await (await post(body, { ...stream, fault: `markdown-split+${PICTURE}` })).text()).map((one) => JSON.parse(one));
  const texts = list.map((event) => partsOf(event)[0].text);
  assert.equal(texts.length, 8);
  assert.match(texts.join(''), /!\[image\]\(data:image\/png;base64,iVBOR[A-Za-z0-9+/]+={0,2}\)\n\nEnjoy!$/);
});

test('a late signature is in the event that ends the stream', async () => {
  const list = events(await (await post(body, { ...stream, fault: `late-signature+${PICTURE}` })).text());
  assert.deepEqual(Object.keys(partsOf(list[2])[0]), ['inlineData']);
  assert.deepEqual([Object.keys(partsOf(list[3])[0]), list[3].candidates[0].finishReason], [['text', 'thoughtSignature'], 'STOP']);
});

test('an array breaks off with an error as its last element', async () => {
  for (const fault of ['stream-error', 'stream-error-event']) {
    const list = JSON.parse(await (await post(body, { ...about, method: 'streamGenerateContent', fault: `${fault}+${PICTURE}` })).text());
    assert.deepEqual([list.length, list[1].error.code], [2, 500]);
  }
});

test('a stream breaks off with a bare error, or with one as an event', async () => {
  const bare = await (await post(body, { ...stream, fault: `stream-error+${PICTURE}` })).text();
  assert.match(bare, /\r\n\r\n\{"error":\{"code":500/);
  for (const fault of ['stream-error', 'stream-error-event']) assert.ok(!(await (await post(body, { ...stream, host: GATEWAY, fault: `${fault}+${PICTURE}` })).text()).includes('[DONE]'));
  const event = events(await (await post(body, { ...stream, fault: `stream-error-event+${PICTURE}` })).text());
  assert.deepEqual([event.length, event.at(-1).error.code], [2, 500]);
  const late = events(await (await post(body, { ...stream, fault: `stream-error-late+${PICTURE}` })).text());
  assert.deepEqual([late.length, Boolean(imageOf(late.at(-2))), late.at(-1).error.code], [4, true, 500]);
  assert.equal(events(await (await post(body, { ...stream, fault: `early-end+${PICTURE}` })).text()).length, 1);
});

test('the stream of a blocked prompt is one event', async () => {
  const list = events(await (await post(body, { ...stream, fault: 'prompt-blocked-other' })).text());
  assert.deepEqual([list.length, list[0].promptFeedback.blockReason], [1, 'OTHER']);
});

test('usage comes in an event of its own', async () => {
  const list = events(await (await post(body, { ...stream, fault: `usage-event+${PICTURE}` })).text());
  const [alone, ...more] = list.filter((event) => !event.candidates);
  assert.equal(more.length, 0);
  assert.ok(alone.usageMetadata.totalTokenCount > list.at(-1).usageMetadata.totalTokenCount, 'the last counts, not the largest');
});

test('a fault may be chosen for each request, joined with others, or none', async () => {
  let calls = 0;
  const fault = () => (calls++ === 0 ? 'http-503' : undefined);
  const { sandbox } = await import('../../js/sandbox.js');
  const handler = sandbox({ fault });
  const call = () => handler(`${GATEWAY}/v1beta/models`);
  assert.deepEqual([(await call()).status, (await call()).status], [503, 200]);
  const { reply, text } = await ask(body, { ...about, fault: `sorted-keys+compact-json+${PICTURE}` });
  assert.ok(text.startsWith('{"candidates":[{"content":{"parts":[') && Object.keys(imageOf(reply).inlineData)[0] === 'data');
  await assert.rejects(sandbox({ fault: () => 'nothing-like-it' })(`${GATEWAY}/v1beta/models`), TypeError);
});

test('a redirect goes where it is told', async () => {
  const response = await post(body, { fault: 'redirect:http://127.0.0.1:9/x' });
  assert.equal(response.headers.get('location'), 'http://127.0.0.1:9/x');
});
