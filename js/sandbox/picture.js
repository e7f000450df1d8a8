// @ts-check
// An order → the bytes of its picture. Chooses the scene's seed and words from the conversation, so that an edit keeps its scene.

import { draw } from './draw.js';
import { varies } from './draw/words.js';
import { encodeJpeg } from './jpeg.js';
import { readNote, writeNote } from './measure.js';
import { encodePng } from './png.js';
import { hash } from './random.js';

/** @typedef {import('./rules.js').Order} Order */
/** @typedef {import('./models.js').Model} Model */
/**
 * @typedef {object} Plan what is to be drawn
 * @property {number} seed of the scene: where everything is
 * @property {string[]} prompts that led here, oldest first
 * @property {number[]} takes the seed that each prompt was drawn with: what an edit changes, and how, follows its own
 * @property {number} unseen how many pictures were sent that nobody here can see
 */

/**
 * A picture that the sandbox drew carries its plan, so the last one of the conversation is what is edited, whoever sends it and in whichever
 * turn. Pictures that came with the last prompt lend their words. "Another version" is the same words on a new seed.
 * @param {Order} order @param {number} seed @returns {Plan}
 */
export function scene(order, seed) {
  const users = order.contents.filter((content) => content.role !== 'model');
  const texts = users
    .map((content) =>
      content.parts
        .map((/** @type {any} */ part) => part.text ?? '')
        .join(' ')
        .trim(),
    )
    .filter(Boolean);
  const text = texts[texts.length - 1] ?? '';
  const found = order.pictures.map(({ bytes, last }) => ({ last, note: readNote(bytes) }));
  const known = found.flatMap(({ last, note }) => {
    const plan = planOf(note);
    return plan ? [{ last, plan }] : [];
  });
  // One of a turn before, that nobody has drawn on since, is as unknown as one that came now.
  const unseen = found.filter(
    ({ last, note }) => !note && (last || !known.some((other) => !other.last)),
  ).length;
  const edited = known.filter(({ last }) => !last).pop() ?? known[0];
  if (!edited) {
    const first = texts.length > 1 ? hash(texts[0]) : seed;
    const before = texts.slice(0, -1);
    return trimmed({
      seed: first,
      prompts: [...before, text],
      takes: [...before.map(() => first), before.length ? turn(before.length, seed) : seed],
      unseen,
    });
  }
  const sources = [edited, ...known.filter(({ last, plan }) => last && plan !== edited.plan)].map(
    ({ plan }) => plan,
  );
  const prompts = sources.flatMap((plan) => plan.prompts);
  const anew = varies(text);
  // What quotes the words that it varies would only say them a second time.
  const said = anew
    ? prompts.reduce((rest, prompt) => (prompt ? rest.replace(prompt, ' ') : rest), text)
    : text;
  return trimmed({
    seed: anew ? hash(`another of ${edited.plan.seed}`, seed) : edited.plan.seed,
    prompts: [...prompts, said],
    takes: [...sources.flatMap(({ takes }) => takes), turn(prompts.length, seed)],
    unseen,
  });
}

/** An edit with the seed of the picture itself is another take all the same: words that mean nothing here still have to change something.
 *  @param {number} number @param {number} seed */
const turn = (number, seed) => hash(`turn ${number}`, seed);

/** The first prompt, which sets the scene, and the nineteen last. @param {Plan} plan @returns {Plan} */
function trimmed({ seed, prompts, takes, unseen }) {
  const short = (/** @type {any[]} */ [first, ...later]) => [first, ...later.slice(-19)];
  return { seed: seed >>> 0, prompts: short(prompts), takes: short(takes).map((take) => take >>> 0), unseen };
}

/** @param {any} note whatever a picture carries @returns {{seed: number, prompts: string[], takes: number[]} | undefined} */
function planOf(note) {
  if (typeof note?.seed !== 'number' || !Array.isArray(note.prompts)) return undefined;
  const prompts = note.prompts.map(String);
  return {
    seed: note.seed,
    prompts,
    takes: prompts.map(
      (/** @type {string} */ _, /** @type {number} */ i) => Number(note.takes?.[i] ?? note.seed) >>> 0,
    ),
  };
}

/**
 * @param {Plan} plan @param {Order} order @param {Model} model @param {number} [scale] below 1 for a draft
 * @returns {Promise<{mimeType: string, bytes: Uint8Array<ArrayBuffer>}>}
 */
export async function paint(plan, order, model, scale = 1) {
  const width = Math.round(order.width * scale);
  const height = Math.round(order.height * scale);
  const bitmap = draw(plan, width, height);
  const note = writeNote({
    seed: plan.seed,
    prompts: plan.prompts.map((text) => text.slice(0, 400)),
    takes: plan.takes,
  });
  const bytes =
    model.mediaType === 'image/png'
      ? await encodePng(bitmap, note)
      : await encodeJpeg(bitmap, model.quality, note);
  return { mimeType: model.mediaType, bytes };
}
