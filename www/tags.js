// @ts-check
// What users call pictures. Pure: how a tag is written, when two are the same, and which are in use.

/** Characters of one, and tags of a picture. */
export const LONGEST = 40,
  MOST = 20;

/** Line breaks and the like, and what turns the direction of a line. */
const CONTROL = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;

/** As it is kept. @param {unknown} text */
export const tagOf = (text) =>
  typeof text === 'string'
    ? [
        ...text
          .slice(0, 1000)
          .replace(CONTROL, ' ')
          .replace(/^[\s#＃]+/, '')
          .replace(/\s+/g, ' '),
      ]
        .slice(0, LONGEST)
        .join('')
        .trim()
    : '';

/** The same for two that are one. @param {string} tag */
export const keyOf = (tag) => tag.normalize('NFKC').toUpperCase();

/** All that are something, each once. @param {unknown} data */
export const tagsOf = (data) =>
  (Array.isArray(data) ? data.slice(0, 1000) : [])
    .map(tagOf)
    .filter((tag, at, all) => tag && all.findIndex((each) => keyOf(each) === keyOf(tag)) === at)
    .slice(0, MOST);

/** Several may be written at once. @param {string} text */
export const split = (text) =>
  text
    .split(/[,，\n]/)
    .map((part) => part.trim())
    .filter(Boolean);

/** How many pictures have each, the most used first; of two ways to write one the newest. @param {readonly { tags?: string[] }[]} pictures */
export function counted(pictures) {
  /** @type {Map<string, { tag: string, count: number }>} */
  const found = new Map();
  for (const { tags = [] } of pictures)
    for (const tag of tags) {
      const key = keyOf(tag);
      const one = found.get(key) ?? { tag, count: 0 };
      one.count++;
      found.set(key, one);
    }
  return [...found.values()].sort((a, b) => b.count - a.count || a.tag.localeCompare(b.tag));
}
