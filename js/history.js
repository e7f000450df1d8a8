// @ts-check
// The contents of a stored conversation → its turns.
//
// A content is a Blob that will be sent as it is, so it must be what this package wrote and nothing else. What encloses the parts, and the
// bytes in them, Rust reads (src/history.rs).
import { field, lifted, list } from './answer.js';
import { alive, createError, createImage, held } from './api.js';
import { Guard } from './guard.js';
import { Body } from './receive.js';
import { ANSWER } from './outcome.js';

/**
 * What a content says.
 * @typedef {object} Content
 * @property {string} text
 * @property {any[]} images the model's pictures. Of the user's, those in front of the text: they are the model's of the turn before, which
 *   could not go back as they came
 * @property {any} [draft] the last picture of its thoughts, which is the result where there is no other
 * @property {number} textAt where the user's text begins, in bytes; 0 where there is none
 */
/** @typedef {[document: any, found: import('./said.js').Found[], opens: number[]]} Read where parts begin, in bytes */

/**
 * Reads contents that alternate from the user's on.
 * @param {Blob[]} contents @param {any} core the wasm, which is freed
 */
export const readHistory = (contents, core) => alive(core, async () => {
  /** @type {Content[]} */
  const read = [];
  for (const [at, blob] of contents.entries()) {
    const content = await readOne(blob, at, at + 1 === contents.length, core);
    if (typeof content === 'string') {
      throw createError({
        code: 'invalid-option', message: `\`history.contents[${at}]\` is not what \`snapshot()\` gave: ${content}`,
        hint: 'pass a whole snapshot, unchanged; or begin a new session',
      });
    }
    read.push(content);
  }
  return read;
});

/** Says why it cannot be, if it cannot: the end of a sentence. @param {Blob} blob @param {number} at @param {boolean} last @param {any} core @returns {Promise<Content | string>} */
async function readOne(blob, at, last, core) {
  const user = at % 2 === 0;
  const reader = held(core.content(user));
  const guard = new Guard(undefined, 0);
  let read;
  try {
    const body = new Body(new Response(blob));
    for (let chunk; (chunk = await body.next(guard));) {
      const why = reader.of.push(chunk);
      if (why) {
        body.cancel();
        return why;
      }
    }
    read = reader.of.finish();
  } catch (thrown) {
    if (thrown instanceof WebAssembly.RuntimeError) throw thrown;
    return 'its Blob cannot be read';
  } finally {
    guard.release();
    reader.free();
  }
  if (read.length === 1) return read[0];
  const content = understand(read, user);
  if (user && !last && !content.textAt) return 'it holds no prompt';
  if (user && last && content.textAt) return 'it is a prompt without an answer';
  if (user && last && !(content.images.length && at)) return 'it holds nothing of a turn';
  if (!user && read[2].length === 1 && content.text === ANSWER) content.text = ''; // our words
  return content;
}

/** @param {Read} read @param {boolean} user @returns {Content} */
function understand([document, found, opens], user) {
  /** @type {Content} */
  const content = { text: '', images: [], textAt: 0 };
  for (const [index, part] of list(field(document, 'parts')).entries()) {
    const thought = field(part, 'thought');
    const text = field(part, 'text');
    if (typeof text === 'string') {
      if (!thought) content.text += text;
      content.textAt ||= opens[index];
    }
    const picture = lifted(part.inlineData, 'data', found);
    if (!picture?.blob || !picture.mediaType || (user && content.textAt)) continue;
    const image = createImage(picture.blob, picture.mediaType, picture.width, picture.height);
    if (thought) content.draft = image;
    else content.images.push(image);
  }
  return content;
}
