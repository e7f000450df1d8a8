// @ts-check
// What a well-formed request may ask of a model. Refuses what the API is known to refuse, in its words where they are known, and gives
// back what is to be made. Knows nothing of signatures (signatures.js) and of pictures beyond their first bytes.

import { decode } from './base64.js';
import { invalid } from './errors.js';
import { measure } from './measure.js';
import { nearestRatio, pixels } from './models.js';

/** @typedef {import('./models.js').Model} Model */
/** `last`: it came with the last prompt. `bytes` are none where only an address was sent, which nobody here follows.
 *  @typedef {{bytes: Uint8Array<ArrayBuffer>, last: boolean}} Picture */
/**
 * @typedef {object} Order what one request asks for
 * @property {number} width
 * @property {number} height
 * @property {string} size
 * @property {number} tokens of one image
 * @property {boolean} text whether text may come beside it
 * @property {boolean} image
 * @property {boolean} thoughts whether thought parts are asked for
 * @property {boolean} thinks whether thinking costs tokens
 * @property {string} tier of service
 * @property {{web: boolean, image: boolean} | undefined} search what was asked to be searched
 * @property {number | undefined} seed
 * @property {number} room maxOutputTokens
 * @property {any[]} contents one for each turn
 * @property {string} system
 * @property {Picture[]} pictures every picture of the conversation, oldest first
 */

const INPUTS = ['image/png', 'image/jpeg', 'image/webp', 'image/heic', 'image/heif'];
const USABLE_HARMS = [
  'HARASSMENT',
  'HATE_SPEECH',
  'SEXUALLY_EXPLICIT',
  'DANGEROUS_CONTENT',
  'CIVIC_INTEGRITY',
  'JAILBREAK',
];
const DATA_FIELDS = [
  'text',
  'inlineData',
  'fileData',
  'functionCall',
  'functionResponse',
  'executableCode',
  'codeExecutionResult',
  'toolCall',
  'toolResponse',
];

/** @param {string} field @param {string} says */
const violated = (field, says) => invalid(`* GenerateContentRequest.${field}: ${says}\n`);

/** @param {any} body @param {Model} model @param {string} id @returns {Order} throws Refusal */
export function readOrder(body, model, id) {
  const config = body.generationConfig ?? {};
  const contents = checkContents(body.contents, model);
  const pictures = picturesOf(contents);
  checkSystem(body.systemInstruction);
  checkSafety(body.safetySettings ?? []);
  checkSampling(config, model);
  const search = checkTools(body.tools ?? [], model, id);
  const modalities = checkOutput(config, model, id);
  const shape = checkShape(config, model, pictures);
  const thinking = checkThinking(config.thinkingConfig, model);
  return {
    ...shape,
    ...modalities,
    ...thinking,
    search,
    pictures,
    seed: config.seed,
    room: config.maxOutputTokens ?? Infinity,
    tier: (body.serviceTier ?? 'STANDARD').toLowerCase().replace('unspecified', 'standard'),
    contents,
    system: (body.systemInstruction?.parts ?? []).map((/** @type {any} */ part) => part.text).join(' '),
  };
}

/** @param {any[] | undefined} contents @param {Model} model @returns {any[]} one for each turn */
function checkContents(contents, model) {
  if (!contents?.length) throw violated('contents', 'contents is not specified');
  contents.forEach((content, i) => {
    if (content.role !== undefined && !['user', 'model'].includes(content.role))
      throw invalid('Please use a valid role: user, model.');
    if (!content.parts?.length) throw violated(`contents[${i}].parts`, 'contents.parts must not be empty.');
    content.parts.forEach((/** @type {any} */ part, /** @type {number} */ j) =>
      checkPart(part, `contents[${i}].parts[${j}]`, content.role === 'model', model),
    );
  });
  const turns = joined(contents);
  checkTurns(turns);
  const references = turns[turns.length - 1].parts.filter(
    (/** @type {any} */ part) => part.inlineData || part.fileData,
  ).length;
  if (model.most && references > model.most)
    throw invalid(
      `The request holds ${references} reference images; this model takes at most ${model.most}.`,
    );
  return turns;
}

