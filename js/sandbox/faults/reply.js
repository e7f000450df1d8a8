// @ts-check
// Faults that answer 200 but are no plain picture: blocked, empty, worded by a gateway, or holding bytes that no page should show.

import { Mixed } from '../wire.js';
import { UNNAMED } from '../schema.js';
import { imagePart, promptUsage, thoughts } from '../reply.js';

/** @typedef {import('../faults.js').Fault} Fault */
/** @typedef {import('../reply.js').Context} Context */

/** A reply that is one object whatever was asked. @param {string} name @param {string} about @param {(context: Context) => any} make @returns {Fault} */
const whole = (name, about, make) => ({ name, about, blind: true, objects: (_, context) => [make(context)] });

/** @param {Context} context @param {any} candidate @returns {any} */
const only = ({ usage, tail }, candidate) => ({
  candidates: [candidate],
  usageMetadata: promptUsage(usage),
  ...tail,
});

/** The picture as a gateway writes it. @param {string} name @param {string} about @param {(context: Context) => any} make @returns {Fault} */
const dialect = (name, about, make) => ({
  name,
  about,
  parts: (parts, context) => parts.map((part) => (part.inlineData && !part.thought ? make(context) : part)),
});

/** @param {Context} context */
const dataUrl = ({ picture }) => [`data:${picture.mimeType};base64,`, picture.bytes];

/** @param {any} value @returns {any} every key in snake_case */
function snakeCase(value) {
  if (Array.isArray(value)) return value.map(snakeCase);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array || value instanceof Mixed)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snakeCase(member),
    ]),
  );
}

/** @param {string} text */
const utf8 = (text) => new TextEncoder().encode(text);
const SVG = {
  mimeType: 'image/svg+xml',
  bytes: utf8(
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><script>alert(1)</script><rect width="64" height="64" fill="teal"/></svg>',
  ),
};
const HTML = utf8(
  '<!doctype html><html><head><title>Sign in</title></head><body><script>document.title = "ran"</script><p>Sign in to continue.</p></body></html>',
);
const REFUSAL = "I'm unable to create that image. I can help with something else, such as a landscape.";

const BLOCKS = [
  'SAFETY',
  'OTHER',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'IMAGE_SAFETY',
  'BLOCKED_REASON_UNSPECIFIED',
  'MODEL_ARMOR',
  'JAILBREAK',
];
const FINISHES = [
  'IMAGE_SAFETY',
  'IMAGE_PROHIBITED_CONTENT',
  'IMAGE_RECITATION',
  'IMAGE_OTHER',
  'NO_IMAGE',
  'SAFETY',
  'RECITATION',
  'LANGUAGE',
  'OTHER',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'MAX_TOKENS',
  'MALFORMED_FUNCTION_CALL',
  'UNEXPECTED_TOOL_CALL',
  'MALFORMED_RESPONSE',
];
/** @type {Record<string, string>} */
const FINISH_MESSAGES = {
  IMAGE_PROHIBITED_CONTENT:
    'Unable to show the generated image. The image violates the policy on prohibited use. Try rephrasing the prompt. Support codes: 58061214',
  IMAGE_SAFETY:
    'Unable to show the generated image. It was filtered out because it may violate the usage guidelines. Support codes: 15236754',
};
/** What the API's reference says that a reason means. @type {Record<string, string>} */
const MEANINGS = {
  IMAGE_SAFETY: 'the picture was held back as unsafe',
  IMAGE_PROHIBITED_CONTENT: 'the picture was held back as prohibited',
  IMAGE_RECITATION: 'the picture resembles a source too much',
  IMAGE_OTHER: 'the picture failed for some other reason',
  NO_IMAGE: 'the model made no picture where one was asked for',
  SAFETY: 'the text was held back as unsafe',
  RECITATION: 'the text resembles a source too much',
  LANGUAGE: 'the language is not supported',
  OTHER: 'the model stopped for some other reason',
  BLOCKLIST: 'the answer holds a forbidden term',
  PROHIBITED_CONTENT: 'the answer holds prohibited content',
  SPII: 'the answer may hold personal data',
  MAX_TOKENS: 'the tokens ran out before the picture',
  MALFORMED_FUNCTION_CALL: 'the model called a function wrongly',
  UNEXPECTED_TOOL_CALL: 'the model called a tool that it does not have',
  MALFORMED_RESPONSE: 'the model answered wrongly',
};
/** @type {Record<string, string>} */
const CAUSES = {
  SAFETY: ' as unsafe',
  BLOCKLIST: ' for a forbidden term',
  PROHIBITED_CONTENT: ' for prohibited content',
  IMAGE_SAFETY: ' for a picture that came with it',
  JAILBREAK: ' as an attack',
};
/** @param {string} reason */
const meaning = (reason) => CAUSES[reason] ?? '';
const RATINGS = [{ category: 'HARM_CATEGORY_SEXUALLY_EXPLICIT', probability: 'HIGH', blocked: true }];

