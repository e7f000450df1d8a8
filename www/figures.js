// @ts-check
// Numbers, names and sentences as people read them. Pure but for the language.
import { language, t } from './words.js';

/** @param {number} value */
export const count = (value) => value.toLocaleString(language());

/** @param {number} count */
export function bytes(count) {
  if (count < 1000) return `${count} B`;
  const [unit, size] = count < 1e6 ? ['kB', 1e3] : count < 1e9 ? ['MB', 1e6] : /** @type {const} */ (['GB', 1e9]);
  const value = count / Number(size);
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** @param {number} made */
export const when = (made) => new Date(made).toLocaleString(language(), { dateStyle: 'medium', timeStyle: 'short' });

/** @param {{ width: number, height: number, type: string, blob: Blob }} picture */
export const facts = ({ width, height, type, blob }) => [`${width} × ${height}`, type.replace('image/', '').toUpperCase(), bytes(blob.size)].join(' · ');

/** @param {import('./wasmagine/index.js').Usage} usage */
export function tokens({ inputTokens, outputTokens, totalTokens, imageTokens, thoughtTokens }) {
  const told = (/** @type {string} */ key, /** @type {number | undefined} */ value) => (value === undefined ? [] : [t(key, count(value))]);
  return [
    ...told('tokensTotal', totalTokens), ...told('tokensIn', inputTokens), ...told('tokensOut', outputTokens),
    ...told('tokensImage', imageTokens), ...told('tokensThought', thoughtTokens),
  ].join(' · ');
}

/** @param {string} text */
export const sentence = (text) => {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…。]$/.test(capital) ? capital : `${capital}.`;
};

/** What a model thinks, whose headings it writes in asterisks and runs into what was before. @param {string} text */
export const thought = (text) => text.replace(/\s*\*\*(.+?)\*\*\s*/g, '\n\n$1\n').replaceAll('**', '').trim();

/** A file's name from what was asked for: its first words, in any script. @param {string} prompt @param {string} type */
export function fileName(prompt, type) {
  const words = prompt.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return `${words.slice(0, 6).join('-').slice(0, 60) || 'picture'}.${type.replace('image/', '').replace('jpeg', 'jpg')}`;
}

/** @param {string} ratio such as '16:9' */
export const ratioOf = (ratio) => {
  const [width, height] = ratio.split(':').map(Number);
  return width / height || 1;
};
