// @ts-check
// Whether a conversation of a file is one that the editor can go on with. The session's check looks at each content alone, so each is read
// once, between contents of ours, however many conversations lead to it. Each turn must have a picture.
import { createSession } from './wasmagine/index.js';

/** More contents, and more bytes sent with each turn, than any server takes. */
const MOST_CONTENTS = 5000,
  MOST_BYTES = 500e6;

const ours = (/** @type {string} */ role) => new Blob([`{"role":"${role}","parts":[{"text":"x"}]}`]);
const USER = ours('user'),
  MODEL = ours('model');

/** Whether the first turn of these has a picture. Rejects what is no conversation. @param {Blob[]} contents */
async function pictured(...contents) {
  const session = /** @type {any} */ (createSession({ history: { version: 1, contents } }));
  try {
    await session.ready;
    return session.turns[0].images.length > 0;
  } finally {
    session[Symbol.dispose ?? Symbol.for('Symbol.dispose')]();
  }
}

/** @param {(range: string) => Promise<Blob>} content @param {<T>(work: (range: string) => Promise<T>) => (range: string) => Promise<T>} once */
export function talkReader(content, once) {
  const answer = once(async (range) => pictured(USER, await content(range)));
  // In front of what is asked stand pictures of the turn before that could not go back as they came; so they do at the end.
  const question = once(async (range) => pictured(USER, MODEL, await content(range), MODEL));
  const end = once(async (range) => pictured(USER, MODEL, await content(range)));

  /** Its contents. Rejects what is no conversation. @param {string[]} ranges */
  return async (ranges) => {
    const bytes = ranges.reduce((sum, range) => sum + Number(range.split(',')[1]), 0);
    if (ranges.length > MOST_CONTENTS || !(bytes <= MOST_BYTES)) throw new Error('too long');
    if (ranges.length === 1) throw new Error('a prompt without an answer');
    let shown = true;
    for (const [at, range] of ranges.entries()) {
      if (at % 2) shown = await answer(range);
      else if (!(await (at + 1 < ranges.length ? question : end)(range)) && !shown) break;
      else shown = true;
    }
    if (!shown) throw new Error('a turn without a picture');
    return Promise.all(ranges.map(content));
  };
}
