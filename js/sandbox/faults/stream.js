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
  name,
  about,
  objects: (objects, { streamed }) => {
    const error = { error: { code: 500, message: 'An internal error has occurred.', status: 'INTERNAL' } };
    return streamed ? [...objects.slice(0, after), make(error)] : [error];
  },
});

/** @param {any[]} parts @param {(image: any) => any[]} change of the final pictures @returns {any[]} */
const pictures = (parts, change) =>
  parts.flatMap((part) => (part.inlineData && !part.thought ? change(part) : [part]));

/** Letters of one, two, three and four bytes, so that chunks cut through them. */
const SENTENCE = 'Fertig gezeichnet – schön! 一艘小船。🚤';

/** @type {Fault[]} */
export const STREAMS = [
  framed(
    'sse-lf',
    'Events end with LF LF, with a ping before the first and [DONE] after the last, as gateways send them.',
    { events: 'gateway' },
  ),
  framed('sse-single-lf', 'Events end with a single LF.', { events: 'lf' }),
  framed('sse-cr', 'Events end with CR CR.', { events: 'cr' }),
  framed('sse-tight', 'No space stands behind `data:`, and [DONE] comes at the end.', { events: 'tight' }),
  framed('sse-pings', 'Blank lines and pings come before the first event, and pings between any two.', {
    events: 'pings',
  }),
  framed('sse-fields', 'Events have event, id, retry and comment lines around their data.', {
    events: 'fields',
  }),
  framed('sse-lines', 'The JSON of an event goes over many lines, each a data: line of its own.', {
    events: 'lines',
  }),
  framed('bom', 'A byte-order mark stands before everything.', { bom: true }),
  framed('json-for-sse', 'One JSON object comes, also where events were asked for.', { framing: 'unary' }),
  framed('sse-for-json', 'Events come, also where one JSON object was asked for.', { framing: 'sse' }),
  framed('array-wrapped', 'A JSON array holds all events, or the single answer.', { framing: 'array' }),
  framed('wrong-content-type', 'Events come as application/json, and JSON as text/event-stream.', {
    mislabelled: true,
  }),

  {
    name: 'usage-event',
    about: 'An event with usage alone comes before the last, and counts more tokens than that.',
    objects: (objects, { usage, tail }) => [
      ...objects.slice(0, -1),
      ...(objects.length > 1
        ? [
            {
              usageMetadata: {
                ...usage,
                thoughtsTokenCount: 900,
                totalTokenCount: usage.totalTokenCount + 900,
              },
              ...tail,
            },
          ]
        : []),
      ...objects.slice(-1),
    ],
  },
  {
    name: 'small-texts',
    about: 'The text comes one letter at a time, of one to four bytes each.',
    parts: (parts) => [
      ...[...SENTENCE].map((text) => ({ text })),
      ...parts.filter((part) => part.thought || part.text === undefined),
    ],
  },
  {
    name: 'late-signature',
    about: 'The signature of the picture comes last, on an empty text.',
    objects: signLate,
  },
  {
    name: 'markdown-split',
    about: 'The picture is a Markdown data: URL, which a stream cuts into several texts.',
    parts: (parts, { picture, streamed }) =>
      pictures(parts, () => {
        // A multiple of three, so that the halves of the base64 join.
        const middle = Math.floor(picture.bytes.length / 6) * 3;
        const pieces = [
          ['Here it is:\n\n![im'],
          ['age](data:', picture.mimeType, ';ba'],
          ['se64,', picture.bytes.subarray(0, middle)],
          [picture.bytes.subarray(middle), ')'],
          ['\n\nEnjoy!'],
        ];
        return (streamed ? pieces : [pieces.flat()]).map((piece) => ({ text: new Mixed(piece) }));
      }),
  },
  {
    name: 'events-64x1MiB',
    about: 'That many pictures of that size come, one an event; any `events-<n>x<m>KiB` and `…MiB` will do.',
    picture: async ({ random }, detail = '64x1M') => ({
      mimeType: 'image/png',
      bytes: await bigPng(bytesOf(detail.split('x')[1]), random.word()),
    }),
    parts: (parts, { picture }, detail = '64x1M') =>
      pictures(parts, () => Array.from({ length: parseInt(detail, 10) }, () => imagePart(picture))),
  },

  broken(
    'stream-error',
    'The stream breaks off with a bare error object, which as a single answer is all.',
    1,
    (error) => new Raw(JSON.stringify(error)),
  ),
  broken(
    'stream-error-event',
    'The stream breaks off with an error as an event, which as a single answer is all.',
    1,
    (error) => error,
  ),
  broken(
    'stream-error-late',
    'An error comes as an event after the picture, and as a single answer is all.',
    -1,
    (error) => error,
  ),
  {
    name: 'early-end',
    about:
      'The stream ends after its first event as if it were whole; a single answer holds no more than that.',
    objects: ([object], { streamed }) => [
      streamed
        ? object
        : {
            ...object,
            candidates: [
              {
                content: { parts: object.candidates?.[0].content?.parts?.slice(0, 1) ?? [], role: 'model' },
                index: 0,
              },
            ],
          },
    ],
  },
  {
    name: 'no-finish',
    about: 'The picture comes, and why the model stopped is never said.',
    objects: (objects) =>
      objects.length > 1
        ? objects.slice(0, -1)
        : objects.map((object) => ({
            ...object,
            candidates: object.candidates.map((/** @type {any} */ candidate) => ({
              ...candidate,
              finishReason: undefined,
            })),
          })),
  },
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
    const all =
      i < objects.length - 1
        ? parts
        : [...parts.filter((/** @type {any} */ part) => part.text !== ''), ...late];
    return all.length
      ? { ...object, candidates: [{ ...candidate, content: { parts: all, role: 'model' } }] }
      : object;
  });
}
