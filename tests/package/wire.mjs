// @ts-check
// What each option puts on the wire. The options are functions, because they are made in the page: not all of them are JSON, and some are
// promises there.
import { readFileSync } from 'node:fs';

const config = (/** @type {any} */ more) => ({ generationConfig: { responseModalities: ['TEXT', 'IMAGE'], ...more } });
const image = (/** @type {any} */ imageConfig) => config({ imageConfig });
const search = (/** @type {any} */ googleSearch) => ({ ...config({}), tools: [{ googleSearch }] });
const MODEL = 'gemini-2.5-flash-image';
const picture = { inlineData: { mimeType: 'image/png', data: readFileSync(new URL('../fixtures/plain.png', import.meta.url), 'base64') } };

/**
 * @typedef {object} Wire
 * @property {() => any} options
 * @property {any[]} [parts] beside the prompt
 * @property {any} [body] beside `contents`
 * @property {string} [path] behind baseURL
 * @property {Record<string, string>} [headers] beside the browser's own and content-type
 * @property {false} [turn] no turn of a session can be told that
 */

/** @type {Record<string, Wire>} */
export const wires = {
  nothing: { options: () => ({}) },
  // where it goes
  apiVersion: { options: () => ({ apiVersion: 'v1' }), path: `/v1/models/${MODEL}:generateContent` },
  model: { options: () => ({ model: 'nano-banana-2' }), path: '/v1beta/models/nano-banana-2:generateContent' },
  'odd-model': {
    options: () => ({ model: 'tuned/ä b?c#d%20:x' }),
    path: '/v1beta/models/tuned%2F%C3%A4%20b%3Fc%23d%2520%3Ax:generateContent',
  },
  // credentials
  key: { options: () => ({ apiKey: ' sk-1\n' }), headers: { authorization: 'Bearer sk-1' } },
  auto: { options: () => ({ apiKey: 'sk-1', auth: 'auto' }), headers: { authorization: 'Bearer sk-1' } },
  bearer: { options: () => ({ apiKey: 'sk-1', auth: 'bearer' }), headers: { authorization: 'Bearer sk-1' } },
  goog: { options: () => ({ apiKey: 'sk-1', auth: 'x-goog-api-key' }), headers: { 'x-goog-api-key': 'sk-1' } },
  query: { options: () => ({ apiKey: 'sk-1+/=&', auth: 'query' }), path: `/v1beta/models/${MODEL}:generateContent?key=sk-1%2B%2F%3D%26` },
  both: {
    options: () => ({ apiKey: 'sk-1', auth: 'bearer+query' }),
    path: `/v1beta/models/${MODEL}:generateContent?key=sk-1`, headers: { authorization: 'Bearer sk-1' },
  },
  none: { options: () => ({ apiKey: 'sk-1', auth: 'none' }) },
  'key-function': { options: () => ({ apiKey: () => 'sk-2' }), headers: { authorization: 'Bearer sk-2' } },
  'key-promise': { options: () => ({ apiKey: async () => ' sk-3 ' }), headers: { authorization: 'Bearer sk-3' } },
  // headers, in each of their forms
  'headers-object': { options: () => ({ headers: { 'X-One': '1', 'x-two': ' zwei ü ' } }), headers: { 'x-one': '1', 'x-two': 'zwei ü' } },
  'headers-list': { options: () => ({ headers: [['X-One', '1'], ['x-one', '2']] }), headers: { 'x-one': '1, 2' } },
  'headers-class': { options: () => ({ headers: new Headers({ 'X-One': '1' }) }), headers: { 'x-one': '1' } },
  'headers-credential': { options: () => ({ headers: { authorization: 'Basic abc' }, auth: 'none' }), headers: { authorization: 'Basic abc' } },
  // what to make
  aspectRatio: { options: () => ({ aspectRatio: '16:9' }), body: image({ aspectRatio: '16:9' }) },
  size: { options: () => ({ size: '2K' }), body: image({ imageSize: '2K' }) },
  'ratio-and-size': { options: () => ({ aspectRatio: '21:9', size: '4K' }), body: image({ aspectRatio: '21:9', imageSize: '4K' }) },
  seed: { options: () => ({ seed: -2147483648 }), body: config({ seed: -2147483648 }) },
  'seed-zero': { options: () => ({ seed: 0 }), body: config({ seed: 0 }) },
  sampling: { options: () => ({ temperature: 0.1, topP: 0.95, topK: 40 }), body: config({ temperature: 0.1, topP: 0.95, topK: 40 }) },
  'sampling-ends': { options: () => ({ temperature: 0, topP: 1, topK: 1 }), body: config({ temperature: 0, topP: 1, topK: 1 }) },
  modalities: { options: () => ({ responseModalities: ['IMAGE'] }), body: { generationConfig: { responseModalities: ['IMAGE'] } } },
  system: { options: () => ({ system: 'Paint “only” in blue.' }), body: { systemInstruction: { parts: [{ text: 'Paint “only” in blue.' }] }, ...config({}) } },
  safety: {
    options: () => ({ safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'OFF' }] }),
    body: { ...config({}), safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'OFF' }] },
  },
  'no-safety': { options: () => ({ safetySettings: [] }) },
  'thinking-level': { options: () => ({ thinking: { level: 'high' } }), body: config({ thinkingConfig: { thinkingLevel: 'HIGH' } }) },
  thoughts: { options: () => ({ thinking: { includeThoughts: true } }), body: config({ thinkingConfig: { includeThoughts: true } }) },
  'no-thoughts': { options: () => ({ thinking: { level: 'minimal', includeThoughts: false } }), body: config({ thinkingConfig: { thinkingLevel: 'MINIMAL', includeThoughts: false } }) },
  search: { options: () => ({ search: true }), body: search({}) },
  'no-search': { options: () => ({ search: false }) },
  'search-web': { options: () => ({ search: { web: true } }), body: search({}) },
  'search-image': { options: () => ({ search: { image: true } }), body: search({ searchTypes: { imageSearch: {} } }) },
  'search-both': { options: () => ({ search: { web: true, image: true } }), body: search({ searchTypes: { webSearch: {}, imageSearch: {} } }) },
  'search-none': { options: () => ({ search: { web: false } }) },
  // pictures; images.test.mjs has every form of them
  images: {
    options: () => ({ images: ['data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptV', new Uint8Array([255, 216, 255, 224])] }),
    parts: [
      { inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptV' } },
      { inlineData: { mimeType: 'image/jpeg', data: '/9j/4A==' } },
    ],
  },
  'image-alone': { options: () => ({ images: 'data:image/jpeg;base64,/9j/4A==' }), parts: [{ inlineData: { mimeType: 'image/jpeg', data: '/9j/4A==' } }] },
  'images-of-a-page': {
    options: async () => {
      const [blob, response] = await Promise.all([fetch('/tests/fixtures/plain.png').then(found => found.blob()), fetch('/tests/fixtures/plain.png')]);
      const img = Object.assign(new Image(), { src: '/tests/fixtures/plain.png' });
      return { images: [blob, new File([blob], 'x.png'), await blob.arrayBuffer(), response, '/tests/fixtures/plain.png', new URL('/tests/fixtures/plain.png', location.href), URL.createObjectURL(blob), img] };
    },
    parts: Array(8).fill(picture),
  },
  'image-that-was-made': {
    options: async () => {
      const { generateImage } = await import(String('/wasmagine/index.js'));
      const parts = [{ inlineData: { data: await fetch('/tests/fixtures/plain.png').then(async found => btoa(String.fromCharCode(...new Uint8Array(await found.arrayBuffer())))) } }];
      return { images: (await generateImage('a cow', { baseURL: '/', fetch: async () => Response.json({ candidates: [{ content: { parts } }] }) })).image };
    },
    parts: [picture],
  },
  'images-and-key': { options: () => ({ images: '/tests/fixtures/plain.png', apiKey: 'sk-1', headers: { 'x-one': '1' } }), parts: [picture], headers: { authorization: 'Bearer sk-1', 'x-one': '1' } },
  'no-images': { options: () => ({ images: [] }) },
  // what is not for the server
  remoteImages: { options: () => ({ remoteImages: () => true }) },
  strict: { options: () => ({ strict: true }) },
  fetch: { options: () => ({ fetch: (/** @type {Request} */ request) => fetch(request), apiKey: 'sk-1' }), headers: { authorization: 'Bearer sk-1' } },
  behaviour: { options: () => ({ signal: new AbortController().signal, timeout: 60_000, maxRetries: 0, retryAmbiguous: true, onProgress() {}, onImage() {} }) },
  'n-of-one': { options: () => ({ n: 1, concurrency: 1 }), turn: false },
  // extraBody
  'extra-field': { options: () => ({ extraBody: { labels: { a: '1' }, n: 0.5, flag: false } }), body: { ...config({}), labels: { a: '1' }, n: 0.5, flag: false } },
  'extra-merges': {
    options: () => ({ seed: 7, size: '1K', extraBody: { generationConfig: { maxOutputTokens: 9, imageConfig: { aspectRatio: '1:1' } } } }),
    body: config({ seed: 7, maxOutputTokens: 9, imageConfig: { imageSize: '1K', aspectRatio: '1:1' } }),
  },
  'extra-array-replaces': { options: () => ({ extraBody: { generationConfig: { responseModalities: ['Image'] } } }), body: { generationConfig: { responseModalities: ['Image'] } } },
  'extra-replaces-object': { options: () => ({ extraBody: { generationConfig: [1] } }), body: { generationConfig: [1] } },
  'extra-null': { options: () => ({ extraBody: { generationConfig: { seed: null }, labels: null } }), body: { ...config({ seed: null }), labels: null } },
  'extra-undefined': { options: () => ({ seed: 7, extraBody: { generationConfig: { seed: undefined }, labels: undefined } }) },
  'extra-removes-all': { options: () => ({ extraBody: { generationConfig: undefined } }), body: {} },
  'extra-function': { options: () => ({ extraBody: { toJSON: () => 'another body', labels: () => 1 } }) },
  'extra-proto': {
    options: () => ({ extraBody: JSON.parse('{"__proto__":{"a":1},"generationConfig":{"__proto__":{"b":2},"constructor":{"prototype":{"c":3}}}}') }),
    body: JSON.parse('{"generationConfig":{"responseModalities":["TEXT","IMAGE"],"__proto__":{"b":2},"constructor":{"prototype":{"c":3}}},"__proto__":{"a":1}}'),
  },
};

/** How a call is begun, by whose parts of the package. @type {Record<string, (entry: any, options: any) => Promise<any>>} */
export const ways = {
  call: ({ generateImage }, options) => generateImage('a pig', options),
  stream: ({ streamImage }, options) => streamImage('a pig', options).result,
  turn: ({ createSession }, options) => createSession().send('a pig', options),
  'streamed turn': ({ createSession }, options) => createSession().stream('a pig', options).result,
  client: ({ createClient }, options) => createClient(options).generateImage('a pig'),
};

/** @param {Wire} wire @param {string} [way] */
export const expected = ({ parts = [], body = config({}), path = `/v1beta/models/${MODEL}:generateContent`, headers = {} }, way = 'call') => ({
  body: { contents: [{ role: 'user', parts: [{ text: 'a pig' }, ...parts] }], ...body }, headers,
  path: way.includes('stream') ? path.replace(/:generateContent\??/, match => `:streamGenerateContent?alt=sse${match.endsWith('?') ? '&' : ''}`) : path,
});