/** The chat helper of Google's own SDK keeps each event of a stream as a content of its own, so a model's turn may come as several.
 *  @param {any[]} contents @returns {any[]} */
function joined(contents) {
  /** @type {any[]} */
  const turns = [];
  for (const content of contents) {
    const last = turns[turns.length - 1];
    if (content.role === 'model' && last?.role === 'model')
      turns[turns.length - 1] = { ...last, parts: [...last.parts, ...content.parts] };
    else turns.push(content);
  }
  return turns;
}

/** A part of a request → the picture's bytes: decoding is what large pictures cost. @type {WeakMap<object, Uint8Array<ArrayBuffer>>} */
const decoded = new WeakMap();

/** @param {any[]} turns that were checked @returns {Picture[]} */
function picturesOf(turns) {
  const pictured = (/** @type {any} */ part) => part.inlineData || part.fileData;
  return turns.flatMap(({ parts }, i) =>
    parts.filter(pictured).map((/** @type {any} */ part) => ({
      bytes: decoded.get(part) ?? new Uint8Array(0),
      last: i === turns.length - 1,
    })),
  );
}

/** User, model, user, …, user. @param {any[]} contents */
function checkTurns(contents) {
  if (contents[contents.length - 1].role === 'model') {
    throw invalid(
      contents.length === 1
        ? 'Please ensure that single turn requests end with a user role or the role field is empty.'
        : 'Please ensure that multiturn requests ends with a user role or a function response.',
    );
  }
  if (contents.some(({ role }, i) => (role === 'model') !== (i % 2 === 1)))
    throw invalid('Please ensure that multiturn requests alternate between user and model.');
}

/** @param {any} part @param {string} at @param {boolean} back whether it comes back from a model's turn @param {Model} model */
function checkPart(part, at, back, model) {
  const set = DATA_FIELDS.filter((field) => part[field] !== undefined);
  if (set.length > 1)
    throw invalid(
      `Invalid value at '${at}' (oneof), oneof field 'data' is already set. Cannot set '${set[1]}'`,
    );
  if (set.length === 0)
    throw violated(`${at}.data`, "required oneof field 'data' must have one initialized field");
  // A stream ends with an empty text, which comes back with the rest of its turn.
  if (part.text === '' && !part.thoughtSignature && !back)
    throw violated(`${at}.text`, 'a text part must not be empty');
  if (part.mediaResolution && model.family === '2.5-flash')
    throw invalid('Media resolution is not enabled for this model');
  if (part.thoughtSignature !== undefined && !decode(part.thoughtSignature)?.length) {
    throw invalid(
      `Invalid value at '${at}.thought_signature' (TYPE_BYTES), Base64 decoding failed for "${part.thoughtSignature.slice(0, 20)}"`,
    );
  }
  if (part.fileData && !part.fileData.fileUri)
    throw violated(`${at}.file_data.file_uri`, 'file_uri must not be empty');
  if (!part.inlineData) return;
  const { mimeType, data } = part.inlineData;
  if (!mimeType) throw violated(`${at}.inline_data.mime_type`, 'mime_type must not be empty');
  if (!data) throw violated(`${at}.inline_data.data`, 'data must not be empty');
  const bytes = decode(data);
  if (!bytes)
    throw invalid(
      `Invalid value at '${at}.inline_data.data' (TYPE_BYTES), Base64 decoding failed for "${data.slice(0, 20)}"`,
    );
  if (!INPUTS.includes(mimeType)) throw invalid(`Unsupported MIME type: ${mimeType}`);
  if (measure(bytes)?.mediaType !== mimeType.replace('heif', 'heic')) {
    throw invalid(
      'Unable to process input image. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
    );
  }
  decoded.set(part, bytes);
}

/** @param {any} system */
function checkSystem(system) {
  if (!system) return;
  if (!system.parts?.length) throw violated('system_instruction.parts', 'contents.parts must not be empty.');
  if (system.parts.some((/** @type {any} */ part) => part.text === undefined))
    throw invalid('System instruction must contain text parts only.');
}

