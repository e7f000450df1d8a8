// @ts-check
// An order → the bytes of its picture. Chooses the scene's seed and words from the conversation, so that an edit keeps its scene.

import { draw } from './draw.js';
import { encodeJpeg } from './jpeg.js';
import { readNote, writeNote } from './measure.js';
import { encodePng } from './png.js';
import { hash } from './random.js';

/** @typedef {import('./rules.js').Order} Order */
/** @typedef {import('./models.js').Model} Model */

/**
 * What is to be drawn: a seed and the prompts that led here, oldest first. A picture that the sandbox drew carries both, so a chain of
 * edits by picture alone, without the conversation, goes on too.
 * @param {Order} order @param {number} seed
 */
export function scene(order, seed) {
  const notes = order.pictures.map(({ bytes }) => readNote(bytes)).filter((note) => typeof note?.seed === 'number' && Array.isArray(note.prompts));
  const newest = notes[notes.length - 1];
  const users = order.contents.filter((content) => content.role !== 'model');
  const texts = users.map((content) => content.parts.map((/** @type {any} */ part) => part.text ?? '').join(' ').trim()).filter(Boolean);
  const history = users.length > 1;
  const before = history ? texts.slice(0, -1) : notes.flatMap((note) => note.prompts.map(String));
  const known = newest ? newest.seed : history ? hash(texts[0] ?? '') : seed;
  return { seed: known >>> 0, prompts: [...before, texts[texts.length - 1] ?? ''].slice(-12), system: order.system };
}

/**
 * @param {Order} order @param {Model} model @param {number} seed @param {number} [scale] below 1 for a draft
 * @returns {Promise<{mimeType: string, bytes: Uint8Array<ArrayBuffer>}>}
 */
export async function paint(order, model, seed, scale = 1) {
  const plan = scene(order, seed);
  const width = Math.round(order.width * scale);
  const height = Math.round(order.height * scale);
  const bitmap = draw(plan, width, height);
  const note = writeNote({ seed: plan.seed, prompts: plan.prompts.map((text) => text.slice(0, 400)) });
  const bytes = model.mediaType === 'image/png' ? await encodePng(bitmap, note) : await encodeJpeg(bitmap, model.quality, note);
  return { mimeType: model.mediaType, bytes };
}
