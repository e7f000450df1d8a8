// @ts-check
// Thought signatures: what a Gemini 3 image model puts on its parts and wants back unchanged. Each holds an HMAC over the picture's bytes, its
// place in the conversation and the model's family, then filler that the HMAC seeds, because real ones are larger than the picture. A
// text's own words are not in it: nobody reports that the API refuses a client which joins the texts of a stream, as the AI SDK does.

import { decode } from './base64.js';
import { invalid } from './errors.js';
import { Random } from './random.js';

/** A constant, so that a conversation restored after a reload, or sent from another worker, still passes. It guards nothing. */
const KEY = 'wasmagine sandbox thought signatures';
const MAC = 32;

/** @typedef {import('./models.js').Model} Model */
/** @typedef {{text?: string, inlineData?: {mimeType: string, data: Uint8Array<ArrayBuffer>}, thought?: boolean, thoughtSignature?: Uint8Array}} Part */

/**
 * The parts that carry a signature: every image that is no thought, and the first text if it comes before any image. A part's place is its
 * place among these: thoughts and empty texts may be left out, and texts joined.
 * @param {any[]} parts @returns {{part: any, place: number, index: number}[]}
 */
function signed(parts) {
  const counted = parts
    .map((part, index) => ({ part, index }))
    .filter(({ part }) => !part.thought && part.text !== '');
  return counted
    .filter(({ part }, at) => part.inlineData || (at === 0 && part.text !== undefined))
    .map((entry, place) => ({ ...entry, place }));
}

/**
 * @param {Part[]} parts of one reply @param {Model} model @param {number} turn index of this content in the conversation
 * @returns {Promise<Part[]>} the parts with their signatures
 */
export async function sign(parts, model, turn) {
  const size = model.signature;
  if (!size) return parts;
  const places = signed(parts);
  const length = places.length > 1 ? size.withText : size.alone;
  const copies = [...parts];
  for (const { part, place, index } of places) {
    // A gateway that puts the picture into prose, or a prefix before it, has made a new string: nothing of it was signed.
    if (part.inlineData ? !(part.inlineData.data instanceof Uint8Array) : typeof part.text !== 'string')
      continue;
    const data = part.inlineData?.data ?? new Uint8Array(0);
    copies[index] = {
      ...part,
      thoughtSignature: await signature(
        model,
        turn,
        place,
        part.inlineData?.mimeType ?? 'text',
        data,
        length,
      ),
    };
  }
  return copies;
}

/** @param {any[]} contents of a request @param {Model} model throws Refusal */
export async function verify(contents, model) {
  if (!model.signature) return;
  for (const [turn, content] of contents.entries()) {
    if (content.role !== 'model') continue;
    const places = signed(content.parts);
    // A stream may bring a picture's signature later, alone on an empty text part, which then has to come back too.
    const late = content.parts.filter((/** @type {any} */ part) => part.text === '' && part.thoughtSignature);
    const signers = new Set(late);
    const pictured = places.some(({ part }) => part.inlineData);
    for (const { part, place, index } of places) {
      const at = `in content position ${turn + 1}, part position ${index + 1}.`;
      const kind = part.inlineData ? 'Image' : 'Text';
      const signer = part.thoughtSignature ? part : part.inlineData && late.shift();
      // Prose with a picture in it is a gateway's, and was never signed; nor is what a client has left of it.
      if (!signer && part.text && (!pictured || /\]\(|data:image\//.test(part.text))) continue;
      if (!signer)
        throw invalid(
          `${kind} part is missing a thought_signature ${at} Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.`,
        );
      signers.add(signer);
      const given = /** @type {Uint8Array} */ (decode(signer.thoughtSignature));
      const data = (part.inlineData && decode(part.inlineData.data)) ?? new Uint8Array(0);
      const right = await signature(
        model,
        turn,
        place,
        part.inlineData?.mimeType ?? 'text',
        data,
        given.length,
      );
      if (!same(given, right)) throw invalid(`${kind} part has an invalid thought_signature ${at}`);
    }
    const stray = content.parts.findIndex(
      (/** @type {any} */ part) =>
        part.thoughtSignature && !part.thought && (!signers.has(part) || late.includes(part)),
    );
    if (stray >= 0)
      throw invalid(
        `Part has an invalid thought_signature in content position ${turn + 1}, part position ${stray + 1}.`,
      );
  }
}

/**
 * @param {Model} model @param {number} turn @param {number} place @param {string} kind @param {Uint8Array<ArrayBuffer>} data @param {number} length
 * @returns {Promise<Uint8Array>}
 */
async function signature(model, turn, place, kind, data, length) {
  const text = new TextEncoder();
  const key = await crypto.subtle.importKey(
    'raw',
    text.encode(KEY),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
  const head = text.encode(`${model.family}/${turn}/${place}/${kind}/${length}/`);
  const signedBytes = new Uint8Array(head.length + digest.length);
  signedBytes.set(head);
  signedBytes.set(digest, head.length);
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, signedBytes));
  const filler = new Random(new DataView(mac.buffer).getUint32(0));
  const whole = filler.bytes(Math.max(length, MAC));
  whole.set(mac);
  return whole;
}

/** @param {Uint8Array} a @param {Uint8Array} b */
function same(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
