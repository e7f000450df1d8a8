// @ts-check
// An order and its picture → the objects of the reply: parts in the API's order, usage, ids. Knows what a reply says; not its bytes.

import { sign } from './signatures.js';

/** @typedef {import('./rules.js').Order} Order */
/** @typedef {import('./models.js').Model} Model */
/**
 * @typedef {object} Drawn
 * @property {string} mimeType
 * @property {Uint8Array<ArrayBuffer>} bytes
 */
/**
 * @typedef {object} Context what faults may look at when they change a reply
 * @property {Order} order
 * @property {Model} model
 * @property {string} id
 * @property {boolean} streamed
 * @property {Drawn} picture
 * @property {Drawn} [draft] an interim picture, when thoughts are asked for
 * @property {number} unseen how many pictures were sent that the sandbox did not draw, and so cannot see
 * @property {import('./random.js').Random} random
 * @property {any} usage
 * @property {any} tail modelVersion and responseId
 */

/** @param {Drawn} picture */
export const imagePart = ({ mimeType, bytes }) => ({ inlineData: { mimeType, data: bytes } });

/** Thought parts: words, and two interim pictures, of which the last is the final one. @param {Context} context @returns {any[]} */
export const thoughts = ({ order, picture, draft }) =>
  [
    {
      text: `**Reading the prompt**\n\nThe request asks for “${lastPrompt(order)}”. I settle the horizon and the light first.\n`,
    },
    ...(order.image ? [imagePart(draft ?? picture)] : []),
    { text: '**Checking the draft**\n\nEverything that was named is there; now the final picture.\n' },
    ...(order.image ? [imagePart(picture)] : []),
  ].map((part) => ({ ...part, thought: true }));

/** @param {Context} context @returns {any[]} parts without signatures */
export function parts(context) {
  const { order, streamed, picture, unseen } = context;
  const list = order.thoughts ? thoughts(context) : [];
  const words = order.image
    ? [`Here is your picture: `, `“${lastPrompt(order)}”.`]
    : [`In words only: a quiet scene that shows `, `“${lastPrompt(order)}”.`];
  if (unseen) words[1] += BLIND;
  if (order.text) list.push(...(streamed ? words : [words.join('')]).map((text) => ({ text })));
  if (order.image) list.push(imagePart(picture));
  else if (!order.text) list.push({ text: words.join('') });
  return list;
}

const BLIND = ' I am a sandbox and cannot see a picture that I did not draw, so I went by your words.';

/** @param {Order} order */
function lastPrompt(order) {
  const user = order.contents.filter((content) => content.role !== 'model');
  const texts = (user[user.length - 1]?.parts ?? []).map((/** @type {any} */ part) => part.text ?? '');
  return texts.filter(Boolean).join(' ').trim() || 'a picture';
}

/** @param {Order} order @param {import('./random.js').Random} random @param {any[]} made parts */
export function usage(order, random, made) {
  const texts =
    order.contents
      .flatMap((content) => content.parts)
      .map((/** @type {any} */ part) => part.text ?? '')
      .join(' ') + order.system;
  const textTokens = Math.max(1, Math.ceil(texts.length / 4));
  const inputImages = order.pictures.length * 258;
  const images = made.filter((part) => part.inlineData && !part.thought).length;
  const drawn = images * order.tokens;
  // Larger than its details, as on the real service: the text and something that is never itemised.
  const candidates = drawn + (images ? random.integer(88, 630) : random.integer(12, 60));
  const thoughts = order.thinks ? random.integer(180, 620) : 0;
  const prompt = textTokens + inputImages;
  const found = order.search ? random.integer(60, 900) : 0;
  return {
    promptTokenCount: prompt,
    candidatesTokenCount: candidates,
    totalTokenCount: prompt + found + candidates + thoughts,
    promptTokensDetails: [
      { modality: 'TEXT', tokenCount: textTokens },
      ...(inputImages ? [{ modality: 'IMAGE', tokenCount: inputImages }] : []),
    ],
    ...(drawn ? { candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: drawn }] } : {}),
    ...(found
      ? {
          toolUsePromptTokenCount: found,
          toolUsePromptTokensDetails: [{ modality: 'TEXT', tokenCount: found }],
        }
      : {}),
    ...(thoughts ? { thoughtsTokenCount: thoughts } : {}),
    serviceTier: order.tier,
  };
}

