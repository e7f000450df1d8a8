// @ts-check
// What a call gives: every member of the result, of its responses and of its pictures, in real browsers.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { collected } from '../harness/collected.mjs';
import { entry, inBrowsers } from './suite.mjs';

inBrowsers(['chromium', 'firefox'], (browser, server) => {
  test('the result and its response, member by member', async () => {
    const told = await browser.page(async page => {
      const { generateImage, models } = await page.entry('index');
      const result = await generateImage('a red boat', { baseURL: '/', model: 'gemini-3.1-flash-image', thinking: { includeThoughts: true }, search: true });
      const { raw, grounding, responses, image, images, thoughts, usage } = result;
      const parts = raw.candidates[0].content.parts;
      const kinds = (/** @type {any} */ part) => Object.entries(part).map(([name, value]) => [name, value?.data instanceof Blob || value instanceof Blob ? 'Blob' : typeof value].join(':')).join();
      const last = parts[parts.length - 1];
      return {
        keys: Object.keys(result).sort(), responseKeys: Object.keys(responses[0]).sort(), thoughtKeys: Object.keys(thoughts),
        first: ['text', 'thoughts', 'usage', 'finishReason', 'safetyRatings', 'grounding', 'model', 'responseId', 'raw'].every(name => Object.is(result[name], responses[0][name])),
        plain: { text: result.text, finishReason: result.finishReason, model: result.model, attempts: result.attempts, errors: result.errors, warnings: result.warnings, safetyRatings: result.safetyRatings },
        responseId: typeof result.responseId, thoughtText: thoughts.text, thoughtImages: thoughts.images.map((/** @type {any} */ each) => each.mediaType),
        usage, queries: grounding.webSearchQueries, chunks: grounding.groundingChunks.length,
        same: [images.length, responses.length, responses[0].index, images[0] === image, responses[0].images[0] === image, result.blob === image.blob, result.url === image.url],
        frozen: [Object.isFrozen(result), Object.isFrozen(image)],
        parts: parts.map(kinds), rawUsage: typeof raw.usageMetadata.totalTokenCount,
        rawPicture: last.inlineData.data === image.blob, signature: last.thoughtSignature.size, signatureType: last.thoughtSignature.type,
        models: models.length,
      };
    });
    assert.deepEqual(told.keys, ['attempts', 'errors', 'finishReason', 'grounding', 'image', 'images', 'model', 'raw', 'responseId', 'responses', 'safetyRatings', 'text', 'thoughts', 'usage', 'warnings']);
    assert.deepEqual(told.responseKeys, ['finishReason', 'grounding', 'images', 'index', 'model', 'raw', 'responseId', 'safetyRatings', 'text', 'thoughts', 'usage']);
    assert.deepEqual(told.thoughtKeys, ['text', 'images']);
    assert.ok(told.first);
    assert.deepEqual(told.plain, {
      text: 'Here is your picture: “a red boat”.', finishReason: 'STOP', model: 'gemini-3.1-flash-image', attempts: 1, errors: [], warnings: [], safetyRatings: [],
    });
    assert.equal(told.responseId, 'string');
    assert.match(told.thoughtText, /^\*\*Reading the prompt\*\*[^]+\*\*Checking the draft\*\*/);
    assert.deepEqual(told.thoughtImages, ['image/jpeg', 'image/jpeg']);
    assert.deepEqual(Object.keys(told.usage).sort(), ['imageTokens', 'inputTokens', 'outputTokens', 'totalTokens', ...('thoughtTokens' in told.usage ? ['thoughtTokens'] : [])].sort());
    assert.equal(told.usage.imageTokens, 1120);
    assert.ok(told.usage.totalTokens >= told.usage.inputTokens + told.usage.outputTokens && told.usage.outputTokens > 1120);
    assert.deepEqual([told.queries, told.chunks, told.rawUsage], [['a red boat', ''], 2, 'number']);
    assert.deepEqual(told.same, [1, 1, 0, true, true, true, true]);
    assert.deepEqual(told.frozen, [true, true]);
    assert.match(told.parts.join(' '), /inlineData:Blob,thoughtSignature:Blob$/);
    assert.equal(told.rawPicture, true);
    assert.ok(told.signature > 100_000, `${told.signature} bytes of signature`);
    assert.equal(told.signatureType, '');
    assert.ok(told.models >= 8);
  });

  test('url: lazy, stable, and new after revoke; dispose is revoke', async () => {
    const told = await browser.page(async page => {
      const { createObjectURL, revokeObjectURL } = URL;
      /** @type {string[]} */
      const log = [];
      URL.createObjectURL = blob => { log.push('create'); return createObjectURL(blob); };
      URL.revokeObjectURL = url => { log.push('revoke'); revokeObjectURL(url); };
      const { generateImage } = await page.entry('index');
      const result = await generateImage('a boat', { baseURL: '/fault/drafts%2Bbig-4KiB' });
      const made = log.length;
      const alive = (/** @type {string} */ url) => fetch(url).then(r => r.blob(), () => null).then(blob => blob && `${blob.size} ${blob.type}`);
      const { url } = result;
      const shown = await new Promise(resolve => { const img = new Image(); img.onload = () => resolve(`${img.naturalWidth}×${img.naturalHeight}`); img.onerror = () => resolve('broken'); img.src = url; });
      const [first, second, last] = result.images;
      const urls = [first.url, second.url, last.url];
      const stable = [url === last.url, new Set(urls).size];
      const before = await Promise.all(urls.map(alive));
      last.revoke();
      last.revoke();
      const after = [await alive(url), await alive(first.url)];
      const renewed = result.url !== url && await alive(result.url);
      result.revoke();
      const none = await Promise.all(urls.map(alive));
      const dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');
      const fresh = last.url;
      last[dispose]();
      const disposed = [await alive(fresh), typeof result[dispose], typeof Symbol.dispose];
      result[dispose]();
      Object.assign(URL, { createObjectURL, revokeObjectURL });
      return { made, shown, stable, before, after, renewed, none, disposed };
    });
    assert.deepEqual(told, {
      made: 0, shown: '1024×1024', stable: [true, 3], before: Array(3).fill('4096 image/png'), after: [null, '4096 image/png'], renewed: '4096 image/png',
      none: [null, null, null], disposed: [null, 'function', told.disposed[2]],
    });
  });

  test('revoke() of a result takes the URLs of its thoughts too, and of each of n', async () => {
    const told = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const result = await generateImage('a boat', { baseURL: '/', model: 'gemini-3.1-flash-image', thinking: { includeThoughts: true }, n: 2 });
      const urls = result.responses.flatMap((/** @type {any} */ { images, thoughts }) => [...images, ...thoughts.images]).map((/** @type {any} */ { url }) => url);
      const alive = () => Promise.all(urls.map((/** @type {string} */ url) => fetch(url).then(() => true, () => false)));
      const before = await alive();
      result.revoke();
      return [before, await alive()];
    });
    assert.deepEqual(told, [Array(6).fill(true), Array(6).fill(false)]);
  });

  if (browser.name === 'chromium') {
    test('in a service worker there is a blob and no URL, which is said', async () => {
      server.handle('/service.js', () => new Response(`
        import { generateImage } from '/wasmagine/inline.js';
        const told = async () => {
          const { blob, image } = await generateImage('a boat', { baseURL: '/fault/big-4KiB' });
          try {
            return image.url;
          } catch ({ name, code, message, hint }) {
            return [blob.size, image.width, name, code, message, hint];
          }
        };
        addEventListener('message', event => told().catch(String).then(told => event.source.postMessage(told)));
      `, { headers: { 'content-type': 'text/javascript' } }));
      const told = await browser.page(async () => {
        const registration = await navigator.serviceWorker.register('/service.js', { type: 'module', scope: '/service/' });
        const worker = /** @type {ServiceWorker} */ (registration.installing ?? registration.waiting ?? registration.active);
        const told = new Promise(resolve => { navigator.serviceWorker.onmessage = ({ data }) => resolve(data); });
        navigator.serviceWorker.startMessages();
        worker.postMessage('draw');
        return told.finally(() => registration.unregister());
      });
      assert.deepEqual(told, [4096, 1024, 'GenerateImageError', 'invalid-option', 'blob: URLs do not exist here (service workers have none)', 'use `blob` instead of `url`']);
    });
  }

  test('which pictures are the result', async () => {
    const told = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const { sandbox } = await page.entry('sandbox');
      const counts = async (/** @type {any} */ options) => {
        const { images, thoughts, image, text, warnings } = await generateImage('a boat', { baseURL: '/', ...options });
        return [images.length, thoughts.images.length, images[images.length - 1] === image, image.mediaType, text !== '', warnings.length];
      };
      const thinking = { model: 'gemini-3.1-flash-image', thinking: { includeThoughts: true } };
      return {
        thoughts: await counts(thinking),
        'only-thought-image': await counts({ fetch: sandbox({ fault: 'only-thought-image+big-4KiB' }) }),
        drafts: await counts({ fetch: sandbox({ fault: 'drafts+big-4KiB' }) }),
        'snake-case': await counts({ ...thinking, fetch: sandbox({ fault: 'snake-case' }) }),
        'image-first': await counts({ fetch: sandbox({ fault: 'image-first+big-4KiB' }) }),
        'images only': await counts({ responseModalities: ['IMAGE'], fetch: sandbox({ fault: 'big-4KiB' }) }),
        'good-and-svg': await counts({ fetch: sandbox({ fault: 'good-and-svg+big-4KiB' }) }),
      };
    });
    assert.deepEqual(told, {
      thoughts: [1, 2, true, 'image/jpeg', true, 0],
      'only-thought-image': [1, 0, true, 'image/png', false, 0],
      drafts: [3, 0, true, 'image/png', true, 0],
      'snake-case': [1, 2, true, 'image/jpeg', true, 1], // and a warning that says so
      'image-first': [1, 0, true, 'image/png', true, 0],
      'images only': [1, 0, true, 'image/png', false, 0],
      'good-and-svg': [1, 0, true, 'image/png', true, 1],
    });
  });

  test('bytes, base64, data URL, bitmap and file hold the same picture', async () => {
    const bytes = readFileSync(new URL('../fixtures/plain.png', import.meta.url));
    const told = await browser.page(async (page, base64) => {
      const { generateImage } = await page.entry('index');
      const reply = { candidates: [{ content: { parts: [{ inlineData: { data: base64 } }] } }] };
      const { image } = await generateImage('a boat', { baseURL: '/api', fetch: async () => Response.json(reply) });
      const bitmap = await image.bitmap();
      const small = await image.bitmap({ resizeWidth: 2, resizeHeight: 3 });
      const [file, named] = [image.toFile(), image.toFile('boot.png')];
      const array = await image.bytes();
      return {
        hash: await page.sha256(new Blob([array])), array: array.constructor === Uint8Array, base64: await image.base64(), dataURL: await image.dataURL(),
        bitmap: [bitmap.width, bitmap.height, image.width, image.height], small: [small.width, small.height],
        file: [file instanceof File, file.name, file.type, file.size, named.name], fileHash: await page.sha256(file),
      };
    }, bytes.toString('base64'));
    const hash = createHash('sha256').update(bytes).digest('hex');
    assert.deepEqual([told.hash, told.fileHash, told.base64, told.dataURL], [hash, hash, bytes.toString('base64'), `data:image/png;base64,${bytes.toString('base64')}`]);
    assert.deepEqual([told.bitmap[0], told.bitmap[1]], [told.bitmap[2], told.bitmap[3]]);
    assert.deepEqual([told.array, told.small, told.file], [true, [2, 3], [true, 'image.png', 'image/png', bytes.length, 'boot.png']]);
  });

  test('download saves the picture under its name', async () => {
    const { hash, unnamed } = await browser.page(async page => {
      const { generateImage } = await page.entry('index');
      const result = await generateImage('a boat', { baseURL: '/fault/big-16KiB' });
      result.image.download('a boat.png');
      result.revoke(); // at once: the download has a URL of its own
      const { click } = HTMLAnchorElement.prototype;
      let unnamed = '';
      HTMLAnchorElement.prototype.click = function () { unnamed = this.download; }; // a browser asks before it saves a second one
      result.image.download();
      HTMLAnchorElement.prototype.click = click;
      return { hash: await page.sha256(result.blob), unnamed };
    });
    const bytes = await browser.folders.downloaded('a boat.png');
    assert.equal(createHash('sha256').update(bytes).digest('hex'), hash);
    assert.equal(unnamed, 'image.png');
  });

  test('nobody else makes these objects', async () => {
    const told = await browser.page(async page => {
      const { generateImage, GeneratedImage, GenerateImageError } = await page.entry('index');
      const result = await generateImage('a boat', { baseURL: '/fault/big-4KiB' });
      const refused = (/** @type {() => any} */ make) => { try { make(); return 'made'; } catch (error) { return String(error); } };
      return [
        refused(() => new GeneratedImage()), refused(() => new GeneratedImage(Symbol('wasmagine'), result.blob, 'image/png', 1, 1)),
        refused(() => new GenerateImageError()), refused(() => new result.constructor()),
        String(result.image instanceof GeneratedImage), String(result.image.constructor === GeneratedImage),
      ];
    });
    assert.deepEqual(told, [
      'TypeError: GeneratedImage is made by generateImage, not by new', 'TypeError: GeneratedImage is made by generateImage, not by new',
      'TypeError: GenerateImageError is made by generateImage, not by new', 'TypeError: GenerateImageResult is made by generateImage, not by new',
      'true', 'true',
    ]);
  });
});

