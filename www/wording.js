// @ts-check
// What models and servers say, and what a picture is called and cost, as people read it. Not needed at first.
import { language, t } from './words.js';

/** @param {import('./wasmagine/index.js').Usage} usage */
export function tokens({ inputTokens, outputTokens, totalTokens, imageTokens, thoughtTokens }) {
  const told = (/** @type {string} */ key, /** @type {number | undefined} */ value) => (value === undefined ? [] : [t(key, value.toLocaleString(language()))]);
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
