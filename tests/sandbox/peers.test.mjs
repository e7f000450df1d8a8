// Clients by others, unmodified, over HTTP against what `npm start` serves: @google/genai, which is Google's own, and the AI SDK. Each row is
// what their users call and what they see. The first run installs them below tests/peers/.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { sandbox } from '../../js/sandbox.js';
import { measure, readNote } from '../../js/sandbox/measure.js';
import { listen, listener } from '../../scripts/http.mjs';
import { installPeers } from '../peers/install.mjs';

const here = (path) => new URL(path, import.meta.url).pathname;
const MODEL = 'gemini-3.1-flash-image';
const TURNS = ['a red boat at dawn', 'make the boat blue', 'add a lighthouse'];
const WORDS = 'Here is your picture: “a red boat at dawn”.';
const BLIND = / I am a sandbox and cannot see a picture that I did not draw, so I went by your words\.$/;
const SMALL = { imageConfig: { imageSize: '512' } };
const photo = readFileSync(here('../fixtures/baseline.jpg'));
const promptsOf = (bytes) => readNote(bytes).prompts;
const sha = (bytes) => createHash('sha256').update(bytes).digest('hex');
const is512 = (bytes) => assert.deepEqual(measure(bytes), { mediaType: 'image/jpeg', width: 512, height: 512 });

let clients;
/** The address of `npm start`'s server, and of one where the path picks a fault: /fault/NAME/… */
let origin, faulty;
let started, server;

before(async () => {
  await installPeers();
  clients = await import('../peers/index.js');
  const serve = JSON.stringify(here('../../scripts/serve.mjs'));
  started = spawn(process.execPath, ['--input-type=module', '-e', `const { serve } = await import(${serve}); console.log(await serve({ port: 0 }));`], { stdio: ['ignore', 'pipe', 'inherit'] });
  origin = await new Promise((resolve) => { started.stdout.once('data', (line) => resolve(new URL(String(line).trim()).origin)); });
  server = await listen(listener(sandbox({ fault: ({ url }) => /^\/fault\/([^/]+)/.exec(new URL(url).pathname)?.[1] })));
  faulty = (name) => `http://localhost:${server.address().port}/fault/${name}`;
});
after(() => {
  started?.kill();
  server?.close();
  server?.closeAllConnections();
});

test('they are of exact versions, and the lock file names no download address', () => {
  const { dependencies } = JSON.parse(readFileSync(here('../peers/package.json'), 'utf8'));
  for (const [name, version] of Object.entries(dependencies)) assert.match(version, /^\d+\.\d+\.\d+$/, name);
  assert.doesNotMatch(readFileSync(here('../peers/package-lock.json'), 'utf8'), /"resolved"/);
});

