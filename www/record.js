// @ts-check
// What is kept of a picture: its bytes and how it came to be. No key is in it, and no address but the one that was named. What comes back
// from the disk or from a file is held to these types: whatever else lies there, a picture can be looked at and deleted.
import { FITS, SOFTEST } from './composite.js';
import { places } from './places.js';
import { settingsOf } from './settings.js';
import { unique } from './store.js';
import { tagsOf } from './tags.js';

/** @typedef {import('./wasmagine/index.js').GenerateImageResult} Result */
/** @typedef {import('./wasmagine/index.js').GeneratedImage} GeneratedImage */
/** @typedef {import('./stage.js').Order} Order */
/**
 * @typedef {object} Composited
 * @property {number} feather pixels of the soft edge
 * @property {number} width of the model's picture @property {number} height
 * @property {import('./composite.js').Fit} fit how it was laid over the other one
 */
/**
 * @typedef {object} Picture
 * @property {string} id
 * @property {number} made milliseconds of the clock
 * @property {Blob} blob as the server sent it
 * @property {Blob} [small] for the gallery
 * @property {string} type read from the bytes
 * @property {number} width @property {number} height
 * @property {string} prompt that the user wrote: its title
 * @property {string} [sent] what was sent for it, where that is something else: in a variation, whose first reference is what it varies
 * @property {Record<string, any>} settings the options of the call
 * @property {string} place 'sandbox', 'kkiai', 'google', 'other'
 * @property {string} model that answered
 * @property {import('./wasmagine/index.js').Usage} usage
 * @property {string} text @property {string} thoughts
 * @property {number} took milliseconds
 * @property {Blob[]} references the pictures that went in
 * @property {string} [suggestions] Google's search suggestions, HTML
 * @property {{ title: string, address: string }[]} [sources]
 * @property {string} [conversation] @property {number} [turn]
 * @property {Composited} [composited] where the page laid the marked part of a model's picture into another one, whose other pixels stayed. Its
 *   references are that other one, the mask, and the model's picture as it was sent
 * @property {boolean} [favourite] true or not there
 * @property {string[]} [tags] what the user calls it (tags.js)
 */
/**
 * A picture without its contents: as it lies on the disk, which leads to them by their ids, or has them within where an older page wrote it or
 * where it could not be stored.
 * @typedef {Omit<Picture, 'blob' | 'small' | 'references'> & { blob: string | Blob, small?: string | Blob, references: (string | Blob)[], sizes?: number[] }} Kept
 *   `sizes` are the bytes of `blob` and `small`
 */

/** @param {GeneratedImage} image @param {Result} result @param {Order} order @param {number} took @returns {Picture} */
export function record(image, result, order, took) {
  return {
    id: unique(),
    made: Date.now(),
    took,
    blob: image.blob,
    type: image.mediaType,
    width: image.width,
    height: image.height,
    prompt: order.title ?? order.prompt,
    settings: order.settings,
    place: order.place,
    references: order.images,
    ...(order.title !== undefined && { sent: order.prompt }),
    model: result.model,
    usage: result.usage,
    text: result.text,
    thoughts: result.thoughts.text,
    ...grounds(result.grounding),
  };
}

/** What a picture was put together of; undefined where it was not, or not all of it is there. @param {Pick<Picture, 'composited' | 'references'>} picture */
export function partsOf({ composited, references }) {
  const [original, mask, own] = references;
  return composited && references.length === 3 ? { original, mask, own } : undefined;
}

