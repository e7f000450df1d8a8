// What a good reply holds and how its bytes are laid out: sizes, tokens, texts, thoughts, framing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pixels, findModel } from '../../js/sandbox/models.js';
import { GATEWAY, GOOGLE, HERE, ask, asks, bytesOf, events, imageOf, partsOf, png, post } from './help.mjs';
import { measure } from '../../js/sandbox/measure.js';

const FLASH = 'gemini-2.5-flash-image';
const PRO = 'gemini-3-pro-image';
const NANO2 = 'gemini-3.1-flash-image';
const SMALL = { imageConfig: { imageSize: '512' } };
const size = (part) => { const { width, height } = measure(bytesOf(part)); return [width, height]; };

test('the pixel tables are the API’s', () => {
  const of = (id, ratio, tier) => pixels(findModel(id, 'other'), ratio, tier);
  assert.deepEqual(of(FLASH, '3:4', '1K'), [864, 1184]);
  assert.deepEqual(of(FLASH, '9:16', '1K'), [768, 1344]);
  assert.deepEqual(of(NANO2, '21:9', '512'), [792, 168]);
  assert.deepEqual(of(NANO2, '1:8', '512'), [192, 1536]);
  assert.deepEqual(of(NANO2, '4:5', '2K'), [1856, 2304]);
  assert.deepEqual(of(NANO2, '3:2', '4K'), [5056, 3392]);
  assert.deepEqual(of(PRO, '16:9', '4K'), [5504, 3072]);
  assert.deepEqual(of(PRO, '9:16', '1K'), [768, 1376]);
});

test('both pictures that 8:1 and 1:8 are told to come in are met', () => {
  const of = (id, ratio, tier) => pixels(findModel(id, 'other'), ratio, tier).join('×');
  assert.deepEqual(['1K', '2K', '4K'].map((tier) => of(NANO2, '8:1', tier)), ['3072×384', '6144×768', '12288×1536']);
  assert.deepEqual(['1K', '2K', '4K'].map((tier) => of('gemini-nano-banana-2.1', '8:1', tier)), ['2928×352', '5856×704', '11712×1408']);
  assert.deepEqual([of(NANO2, '1:8', '1K'), of('gemini-nano-banana-2.1', '1:8', '1K'), of('gemini-3.1-flash-lite-image', '1:8', '1K')], ['384×3072', '352×2928', '352×2928']);
});

test('what a picture costs at each size is the API’s', () => {
  const of = (id) => findModel(id, 'other').sizes;
  assert.deepEqual(of(FLASH), { '1K': 1290 });
  assert.deepEqual(of(PRO), { '1K': 1120, '2K': 1120, '4K': 2000 });
  assert.deepEqual(of(NANO2), { 512: 747, '1K': 1120, '2K': 1680, '4K': 2520 });
  assert.deepEqual(of('gemini-nano-banana-2.1'), { '1K': 1120, '2K': 1680, '4K': 3780 });
});

for (const [what, model, body, expected] of [
  ['2.5 makes 1024×1024 PNG', FLASH, asks('a hill', { responseModalities: ['IMAGE'] }), ['image/png', 1024, 1024]],
  ['a ratio and a size are obeyed', NANO2, asks('a hill', { imageConfig: { aspectRatio: '8:1', imageSize: '512' } }), ['image/jpeg', 1536, 192]],
  ['responseFormat.image says the same', NANO2, asks('a hill', { responseFormat: { image: { aspectRatio: '1:4', imageSize: '512' } } }), ['image/jpeg', 256, 1024]],
  ['also by its own names', NANO2, asks('a hill', { responseFormat: { image: { aspectRatio: 'ASPECT_RATIO_TWENTY_ONE_BY_NINE', imageSize: 'IMAGE_SIZE_FIVE_TWELVE', delivery: 'INLINE' } } }), ['image/jpeg', 792, 168]],
  ['Pro without a ratio is 1408×768', PRO, asks('a hill'), ['image/jpeg', 1408, 768]],
  ['without a ratio the input picture’s nearest is taken', NANO2,
    { contents: [{ parts: [{ text: 'edit' }, { inlineData: { mimeType: 'image/png', data: png(100, 62) } }] }], generationConfig: SMALL }, ['image/jpeg', 632, 424]],
]) {
  test(what, async () => {
    const part = imageOf((await ask(body, { model })).reply);
    assert.equal(part.inlineData.mimeType, expected[0]);
    assert.deepEqual(size(part), expected.slice(1));
  });
}

