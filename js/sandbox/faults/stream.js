// @ts-check
// Faults of a stream: how its events are framed, which framing comes at all, what each event holds, and how it ends. Asked for a single
// answer, those about events change the one object, or nothing.

import { Mixed, Raw } from '../wire.js';
import { imagePart } from '../reply.js';
import { bigPng } from '../png.js';
import { bytesOf } from './body.js';

/** @typedef {import('../faults.js').Fault} Fault */
/** @typedef {import('../wire.js').Style} Style */

/** @param {string} name @param {string} about @param {Style} style @returns {Fault} */
const framed = (name, about, style) => ({ name, about, style });

/** The stream breaks off, or the single answer is no answer. @param {string} name @param {string} about @param {number} after how many events
 *  @param {(error: object) => any} make @returns {Fault} */
const broken = (name, about, after, make) => ({
  name, about, objects: (objects, { streamed }) => {
    const error = { error: { code: 500, message: 'An internal error has occurred.', status: 'INTERNAL' } };
    return streamed ? [...objects.slice(0, after), make(error)] : [error];
  },
});

/** @param {any[]} parts @param {(image: any) => any[]} change of the final pictures @returns {any[]} */
const pictures = (parts, change) => parts.flatMap((part) => (part.inlineData && !part.thought ? change(part) : [part]));

/** Letters of one, two, three and four bytes, so that chunks cut through them. */
const SENTENCE = 'Fertig gezeichnet – schön! 一艘小船。🚤';

/** @type {Fault[]} */
export const STREAMS = [
  framed('sse-lf', 'server-sent events end with LF LF, with a ping before and [DONE] after', { events: 'gateway' }),
  framed('sse-single-lf', 'server-sent events end with a single LF', { events: 'lf' }),
  framed('sse-cr', 'server-sent events end with CR CR', { events: 'cr' }),
  framed('sse-tight', 'no space after `data:`, and [DONE] at the end', { events: 'tight' }),
  framed('sse-pings', 'blank lines and pings before the first event, and pings between any two', { events: 'pings' }),
  framed('sse-fields', 'server-sent events with event, id, retry and comment lines around the data', { events: 'fields' }),
  framed('sse-lines', 'JSON over many lines, each a data: line of its own', { events: 'lines' }),
  framed('bom', 'a byte-order mark before everything', { bom: true }),
  framed('json-for-sse', 'one JSON object, also where server-sent events were asked for', { framing: 'unary' }),
  framed('sse-for-json', 'server-sent events, also where one JSON object was asked for', { framing: 'sse' }),
  framed('array-wrapped', 'a JSON array of all events, or around the single answer', { framing: 'array' }),
  framed('wrong-content-type', 'events under application/json, JSON under text/event-stream', { mislabelled: true }),

  { name: 'usage-event', about: 'an event with usage and no candidates before the last, with more tokens than the last', objects: (objects, { usage, tail }) => [
    ...objects.slice(0, -1), ...(objects.length > 1 ? [{ usageMetadata: { ...usage, thoughtsTokenCount: 900, totalTokenCount: usage.totalTokenCount + 900 }, ...tail }] : []), ...objects.slice(-1)] },
  { name: 'small-texts', about: 'text that comes a letter at a time, of one to four bytes each', parts: (parts) => [
    ...[...SENTENCE].map((text) => ({ text })), ...parts.filter((part) => part.thought || part.text === undefined)] },
  { name: 'late-signature', about: 'the signature of the picture comes last, on an empty text part', objects: signLate },
  { name: 'markdown-split', about: 'a Markdown data: URL, cut into several text parts in a stream', parts: (parts, { picture, streamed }) => pictures(parts, () => {
    // A multiple of three, so that the halves of the base64 join.
    const middle = Math.floor(picture.bytes.length / 6) * 3;
    const pieces = [['Here it is:\n\n![im'], ['age](data:', picture.mimeType, ';ba'], ['se64,', picture.bytes.subarray(0, middle)], [picture.bytes.subarray(middle), ')'], ['\n\nEnjoy!']];
    return (streamed ? pieces : [pieces.flat()]).map((piece) => ({ text: new Mixed(piece) }));
  }) },
  { name: 'events-64x1MiB', about: 'that many pictures of that size, one an event; any events-<n>x<m>KiB or MiB',
    picture: async ({ random }, detail = '64x1M') => ({ mimeType: 'image/png', bytes: await bigPng(bytesOf(detail.split('x')[1]), random.word()) }),
    parts: (parts, { picture }, detail = '64x1M') => pictures(parts, () => Array.from({ length: parseInt(detail) }, () => imagePart(picture))) },

  broken('stream-error', 'the stream breaks off with a bare error object; a single answer is that object', 1, (error) => new Raw(JSON.stringify(error))),
  broken('stream-error-event', 'the stream breaks off with an error as an event; a single answer is that object', 1, (error) => error),
  broken('stream-error-late', 'an error as an event after the picture; a single answer is that object', -1, (error) => error),
  { name: 'early-end', about: 'the stream ends cleanly after its first event; a single answer holds no more than that', objects: ([object], { streamed }) => [
    streamed ? object : { ...object, candidates: [{ content: { parts: object.candidates?.[0].content?.parts?.slice(0, 1) ?? [], role: 'model' }, index: 0 }] }] },
  { name: 'no-finish', about: 'the picture comes, finishReason never does', objects: (objects) => (objects.length > 1 ? objects.slice(0, -1)
    : objects.map((object) => ({ ...object, candidates: object.candidates.map((/** @type {any} */ candidate) => ({ ...candidate, finishReason: undefined })) }))) },
];

/** @param {any[]} objects @returns {any[]} */
function signLate(objects) {
  /** @type {any[]} */
  const late = [];
  const take = (/** @type {any} */ part) => {
    if (!part.inlineData || !part.thoughtSignature) return part;
    late.push({ text: '', thoughtSignature: part.thoughtSignature });
    return imagePart({ mimeType: part.inlineData.mimeType, bytes: part.inlineData.data });
  };
  return objects.map((object, i) => {
    const [candidate] = object.candidates ?? [];
    if (!candidate) return object;
    const parts = candidate.content?.parts?.map(take) ?? [];
    const all = i < objects.length - 1 ? parts : [...parts, ...late];
    return all.length ? { ...object, candidates: [{ ...candidate, content: { parts: all, role: 'model' } }] } : object;
  });
}
