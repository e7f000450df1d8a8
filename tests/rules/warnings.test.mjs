// @ts-check
// What a known model is said not to take, for each option, against what the contract says of the model; and the documented pictures
// against their own names, and against each other's.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { models } from '../../js/models.js';
import { mismatches, mostImages, unsupported } from '../../js/warnings.js';

const config = (/** @type {any} */ generationConfig) => ({ generationConfig });
const nothing = config({});
const image = (/** @type {string | undefined} */ aspectRatio, /** @type {string | undefined} */ imageSize) => config({ imageConfig: { aspectRatio, imageSize } });
const thinking = (/** @type {string | undefined} */ thinkingLevel, /** @type {boolean | undefined} */ includeThoughts) => config({ thinkingConfig: { thinkingLevel, includeThoughts } });
const web = { ...nothing, tools: [{ googleSearch: {} }] };
const both = { ...nothing, tools: [{ googleSearch: { searchTypes: { webSearch: {}, imageSearch: {} } } }] };
const pictures = { ...nothing, tools: [{ googleSearch: { searchTypes: { imageSearch: {} } } }] };

/** Every option, each with a value that no model takes. */
const everything = {
  ...both,
  generationConfig: { ...image('9:21', '8K').generationConfig, ...thinking('LOW', true).generationConfig, seed: 0, temperature: 0, topP: 0, topK: 1 },
};

/** The options that are named, each with what is said of it. @param {string} model @param {any} asked */
const told = (model, asked) => unsupported(model, 0, asked).map(({ type, option, message }) => {
  assert.equal(type, 'unsupported');
  return [option, message];
});
const options = (/** @type {string} */ model, /** @type {any} */ asked) => told(model, asked).map(([option]) => option).join(' ');

