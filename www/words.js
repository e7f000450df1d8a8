// @ts-check
// Numbers and states in words. Pure: no page, no package.

/** @typedef {import('./wasmagine/index.js').Progress} Progress */
/** @typedef {import('./wasmagine/index.js').Usage} Usage */

/** @param {number} count */
export function bytes(count) {
  if (count < 1000) return `${count} B`;
  const unit = count < 1e6 ? 'kB' : 'MB';
  const value = count / (unit === 'kB' ? 1e3 : 1e6);
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** @type {Record<string, string>} */
const phases = {
  preparing: 'Preparing',
  sending: 'Sending',
  waiting: 'Waiting for the model',
  receiving: 'Receiving the picture',
  retrying: 'Trying again soon',
  done: 'Done',
};

/** @param {Progress} progress */
export const phase = (progress) => phases[progress.phase];

/** @param {{ mediaType: string }} image */
export const format = ({ mediaType }) => mediaType.replace('image/', '').toUpperCase();

/** @param {{ width: number, height: number, mediaType: string, blob: Blob }} image */
export const facts = (image) => [`${image.width} × ${image.height} px`, format(image), bytes(image.blob.size)];

/** @param {Usage} usage */
export function tokens({ inputTokens, outputTokens, imageTokens, thoughtTokens, totalTokens }) {
  const told = (/** @type {number | undefined} */ count, /** @type {string} */ what) => (count === undefined ? [] : [`${count.toLocaleString('en')} ${what}`]);
  const picture = told(imageTokens, 'for the picture').map((part) => ` (${part})`);
  const parts = [...told(inputTokens, 'in'), ...told(outputTokens, `out${picture}`), ...told(thoughtTokens, 'of thought')];
  const [total] = told(totalTokens, 'tokens');
  if (!parts.length) return total ?? '';
  return `${total ?? 'Tokens'}: ${parts.join(', ')}`;
}

/** @param {string} text */
export const sentence = (text) => {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…。]$/.test(capital) ? capital : `${capital}.`;
};

/** A file's name from what was asked for: its first words, in any script. @param {string} prompt @param {string} extension */
export function fileName(prompt, extension) {
  const words = prompt.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return `${words.slice(0, 6).join('-').slice(0, 60) || 'picture'}.${extension}`;
}