/** What a call gives of that answer. @param {any} answer @param {any} [options] @returns {Promise<any>} */
async function read(answer, options) {
  const { generateImage } = await entry('inline');
  return generateImage('a boat', { baseURL: 'https://gateway.example', fetch: async () => new Response(JSON.stringify(answer)), ...options });
}
const data = readFileSync(new URL('../fixtures/plain.png', import.meta.url)).toString('base64');
const inlineData = { mimeType: 'image/png', data };

test('each field is what the server says of it, of a stream as of a call', async () => {
  const ratings = [{ category: 'HARM_CATEGORY_HARASSMENT', probability: 'LOW' }, { category: 'HARM_CATEGORY_HATE_SPEECH', probability: 'HIGH', blocked: true }];
  const grounding = { webSearchQueries: ['a'], groundingChunks: [{ web: { uri: 'https://x.example', title: '' } }], odd: [1] };
  const usageMetadata = {
    promptTokenCount: 1, candidatesTokenCount: 20, totalTokenCount: 300, thoughtsTokenCount: 4000, promptTokensDetails: [{ modality: 'IMAGE', tokenCount: 258 }],
    candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 7 }, { modality: 'TEXT', tokenCount: 9 }, { modality: 'IMAGE', tokenCount: 5 }],
  };
  const parts = [{ text: 'One ' }, { inlineData }, { text: 'two.' }, { text: 'hm', thought: true }];
  const whole = { finishReason: 'ODD_REASON', safetyRatings: ratings, groundingMetadata: grounding };
  const [first, last] = [{ usageMetadata: { promptTokenCount: 1, totalTokenCount: 2000 }, modelVersion: 'the-model-itself', responseId: 'id-1' }, { usageMetadata, modelVersion: 'the-model-itself', responseId: 'id-1' }];
  const { generateImage, streamImage } = await entry('inline');
  const fetch = async (/** @type {Request} */ { url }) => {
    const events = [...parts.map(part => ({ candidates: [{ content: { role: 'model', parts: [part] } }], ...first })), { candidates: [whole], ...last }];
    return url.includes('alt=sse') ? new Response(events.map(event => `data: ${JSON.stringify(event)}\r\n\r\n`).join(''), { headers: { 'content-type': 'text/event-stream' } })
      : Response.json({ candidates: [{ content: { role: 'model', parts }, ...whole }], ...last });
  };
  const options = { baseURL: 'https://gateway.example', model: 'an-alias', fetch };
  for (const result of [await generateImage('a boat', options), await streamImage('a boat', options).result]) {
    const { raw, image, images, responses, ...plain } = result;
    assert.deepEqual(plain, {
      text: 'One two.', thoughts: { text: 'hm', images: [] }, usage: { inputTokens: 1, outputTokens: 20, totalTokens: 300, imageTokens: 12, thoughtTokens: 4000 },
      finishReason: 'ODD_REASON', safetyRatings: ratings, grounding, model: 'the-model-itself', responseId: 'id-1', errors: [], warnings: [], attempts: 1,
    });
    assert.deepEqual([responses.length, responses[0].index, responses[0].images[0] === image, images.length], [1, 0, true, 1]);
    assert.deepEqual([Array.isArray(raw), [raw].flat().length, [raw].flat().at(-1).usageMetadata], Array.isArray(raw) ? [true, 5, usageMetadata] : [false, 1, usageMetadata]);
    assert.ok(Buffer.from(await result.blob.arrayBuffer()).equals(Buffer.from(data, 'base64')));
  }
});

