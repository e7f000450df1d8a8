// The API over plain fetch.

export const model = 'gemini-2.5-flash-image';

/** @param {string} base @param {any[]} parts what goes with the prompt */
export const post = (base, parts = []) => fetch(`${base}/v1beta/models/${model}:generateContent`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    contents: [{ role: 'user', parts: [...parts, { text: 'a red boat at dawn' }] }],
    generationConfig: { responseModalities: ['TEXT', 'IMAGE'] },
  }),
});

/** @param {any} reply @param {(base64: string) => Uint8Array} decode */
export function pictureOf(reply, decode) {
  const { data, mimeType } = reply.candidates[0].content.parts.findLast(part => part.inlineData).inlineData;
  return new Blob([decode(data)], { type: mimeType });
}
