// @ts-check
// What is told beside a result: of options that a known model is known to refuse or to ignore, and of a picture that is not as it was asked
// for. Both are told only where they are sure.
import { models } from './models.js';
export { models } from './models.js'; // src/host.rs says why

// ───────────── unsupported ─────────────
// It goes by the table in js/models.js alone. Of an id outside the table nothing is known, so nothing is said; that Google has retired a
// model is no matter here, because gateways keep the old names. What the caller writes into `extraBody` is the caller's own.

/** What neither thinks nor refuses a picture too many: it only works less well with them. */
const OLD = ['gemini-2.5-flash-image', 'gemini-2.5-flash-image-preview'];
/** What answers `seed`, `temperature`, `topP` and `topK` with 400. */
const UNSAMPLED = ['gemini-nano-banana-2.1'];

/** @param {string} id */
const known = (id) => models.find((model) => model.id === id);

/** How many pictures it takes before it refuses them. @param {string} id */
export const mostImages = (id) => (OLD.includes(id) ? undefined : known(id)?.maxImages) ?? 2 ** 32 - 1;

/**
 * A warning for each option that the model does not take, in the order in which the options are documented.
 * @param {string} id @param {number} images how many @param {any} asked what is sent, but for `contents`
 */
export function unsupported(id, images, asked) {
  const model = known(id);
  /** @type {{ type: string, option: string, message: string }[]} */
  const warnings = [];
  if (!model) return warnings;
  const { aspectRatios, sizes, maxImages, thinking, search } = model;
  const warn = (/** @type {string} */ option, /** @type {string} */ message) => warnings.push({ type: 'unsupported', option, message: `${id} ${message}` });
  const refuse = (/** @type {string} */ option, /** @type {string} */ why, given = '') => warn(option, `does not take \`${option}${given}\`: ${why}`);
  /** One of a list; `none` is said where the list is empty. */
  const choose = (/** @type {string} */ option, /** @type {string | undefined} */ given, /** @type {string[]} */ list, /** @type {string} */ none) => {
    if (given !== undefined && !list.includes(given)) refuse(option, list.length ? `it takes '${list.join("', '")}'` : none, `: '${given}'`);
  };
  const thinks = !OLD.includes(id);

  // More than the model refuses are an error before it comes to this.
  if (images > maxImages) warn('images', `works best with up to ${maxImages} \`images\`, got ${images}`);
  const { imageConfig, thinkingConfig, ...config } = asked.generationConfig;
  choose('aspectRatio', imageConfig?.aspectRatio, aspectRatios, '');
  choose('size', imageConfig?.imageSize, sizes, 'it makes 1K only');
  for (const option of ['seed', 'temperature', 'topP', 'topK']) {
    if (option in config && UNSAMPLED.includes(id)) refuse(option, 'it takes none of `seed`, `temperature`, `topP` and `topK`');
  }
  const why = thinks ? 'it always thinks, and ignores a level' : 'it does not think';
  choose('thinking.level', thinkingConfig?.thinkingLevel?.toLowerCase(), thinking, why);
  if (thinkingConfig?.includeThoughts && !thinks) refuse('thinking.includeThoughts', why);
  const tool = asked.tools?.[0];
  if (tool && !search.web) refuse('search', 'it does not search');
  else if (tool?.googleSearch.searchTypes?.imageSearch && !search.image) refuse('search.image', 'it searches the web only');
  return warnings;
}

// ───────────── mismatch ─────────────
// Gateways drop `imageConfig`, and models follow it as they please. A size outside the four documented ones is compared with nothing.

/** Documented pictures are up to 29 thousandths off their own name, a 16:9 by 1408×768 was seen, which is 31 off, and from 37 on a
 * picture may be the next ratio's: 896×1152 is a 4:5, and no 3:4. */
const SLACK = 35;

/** Google's table has this for 21:9 at 512. Half of its 1K is 792×336, so it looks like a slip of the pen; a server that keeps to the
 * letter of it is not to be blamed. */
const AS_PRINTED = '21:9 792×168';

const SIZES = ['512', '1K', '2K', '4K'];

/**
 * A warning for each of ratio and size that a picture of so many pixels does not have.
 * @param {string | undefined} aspectRatio @param {string | undefined} size @param {number} width @param {number} height
 */
export function mismatches(aspectRatio, size, width, height) {
  const pixels = `${width}×${height}`;
  const tell = (/** @type {string} */ option, /** @type {string} */ requested, /** @type {string} */ actual) => ({
    type: 'mismatch', option, requested, actual, message: `\`${option}: '${requested}'\` was asked for, and the picture has ${pixels} pixels, which is ${actual}`,
  });
  const warnings = [];
  if (aspectRatio !== undefined && !hasRatio(aspectRatio, width, height) && `${aspectRatio} ${pixels}` !== AS_PRINTED) {
    const divisor = common(width, height) || 1;
    warnings.push(tell('aspectRatio', aspectRatio, `${width / divisor}:${height / divisor}`));
  }
  // Each size has four times as many pixels as the one before, so by factor one ends at twice its own.
  const actual = SIZES.find((_, at) => width * height <= 2 * (512 << at) ** 2) ?? '4K';
  if (size !== undefined && SIZES.includes(size) && size !== actual) warnings.push(tell('size', size, actual));
  return warnings;
}

/** @param {string} ratio @param {number} width @param {number} height */
function hasRatio(ratio, width, height) {
  const [across, down] = (/^(\d+):(\d+)$/.exec(ratio) ?? []).slice(1).map(Number);
  const [a, b] = [across * height, down * width];
  return !(Math.max(a, b) * 1000 > Math.min(a, b) * (1000 + SLACK)); // not a number where there is nothing to compare with
}

/** @param {number} a @param {number} b @returns {number} the greatest common divisor */
const common = (a, b) => (b ? common(b, a % b) : a);
