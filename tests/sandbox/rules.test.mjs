// Every rule by which Google refuses a body, as a table: what is sent, which model, what it says. And what must not be refused.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { measure } from '../../js/sandbox/measure.js';
import { GATEWAY, GOOGLE, HERE, ask, asks, bytesOf, imageOf, partsOf, png, post, refuse } from './help.mjs';

const FLASH = 'gemini-2.5-flash-image';
const PRO = 'gemini-3-pro-image';
const NANO2 = 'gemini-3.1-flash-image';
const LITE = 'gemini-3.1-flash-lite-image';
const NANO21 = 'gemini-nano-banana-2.1';

const config = (generationConfig) => asks('a cat', generationConfig);
const part = (...parts) => ({ contents: [{ role: 'user', parts }] });
const inline = (inlineData) => part({ text: 'edit' }, { inlineData });
const safety = (...safetySettings) => ({ ...asks('a cat'), safetySettings });
const DANGER = 'HARM_CATEGORY_DANGEROUS_CONTENT';

/** @type {[string, any, RegExp, string?][]} */
const REFUSED = [
  ['a root that is no object', [], /Root element must be a message/],
  ['an unknown field', { ...asks('x'), wallpaper: 1 }, /^Invalid JSON payload received\. Unknown name "wallpaper": Cannot find field\.$/],
  ['an unknown field inside', config({ guidance: 3 }), /^Invalid JSON payload received\. Unknown name "guidance" at 'generation_config': Cannot find field\.$/],
  ['an unknown field of a part', part({ text: 'x', caption: 'y' }), /Unknown name "caption" at 'contents\[0\]\.parts\[0\]': Cannot find field\./],
  ['Vertex: personGeneration', config({ imageConfig: { personGeneration: 'ALLOW_ALL' } }), /Unknown name "personGeneration" at 'generation_config\.image_config'/],
  ['Vertex: outputMimeType', config({ imageConfig: { outputMimeType: 'image/png' } }), /Unknown name "outputMimeType"/],
  ['Vertex: imageOutputOptions', config({ imageConfig: { imageOutputOptions: {} } }), /Unknown name "imageOutputOptions"/],
  ['Vertex: labels', { ...asks('x'), labels: {} }, /Unknown name "labels"/],
  ['Vertex: displayName', inline({ mimeType: 'image/png', data: png(), displayName: 'me' }), /Unknown name "displayName"/],
  ['Vertex: a safety method', safety({ category: DANGER, threshold: 'OFF', method: 'SEVERITY' }), /Unknown name "method"/],
  ['a field twice, in both spellings', { ...asks('x'), generationConfig: {}, generation_config: {} }, /already set/],
  ['text that is a number', part({ text: 5 }), /Invalid value at 'contents\[0\]\.parts\[0\]\.text' \(TYPE_STRING\), 5/],
  ['a temperature in words', config({ temperature: 'hot' }), /Invalid value at 'generation_config\.temperature' \(TYPE_FLOAT\), "hot"/],
  ['contents that is no list', { contents: { role: 'user' } }, /Invalid value at 'contents'/],
  ['a seed beyond int32', config({ seed: 2147483648 }), /Invalid value at 'generation_config\.seed' \(TYPE_INT32\), 2147483648/],
  ['a seed with a fraction', config({ seed: 1.5 }), /TYPE_INT32/],
  ['a modality that does not exist', config({ responseModalities: ['VIDEO'] }), /Invalid value at 'generation_config\.response_modalities\[0\]'/],
  ['a modality that images cannot have', config({ responseModalities: ['AUDIO'] }), /combination of response modalities \(AUDIO\) is not supported/],
  ['no contents', {}, /contents is not specified/],
  ['empty contents', { contents: [] }, /contents is not specified/],
  ['empty parts', { contents: [{ role: 'user', parts: [] }] }, /contents\[0\]\.parts: contents\.parts must not be empty\./],
  ['a content without parts', { contents: [{ role: 'user' }] }, /contents\.parts must not be empty/],
  ['a part without data', part({ thought: true }), /required oneof field 'data' must have one initialized field/],
  ['a part with two kinds of data', part({ text: 'x', inlineData: { mimeType: 'image/png', data: png() } }), /oneof field 'data' is already set/],
  ['an empty text', part({ text: '' }), /must not be empty/],
  ['the role assistant', { contents: [{ role: 'assistant', parts: [{ text: 'x' }] }] }, /^Please use a valid role: user, model\.$/],
  ['a conversation that ends with the model', { contents: [{ role: 'user', parts: [{ text: 'x' }] }, { role: 'model', parts: [{ text: 'y', thought: true }] }] }, /^Please ensure that multiturn requests ends with a user role or a function response\.$/],
  ['the model alone', { contents: [{ role: 'model', parts: [{ text: 'y' }] }] }, /^Please ensure that single turn requests end with a user role or the role field is empty\.$/],
  ['two user turns in a row', { contents: [...asks('x').contents, ...asks('y').contents] }, /^Please ensure that multiturn requests alternate between user and model\.$/, FLASH],
  ['a conversation that begins with the model', { contents: [{ role: 'model', parts: [{ text: 'y' }] }, ...asks('x').contents] }, /alternate between user and model/],
  ['a signature alone that nobody gave', { contents: [...asks('x').contents, { role: 'model', parts: [{ text: '', thoughtSignature: 'AAAA' }] }, ...asks('y').contents] }, /^Part has an invalid thought_signature in content position 2, part position 1\.$/],
  ['empty inlineData.data', inline({ mimeType: 'image/png', data: '' }), /data must not be empty/],
  ['missing mimeType', inline({ data: png() }), /mime_type must not be empty/],
  ['base64 with a stray character', inline({ mimeType: 'image/png', data: `${png().slice(0, -4)}!!==` }), /Base64 decoding failed/],
  ['base64 of the URL alphabet', inline({ mimeType: 'image/png', data: '_-__' }), /Base64 decoding failed/],
  ['base64 without padding', inline({ mimeType: 'image/png', data: 'iVBORw' }), /Base64 decoding failed/],
  ['base64 with a data: prefix', inline({ mimeType: 'image/png', data: `data:image/png;base64,${png()}` }), /Base64 decoding failed/],
  ['a GIF', inline({ mimeType: 'image/gif', data: 'R0lGODlh' }), /Unsupported MIME type: image\/gif/],
  ['bytes that are not what they claim', inline({ mimeType: 'image/jpeg', data: png() }), /Unable to process input image/],
  ['fifteen reference images', part(...Array.from({ length: 15 }, () => ({ inlineData: { mimeType: 'image/png', data: png() } }))), /at most 14/],
  ['a picture in the system instruction', { ...asks('x'), systemInstruction: { parts: [{ inlineData: { mimeType: 'image/png', data: png() } }] } }, /text parts only/],
  ['an empty system instruction', { ...asks('x'), systemInstruction: { parts: [] } }, /system_instruction\.parts/],
  ['candidateCount 2', config({ candidateCount: 2 }), /^Multiple candidates is not enabled for this model$/],
  ['temperature 2.1', config({ temperature: 2.1 }), /temperature must be in the range \[0\.0, 2\.0\]/],
  ['temperature below 0', config({ temperature: -0.1 }), /temperature must be in the range/],
  ['topP 1.5', config({ topP: 1.5 }), /top_p must be in the range/],
  ['topK 0', config({ topK: 0 }), /top_k must be in the range/],
  ['lower-case 1k', config({ imageConfig: { imageSize: '1k' } }), /Image size 1k is not supported/],
  ['0.5K', config({ imageConfig: { imageSize: '0.5K' } }), /Image size 0\.5K is not supported/, NANO2],
  ['an empty size', config({ imageConfig: { imageSize: '' } }), /Image size "" is not supported/],
  ['a size on 2.5', config({ imageConfig: { imageSize: '4K' } }), /^Request contains an invalid argument\.$/, FLASH],
  ['512 on Nano Banana 2.1', config({ imageConfig: { imageSize: '512' } }), /Image size 512 is not supported/, NANO21],
  ['512 on Pro', config({ imageConfig: { imageSize: '512' } }), /Image size 512 is not supported/, PRO],
  ['2K on Lite', config({ imageConfig: { imageSize: '2K' } }), /Image size 2K is not supported/, LITE],
  ['an extreme ratio on Pro', config({ imageConfig: { aspectRatio: '8:1' } }), /Aspect ratio 8:1 is not supported/, PRO],
  ['an extreme ratio on 2.5', config({ imageConfig: { aspectRatio: '1:4' } }), /Aspect ratio 1:4 is not supported/, FLASH],
  ['a ratio that nobody has', config({ imageConfig: { aspectRatio: '7:3' } }), /Aspect ratio 7:3 is not supported/, NANO2],
  ['responseFormat.image on 2.5', config({ responseFormat: { image: { aspectRatio: '1:1' } } }), /not supported/, FLASH],
  ['level and budget', config({ thinkingConfig: { thinkingLevel: 'HIGH', thinkingBudget: 100 } }), /^You can only set only one of thinking budget and thinking level\.$/, NANO2],
  ['a level that 3.1 lacks', config({ thinkingConfig: { thinkingLevel: 'LOW' } }), /^Thinking level LOW is not supported for this model\./, NANO2],
  ['a level that 2.1 lacks', config({ thinkingConfig: { thinkingLevel: 'LOW' } }), /Thinking level LOW is not supported/, NANO21],
  ['a level on 2.5', config({ thinkingConfig: { thinkingLevel: 'HIGH' } }), /Thinking level is not supported/, FLASH],
  ['thoughts of 2.5', config({ thinkingConfig: { includeThoughts: true } }), /only enabled when thinking is enabled/, FLASH],
  ['a level that does not exist', config({ thinkingConfig: { thinkingLevel: 'EXTREME' } }), /Invalid value at 'generation_config\.thinking_config\.thinking_level'/, NANO2],
  ...['temperature', 'topP', 'topK', 'seed', 'logprobs'].map((field) => (
    /** @type {[string, any, RegExp, string]} */ ([`${field} on 2.1`, config({ [field]: 1 }), new RegExp(`^${field} is not supported`), NANO21]))),
  ['thinkingBudget on 2.1', config({ thinkingConfig: { thinkingBudget: 100 } }), /^thinkingBudget is not supported/, NANO21],
  ['several candidates on 2.1', config({ candidateCount: 2 }), /^Multiple candidates is not enabled/, NANO21],
  ['functions on 2.1', { ...asks('x'), tools: [{ functionDeclarations: [{ name: 'f' }] }] }, /Function calling is not enabled/, NANO21],
  ['a tier of service that does not exist', { ...asks('x'), serviceTier: 'express' }, /Invalid value at 'service_tier'/],
  ['responseFormat.image on 2.5', config({ responseFormat: { image: { aspectRatio: '1:1' } } }), /Image response format is not supported/, FLASH],
  ['a ratio that the API has no name for', config({ responseFormat: { image: { aspectRatio: 'ASPECT_RATIO_FIVE_BY_THREE' } } }), /Aspect ratio ASPECT_RATIO_FIVE_BY_THREE is not supported|Aspect ratio 5:3 is not supported/],
  ['imageConfig.imageSize 1K on 2.5, where it cannot be set', config({ imageConfig: { imageSize: '1K' } }), /^Request contains an invalid argument\.$/, FLASH],
  ['an empty text that comes from a user', { contents: [...asks('x').contents, { role: 'model', parts: [{ text: 'y', thought: true }] }, { role: 'user', parts: [{ text: '' }] }] }, /must not be empty/],
  ['responseMimeType image/png', config({ responseMimeType: 'image/png' }), /response_mime_type: allowed mimetypes are/],
  ['JSON from an image model', config({ responseMimeType: 'application/json' }), /JSON mode is not enabled/],
  ['mediaResolution on 2.5', config({ mediaResolution: 'MEDIA_RESOLUTION_LOW' }), /Media resolution is not enabled/, FLASH],
  ['mediaResolution of a part on 2.5', part({ inlineData: { mimeType: 'image/png', data: png() }, mediaResolution: { level: 'MEDIA_RESOLUTION_HIGH' } }), /Media resolution is not enabled/, FLASH],
  ['one safety category twice', safety({ category: DANGER, threshold: 'OFF' }, { category: DANGER, threshold: 'BLOCK_NONE' }), /at most one setting per category/],
  ['an unknown threshold', safety({ category: DANGER, threshold: 'BLOCK_SOME' }), /Invalid value at 'safety_settings\[0\]\.threshold'/],
  ['an unknown category', safety({ category: 'HARM_CATEGORY_BOREDOM', threshold: 'OFF' }), /Invalid value at 'safety_settings\[0\]\.category'/],
  ['a category of Vertex', safety({ category: 'HARM_CATEGORY_IMAGE_HATE', threshold: 'OFF' }), /element predicate failed/],
  ['search on 2.5', { ...asks('x'), tools: [{ googleSearch: {} }] }, /Search Grounding is not supported/, FLASH],
  ['image search on Pro', { ...asks('x'), tools: [{ googleSearch: { searchTypes: { imageSearch: {} } } }] }, /Image search is not supported/, PRO],
  ...['blockingConfidence', 'excludeDomains'].map((field) => /** @type {[string, any, RegExp, string]} */ ([`Vertex: ${field} of a search`, { ...asks('x'), tools: [{ googleSearch: { [field]: [] } }] }, new RegExp(`Unknown name "${field}" at 'tools\\[0\\]\\.google_search'`), NANO21])),
  ['search types as a list', { ...asks('x'), tools: [{ googleSearch: { searchTypes: ['imageSearch'] } }] }, /Invalid value at 'tools\[0\]\.google_search\.search_types'/, NANO21],
  ['search on Lite', { ...asks('x'), tools: [{ googleSearch: {} }] }, /Search Grounding is not supported/, LITE],
  ['half a time range', { ...asks('x'), tools: [{ googleSearch: { timeRangeFilter: { startTime: '2026-01-01T00:00:00Z' } } }] }, /both start_time and end_time/, NANO2],
  ['functions on 2.5', { ...asks('x'), tools: [{ functionDeclarations: [{ name: 'f' }] }] }, /Function calling is not enabled/, FLASH],
];

