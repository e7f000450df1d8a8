// @ts-check
// What is typed in the search, and whether a picture fits it. Pure.
import { keyOf } from './tags.js';

/** @typedef {{ prompt: string, model: string, settings: Record<string, any>, tags?: string[] }} Sought */

/** Without case, accents and width: what people take for the same letters. @param {string} text */
export const fold = (text) =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toUpperCase()
    .normalize('NFC');

/** Scripts that are written without spaces. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;
const segmenter =
  typeof Intl.Segmenter === 'function' ? new Intl.Segmenter('zh', { granularity: 'word' }) : undefined;

/** The words of a piece between spaces. @param {string} piece */
const words = (piece) =>
  segmenter && UNSPACED.test(piece)
    ? [...segmenter.segment(piece)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment)
    : [piece];

/** What is searched in a picture, for its tags. @type {WeakMap<Sought, { tags?: string[], text: string, names: string[] }>} */
const folded = new WeakMap();

/** @param {Sought} picture */
function textOf(picture) {
  const known = folded.get(picture);
  const { prompt, model, settings, tags } = picture;
  if (known && known.tags === tags) return known;
  const names = (tags ?? []).map(fold);
  const text = [prompt, model, String(settings.model ?? '')].map(fold).concat(names).join('\n');
  const made = { tags, text, names };
  folded.set(picture, made);
  return made;
}

/** Whether a picture has every word, in any order; a word with # begins a tag. @param {string} query @returns {(picture: Sought) => boolean} */
export function queryOf(query) {
  const pieces = fold(query).split(/\s+/).filter(Boolean);
  const called = pieces.filter((piece) => /^#./.test(piece)).map((piece) => piece.slice(1));
  const wanted = pieces.filter((piece) => !piece.startsWith('#')).flatMap(words);
  return (picture) => {
    const { text, names } = textOf(picture);
    return (
      wanted.every((word) => text.includes(word)) &&
      called.every((word) => names.some((name) => name.startsWith(word)))
    );
  };
}

/** Whether a picture has all these tags. @param {ReadonlySet<string>} keys @returns {(picture: Pick<Sought, 'tags'>) => boolean} */
export const taggedWith =
  (keys) =>
  ({ tags = [] }) => {
    if (!keys.size) return true;
    const own = new Set(tags.map(keyOf));
    return [...keys].every((key) => own.has(key));
  };
