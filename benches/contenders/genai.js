import { GoogleGenAI } from '@google/genai';
import { toBase64, withAtob } from './decode.js';
import { model, pictureOf } from './rest.js';

/** @param {string} base @param {any[]} [parts] */
export const ask = (base, parts = []) => new GoogleGenAI({ apiKey: 'none', httpOptions: { baseUrl: base, apiVersion: 'v1beta' } }).models.generateContent({
  model,
  contents: [{ role: 'user', parts: [...parts, { text: 'a red boat at dawn' }] }],
  config: { responseModalities: ['TEXT', 'IMAGE'] },
});

export const draw = async base => pictureOf(await ask(base), withAtob);

export async function edit(base, picture) {
  const part = { inlineData: { mimeType: picture.type, data: await toBase64(picture) } };
  return pictureOf(await ask(base, [part]), withAtob);
}