test('an edit keeps the shape of the picture that it is of, not of the one that began the conversation', async () => {
  const first = await ask(asks('a hill', { imageConfig: { aspectRatio: '9:16', imageSize: '512' } }), { model: NANO2 });
  const contents = [{ role: 'user', parts: [{ text: 'a hill' }, { inlineData: { mimeType: 'image/png', data: png(100, 50) } }] }, first.reply.candidates[0].content, ...asks('at night').contents];
  assert.deepEqual(size(imageOf((await ask({ contents, generationConfig: SMALL }, { model: NANO2 })).reply)), [384, 688]);
});

test('a tier of service is served as asked for, and told', async () => {
  for (const [asked, told] of [[undefined, 'standard'], ['flex', 'flex'], ['PRIORITY', 'priority'], ['unspecified', 'standard']]) {
    const { response, reply } = await ask({ ...asks('a hill', { responseModalities: ['TEXT'] }), serviceTier: asked }, { model: NANO2 });
    assert.deepEqual([response.headers.get('x-gemini-service-tier'), reply.usageMetadata.serviceTier], [told, told]);
  }
});

for (const [tier, tokens] of [['512', 747], ['1K', 1120]]) {
  test(`a picture of ${tier} on 3.1 Flash costs ${tokens} tokens`, async () => {
    const { usageMetadata: usage } = (await ask(asks('a hill', { imageConfig: { imageSize: tier } }), { model: NANO2 })).reply;
    assert.deepEqual(usage.candidatesTokensDetails, [{ modality: 'IMAGE', tokenCount: tokens }]);
    const more = usage.candidatesTokenCount - tokens;
    assert.ok(more >= 88 && more <= 630, `${more}`);
    assert.equal(usage.thoughtsTokenCount, undefined);
    assert.equal(usage.totalTokenCount, usage.promptTokenCount + usage.candidatesTokenCount);
    assert.equal(usage.serviceTier, 'standard');
  });
}

test('thinking is counted, and an input picture costs 258 tokens', async () => {
  const body = { contents: [{ parts: [{ text: 'edit' }, { inlineData: { mimeType: 'image/png', data: png() } }] }],
    generationConfig: { ...SMALL, thinkingConfig: { thinkingLevel: 'high' } } };
  const { usageMetadata: usage } = (await ask(body, { model: NANO2 })).reply;
  assert.ok(usage.thoughtsTokenCount > 0);
  assert.equal(usage.totalTokenCount, usage.promptTokenCount + usage.candidatesTokenCount + usage.thoughtsTokenCount);
  assert.deepEqual(usage.promptTokensDetails[1], { modality: 'IMAGE', tokenCount: 258 });
});

test('modalities decide what comes', async () => {
  const kinds = async (responseModalities) => partsOf((await ask(asks('a hill', { ...SMALL, responseModalities }), { model: NANO2 })).reply).map((part) => Object.keys(part)[0]);
  assert.deepEqual(await kinds(undefined), ['text', 'inlineData']);
  assert.deepEqual(await kinds(['Text', 'Image']), ['text', 'inlineData']);
  assert.deepEqual(await kinds(['IMAGE']), ['inlineData']);
  assert.deepEqual(await kinds(['TEXT']), ['text']);
});

test('thoughts come first, in words and pictures, unsigned', async () => {
  const parts = partsOf((await ask(asks('a hill', { ...SMALL, thinkingConfig: { includeThoughts: true } }), { model: NANO2 })).reply);
  assert.deepEqual(parts.map((part) => [part.thought ?? false, Boolean(part.inlineData), Boolean(part.thoughtSignature)]),
    [[true, false, false], [true, true, false], [true, false, false], [true, true, false], [false, false, true], [false, true, true]]);
  const [draft, last, final] = parts.filter((part) => part.inlineData);
  assert.equal(last.inlineData.data, final.inlineData.data);
  assert.deepEqual([size(draft), size(final)], [[256, 256], [512, 512]]);
});

test('maxOutputTokens without room for the picture ends with MAX_TOKENS and no parts', async () => {
  const { candidates: [candidate] } = (await ask(asks('a hill', { ...SMALL, maxOutputTokens: 100 }), { model: NANO2 })).reply;
  assert.deepEqual([candidate.finishReason, candidate.content], ['MAX_TOKENS', { role: 'model' }]);
});