/** What a search found, in the shape that Google sends. @param {any} grounding */
function grounds(grounding) {
  const suggestions = grounding?.searchEntryPoint?.renderedContent;
  const chunks = Array.isArray(grounding?.groundingChunks) ? grounding.groundingChunks : [];
  const sources = chunks
    .map((/** @type {any} */ chunk) => chunk?.web ?? chunk?.image)
    .map((/** @type {any} */ found) => {
      const address = String(found?.uri ?? found?.sourceUri ?? '');
      return { address, title: String(found?.title || found?.domain || address) };
    })
    .filter((/** @type {any} */ { address }) => /^https?:\/\//.test(address));
  return { ...(typeof suggestions === 'string' && { suggestions }), ...(sources.length && { sources }) };
}

// ───────────── what data says ─────────────

const isText = (/** @type {unknown} */ value) => typeof value === 'string';
const text = (/** @type {any} */ value) => (isText(value) ? value.slice(0, 100_000) : '');
/** @param {any} value @param {number} [most] milliseconds of the last day that a clock can show */
const number = (value, most = 8.64e15) => (Number.isFinite(value) && value >= 0 && value <= most ? value : 0);
/** @template T @param {T} value @returns {T extends (infer E)[] ? E[] : any[]} */
export const list = (value) => /** @type {any} */ (Array.isArray(value) ? value : []);
/** @param {any} value */
export const isId = (value) => isText(value) && /^[\w-]{1,64}$/.test(value);
/** An edge of a picture. @param {any} value */
const edge = (value) => Math.round(number(value, 1e6)) || 1;

const COUNTS = /** @type {const} */ ([
  'inputTokens',
  'outputTokens',
  'totalTokens',
  'imageTokens',
  'thoughtTokens',
]);
/** @param {any} data @returns {import('./wasmagine/index.js').Usage} */
const usageOf = (data) =>
  Object.fromEntries(
    COUNTS.flatMap((name) => (Number.isFinite(data?.[name]) ? [[name, number(data[name])]] : [])),
  );

/** @param {any} data @returns {Composited | undefined} */
const compositedOf = (data) =>
  FITS.includes(data?.fit)
    ? {
        feather: Math.min(SOFTEST, Math.floor(number(data.feather))),
        width: edge(data.width),
        height: edge(data.height),
        fit: data.fit,
      }
    : undefined;

/** @param {any} data */
const sourcesOf = (data) =>
  list(data)
    .filter((source) => /^https?:\/\//.test(text(source?.address)))
    .map(({ address, title }) => ({ address, title: text(title) || address }));

/** A picture's title, and what was sent where that is something else. Older pages had what was sent for the prompt. @param {any} data */
export const titleOf = ({ prompt, sent, origin }) =>
  isText(origin)
    ? { prompt: text(origin), sent: text(prompt) }
    : { prompt: text(prompt), ...(isText(sent) && { sent: text(sent) }) };

/** How it came to be. @param {any} data @returns {Omit<Picture, 'id' | 'blob' | 'type' | 'width' | 'height' | 'references'>} */
export function storyOf(data) {
  const {
    made,
    took,
    settings,
    place,
    model,
    usage,
    text: said,
    thoughts,
    suggestions,
    sources,
    conversation,
    turn,
    composited: laid,
    favourite,
    tags: called,
  } = data;
  const found = sourcesOf(sources),
    composited = compositedOf(laid),
    tags = tagsOf(called);
  return {
    ...titleOf(data),
    made: number(made),
    took: number(took),
    settings: settingsOf(settings),
    place: isText(place) && Object.hasOwn(places, place) ? place : '',
    model: text(model),
    usage: usageOf(usage),
    text: text(said),
    thoughts: text(thoughts),
    ...(text(suggestions) && { suggestions: text(suggestions) }),
    ...(found.length && { sources: found }),
    ...(isId(conversation) && { conversation, turn: Math.floor(number(turn)) }),
    ...(composited && { composited }),
    ...(favourite === true && { favourite }),
    ...(tags.length && { tags }),
  };
}

/** As it lies on the disk. @param {any} data @returns {Kept} */
export function pictureOf(data) {
  const { id, blob, small, references, sizes, type, width, height } = data;
  return {
    ...storyOf(data),
    id,
    blob,
    small,
    references: [references].flat().filter((at) => at && /string|object/.test(typeof at)),
    ...(Array.isArray(sizes) && { sizes }),
    type: /^image\/[a-z\d.+-]{1,30}$/.test(text(type)) ? type : 'image/png',
    width: edge(width),
    height: edge(height),
  };
}