/** Usage of a request that made nothing. @param {any} whole */
export function promptUsage({ promptTokenCount, promptTokensDetails, serviceTier }) {
  return { promptTokenCount, totalTokenCount: promptTokenCount, promptTokensDetails, serviceTier };
}

/**
 * @param {Context} context @param {any[]} made parts @returns {Promise<any[]>} one object, or one an event
 */
export async function objects(context, made) {
  const { order, model, streamed, usage: tokens, tail } = context;
  const signed = await sign(made, model, order.contents.length);
  const grounding = order.search && { groundingMetadata: groundingOf(order, made) };
  if (!streamed) {
    return [
      {
        candidates: [
          { content: { parts: signed, role: 'model' }, finishReason: 'STOP', index: 0, ...grounding },
        ],
        usageMetadata: tokens,
        ...tail,
      },
    ];
  }
  const early = promptUsage(tokens);
  const events = signed.map((part) => ({
    candidates: [{ content: { parts: [part], role: 'model' }, index: 0 }],
    usageMetadata: part.inlineData && !part.thought ? tokens : early,
    ...tail,
  }));
  // With an empty text, as recorded: Google's own chat helper drops a turn of which any event has no parts.
  const after = (/** @type {any} */ what) => ({
    candidates: [{ content: { parts: [{ text: '' }], role: 'model' }, ...what, index: 0 }],
    usageMetadata: tokens,
    ...tail,
  });
  return [...events, ...(grounding ? [after(grounding)] : []), after({ finishReason: 'STOP' })];
}

const CHIP_STYLE =
  '<style>\n.chips { font: 14px sans-serif; }\n.chip { border: 1px solid; border-radius: 16px; padding: 4px 12px; }\n' +
  '@media (prefers-color-scheme: dark) { .chip { color: #eee; } }\n</style>\n';
/** @param {string} text as HTML */
const plain = (text) => text.replace(/[&<"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** What was searched for and found, made up. Zero is left out, as the API leaves it out; a segment is counted in bytes.
 *  @param {Order} order @param {any[]} made parts */
function groundingOf(order, made) {
  const { web = false, image = false } = order.search ?? {};
  const query = lastPrompt(order).slice(0, 60);
  const groundingChunks = [
    ...(web
      ? [
          { web: { uri: 'https://example.com/redirect/1', title: 'example.com', domain: 'example.com' } },
          { web: { uri: 'https://example.com/redirect/2', title: '' } },
        ]
      : []),
    ...(image
      ? [
          {
            image: {
              sourceUri: 'https://example.com/gallery',
              imageUri: 'https://example.com/gallery/1.jpg',
              title: 'A gallery',
              domain: 'example.com',
            },
          },
        ]
      : []),
  ];
  const at = made.findIndex(({ text, thought }) => typeof text === 'string' && !thought);
  const text = made[at]?.text ?? '';
  const segment = {
    ...(at > 0 ? { partIndex: at } : {}),
    endIndex: new TextEncoder().encode(text).length,
    text,
  };
  return {
    ...(web ? { webSearchQueries: [query, ''] } : {}),
    ...(image ? { imageSearchQueries: [query] } : {}),
    searchEntryPoint: {
      renderedContent: `${CHIP_STYLE}<div class="chips"><a class="chip" href="https://example.com/search?q=${encodeURIComponent(query)}">${plain(query)}</a></div>\n`,
    },
    groundingChunks,
    groundingSupports: at < 0 ? [] : [{ segment, groundingChunkIndices: groundingChunks.map((_, i) => i) }],
  };
}