/** fault → [status, name of it, what the message says, whether the AI SDK would try again] */
const REFUSALS = {
  'http-400': [400, 'INVALID_ARGUMENT', /^Request contains an invalid argument\.$/, false],
  'bad-key': [400, 'INVALID_ARGUMENT', /^API key not valid\. Please pass a valid API key\.$/, false],
  'http-401': [401, 'UNAUTHENTICATED', /^Request had invalid authentication credentials\./, false],
  'http-403': [403, 'PERMISSION_DENIED', /^You don't have permission to access this model\.$/, false],
  'http-404': [404, 'NOT_FOUND', /is not found for API version v1beta/, false],
  'rate-limit': [429, 'RESOURCE_EXHAUSTED', /^You exceeded your current quota.*Please retry in 34\.4s\.$/s, true],
  'http-429': [429, 'RESOURCE_EXHAUSTED', /^Resource has been exhausted/, true],
  'http-503': [503, 'UNAVAILABLE', /^The model is overloaded\. Please try again later\.$/, true],
};

describe('@google/genai', () => {
  const at = (baseUrl = origin, more) => new clients.GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl }, ...more });
  const ask = (contents, config, ai = at()) => ai.models.generateContent({ model: MODEL, contents, config: { ...SMALL, ...config } });
  const eventsOf = async (contents, config, ai = at()) => {
    const list = [];
    for await (const event of await ai.models.generateContentStream({ model: MODEL, contents, config: { ...SMALL, ...config } })) list.push(event);
    return list;
  };
  const partsIn = (response) => response.candidates?.[0]?.content?.parts ?? [];
  const imageIn = (parts) => Buffer.from(parts.find((part) => part.inlineData && !part.thought).inlineData.data, 'base64');
  const inline = (data, mimeType = 'image/jpeg') => ({ inlineData: { mimeType, data: data.toString('base64') } });

  test('generate', async () => {
    const response = await ask(TURNS[0]);
    is512(imageIn(partsIn(response)));
    assert.deepEqual(partsIn(response).map((part) => [part.text, Boolean(part.inlineData), typeof part.thoughtSignature]), [[WORDS, false, 'string'], [undefined, true, 'string']]);
    const { candidates: [{ finishReason }], modelVersion, usageMetadata: usage } = response;
    assert.deepEqual([finishReason, modelVersion, usage.candidatesTokensDetails], ['STOP', MODEL, [{ modality: 'IMAGE', tokenCount: 747 }]]);
  });

  test('stream, also by the version that it takes by itself and by the others', async () => {
    for (const apiVersion of [undefined, 'v1beta', 'v1alpha']) {
      const list = await eventsOf(TURNS[0], {}, at(origin, { apiVersion }));
      assert.equal(list.flatMap(partsIn).map(({ text = '' }) => text).join(''), WORDS);
      is512(imageIn(list.flatMap(partsIn)));
      assert.deepEqual(list.map((event) => event.candidates[0].finishReason), [undefined, undefined, undefined, 'STOP']);
    }
  });

  for (const streamed of [false, true]) {
    test(`chat${streamed ? ', streamed' : ''}: each turn is drawn on the one before, and signatures go back`, async () => {
      const chat = at().chats.create({ model: MODEL, config: { ...SMALL, thinkingConfig: { includeThoughts: true } } });
      const pictures = [];
      for (const message of TURNS) {
        const parts = [];
        if (streamed) for await (const event of await chat.sendMessageStream({ message })) parts.push(...partsIn(event));
        else parts.push(...partsIn(await chat.sendMessage({ message })));
        pictures.push(imageIn(parts));
      }
      assert.deepEqual(pictures.map(promptsOf), [1, 2, 3].map((count) => TURNS.slice(0, count)));
      assert.equal(new Set(pictures.map((picture) => readNote(picture).seed)).size, 1, 'one scene');
      assert.equal(chat.getHistory(true).filter(({ role }) => role === 'user').length, 3, 'no turn was dropped');
    });
  }

  test('a turn that lost its signature is refused', async () => {
    const { candidates: [{ content }] } = await ask(TURNS[0], { responseModalities: ['IMAGE'] }, at(faulty('big-2KiB')));
    delete content.parts[0].thoughtSignature;
    const history = [{ role: 'user', parts: [{ text: TURNS[0] }] }, content];
    await assert.rejects(at().chats.create({ model: MODEL, history }).sendMessage({ message: TURNS[1] }), ({ name, status, message }) => {
      assert.deepEqual([name, status], ['ApiError', 400]);
      return JSON.parse(message).error.message.startsWith('Image part is missing a thought_signature in content position 2, part position 1.');
    });
  });

  test('edit: a picture that the sandbox drew is drawn on, of another it says that it cannot see it', async () => {
    const drawn = imageIn(partsIn(await ask(TURNS[0])));
    const edited = await ask([{ text: TURNS[1] }, inline(drawn)]);
    assert.deepEqual(promptsOf(imageIn(partsIn(edited))), TURNS.slice(0, 2));
    assert.doesNotMatch(edited.text, BLIND);
    const blind = await ask([{ text: TURNS[1] }, inline(photo)]);
    assert.deepEqual(promptsOf(imageIn(partsIn(blind))), [TURNS[1]]);
    assert.match(blind.text, BLIND);
  });

  test('variations: three seeds are three pictures, the same seed is the same', async () => {
    const drawn = inline(imageIn(partsIn(await ask(TURNS[0], { seed: 1 }))));
    const pictures = await Promise.all([1, 2, 3, 1].map(async (seed) => imageIn(partsIn(await ask([{ text: TURNS[1] }, drawn], { seed })))));
    assert.equal(new Set(pictures.map(sha)).size, 3);
    assert.deepEqual(pictures[3], pictures[0]);
  });

  test('options of all kinds go through', async () => {
    const response = await ask('x', {
      systemInstruction: 'Draw.', temperature: 0.5, topP: 0.9, topK: 3, seed: 4, candidateCount: 1, maxOutputTokens: 4096, stopSequences: ['END'], responseModalities: ['TEXT'],
      safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }], tools: [{ googleSearch: {} }], thinkingConfig: { thinkingLevel: 'HIGH' }, serviceTier: 'flex',
      imageConfig: { aspectRatio: '16:9', imageSize: '1K' }, labels: undefined,
    });
    assert.equal(response.usageMetadata.serviceTier, 'flex');
    assert.ok(response.candidates[0].groundingMetadata.searchEntryPoint.renderedContent);
  });

  test('what the model does not take is refused, with a sentence', async () => {
    for (const [config, model, says] of [
      [{ imageConfig: { aspectRatio: '5:3' } }, MODEL, /^Aspect ratio 5:3 is not supported/], [{ seed: 1 }, 'gemini-nano-banana-2.1', /^seed is not supported/],
      [{ imageConfig: { imageSize: '1k' } }, MODEL, /^Image size 1k is not supported/], [{}, 'gemini-9-image', /^models\/gemini-9-image is not found/],
    ]) {
      await assert.rejects(at().models.generateContent({ model, contents: 'x', config }), ({ message }) => says.test(JSON.parse(message).error.message));
    }
  });

  for (const [fault, [status, enumName, says]] of Object.entries(REFUSALS)) {
    test(`refused: ${fault}`, async () => {
      await assert.rejects(ask('x', {}, at(faulty(fault))), (error) => {
        assert.deepEqual([error.name, error.status], ['ApiError', status]);
        const told = JSON.parse(error.message).error;
        assert.deepEqual([told.code, told.status], [status, enumName]);
        return says.test(told.message);
      });
      // Before a stream the body is the same under the stream's content type, which this client then wraps as text.
      await assert.rejects(eventsOf('x', {}, at(faulty(fault))), (error) => error.status === status && says.test(JSON.parse(JSON.parse(error.message).error.message).error.message));
    });
  }

  test('refused: the prompt is blocked, or the picture', async () => {
    const events = async (name) => [await ask('x', {}, at(faulty(name))), ...(await eventsOf('x', {}, at(faulty(name))))];
    for (const response of await events('prompt-blocked-prohibited-content')) assert.deepEqual([response.promptFeedback.blockReason, response.candidates, response.text], ['PROHIBITED_CONTENT', undefined, undefined]);
    for (const response of await events('image-blocked-image-safety')) assert.deepEqual([response.candidates[0].finishReason, response.data], ['IMAGE_SAFETY', undefined]);
  });

  test('the [DONE] of a gateway is what it cannot read', async () => {
    await assert.rejects(eventsOf('x', {}, at(faulty('sse-lf+big-2KiB'))), SyntaxError);
  });

  test('models are listed', async () => {
    const names = [];
    for await (const { name } of await at().models.list()) names.push(name);
    assert.ok(names.includes(`models/${MODEL}`));
  });
});

