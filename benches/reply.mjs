// @ts-check
// A picture of the size asked and the reply that holds it, byte for byte as Google's server lays one out: pretty printed by two spaces,
// camelCase, the picture's part before the counts.
import { createHash, randomFillSync } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

export const MiB = 2 ** 20;

/** A PNG of noise, which no one can compress. @param {number} size in bytes, from 4096 */
export function png(size) {
  const width = 1024;
  const line = 1 + 3 * width;
  // Stored, not deflated, so that its length is known; a private chunk fills up what is left.
  const height = Math.max(1, Math.floor((size - 2048) / (line * 1.001)));
  const pixels = randomFillSync(Buffer.alloc(height * line));
  for (let row = 0; row < height; row++) pixels[row * line] = 0;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const chunks = [Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(pixels, { level: 0 })), chunk('IEND', Buffer.alloc(0))];
  const filler = size - chunks.reduce((sum, { length }) => sum + length, 0) - 12;
  if (filler < 0) throw new Error(`a PNG of ${size} bytes came out ${-filler} bytes too large`);
  chunks.splice(2, 0, chunk('nOIs', randomFillSync(Buffer.alloc(filler))));
  return Buffer.concat(chunks);
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/**
 * @param {number} size of the picture
 * @param {number} signature length of the thought signature beside it, 0 for none
 */
export function reply(size, signature = 0) {
  const picture = png(size);
  const [data, thoughtSignature] = ['@data@', '@signature@'];
  const part = { inlineData: { mimeType: 'image/png', data }, ...(signature ? { thoughtSignature } : {}) };
  const json = `${JSON.stringify({
    candidates: [{ content: { parts: [{ text: 'Here is your picture: a red boat at dawn.' }, part], role: 'model' }, finishReason: 'STOP', index: 0 }],
    usageMetadata: {
      promptTokenCount: 6, candidatesTokenCount: 1290, totalTokenCount: 1296,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: 6 }], candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1290 }],
    },
    modelVersion: 'gemini-2.5-flash-image', responseId: 'bm90LWEtcmVhbC1pZA',
  }, null, 2)}\n`;
  const [before, rest] = json.split(data);
  const [between, after] = signature ? rest.split(thoughtSignature) : [rest, ''];
  const signed = signature ? [Buffer.from(randomFillSync(Buffer.alloc(signature)).toString('base64')), Buffer.from(after)] : [];
  const body = Buffer.concat([Buffer.from(before), Buffer.from(picture.toString('base64')), Buffer.from(between), ...signed]);
  return { body, picture, sha256: createHash('sha256').update(picture).digest('hex') };
}
