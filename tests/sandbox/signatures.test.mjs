// Thought signatures: an untouched history passes; one that is missing, altered, moved or out of order does not.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { GATEWAY, GOOGLE, ask, asks, events, partsOf, post, refuse } from './help.mjs';

const user = (text) => ({ role: 'user', parts: [{ text }] });
const NEXT = { responseModalities: ['TEXT'] };
/** A picture that costs no drawing; it is signed like any other. */
const fault = 'big-6KiB';

for (const model of ['gemini-3.1-flash-image', 'gemini-3-pro-image', 'gemini-3.1-flash-lite-image', 'gemini-nano-banana-2.1']) {
  describe(model, () => {
    let first;
    before(async () => {
      ({ reply: { candidates: [{ content: first }] } } = await ask(asks('a red boat'), { model, fault }));
    });
    const history = (change) => {
      const content = structuredClone(first);
      change?.(content.parts);
      return { contents: [user('a red boat'), content, user('make it night')], generationConfig: NEXT };
    };
    const flip = (signature) => signature.slice(0, -8) + (signature.at(-8) === 'A' ? 'B' : 'A') + signature.slice(-7);

    test('the text that comes first and the picture are signed', () => {
      assert.deepEqual(first.parts.map((part) => [Boolean(part.inlineData), typeof part.thoughtSignature]), [[false, 'string'], [true, 'string']]);
    });
    test('untouched passes', async () => assert.equal((await post(history(), { model })).status, 200));
    test('missing is refused', async () => {
      const { status, error } = await refuse(history((parts) => { delete parts[1].thoughtSignature; }), { model });
      assert.equal(status, 400);
      assert.ok(error.message.startsWith('Image part is missing a thought_signature in content position 2, part position 2.'), error.message);
    });
    test('missing on the first text is refused', async () => {
      assert.match((await refuse(history((parts) => { delete parts[0].thoughtSignature; }), { model })).error.message, /^Text part is missing a thought_signature in content position 2, part position 1\./);
    });
    test('altered is refused, at its very end too', async () => {
      assert.match((await refuse(history((parts) => { parts[1].thoughtSignature = flip(parts[1].thoughtSignature); }), { model })).error.message, /invalid thought_signature in content position 2, part position 2/);
    });
    test('an altered picture under a true signature is refused', async () => {
      const body = history((parts) => { parts[1].inlineData.data = flip(parts[1].inlineData.data); });
      assert.match((await refuse(body, { model })).error.message, /invalid thought_signature/);
    });
    test('moved to a sibling is refused', async () => {
      const body = history((parts) => { [parts[0].thoughtSignature, parts[1].thoughtSignature] = [parts[1].thoughtSignature, parts[0].thoughtSignature]; });
      assert.match((await refuse(body, { model })).error.message, /invalid thought_signature/);
    });
    test('reordered parts are refused', async () => {
      assert.equal((await refuse(history((parts) => parts.reverse()), { model })).status, 400);
    });
    test('another place in the conversation is refused', async () => {
      const { contents } = history();
      assert.match((await refuse({ contents: [...contents, ...contents.slice(1)] }, { model })).error.message, /content position 4, part position 1\./);
    });
  });
}

test('a signature of another model is refused', async () => {
  const { reply } = await ask(asks('a boat'), { model: 'gemini-3.1-flash-image', fault });
  const contents = [user('a boat'), reply.candidates[0].content, user('bigger')];
  assert.match((await refuse({ contents }, { model: 'gemini-3-pro-image' })).error.message, /invalid thought_signature/);
});

test('thoughts may be sent back or left out', async () => {
  const model = 'gemini-3.1-flash-image';
  const { reply } = await ask(asks('a boat', { thinkingConfig: { includeThoughts: true } }), { model, fault });
  const content = reply.candidates[0].content;
  assert.ok(content.parts.some((part) => part.thought && part.inlineData && !part.thoughtSignature));
  for (const parts of [content.parts, content.parts.filter((part) => !part.thought)]) {
    assert.equal((await post({ contents: [user('a boat'), { role: 'model', parts }, user('bigger')], generationConfig: NEXT }, { model })).status, 200);
  }
});

describe('the parts of a stream', () => {
  const model = 'gemini-3.1-flash-image';
  let parts;
  before(async () => {
    const text = await (await post(asks('a boat'), { model, fault, method: 'streamGenerateContent?alt=sse' })).text();
    parts = events(text).flatMap(partsOf);
  });
  const send = async (...contents) => (await post({ contents: [user('a boat'), ...contents, user('bigger')], generationConfig: NEXT }, { model })).status;
  const content = (...parts) => ({ role: 'model', parts });

  test('pass as they came, with the empty text that ends it and without', async () => {
    assert.deepEqual(parts.map((part) => Object.keys(part).join()), ['text,thoughtSignature', 'text', 'inlineData,thoughtSignature', 'text']);
    assert.equal(await send(content(...parts)), 200);
    assert.equal(await send(content(...parts.slice(0, -1))), 200);
  });
  test('pass as a content for each event, and the turns after that are counted as turns', async () => {
    const contents = parts.map((part) => content(part));
    assert.equal(await send(...contents), 200);
    const second = [user('a boat'), ...contents, user('bigger')];
    const { reply } = await ask({ contents: second }, { model, fault });
    assert.equal((await post({ contents: [...second, reply.candidates[0].content, user('blue')], generationConfig: NEXT }, { model })).status, 200);
  });
  test('pass with their texts joined, but not with the picture before them', async () => {
    const [first, more, picture] = parts;
    const joined = { ...first, text: first.text + more.text };
    assert.equal(await send(content(joined, picture)), 200);
    assert.equal(await send(content(picture, joined)), 400);
  });
});