/** @param {any[]} settings */
function checkSafety(settings) {
  const seen = new Set();
  settings.forEach(({ category }, i) => {
    const at = `safety_settings[${i}].category`;
    if (!USABLE_HARMS.includes(String(category).replace('HARM_CATEGORY_', ''))) {
      throw violated(
        at,
        `element predicate failed: $.category in (${USABLE_HARMS.map((name) => `HarmCategory.HARM_CATEGORY_${name}`).join(', ')})`,
      );
    }
    if (seen.has(category))
      throw violated('safety_settings', `at most one setting per category: ${category}`);
    seen.add(category);
  });
}

/** @param {any} config @param {Model} model */
function checkSampling(config, model) {
  const within = (
    /** @type {string} */ field,
    /** @type {string} */ name,
    /** @type {number} */ low,
    /** @type {number} */ high,
  ) => {
    const value = config[field];
    if (value !== undefined && !(value >= low && value <= high)) {
      throw violated(
        `generation_config.${name}`,
        `${name} must be in the range [${low.toFixed(1)}, ${high.toFixed(1)}].`,
      );
    }
  };
  if ((config.candidateCount ?? 1) !== 1) throw invalid('Multiple candidates is not enabled for this model');
  const refused =
    ['temperature', 'topP', 'topK', 'seed', 'logprobs', 'responseLogprobs'].find(
      (field) => config[field] !== undefined,
    ) ?? (config.thinkingConfig?.thinkingBudget !== undefined ? 'thinkingBudget' : undefined);
  if (refused && !model.sampling) throw invalid(`${refused} is not supported for this model.`);
  within('temperature', 'temperature', 0, 2);
  within('topP', 'top_p', 0, 1);
  within('topK', 'top_k', 1, 1000);
  within('presencePenalty', 'presence_penalty', -2, 2);
  within('frequencyPenalty', 'frequency_penalty', -2, 2);
  if (config.maxOutputTokens !== undefined && config.maxOutputTokens < 1)
    throw violated('generation_config.max_output_tokens', 'max_output_tokens must be positive.');
}

/** @param {any[]} tools @param {Model} model @param {string} id @returns {Order['search']} */
function checkTools(tools, model, id) {
  let search;
  for (const tool of tools) {
    if (tool.functionDeclarations && !model.functions)
      throw invalid(`Function calling is not enabled for models/${id}`);
    if (!tool.googleSearch) continue;
    const { searchTypes, timeRangeFilter } = tool.googleSearch;
    if (!model.web) throw invalid('Search Grounding is not supported.');
    if (searchTypes?.imageSearch && !model.imageSearch)
      throw invalid('Image search is not supported for this model.');
    if (timeRangeFilter && !(timeRangeFilter.startTime && timeRangeFilter.endTime)) {
      throw violated(
        'tools[0].google_search.time_range_filter',
        'both start_time and end_time must be set, or none of them',
      );
    }
    const image = Boolean(searchTypes?.imageSearch);
    search = { web: Boolean(searchTypes?.webSearch) || !image, image };
  }
  return search;
}

/** @param {any} config @param {Model} model @param {string} id */
function checkOutput(config, model, id) {
  const modalities = config.responseModalities?.length ? config.responseModalities : ['TEXT', 'IMAGE'];
  if (modalities.some((/** @type {string} */ name) => !['TEXT', 'IMAGE'].includes(name))) {
    throw invalid(
      `The requested combination of response modalities (${modalities.join(', ')}) is not supported by the model. ` +
        `models/${id} accepts the following combination of response modalities:\n* IMAGE\n* TEXT\n* IMAGE, TEXT\n`,
    );
  }
  const mime = config.responseMimeType;
  if (
    mime?.startsWith('image/') ||
    (mime && !/^(text\/(plain|x\.enum)|application\/(json|xml|yaml))$/.test(mime))
  ) {
    throw violated(
      'generation_config.response_mime_type',
      'allowed mimetypes are `text/plain`, `application/json`, `application/xml`, `application/yaml` and `text/x.enum`.',
    );
  }
  if (mime && mime !== 'text/plain') throw invalid(`JSON mode is not enabled for models/${id}`);
  if (config.mediaResolution && model.family === '2.5-flash')
    throw invalid('Media resolution is not enabled for this model');
  return { text: modalities.includes('TEXT'), image: modalities.includes('IMAGE') };
}