for (const [what, body, says, model = LITE] of REFUSED) {
  test(`refused: ${what}`, async () => {
    // Names that nobody knows are refused by Google itself, and lost by whoever else may stand there.
    const { status, error } = await refuse(body, { model, host: /Unknown name/.test(says.source) ? GOOGLE : HERE });
    assert.equal(status, 400);
    assert.deepEqual([error.code, error.status], [400, 'INVALID_ARGUMENT']);
    assert.match(error.message, says);
  });
}

test('a wrong field is told in details too', async () => {
  const { error } = await refuse(config({ guidance: 3 }), { host: GOOGLE });
  assert.equal(error.details[0]['@type'], 'type.googleapis.com/google.rpc.BadRequest');
  assert.equal(error.details[0].fieldViolations[0].field, 'generation_config');
});

test('all wrong fields are told at once', async () => {
  assert.equal((await refuse({ ...config({ a: 1, b: 2 }) }, { host: GOOGLE })).error.message.split('\n').length, 2);
});

const TEXT = { responseModalities: ['TEXT'] };
const heic = readFileSync(new URL('../fixtures/picture.heic', import.meta.url)).toString('base64');
/** @type {[string, any, string?][]} */
const TAKEN = [
  ['snake_case names', { contents: [{ parts: [{ text: 'x' }, { inline_data: { mime_type: 'image/png', data: png() } }] }], system_instruction: { role: 'user', parts: [{ text: 'x' }] },
    generation_config: { response_modalities: ['Text'], image_config: { aspect_ratio: '16:9' }, top_p: 0.5 } }],
  ['null for absent', { ...asks('x', TEXT), tools: null, systemInstruction: null }],
  ['an empty imageConfig', config({ ...TEXT, imageConfig: {} })],
  ['every threshold', { ...asks('x', TEXT), safetySettings: ['HARASSMENT', 'HATE_SPEECH', 'SEXUALLY_EXPLICIT', 'DANGEROUS_CONTENT', 'CIVIC_INTEGRITY'].map((name, i) => ({
    category: `HARM_CATEGORY_${name}`, threshold: ['BLOCK_LOW_AND_ABOVE', 'BLOCK_MEDIUM_AND_ABOVE', 'BLOCK_ONLY_HIGH', 'BLOCK_NONE', 'OFF'][i] })) }],
  ['candidateCount 1', config({ ...TEXT, candidateCount: 1 })],
  ['a level on Pro, which ignores it', config({ ...TEXT, thinkingConfig: { thinkingLevel: 'low' } }), PRO],
  ['a lower-case level', config({ ...TEXT, thinkingConfig: { thinkingLevel: 'high' } }), NANO2],
  ['search with both types', { ...asks('x', TEXT), tools: [{ google_search: { searchTypes: { webSearch: {}, imageSearch: {} } } }] }, NANO2],
  ['a file by its address', part({ text: 'x' }, { fileData: { fileUri: 'https://files.example/a.png', mimeType: 'image/png' } })],
  ['a turn without a role', { contents: [{ parts: [{ text: 'x' }] }], generationConfig: TEXT }],
  ...['image/heic', 'image/heif'].map((mimeType) => /** @type {[string, any]} */ ([mimeType, { ...inline({ mimeType, data: heic }), generationConfig: TEXT }])),
  ...['1:4', '4:1', '1:8', '8:1'].flatMap((aspectRatio) => [NANO2, LITE, NANO21].map((model) => /** @type {[string, any, string]} */ ([`${aspectRatio} on ${model}`, config({ ...TEXT, imageConfig: { aspectRatio } }), model]))),
  ['fifteen reference images on 2.5, which is only at its best with three', { ...part(...Array.from({ length: 15 }, () => ({ inlineData: { mimeType: 'image/png', data: png() } }))), generationConfig: TEXT }, FLASH],
  ['a thinking budget where the level is not named', config({ ...TEXT, thinkingConfig: { thinkingBudget: 100 } }), NANO2],
  ['sampling, which all but one model take', config({ ...TEXT, temperature: 0, topP: 1, topK: 1, seed: -1, logprobs: 1 }), PRO],
  ['a model’s turn as several contents, as Google’s own chat helper keeps a stream', { contents: [...asks('x').contents, ...['a', 'b', ''].map((text) => ({ role: 'model', parts: [{ text }] })), ...asks('y').contents], generationConfig: TEXT }],
  ['a ratio that is left open', config({ ...TEXT, responseFormat: { image: { aspectRatio: 'ASPECT_RATIO_UNSPECIFIED', imageSize: 'IMAGE_SIZE_UNSPECIFIED' } } })],
  ['fourteen reference images', { ...part(...Array.from({ length: 14 }, () => ({ inlineData: { mimeType: 'image/png', data: png() } }))), generationConfig: TEXT }],
  ['serviceTier', { ...asks('x', TEXT), serviceTier: 'standard' }],
];
for (const [what, body, model = LITE] of TAKEN) {
  test(`taken: ${what}`, async () => {
    const response = await post(body, { model });
    assert.equal(response.status, 200, await response.text());
  });
}