for (const [what, googleSearch, web, image] of [
  ['web', {}, 2, 0], ['web, by name', { searchTypes: { webSearch: {} } }, 2, 0], ['images alone', { searchTypes: { imageSearch: {} } }, 0, 1], ['both', { searchTypes: { webSearch: {}, imageSearch: {} } }, 2, 1],
]) {
  test(`search brings grounding: ${what}`, async () => {
    const { reply } = await ask({ ...asks('a hill <b> 山', SMALL), tools: [{ googleSearch }] }, { model: NANO2, fault: 'big-4KiB' });
    const { webSearchQueries = [], imageSearchQueries = [], searchEntryPoint, groundingChunks, groundingSupports } = reply.candidates[0].groundingMetadata;
    assert.deepEqual([webSearchQueries, imageSearchQueries], [web ? ['a hill <b> 山', ''] : [], image ? ['a hill <b> 山'] : []]);
    assert.match(searchEntryPoint.renderedContent, /^<style>[^]*<\/style>\n<div class="chips"><a [^>]*>a hill &#60;b> 山<\/a><\/div>\n$/);
    assert.deepEqual([groundingChunks.filter((chunk) => chunk.web?.uri).length, groundingChunks.filter((chunk) => chunk.image).length], [web, image]);
    if (image) assert.deepEqual(Object.keys(groundingChunks.at(-1).image), ['sourceUri', 'imageUri', 'title', 'domain']);
    const [{ segment, groundingChunkIndices }] = groundingSupports;
    assert.equal(segment.text, Buffer.from(partsOf(reply)[segment.partIndex ?? 0].text).subarray(segment.startIndex ?? 0, segment.endIndex).toString());
    assert.deepEqual(groundingChunkIndices, groundingChunks.map((_, i) => i));
    const { totalTokenCount, promptTokenCount, candidatesTokenCount, toolUsePromptTokenCount } = reply.usageMetadata;
    assert.equal(totalTokenCount, promptTokenCount + candidatesTokenCount + toolUsePromptTokenCount);
  });
}

test('in a stream grounding comes before the event that ends it; unasked, none comes', async () => {
  const stream = async (more) => events(await (await post({ ...asks('a hill', SMALL), ...more }, { model: NANO2, fault: 'big-4KiB', method: 'streamGenerateContent?alt=sse' })).text());
  const list = await stream({ tools: [{ googleSearch: {} }] });
  assert.deepEqual(list.map(({ candidates: [candidate] }) => ['groundingMetadata', 'finishReason'].filter((name) => name in candidate).join()),
    ['', '', '', 'groundingMetadata', 'finishReason']);
  assert.ok(!JSON.stringify(await stream({})).includes('groundingMetadata'));
});

test('a single answer is laid out as Google’s', async () => {
  const { response, text, reply } = await ask(asks('a <b>hill</b> 山', SMALL), { model: NANO2 });
  assert.equal(response.headers.get('content-type'), 'application/json; charset=UTF-8');
  assert.equal(response.headers.get('x-gemini-service-tier'), 'standard');
  assert.ok(text.includes('\\u003cb\\u003ehill\\u003c/b\\u003e 山'));
  assert.equal(text, `${JSON.stringify(reply, null, 2)}\n`.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e'));
  assert.deepEqual(Object.keys(reply), ['candidates', 'usageMetadata', 'modelVersion', 'responseId']);
  assert.deepEqual(Object.keys(imageOf(reply)), ['inlineData', 'thoughtSignature']);
  assert.deepEqual(Object.keys(imageOf(reply).inlineData), ['mimeType', 'data']);
  assert.equal(reply.modelVersion, NANO2);
  assert.match(imageOf(reply).inlineData.data, /^[A-Za-z0-9+/]+={0,2}$/);
});

test('events: one line each, CR LF CR LF after every one, text first, the picture whole, an empty text at the end', async () => {
  const response = await post(asks('a hill', SMALL), { model: NANO2, method: 'streamGenerateContent?alt=sse' });
  const text = await response.text();
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  assert.equal(response.headers.get('content-disposition'), 'attachment');
  assert.equal(response.headers.get('x-gemini-service-tier'), null);
  assert.ok(text.endsWith('\r\n\r\n'));
  assert.ok(text.split('\r\n\r\n').slice(0, -1).every((event) => event.startsWith('data: {"candidates": [{') && !/[\r\n]/.test(event)));
  const list = events(text);
  assert.deepEqual(list.map(({ candidates: [{ content, finishReason }] }) => [content?.parts.map((part) => Object.keys(part)[0]).join(), finishReason]),
    [['text', undefined], ['text', undefined], ['inlineData', undefined], ['text', 'STOP']]);
  assert.deepEqual(partsOf(list[3]), [{ text: '' }]);
  assert.equal(new Set(list.map(({ responseId }) => responseId)).size, 1);
  const totals = list.map(({ usageMetadata }) => usageMetadata.totalTokenCount);
  assert.deepEqual(totals, [...totals].sort((a, b) => a - b));
  assert.deepEqual(size(list[2].candidates[0].content.parts[0]), [512, 512]);
});

test('without alt=sse Google answers one JSON array', async () => {
  const response = await post(asks('a hill', SMALL), { model: NANO2, method: 'streamGenerateContent' });
  const text = await response.text();
  assert.equal(response.headers.get('content-type'), 'application/json; charset=UTF-8');
  assert.ok(text.includes('\n,\r\n{'));
  assert.equal(JSON.parse(text).length, 4);
});

const NANO21 = 'gemini-nano-banana-2.1';
/** host → how a stream of it is framed: its layout with the JSON left out, the content type, and the same without alt=sse */
const FRAMED = /** @type {const} */ ([
  [GOOGLE, /^(data: …\r\n\r\n){4}$/, 'array'],
  [HERE, /^(data: …\r\n\r\n){4}$/, 'array'],
  ['http://127.0.0.1:9/some/path', /^(data: …\r\n\r\n){4}$/, 'array'],
  ['https://gateway.example', /^(data: …\r\n\r\n){4}$/, 'array'],
  ['https://www.kkiai.com.evil.example', /^(data: …\r\n\r\n){4}$/, 'array'],
  [GATEWAY, /^: PING\n\n(data: …\n\n){4}data: \[DONE\]\n\n$/, 'events'],
  ['https://kkiai.com', /^: PING\n\n(data: …\n\n){4}data: \[DONE\]\n\n$/, 'events'],
]);
for (const [host, layout, without] of FRAMED) {
  test(`${host} frames a stream as ${host.includes('kkiai.com') && !host.includes('evil') ? 'a gateway' : 'Google'} does`, async () => {
    const stream = async (method) => {
      const response = await post(asks('a hill'), { model: NANO21, host, fault: 'big-2KiB', method });
      return [response.headers.get('content-type'), (await response.text()).replace(/\{.*\}/g, '…')];
    };
    const [type, text] = await stream('streamGenerateContent?alt=sse');
    assert.equal(type, 'text/event-stream');
    assert.match(text, layout);
    const [other, whole] = await stream('streamGenerateContent');
    assert.deepEqual([other, whole[0]], without === 'array' ? ['application/json; charset=UTF-8', '['] : ['text/event-stream', ':']);
    assert.equal((await stream('generateContent?alt=sse'))[0], without === 'array' ? 'application/json; charset=UTF-8' : 'text/event-stream');
  });
}

test('Google’s headers stand around what it says, and a gateway’s reply has none of them', async () => {
  for (const [host, google] of [[GOOGLE, true], [HERE, true], [GATEWAY, false]]) {
    for (const body of [asks('a hill', { responseModalities: ['TEXT'] }), {}]) {
      const { headers } = await post(body, { host, model: NANO21 });
      assert.deepEqual([headers.get('vary'), /^gfet4t7; dur=\d+$/.test(headers.get('server-timing') ?? '')], google ? ['Origin, X-Origin, Referer', true] : [null, false]);
    }
  }
});

test('a gateway streams for either sign, with LF LF, a ping and [DONE]', async () => {
  for (const method of ['streamGenerateContent', 'generateContent?alt=sse']) {
    const response = await post(asks('a hill', SMALL), { model: NANO2, host: GATEWAY, method });
    const text = await response.text();
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    assert.ok(text.startsWith(': PING\n\ndata: {') && text.endsWith('\n\ndata: [DONE]\n\n') && !text.includes('\r'));
  }
});

test('an error before a stream is plain JSON under the stream’s content type, and an element of the array', async () => {
  const sse = await post({}, { method: 'streamGenerateContent?alt=sse' });
  assert.deepEqual([sse.status, sse.headers.get('content-type')], [400, 'text/event-stream']);
  assert.equal(JSON.parse(await sse.text()).error.code, 400);
  const array = await post({}, { method: 'streamGenerateContent' });
  assert.equal(JSON.parse(await array.text())[0].error.code, 400);
});
