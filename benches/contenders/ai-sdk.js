import { createGoogle } from '@ai-sdk/google';
import { generateText } from 'ai';
import { model } from './rest.js';

/** @param {string} base @param {any[]} [content] */
async function ask(base, content = []) {
  const google = createGoogle({ apiKey: 'none', baseURL: `${base}/v1beta` });
  const { files } = await generateText({
    model: google(model),
    messages: [{ role: 'user', content: [...content, { type: 'text', text: 'a red boat at dawn' }] }],
    providerOptions: { google: { responseModalities: ['TEXT', 'IMAGE'] } },
  });
  const file = files.findLast(({ mediaType }) => mediaType.startsWith('image/'));
  return new Blob([file.uint8Array], { type: file.mediaType });
}

export const draw = base => ask(base);

export const edit = async (base, picture) => ask(base, [{ type: 'image', image: await picture.arrayBuffer(), mediaType: picture.type }]);