test('a picture’s signature that came late, on an empty text part, has to come back there', async () => {
  const model = 'gemini-3.1-flash-image';
  for (const config of [undefined, { responseModalities: ['IMAGE'] }]) {
    const { parts } = (await ask(asks('a boat', config), { model, fault: `late-signature+${fault}` })).reply.candidates[0].content;
    const send = (parts) => post({ contents: [user('a boat'), { role: 'model', parts }, user('bigger')], generationConfig: NEXT }, { model });
    assert.equal((await send(parts)).status, 200);
    assert.match(await (await send(parts.slice(0, -1))).text(), /Image part is missing a thought_signature in content position 2/);
    assert.match(await (await send([...parts, parts.at(-1)])).text(), /^\{[^]*Part has an invalid thought_signature/);
  }
});

test('what a part held beside the API’s fields may come back as it went, and not otherwise', async () => {
  const model = 'gemini-3.1-flash-lite-image';
  const host = GOOGLE;
  const { parts } = (await ask(asks('a boat'), { model, host, fault: `unknown-fields+${fault}` })).reply.candidates[0].content;
  const send = (parts, first = user('a boat')) => post({ contents: [first, { role: 'model', parts }, user('bigger')], generationConfig: NEXT }, { model, host });
  assert.equal((await send(parts)).status, 200);
  const changed = structuredClone(parts);
  changed[1].renderHint.layers.pop();
  assert.match(await (await send(changed)).text(), /Unknown name \\"renderHint\\" at 'contents\[1\]\.parts\[1\]'/);
  assert.match(await (await send(parts, { role: 'user', parts: [{ text: 'a boat', renderHint: parts[1].renderHint }] })).text(), /Unknown name \\"renderHint\\" at 'contents\[0\]\.parts\[0\]'/);
});

test('a picture that a gateway put into prose was never signed', async () => {
  const model = 'gemini-3.1-flash-image';
  for (const [kind, config] of [['markdown-data', undefined], ['markdown-data', { responseModalities: ['IMAGE'] }], ['markdown-link', { responseModalities: ['IMAGE'] }], ['text-data', { responseModalities: ['IMAGE'] }]]) {
    const { content } = (await ask(asks('a boat', config), { model, host: GATEWAY, fault: `${kind}+${fault}` })).reply.candidates[0];
    assert.equal((await post({ contents: [user('a boat'), content, user('bigger')], generationConfig: NEXT }, { model, host: GATEWAY })).status, 200);
  }
});

test('nor was what a client has left of a turn whose picture it took out; beside a picture text is signed', async () => {
  const contents = (/** @type {any[]} */ ...parts) => ({ contents: [user('a boat'), { role: 'model', parts }, user('bigger')], generationConfig: NEXT });
  assert.equal((await post(contents({ text: 'Here it is.' }))).status, 200);
  const { reply } = await ask(asks('a boat'), { fault });
  const [text, image] = partsOf(reply);
  assert.match((await refuse(contents({ text: text.text }, image))).error.message, /^Text part is missing a thought_signature/);
});

test('2.5 signs nothing and asks for nothing', async () => {
  const model = 'gemini-2.5-flash-image';
  const { reply } = await ask(asks('a boat'), { model, fault });
  assert.ok(partsOf(reply).every((part) => !part.thoughtSignature));
  assert.equal((await post({ contents: [user('a boat'), reply.candidates[0].content, user('bigger')], generationConfig: NEXT }, { model })).status, 200);
  assert.match((await refuse({ contents: [user('a boat'), reply.candidates[0].content, user('bigger')] })).error.message, /missing a thought_signature/);
});

test('gateways lose thought_signature in snake_case, so the picture arrives unsigned', async () => {
  const { reply } = await ask(asks('a boat'), { host: GATEWAY, fault });
  const parts = partsOf(reply).map(({ thoughtSignature, ...part }) => ({ ...part, thought_signature: thoughtSignature }));
  const { error } = await refuse({ contents: [user('a boat'), { role: 'model', parts }, user('bigger')] }, { host: GATEWAY });
  assert.match(error.message, /is missing a thought_signature/);
});

/** Base64 lengths that were recorded, and how far ours may be from them. */
for (const [model, config, least, most] of [
  ['gemini-3.1-flash-image', { responseModalities: ['IMAGE'] }, 550_000, 650_000],
  ['gemini-3-pro-image', { responseModalities: ['IMAGE'] }, 2_850_000, 2_970_000],
  ['gemini-3-pro-image', undefined, 1_050_000, 1_150_000],
]) {
  test(`${model} ${config ? 'alone' : 'with text'}: signatures are as large as recorded ones`, async () => {
    const { reply } = await ask(asks('a boat', config), { model, fault });
    for (const { thoughtSignature } of partsOf(reply)) assert.ok(thoughtSignature.length >= least && thoughtSignature.length <= most, `${thoughtSignature.length}`);
  });
}