const NUMBERS = ['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE', 'EIGHT', 'NINE', 'SIXTEEN', 'TWENTY_ONE'];
/** What responseFormat.image may say instead of a ratio and a size: public code sends either. @type {Record<string, string>} */
const RATIO_NAMES = Object.fromEntries(
  [1, 2, 3, 4, 5, 8, 9, 16, 21].flatMap((w, i, all) =>
    all.map((h, j) => [`ASPECT_RATIO_${NUMBERS[i]}_BY_${NUMBERS[j]}`, `${w}:${h}`]),
  ),
);
/** @type {Record<string, string>} */
const SIZE_NAMES = {
  IMAGE_SIZE_FIVE_TWELVE: '512',
  IMAGE_SIZE_ONE_K: '1K',
  IMAGE_SIZE_TWO_K: '2K',
  IMAGE_SIZE_FOUR_K: '4K',
};

/** @param {Record<string, string>} names @param {string | undefined} value */
const plain = (names, value) => (value?.endsWith('_UNSPECIFIED') ? undefined : (names[value ?? ''] ?? value));

/** @param {any} config @param {Model} model @param {Picture[]} pictures */
function checkShape(config, model, pictures) {
  if (config.responseFormat?.image && model.family === '2.5-flash')
    throw invalid('Image response format is not supported for this model.');
  const format = config.responseFormat?.image ?? {};
  const {
    aspectRatio = plain(RATIO_NAMES, format.aspectRatio),
    imageSize = plain(SIZE_NAMES, format.imageSize),
  } = config.imageConfig ?? {};
  if (aspectRatio !== undefined && !model.ratios.includes(aspectRatio)) {
    throw invalid(
      `Aspect ratio ${aspectRatio || '""'} is not supported for this model. Supported values: ${model.ratios.join(', ')}.`,
    );
  }
  if (imageSize !== undefined && !model.sizable) throw invalid('Request contains an invalid argument.');
  if (imageSize !== undefined && !Object.hasOwn(model.sizes, imageSize)) {
    throw invalid(
      `Image size ${imageSize || '""'} is not supported for this model. Supported values: ${Object.keys(model.sizes).join(', ')}.`,
    );
  }
  const size = imageSize ?? '1K';
  // What is edited keeps its shape: the last picture of the turns before, else the first that came with the prompt.
  const edited = pictures.filter(({ last }) => !last).pop() ?? pictures[0];
  const first = edited && measure(edited.bytes);
  const ratio =
    aspectRatio ??
    (first?.width
      ? nearestRatio(model, first.width, first.height)
      : pictures.length || size !== '1K'
        ? '1:1'
        : undefined);
  const [width, height] = ratio ? pixels(model, ratio, size) : model.unasked;
  return { width, height, size, tokens: model.sizes[size] };
}

/** @param {any} thinking @param {Model} model */
function checkThinking(thinking = {}, model) {
  const { thinkingLevel: level, thinkingBudget: budget, includeThoughts = false } = thinking;
  if (level && budget !== undefined)
    throw invalid('You can only set only one of thinking budget and thinking level.');
  if (!model.levels) {
    if (level) throw invalid('Thinking level is not supported for this model.');
    if (budget) throw invalid('Thinking is not enabled for this model.');
    if (includeThoughts)
      throw invalid(
        'Unable to submit request because thinking_config.include_thoughts is only enabled when thinking is enabled.',
      );
  } else if (
    level &&
    level !== 'THINKING_LEVEL_UNSPECIFIED' &&
    !model.levelIgnored &&
    !model.levels.includes(level)
  ) {
    throw invalid(
      `Thinking level ${level} is not supported for this model. Please retry with other thinking level.`,
    );
  }
  const effective = model.levelIgnored ? model.defaultLevel : (level ?? model.defaultLevel);
  return { thoughts: includeThoughts, thinks: effective !== undefined && effective !== 'MINIMAL' };
}