describe('the AI SDK', () => {
  const at = (base = origin) => clients.createGoogleGenerativeAI({ apiKey: 'k', baseURL: `${base}/v1beta` });
  const providerOptions = { google: { responseModalities: ['TEXT', 'IMAGE'], imageConfig: { imageSize: '512' } } };
  const ask = (prompt, { base, ...more } = {}) => clients.generateText({
    model: at(base)(MODEL), providerOptions, maxRetries: 0, ...(typeof prompt === 'string' ? { prompt } : { messages: prompt }), ...more,
  });
  const draw = (prompt, { base, ...more } = {}) => clients.generateImage({ model: at(base).image(MODEL), providerOptions, maxRetries: 0, prompt, ...more });
  /** The stream read to its end, and the error that it held. */
  const stream = async (messages, base) => {
    let error;
    const result = clients.streamText({ model: at(base)(MODEL), providerOptions, maxRetries: 0, messages, onError: (event) => { error = event.error; } });
    const types = [];
    for await (const { type } of result.fullStream) types.push(type);
    return { result, types, error };
  };
  const user = (...content) => ({ role: 'user', content });
  const text = (words) => ({ type: 'text', text: words });
  const file = (data) => ({ type: 'file', data, mediaType: 'image/jpeg' });

  test('generate, as a picture and as a text with files', async () => {
    const { image, images, warnings } = await draw(TURNS[0]);
    is512(image.uint8Array);
    assert.deepEqual([images.length, warnings], [1, []]);
    const { text: words, files, finishReason, usage } = await ask(TURNS[0]);
    is512(files[0].uint8Array);
    assert.deepEqual([words, files.length, finishReason], [WORDS, 1, 'stop']);
    assert.equal(usage.totalTokens, usage.inputTokens + usage.outputTokens);
  });

  test('stream', async () => {
    const { result, types, error } = await stream([user(text(TURNS[0]))]);
    assert.equal(error, undefined);
    assert.deepEqual([types[0], types.at(-1), types.filter((type) => type === 'file').length, await result.finishReason], ['start', 'finish', 1, 'stop']);
    assert.equal(await result.text, WORDS);
    is512((await result.files)[0].uint8Array);
  });

  for (const streamed of [false, true]) {
    test(`chat${streamed ? ', streamed' : ''}: each turn is drawn on the one before, and signatures go back`, async () => {
      const messages = [];
      const pictures = [];
      for (const words of TURNS) {
        messages.push(user(text(words)));
        const result = streamed ? (await stream(messages)).result : await ask(messages);
        pictures.push((await result.files)[0].uint8Array);
        messages.push(...(await result.response).messages);
      }
      assert.deepEqual(pictures.map(promptsOf), [1, 2, 3].map((count) => TURNS.slice(0, count)));
      assert.match(JSON.stringify(messages), /thoughtSignature/);
    });
  }

  test('a turn that lost its signature is refused', async () => {
    const { response: { messages: [answer] } } = await ask(TURNS[0]);
    const bare = { ...answer, content: answer.content.map(({ providerOptions: _, ...part }) => part) };
    await assert.rejects(ask([user(text(TURNS[0])), bare, user(text(TURNS[1]))]), ({ name, statusCode, message }) => (
      name === 'AI_APICallError' && statusCode === 400 && /is missing a thought_signature in content position 2, part position 1\./.test(message)));
  });

  test('edit: a picture that the sandbox drew is drawn on, of another it says that it cannot see it', async () => {
    const drawn = (await draw(TURNS[0])).image.uint8Array;
    assert.deepEqual(promptsOf((await draw({ text: TURNS[1], images: [drawn] })).image.uint8Array), TURNS.slice(0, 2));
    const edited = await ask([user(text(TURNS[1]), file(drawn))]);
    assert.deepEqual(promptsOf(edited.files[0].uint8Array), TURNS.slice(0, 2));
    assert.doesNotMatch(edited.text, BLIND);
    assert.match((await ask([user(text(TURNS[1]), file(photo))])).text, BLIND);
  });

  test('variations: n are n pictures, and a seed is one', async () => {
    const drawn = (await draw(TURNS[0], { seed: 1 })).image.uint8Array;
    const prompt = { text: TURNS[1], images: [drawn] };
    const { images } = await draw(prompt, { n: 3 });
    assert.equal(new Set(images.map(({ uint8Array }) => sha(uint8Array))).size, 3);
    const [a, b, c] = await Promise.all([1, 1, 2].map(async (seed) => sha((await draw(prompt, { seed })).image.uint8Array)));
    assert.equal(a, b);
    assert.notEqual(a, c);
  });

  for (const [fault, [status, enumName, says, retryable]] of Object.entries(REFUSALS)) {
    test(`refused: ${fault}`, async () => {
      const base = faulty(fault);
      const right = (error) => {
        assert.deepEqual([error.name, error.statusCode, error.isRetryable, error.data.error.status], ['AI_APICallError', status, retryable, enumName]);
        return says.test(error.message);
      };
      await assert.rejects(ask('x', { base }), right);
      await assert.rejects(draw('x', { base }), right);
      const { types, error } = await stream([user(text('x'))], base);
      assert.deepEqual(types, ['start', 'error']);
      assert.ok(right(error));
    });
  }

  test('refused: the prompt is blocked, or the picture', async () => {
    for (const [fault, raw] of [['prompt-blocked-prohibited-content', 'PROHIBITED_CONTENT'], ['image-blocked-image-safety', 'IMAGE_SAFETY']]) {
      const base = faulty(fault);
      const { finishReason, rawFinishReason, files, text: words } = await ask('x', { base });
      assert.deepEqual([finishReason, rawFinishReason, files.length, words], ['content-filter', raw, 0, '']);
      const { result } = await stream([user(text('x'))], base);
      assert.equal(await result.finishReason, 'content-filter');
      await assert.rejects(draw('x', { base }), { name: 'AI_NoImageGeneratedError' });
    }
  });
});