test('gateways lose what they do not know without a word, and so may whoever else stands there; Google refuses it', async () => {
  for (const body of [{ ...asks('x', TEXT), wallpaper: 1 }, part({ text: 'x', caption: 'y' }), { ...asks('x', TEXT), labels: {} }]) {
    for (const [host, status] of [[GATEWAY, 200], [HERE, 200], [GOOGLE, 400]]) assert.equal((await post({ generationConfig: TEXT, ...body }, { host })).status, status);
  }
});

test('gateways alone lose fields that the API knows: three by their snake_case names, three by any', async () => {
  const wrong = { safety_settings: [{ category: 'nonsense' }], serviceTier: 'nonsense', service_tier: 'nonsense' };
  for (const [name, value] of Object.entries(wrong)) {
    for (const [host, status] of [[GATEWAY, 200], [HERE, 400], [GOOGLE, 400]]) assert.equal((await post({ ...asks('x', TEXT), [name]: value }, { host })).status, status, `${name} at ${host}`);
  }
  const format = asks('x', { responseModalities: ['IMAGE'], responseFormat: { image: { aspectRatio: '16:9' } } });
  const shape = async (host) => measure(bytesOf(imageOf((await ask(format, { host, model: LITE })).reply)));
  assert.deepEqual([(await shape(GATEWAY)).width, (await shape(HERE)).width], [1024, 1376]);
  const link = part({ text: 'x' }, { file_data: { file_uri: 'https://files.example/a.png', mime_type: 'image/png' } });
  const words = async (host) => partsOf((await ask({ ...link, generationConfig: TEXT }, { host })).reply)[0].text;
  assert.match(await words(HERE), /cannot see/);
  // Without its data the part is none.
  assert.match((await refuse({ ...link, generationConfig: TEXT }, { host: GATEWAY })).error.message, /required oneof field 'data'/);
});