test('each sentence', () => {
  const TEN = "'1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'";
  for (const [model, asked, said] of /** @type {[string, any, string][]} */ ([
    ['gemini-3-pro-image', image('1:8', undefined), `aspectRatio: '1:8'\`: it takes ${TEN}`],
    ['gemini-2.5-flash-image', image(undefined, '1K'), "size: '1K'`: it makes 1K only"],
    ['gemini-nano-banana-2.1', image(undefined, '512'), "size: '512'`: it takes '1K', '2K', '4K'"],
    ['gemini-3.1-flash-lite-image', image(undefined, '2K'), "size: '2K'`: it takes '1K'"],
    ['gemini-2.5-flash-image', thinking('HIGH', undefined), "thinking.level: 'high'`: it does not think"],
    ['gemini-3-pro-image', thinking('HIGH', undefined), "thinking.level: 'high'`: it always thinks, and ignores a level"],
    ['gemini-3.1-flash-image', thinking('MEDIUM', undefined), "thinking.level: 'medium'`: it takes 'minimal', 'high'"],
    ['gemini-2.5-flash-image', thinking(undefined, true), 'thinking.includeThoughts`: it does not think'],
    ['gemini-2.5-flash-image', web, 'search`: it does not search'],
    ['gemini-3.1-flash-lite-image', pictures, 'search`: it does not search'],
    ['gemini-3-pro-image', both, 'search.image`: it searches the web only'],
    ['gemini-nano-banana-2.1', config({ topP: 0.5 }), 'topP`: it takes none of `seed`, `temperature`, `topP` and `topK`'],
  ])) assert.deepEqual(told(model, asked), [[said.split(/[`:]/)[0], `${model} does not take \`${said}`]]);
});

test('all at once, in the order of the documentation', () => {
  const of = (/** @type {string} */ model) => options(model, everything);
  assert.equal(of('gemini-2.5-flash-image'), 'aspectRatio size thinking.level thinking.includeThoughts search', 'never thinks nor searches');
  assert.equal(of('gemini-3-pro-image'), 'aspectRatio size thinking.level search.image');
  assert.equal(of('gemini-3.1-flash-image'), 'aspectRatio size thinking.level');
  assert.equal(of('gemini-3.1-flash-lite-image'), 'aspectRatio size thinking.level search');
  assert.equal(of('gemini-nano-banana-2.1'), 'aspectRatio size seed temperature topP topK thinking.level');
});

test('what a model takes is not spoken of', () => {
  for (const { id, aspectRatios, sizes, thinking: levels } of models) {
    for (const asked of [nothing, thinking(undefined, false), ...aspectRatios.map((ratio) => image(ratio, undefined)), ...sizes.map((size) => image(undefined, size))]) {
      assert.deepEqual(unsupported(id, 0, asked), [], `${id} ${JSON.stringify(asked)}`);
    }
    const taken = ['MINIMAL', 'LOW', 'MEDIUM', 'HIGH'].filter((level) => !unsupported(id, 0, thinking(level, undefined)).length);
    assert.deepEqual(taken.map((level) => level.toLowerCase()), levels, id);
  }
});

test('nothing is known of other ids', () => {
  for (const id of ['nano-banana-2', 'models/gemini-2.5-flash-image', 'gemini-2.5-flash-image ', 'GEMINI-2.5-FLASH-IMAGE', '']) {
    assert.deepEqual([unsupported(id, 99, everything), mostImages(id)], [[], 2 ** 32 - 1], id);
  }
});

test('a retired model is told apart by its id alone', () => {
  for (const { id, retired } of models.filter(({ retired }) => retired)) {
    assert.equal(options(id, everything), options(retired?.successor ?? '', everything));
    assert.ok(told(id, everything).every(([, message]) => message.startsWith(id)));
    assert.equal(mostImages(id), mostImages(retired?.successor ?? ''));
  }
});

test('more pictures than a model works well with, and more than it takes', () => {
  for (const [model, images, said] of /** @type {const} */ ([
    ['gemini-2.5-flash-image', 3, undefined],
    ['gemini-2.5-flash-image', 4, 'gemini-2.5-flash-image works best with up to 3 `images`, got 4'],
    ['gemini-3-pro-image', 14, undefined],
    ['nano-banana-2', 99, undefined],
  ])) assert.deepEqual(unsupported(model, images, nothing)[0], said && { type: 'unsupported', option: 'images', message: said }, `${model} ${images}`);
  assert.deepEqual(models.filter(({ id }) => mostImages(id) !== 14).map(({ id }) => id), ['gemini-2.5-flash-image', 'gemini-2.5-flash-image-preview']);
});

/** Gemini 2.5 Flash Image, which makes 1K only: https://ai.google.dev/gemini-api/docs/image-generation @type {[string, number, number][]} */
const FLASH_2_5 = [
  ['1:1', 1024, 1024], ['2:3', 832, 1248], ['3:2', 1248, 832], ['3:4', 864, 1184], ['4:3', 1184, 864],
  ['4:5', 896, 1152], ['5:4', 1152, 896], ['9:16', 768, 1344], ['16:9', 1344, 768], ['21:9', 1536, 672],
];

/** Gemini 3 family at 512, 1K, 2K and 4K, as printed there: 792×168 too. @type {[string, [number, number][]][]} */
const GEMINI_3 = [
  ['1:1', [[512, 512], [1024, 1024], [2048, 2048], [4096, 4096]]],
  ['1:4', [[256, 1024], [512, 2048], [1024, 4096], [2048, 8192]]],
  ['1:8', [[192, 1536], [384, 3072], [768, 6144], [1536, 12288]]],
  ['2:3', [[424, 632], [848, 1264], [1696, 2528], [3392, 5056]]],
  ['3:2', [[632, 424], [1264, 848], [2528, 1696], [5056, 3392]]],
  ['3:4', [[448, 600], [896, 1200], [1792, 2400], [3584, 4800]]],
  ['4:1', [[1024, 256], [2048, 512], [4096, 1024], [8192, 2048]]],
  ['4:3', [[600, 448], [1200, 896], [2400, 1792], [4800, 3584]]],
  ['4:5', [[464, 576], [928, 1152], [1856, 2304], [3712, 4608]]],
  ['5:4', [[576, 464], [1152, 928], [2304, 1856], [4608, 3712]]],
  ['8:1', [[1536, 192], [3072, 384], [6144, 768], [12288, 1536]]],
  ['9:16', [[384, 688], [768, 1376], [1536, 2752], [3072, 5504]]],
  ['16:9', [[688, 384], [1376, 768], [2752, 1536], [5504, 3072]]],
  ['21:9', [[792, 168], [1584, 672], [3168, 1344], [6336, 2688]]],
];

const SIZES = ['512', '1K', '2K', '4K'];

/** Ratio, size, width, height. @type {[string, string, number, number][]} */
const documented = [
  ...FLASH_2_5.map(([ratio, width, height]) => /** @type {[string, string, number, number]} */ ([ratio, '1K', width, height])),
  ...GEMINI_3.flatMap(([ratio, row]) => row.map(([width, height], at) => /** @type {[string, string, number, number]} */ ([ratio, SIZES[at], width, height]))),
];

/** @param {string | undefined} ratio @param {string | undefined} size @param {number} width @param {number} height */
const warnsOf = (ratio, size, width, height) => mismatches(ratio, size, width, height).length > 0;

test('every documented picture is what its row says and nothing else', () => {
  assert.equal(documented.length, 66);
  for (const [ratio, size, width, height] of documented) {
    assert.deepEqual(mismatches(ratio, size, width, height), [], `${ratio} at ${size}`);
    for (const other of SIZES) assert.equal(warnsOf(undefined, other, width, height), other !== size, `${width}×${height} as ${other}`);
    if (width === 792 && height === 168) continue;
    for (const [other] of GEMINI_3) assert.equal(warnsOf(other, undefined, width, height), other !== ratio, `${width}×${height} as ${other}`);
  }
});

test('the odd row is forgiven as printed and as meant', () => {
  assert.ok(!warnsOf('21:9', '512', 792, 168));
  assert.ok(!warnsOf('21:9', '512', 792, 336));
  assert.ok(warnsOf('21:9', undefined, 168, 792));
  assert.ok(warnsOf('21:9', undefined, 1584, 336));
  assert.ok(warnsOf('16:9', undefined, 792, 168));
});

test('both are told with what came', () => {
  const message = (/** @type {string} */ asked, /** @type {string} */ came) => `\`${asked}\` was asked for, and the picture has 1024×1024 pixels, which is ${came}`;
  assert.deepEqual(mismatches('16:9', '2K', 1024, 1024), [
    { type: 'mismatch', option: 'aspectRatio', requested: '16:9', actual: '1:1', message: message("aspectRatio: '16:9'", '1:1') },
    { type: 'mismatch', option: 'size', requested: '2K', actual: '1K', message: message("size: '2K'", '1K') },
  ]);
});

test('a ratio may be three and a half percent off', () => {
  for (const [width, height, off] of /** @type {const} */ ([[1000, 1035, false], [1000, 1036, true], [1035, 1000, false], [1036, 1000, true]])) {
    assert.equal(warnsOf('1:1', undefined, width, height), off, `${width}×${height}`);
  }
  assert.ok(!warnsOf('16:9', undefined, 1408, 768));
  assert.ok(!warnsOf('32:18', undefined, 1344, 768));
});

test('a size ends at twice its pixels', () => {
  for (const [width, size, next] of /** @type {const} */ ([[1024, '512', '1K'], [4096, '1K', '2K'], [16384, '2K', '4K']])) {
    assert.deepEqual([warnsOf(undefined, size, width, 512), warnsOf(undefined, next, width, 513)], [false, false]);
  }
});

test('what cannot be compared is not', () => {
  for (const [ratio, size] of [[undefined, undefined], [undefined, '8K'], [undefined, 'huge'], ['wide', undefined], ['a:b', undefined]]) {
    assert.ok(!warnsOf(ratio, size, 1, 1), `${ratio} ${size}`);
  }
});

test('extremes', () => {
  const most = 2 ** 32 - 1;
  assert.ok(!warnsOf('1:1', '4K', most, most));
  assert.deepEqual(mismatches('1:65535', undefined, most, 1).map((warning) => warning.actual), ['4294967295:1']);
  assert.ok(!warnsOf('1:1', '512', 1, 1));
});