test('type and size are those of the bytes, whatever the server says', async () => {
  for (const mimeType of ['image/jpeg', 'text/html', 'image/svg+xml', '', 5]) {
    const { image, blob } = await read({ candidates: [{ content: { parts: [{ inlineData: { mimeType, data, width: 1, height: 1 } }] } }] });
    assert.deepEqual([image.mediaType, blob.type, image.width, image.height], ['image/png', 'image/png', 37, 21], String(mimeType));
  }
});

test('what the server does not say is empty or absent, and the model the one that was asked for', async () => {
  const result = await read({ candidates: [{ content: { parts: [{ inlineData }] } }] }, { model: 'an-alias' });
  const { text, thoughts, usage, finishReason, safetyRatings, model } = result;
  assert.deepEqual({ text, thoughts, usage, finishReason, safetyRatings, model }, { text: '', thoughts: { text: '', images: [] }, usage: {}, finishReason: '', safetyRatings: [], model: 'an-alias' });
  for (const name of ['grounding', 'responseId']) assert.ok(!(name in result) && !(name in result.responses[0]), name);
});

test('in `raw` the base64 of pictures and signatures is Blobs of the bytes, in either spelling, and all else is as it came', async () => {
  const signature = Buffer.from('a signature').toString('base64');
  for (const [picture, signed, other] of [['inlineData', 'thoughtSignature', 'inline_data'], ['inline_data', 'thought_signature', 'inlineData']]) {
    const answer = { candidates: [{ content: { parts: [{ text: 'Here', [signed]: signature }, { [picture]: inlineData, [signed]: signature, n: 1.5 }, { functionCall: { args: { data, [other]: null } } }] }, odd: null }], odd: [{ data }] };
    const { raw, blob } = await read(answer);
    const parts = raw.candidates[0].content.parts;
    assert.ok(parts[1][picture].data === blob && blob.size === Buffer.from(data, 'base64').length);
    for (const part of parts.slice(0, 2)) {
      assert.ok(part[signed] instanceof Blob);
      assert.equal(await part[signed].text(), 'a signature');
      part[signed] = signature;
    }
    parts[1][picture].data = data;
    assert.deepEqual(raw, answer);
  }
});

test('a URL outlives the object that made it', async () => {
  /** @type {any} */
  let result = await read({ candidates: [{ content: { parts: [{ inlineData }] } }] });
  const { url } = result;
  const [made, image] = [new WeakRef(result), new WeakRef(result.image)];
  result = undefined;
  await collected();
  assert.deepEqual([made.deref(), image.deref()], [undefined, undefined]);
  assert.equal((await (await fetch(url)).blob()).size, Buffer.from(data, 'base64').length);
});
