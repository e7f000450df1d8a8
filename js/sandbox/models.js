// @ts-check
// The models that the sandbox answers for, and what each accepts. Written from the API's own tables and not from the package's:
// two tables that were copied from each other could not find each other's mistakes.

const TEN = ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'];
const FOURTEEN = [...TEN, '1:4', '4:1', '1:8', '8:1'];

/** Gemini 2.5 Flash Image, 1K only. @type {Record<string, [number, number]>} */
const PIXELS_25 = {
  '1:1': [1024, 1024],
  '2:3': [832, 1248],
  '3:2': [1248, 832],
  '3:4': [864, 1184],
  '4:3': [1184, 864],
  '4:5': [896, 1152],
  '5:4': [1152, 896],
  '9:16': [768, 1344],
  '16:9': [1344, 768],
  '21:9': [1536, 672],
};

/** Gemini 3 family at 1K; 2K and 4K are twice and four times that. @type {Record<string, [number, number]>} */
const PIXELS_3 = {
  '1:1': [1024, 1024],
  '1:4': [512, 2048],
  '1:8': [384, 3072],
  '2:3': [848, 1264],
  '3:2': [1264, 848],
  '3:4': [896, 1200],
  '4:1': [2048, 512],
  '4:3': [1200, 896],
  '4:5': [928, 1152],
  '5:4': [1152, 928],
  '8:1': [3072, 384],
  '9:16': [768, 1376],
  '16:9': [1376, 768],
  '21:9': [1584, 672],
};

/** What the two extreme ratios are reported to come in, where the API's own table says 384×3072 and 3072×384: 40 ‰ off the nominal ratio.
 *  Both are seen, so some models here draw the one and some the other. @type {Record<string, [number, number]>} */
const PIXELS_REPORTED = { '1:8': [352, 2928], '8:1': [2928, 352] };

/** The 512 row is half of 1K but for 21:9, which the API's table prints as 168 and not 336 high. */
const WIDE_AT_512 = /** @type {[number, number]} */ ([792, 168]);

/**
 * @typedef {object} Model
 * @property {string} name
 * @property {string} family signatures of one family do not pass for another
 * @property {string[]} ratios
 * @property {Record<string, [number, number]>} pixels ratio → width and height at 1K
 * @property {Record<string, number>} sizes size → image tokens
 * @property {boolean} sizable whether `imageSize` may be sent at all
 * @property {'image/png' | 'image/jpeg'} mediaType
 * @property {number} quality of the JPEG; chosen so that 1K pictures weigh what recorded ones do
 * @property {string[] | undefined} levels thinking levels; undefined: no thinking
 * @property {boolean} levelIgnored a level is neither refused nor obeyed
 * @property {string | undefined} defaultLevel
 * @property {boolean} web search grounding
 * @property {boolean} imageSearch
 * @property {boolean} sampling whether temperature, topP, topK, seed, logprobs and thinkingBudget are taken
 * @property {number} [most] reference images; more are refused
 * @property {boolean} functions whether functions may be declared
 * @property {{alone: number, withText: number} | undefined} signature bytes
 * @property {[number, number]} unasked pixels when neither a ratio nor a picture was given
 */

/** @type {Model} */
const FLASH_25 = {
  name: 'Nano Banana',
  family: '2.5-flash',
  ratios: TEN,
  pixels: PIXELS_25,
  sizes: { '1K': 1290 },
  sizable: false,
  mediaType: 'image/png',
  quality: 0,
  levels: undefined,
  levelIgnored: false,
  defaultLevel: undefined,
  web: false,
  imageSearch: false,
  sampling: true,
  functions: false,
  signature: undefined,
  unasked: [1024, 1024],
};
/** @type {Model} */
const PRO_3 = {
  name: 'Nano Banana Pro',
  family: '3-pro',
  ratios: TEN,
  pixels: PIXELS_3,
  sizes: { '1K': 1120, '2K': 1120, '4K': 2000 },
  sizable: true,
  mediaType: 'image/jpeg',
  quality: 98,
  levels: ['HIGH'],
  levelIgnored: true,
  defaultLevel: 'HIGH',
  web: true,
  imageSearch: false,
  sampling: true,
  most: 14,
  functions: true,
  signature: { alone: 2_182_500, withText: 825_000 },
  unasked: [1408, 768],
};
/** @type {Model} */
const FLASH_31 = {
  name: 'Nano Banana 2',
  family: '3.1-flash',
  ratios: FOURTEEN,
  pixels: PIXELS_3,
  sizes: { 512: 747, '1K': 1120, '2K': 1680, '4K': 2520 },
  sizable: true,
  mediaType: 'image/jpeg',
  quality: 95,
  levels: ['MINIMAL', 'HIGH'],
  levelIgnored: false,
  defaultLevel: 'MINIMAL',
  web: true,
  imageSearch: true,
  sampling: true,
  most: 14,
  functions: true,
  signature: { alone: 450_000, withText: 450_000 },
  unasked: [1024, 1024],
};
/** @type {Model} */
const LITE_31 = {
  name: 'Nano Banana 2 Lite',
  family: '3.1-flash-lite',
  ratios: FOURTEEN,
  pixels: { ...PIXELS_3, ...PIXELS_REPORTED },
  sizes: { '1K': 1120 },
  sizable: true,
  mediaType: 'image/jpeg',
  quality: 92,
  levels: ['MINIMAL', 'HIGH'],
  levelIgnored: false,
  defaultLevel: 'MINIMAL',
  web: false,
  imageSearch: false,
  sampling: true,
  most: 14,
  functions: true,
  signature: { alone: 300_000, withText: 300_000 },
  unasked: [1024, 1024],
};
/** @type {Model} */
const NANO_21 = {
  name: 'Nano Banana 2.1',
  family: '2.1',
  ratios: FOURTEEN,
  pixels: { ...PIXELS_3, ...PIXELS_REPORTED },
  sizes: { '1K': 1120, '2K': 1680, '4K': 3780 },
  sizable: true,
  mediaType: 'image/jpeg',
  quality: 95,
  levels: ['MINIMAL', 'MEDIUM', 'HIGH'],
  levelIgnored: false,
  defaultLevel: 'MEDIUM',
  web: true,
  imageSearch: true,
  sampling: false,
  most: 14,
  functions: false,
  signature: { alone: 450_000, withText: 450_000 },
  unasked: [1024, 1024],
};

