// @ts-check
// The contents of a stored conversation → its turns.
//
// A content is a Blob that will be sent as it is, so it must be what this package wrote and nothing else. What encloses the parts, and the
// bytes in them, Rust reads (src/history.rs).
import { field, lifted, list } from './answer.js';
import { createError, createImage } from './api.js';
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
 * @param {Blob[]} contents @param {(content: Response, user: boolean) => Promise<Read | string>} restore Rust's; gives a sentence's end where it
 *   cannot be
 */
export async function readHistory(contents, restore) {
  /** @type {Content[]} */
  const read = [];
  for (const [at, blob] of contents.entries()) {
    const content = await readOne(blob, at, at + 1 === contents.length, restore);
    if (typeof content === 'string') {
      throw createError({
        code: 'invalid-option', message: `\`history.contents[${at}]\` is not what \`snapshot()\` gave: ${content}`,
        hint: 'pass a whole snapshot, unchanged; or begin a new session',
      });
    }
    read.push(content);
  }
  return read;
}

/** @param {Blob} blob @param {number} at @param {boolean} last @param {(content: Response, user: boolean) => Promise<Read | string>} restore */
async function readOne(blob, at, last, restore) {
  let response;
  try {
    response = new Response(blob);
  } catch {
    return 'its Blob cannot be read';
  }
  const user = at % 2 === 0;
  const read = await restore(response, user);
  if (typeof read === 'string') return read;
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
