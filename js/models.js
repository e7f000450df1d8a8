// @ts-check
// The one table of known models: what each accepts, as far as is known. Plain data, which callers get as it is.
//
// Capabilities and life cycles are Google's documentation of November 2026 and, where that is silent, what gateways and SDKs report. An id
// outside the table is sent as it is: gateways invent names, and the newest id holds neither `image` nor `gemini-3`, so nothing is ever
// guessed from the letters of an id. What callers have no use for stands in js/warnings.js.

/**
 * @typedef {object} Model
 * @property {string} id as it stands in the URL
 * @property {string} name what people call it
 * @property {string[]} aspectRatios
 * @property {string[]} sizes none where the size cannot be set
 * @property {number} maxImages
 * @property {string[]} thinking levels; none where there is no choice
 * @property {{ web: boolean, image: boolean }} search
 * @property {string[]} [defaultFor] hosts
 * @property {{ on: string, successor: string }} [retired] at Google; the day, or the month by which it was gone. Gateways keep the old names.
 */

const TEN = ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'];
const FOURTEEN = ['1:1', '1:4', '1:8', '2:3', '3:2', '3:4', '4:1', '4:3', '4:5', '5:4', '8:1', '9:16', '16:9', '21:9'];

/**
 * @param {string} id @param {string} name @param {string[]} aspectRatios @param {string[]} sizes @param {number} maxImages
 * @param {string[]} thinking @param {boolean} web @param {boolean} image @param {Partial<Model>} [more]
 * @returns {Model}
 */
const model = (id, name, aspectRatios, sizes, maxImages, thinking, web, image, more) => (
  { id, name, aspectRatios: [...aspectRatios], sizes: [...sizes], maxImages, thinking: [...thinking], search: { web, image }, ...more });

const FLASH = 'gemini-2.5-flash-image';
const PRO = 'gemini-3-pro-image';
const FLASH_3 = 'gemini-3.1-flash-image';
const SIZES = ['1K', '2K', '4K'];
const LEVELS = ['minimal', 'high'];
const JUNE = '2026-06-25';

/** @param {string} on @param {string} successor */
const retired = (on, successor) => ({ retired: { on, successor } });

/** Every known model, newest last. @type {Model[]} */
export const models = /* @__PURE__ */ (() => [
  model(FLASH, 'Nano Banana', TEN, [], 3, [], false, false, { defaultFor: ['kkiai', 'other'] }), // always 1K; naming a size is refused
  model(`${FLASH}-preview`, 'Nano Banana (preview)', TEN, [], 3, [], false, false, retired('2026-03', FLASH)),
  model(PRO, 'Nano Banana Pro', TEN, SIZES, 14, [], true, false), // a level has no effect
  model(`${PRO}-preview`, 'Nano Banana Pro (preview)', TEN, SIZES, 14, [], true, false, retired(JUNE, PRO)),
  model(FLASH_3, 'Nano Banana 2', FOURTEEN, ['512', ...SIZES], 14, LEVELS, true, true),
  model(`${FLASH_3}-preview`, 'Nano Banana 2 (preview)', FOURTEEN, ['512', ...SIZES], 14, LEVELS, true, true, retired(JUNE, FLASH_3)),
  model('gemini-3.1-flash-lite-image', 'Nano Banana 2 Lite', TEN, ['1K'], 14, LEVELS, false, false), // one source says fourteen ratios
  model('gemini-nano-banana-2.1', 'Nano Banana 2.1', FOURTEEN, SIZES, 14, ['minimal', 'medium', 'high'], true, true, { defaultFor: ['google'] }), // 512 is answered with 400
])();
