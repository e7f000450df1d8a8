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
 * What is to be drawn: a seed and the prompts that led here, oldest first. A picture that the sandbox drew carries both, so the last one of
 * the conversation is what is edited, whoever sends it and in whichever turn. Pictures that came with the last prompt lend their words.
 * @param {Order} order @param {number} seed
 */
export function scene(order, seed) {
  const users = order.contents.filter((content) => content.role !== 'model');
  const texts = users.map((content) => content.parts.map((/** @type {any} */ part) => part.text ?? '').join(' ').trim()).filter(Boolean);
  const count = users[users.length - 1].parts.filter((/** @type {any} */ part) => part.inlineData).length;
  const sent = order.pictures.length - count;
  const notes = order.pictures.map(({ bytes }, i) => ({ ...readNote(bytes), added: i >= sent })).filter((note) => typeof note.seed === 'number' && Array.isArray(note.prompts));
  const edited = notes.filter(({ added }) => !added).pop() ?? notes[0];
  const lent = notes.filter((note) => note.added && note !== edited);
  const before = edited ? [edited, ...lent].flatMap((note) => note.prompts.map(String)) : texts.slice(0, -1);
  const known = edited?.seed ?? (texts.length > 1 ? hash(texts[0]) : seed);
  const [first, ...later] = [...before, texts[texts.length - 1] ?? ''];
  return { seed: known >>> 0, prompts: [first, ...later.slice(-19)], system: order.system };
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