/** @param {string} name */
const kebab = (name) => name.toLowerCase().replace(/_/g, '-');

/** @type {Fault[]} */
export const REPLIES = [
  ...BLOCKS.map((reason) =>
    whole(
      `prompt-blocked-${kebab(reason)}`,
      `200 without candidates: the prompt is blocked${meaning(reason)}, ${reason}.`,
      ({ usage, tail }) => ({
        promptFeedback: { blockReason: reason, ...(reason === 'SAFETY' ? { safetyRatings: RATINGS } : {}) },
        usageMetadata: promptUsage(usage),
        ...tail,
      }),
    ),
  ),
  ...FINISHES.map((reason) =>
    whole(`image-blocked-${kebab(reason)}`, `200 without parts: ${MEANINGS[reason]}, ${reason}.`, (context) =>
      only(context, {
        content: reason === 'MAX_TOKENS' ? { role: 'model' } : {},
        finishReason: reason,
        ...(FINISH_MESSAGES[reason] ? { finishMessage: FINISH_MESSAGES[reason] } : {}),
        index: 0,
        ...(reason === 'SAFETY' ? { safetyRatings: RATINGS } : {}),
      }),
    ),
  ),
  whole('candidates-empty', '200 with an empty list of candidates.', ({ usage, tail }) => ({
    candidates: [],
    usageMetadata: promptUsage(usage),
    ...tail,
  })),
  whole('candidates-null', '200 with null for candidates, and zero for every count.', ({ tail }) => ({
    candidates: null,
    promptFeedback: null,
    usageMetadata: { promptTokenCount: 0, candidatesTokenCount: 0, totalTokenCount: 0 },
    ...tail,
  })),
  whole('candidates-missing', '200 with the usage and nothing else.', ({ usage, tail }) => ({
    usageMetadata: promptUsage(usage),
    ...tail,
  })),
  whole('content-empty', '200 with an empty content, though the model says STOP.', (context) =>
    only(context, { content: {}, finishReason: 'STOP', index: 0 }),
  ),
  whole('parts-missing', '200 with a content that has a role and no parts.', (context) =>
    only(context, { content: { role: 'model' }, finishReason: 'STOP', index: 0 }),
  ),
  whole('parts-null', '200 with null for the parts and for why the model stopped.', (context) =>
    only(context, {
      content: { role: 'model', parts: null },
      finishReason: null,
      safetyRatings: null,
      index: 0,
    }),
  ),
  whole('parts-empty', '200 with an empty list of parts.', (context) =>
    only(context, { content: { role: 'model', parts: [] }, finishReason: 'STOP', index: 0 }),
  ),
  whole('empty-object', '200 with the body {}.', () => ({})),
  {
    name: 'text-only',
    about: '200 with STOP and a refusal in words instead of a picture.',
    parts: () => [{ text: REFUSAL }],
  },
  {
    name: 'text-claims-image',
    about: '200 with prose that says a picture is there, and none is.',
    parts: () => [{ text: 'Here is the image you asked for! I hope you like it.' }],
  },
  {
    name: 'only-thoughts',
    about: '200 with a thought in words and nothing else.',
    parts: () => [{ text: '**Planning**\n\nI consider the light.\n', thought: true }],
  },
  {
    name: 'only-thought-image',
    about: 'The only picture is marked as a thought; it is the result.',
    parts: (_, { picture }) => [{ ...imagePart(picture), thought: true }],
  },
  {
    name: 'thoughts',
    about: 'Thoughts come first, with two interim pictures, asked for or not.',
    draft: true,
    parts: (parts, context) => (context.order.thoughts ? parts : [...thoughts(context), ...parts]),
  },
  {
    name: 'drafts',
    about: 'Two drafts come before the picture, as plain as it is.',
    draft: true,
    parts: (parts, { picture, draft }) =>
      parts.flatMap((part) =>
        part.inlineData && !part.thought
          ? [imagePart(draft ?? picture), imagePart(draft ?? picture), part]
          : [part],
      ),
  },
  {
    name: 'image-first',
    about: 'The picture comes before the text.',
    parts: (parts) => [
      ...parts.filter((part) => part.inlineData),
      ...parts.filter((part) => !part.inlineData),
    ],
  },
  {
    name: 'empty-tail',
    about: 'An empty text comes after the picture.',
    parts: (parts) => [...parts, { text: '' }],
  },

  dialect('markdown-data', 'The picture is a Markdown data: URL inside text.', (context) => ({
    text: new Mixed(['Here it is:\n\n![image](', ...dataUrl(context), ')\n\nEnjoy <it>!']),
  })),
  dialect(
    'markdown-several',
    'Three pictures are Markdown data: URLs inside one text, with prose between them.',
    (context) => ({
      text: new Mixed(
        [1, 2, 3]
          .flatMap((n) => [`Picture ${n} of 3:\n\n![picture ${n}](`, ...dataUrl(context), `)\n\n`])
          .concat('That is *all*.'),
      ),
    }),
  ),
  dialect('text-data', 'The picture is a bare data: URL inside text.', (context) => ({
    text: new Mixed(['Here it is: ', ...dataUrl(context), ' — enjoy!']),
  })),
  dialect('markdown-link', 'The picture is a Markdown link to another host.', () => ({
    text: 'Here it is:\n\n![image](https://files.example/outputs/3f1c.png)',
  })),
  dialect('file-link', 'The picture is a fileData with a link to another host.', () => ({
    fileData: { mimeType: 'image/png', fileUri: 'https://files.example/outputs/3f1c.png' },
  })),
  dialect('file-data', 'The picture is a fileData with a data: URL.', (context) => ({
    fileData: { mimeType: context.picture.mimeType, fileUri: new Mixed(dataUrl(context)) },
  })),
  dialect('mime-missing', 'The picture is good and comes without its mimeType.', ({ picture }) => ({
    inlineData: { data: picture.bytes },
  })),
  dialect('data-prefix', 'The picture is good and has a data: prefix inside inlineData.data.', (context) => ({
    inlineData: { mimeType: context.picture.mimeType, data: new Mixed(dataUrl(context)) },
  })),
  dialect('data-empty', 'The picture is an inlineData whose data is empty.', ({ picture }) => ({
    inlineData: { mimeType: picture.mimeType, data: '' },
  })),
  {
    name: 'snake-case',
    about: 'The picture is good and every key comes in snake_case.',
    objects: (objects) => objects.map(snakeCase),
  },
  {
    name: 'null-fields',
    about: 'The picture is good and what is absent comes as null and 0, as gateways write it that re-encode.',
    objects: (objects) =>
      objects.map((object) => ({
        ...object,
        promptFeedback: null,
        candidates:
          object.candidates?.map((/** @type {any} */ candidate) => ({
            finishReason: null,
            safetyRatings: null,
            citationMetadata: null,
            tokenCount: 0,
            ...candidate,
          })) ?? null,
      })),
  },
  {
    name: 'unknown-fields',
    about: 'The picture is good and stands among fields that nobody knows, some long and some deep.',
    parts: (parts) => parts.map((part) => (part.inlineData ? { ...part, ...UNNAMED } : part)),
    objects: (objects) =>
      objects.map((object) => ({
        turnToken: 'q'.repeat(400),
        ...object,
        modelStatus: { stage: 'STABLE', nested: [[{ data: 'not a picture' }], { inlineData: null }] },
      })),
  },
  whole('error-200', '200 with an error object.', () => ({
    error: { code: 503, message: 'The model is overloaded. Please try again later.', status: 'UNAVAILABLE' },
  })),

  { name: 'svg-image', about: 'The only picture is an SVG with a script in it.', picture: () => SVG },
  {
    name: 'html-image',
    about: 'The only picture is a page of HTML that claims to be image/png.',
    picture: () => ({ mimeType: 'image/png', bytes: HTML }),
  },
  {
    name: 'good-and-svg',
    about: 'A good picture comes, and then an SVG with a script in it.',
    parts: (parts) =>
      parts.flatMap((part) => (part.inlineData && !part.thought ? [part, imagePart(SVG)] : [part])),
  },
  {
    name: 'wrong-media-type',
    about: 'The picture is good and claims to be text/html.',
    parts: (parts) =>
      parts.map((part) =>
        part.inlineData ? { ...part, inlineData: { ...part.inlineData, mimeType: 'text/html' } } : part,
      ),
  },
  {
    name: 'bad-base64',
    about: 'The base64 of the picture has characters in its middle that base64 lacks.',
    objects: (objects) =>
      objects.map((object) => ({
        ...object,
        candidates: object.candidates?.map((/** @type {any} */ candidate) => ({
          ...candidate,
          ...(candidate.content
            ? { content: { ...candidate.content, parts: candidate.content.parts.map(spoil) } }
            : {}),
        })),
      })),
  },
];

/** @param {any} part @returns {any} */
function spoil(part) {
  if (!part.inlineData) return part;
  const { mimeType, data } = part.inlineData;
  const middle = Math.floor(data.length / 6) * 3;
  return {
    ...part,
    inlineData: { mimeType, data: new Mixed([data.subarray(0, middle), '*!', data.subarray(middle)]) },
  };
}
