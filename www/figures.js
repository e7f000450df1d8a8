// @ts-check
// Numbers as people read them. Pure but for the language.
import { language } from './words.js';

/** @param {number} count */
export function bytes(count) {
  if (count < 1000) return `${count} B`;
  const [unit, size] =
    count < 1e6 ? ['kB', 1e3] : count < 1e9 ? ['MB', 1e6] : /** @type {const} */ (['GB', 1e9]);
  const value = count / Number(size);
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** @param {number} made */
export const when = (made) =>
  new Date(made).toLocaleString(language(), { dateStyle: 'medium', timeStyle: 'short' });

/** @param {{ width: number, height: number, type: string, blob: Blob }} picture */
export const facts = ({ width, height, type, blob }) =>
  [`${width} × ${height}`, type.replace('image/', '').toUpperCase(), bytes(blob.size)].join(' · ');

/** @param {string} ratio such as '16:9' */
export const ratioOf = (ratio) => {
  const [width, height] = ratio.split(':').map(Number);
  return width / height || 1;
};