/** @type {Record<string, Model>} */
const MODELS = {
  'gemini-2.5-flash-image': FLASH_25,
  'gemini-2.5-flash-image-preview': FLASH_25,
  'gemini-3-pro-image': PRO_3,
  'gemini-3-pro-image-preview': PRO_3,
  'nano-banana-pro-preview': PRO_3,
  'gemini-3.1-flash-image': FLASH_31,
  'gemini-3.1-flash-image-preview': FLASH_31,
  'gemini-3.1-flash-lite-image': LITE_31,
  'gemini-nano-banana-2.1': NANO_21,
};

/** When Google's own host shut a model down, and what it names instead; gateways keep all of them. gemini-2.5-flash-image is not here:
 *  2026-10-02 was the earliest day, and whether it has ended is not known. @type {Record<string, {on: string, successor: string}>} */
export const RETIRED = {
  'gemini-2.5-flash-image-preview': { on: '2026-01-15', successor: 'gemini-2.5-flash-image' },
  'gemini-3-pro-image-preview': { on: '2026-06-25', successor: 'gemini-3-pro-image' },
  'gemini-3.1-flash-image-preview': { on: '2026-06-25', successor: 'gemini-nano-banana-2.1' }, // its own has ended too
  'gemini-3.1-flash-image': { on: '2026-10-29', successor: 'gemini-nano-banana-2.1' },
};

/** @param {string} id @param {import('./routes.js').Host} host @returns {Model | undefined} */
export function findModel(id, host) {
  return Object.hasOwn(MODELS, id) && !(host === 'google' && id in RETIRED) ? MODELS[id] : undefined;
}

/** @param {import('./routes.js').Host} host @returns {string[]} */
export function modelIds(host) {
  return Object.keys(MODELS).filter((id) => findModel(id, host));
}

/** The card that GET …/models/{id} answers. @param {string} id */
export function modelCard(id) {
  const model = MODELS[id];
  const retired = RETIRED[id];
  return {
    name: `models/${id}`,
    version: '1.0',
    displayName: model.name,
    description: `${model.name}, drawn by a sandbox${retired ? `; Google shut it down on ${retired.on}, use ${retired.successor}` : ''}`,
    inputTokenLimit: 131072,
    outputTokenLimit: 32768,
    supportedGenerationMethods: ['generateContent', 'countTokens', 'batchGenerateContent'],
    temperature: 1,
    topP: 0.95,
    topK: 64,
    maxTemperature: 2,
    ...(model.levels ? { thinking: true } : {}),
  };
}

/** @param {Model} model @param {string} ratio @param {string} size @returns {[number, number]} width and height */
export function pixels(model, ratio, size) {
  const [width, height] = model.pixels[ratio];
  if (size === '512') return ratio === '21:9' ? WIDE_AT_512 : [width / 2, height / 2];
  const times = size === '4K' ? 4 : size === '2K' ? 2 : 1;
  return [width * times, height * times];
}

/** The supported ratio nearest to a picture's own. @param {Model} model @param {number} width @param {number} height */
export function nearestRatio(model, width, height) {
  const distance = (/** @type {string} */ ratio) => {
    const [w, h] = pixels(model, ratio, '1K');
    const wide = (w * height) / (h * width);
    return wide > 1 ? wide : 1 / wide;
  };
  return model.ratios.reduce((best, ratio) => (distance(ratio) < distance(best) ? ratio : best));
}
