// @ts-check
// What is kept of a picture: its bytes and how it came to be. No key is in it, and no address but the one that was named.
import { unique } from './store.js';

/** @typedef {import('./wasmagine/index.js').GenerateImageResult} Result */
/** @typedef {import('./wasmagine/index.js').GeneratedImage} GeneratedImage */
/** @typedef {import('./form.js').Order} Order */
/**
 * @typedef {object} Picture
 * @property {string} id
 * @property {number} made milliseconds of the clock
 * @property {Blob} blob as the server sent it
 * @property {Blob} [small] for the gallery
 * @property {string} type read from the bytes
 * @property {number} width @property {number} height
 * @property {string} prompt
 * @property {Record<string, any>} settings the options of the call
 * @property {string} place 'sandbox', 'kkiai', 'google', 'other'
 * @property {string} model that answered
 * @property {import('./wasmagine/index.js').Usage} usage
 * @property {string} text @property {string} thoughts
 * @property {number} took milliseconds
 * @property {Blob[]} references the pictures that went in
 * @property {string} [origin] what was asked for at first, where this is a variation
 * @property {string} [suggestions] Google's search suggestions, HTML
 * @property {{ title: string, address: string }[]} [sources]
 * @property {string} [conversation] @property {number} [turn]
 */

/** @param {GeneratedImage} image @param {Result} result @param {Order} order @param {number} took @returns {Picture} */
export function record(image, result, order, took) {
  return {
    id: unique(), made: Date.now(), took, blob: image.blob, type: image.mediaType, width: image.width, height: image.height,
    prompt: order.prompt, settings: order.settings, place: order.place, references: order.images, ...(order.origin && { origin: order.origin }),
    model: result.model, usage: result.usage, text: result.text, thoughts: result.thoughts.text, ...grounds(result.grounding),
  };
}

/** What a search found, in the shape that Google sends. @param {any} grounding */
function grounds(grounding) {
  const suggestions = grounding?.searchEntryPoint?.renderedContent;
  const chunks = Array.isArray(grounding?.groundingChunks) ? grounding.groundingChunks : [];
  const sources = chunks.map((/** @type {any} */ chunk) => chunk?.web ?? chunk?.image).map((/** @type {any} */ found) => {
    const address = String(found?.uri ?? found?.sourceUri ?? '');
    return { address, title: String(found?.title || found?.domain || address) };
  }).filter((/** @type {any} */ { address }) => /^https?:\/\//.test(address));
  return { ...(typeof suggestions === 'string' && { suggestions }), ...(sources.length && { sources }) };
}
