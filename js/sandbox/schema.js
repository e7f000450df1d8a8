// @ts-check
// The request body's shape, as the API's proto definitions give it: which fields exist, of which type. Gives back the same body with
// camelCase names, or refuses in Google's words. Knows nothing of what the values mean; rules.js does.

import { badRequest, invalid } from './errors.js';

/** @typedef {string | {enum: string, values: string[]} | {list: Kind} | {message: string}} Kind */

/** @param {string} name @returns {Kind} */
const message = (name) => ({ message: name });
/** @param {Kind} kind @returns {Kind} */
const list = (kind) => ({ list: kind });
/** @param {string} name @param {string[]} values @returns {Kind} */
const oneOf = (name, values) => ({
  enum: `type.googleapis.com/google.ai.generativelanguage.v1beta.${name}`,
  values,
});

const MEDIA_RESOLUTIONS = [
  'MEDIA_RESOLUTION_UNSPECIFIED',
  'MEDIA_RESOLUTION_LOW',
  'MEDIA_RESOLUTION_MEDIUM',
  'MEDIA_RESOLUTION_HIGH',
];
const HARMS = [
  'HARASSMENT',
  'HATE_SPEECH',
  'SEXUALLY_EXPLICIT',
  'DANGEROUS_CONTENT',
  'CIVIC_INTEGRITY',
  'JAILBREAK',
  'IMAGE_HATE',
  'IMAGE_DANGEROUS_CONTENT',
  'IMAGE_HARASSMENT',
  'IMAGE_SEXUALLY_EXPLICIT',
].map((name) => `HARM_CATEGORY_${name}`);

/** Message name → field → kind. Fields that only Vertex has are absent, so they are unknown names, as they are to Google.
 *  @type {Record<string, Record<string, Kind>>} */
const MESSAGES = {
  Request: {
    model: 'string',
    contents: list(message('Content')),
    systemInstruction: message('Content'),
    generationConfig: message('GenerationConfig'),
    safetySettings: list(message('SafetySetting')),
    tools: list(message('Tool')),
    toolConfig: 'object',
    cachedContent: 'string',
    serviceTier: oneOf('ServiceTier', ['UNSPECIFIED', 'STANDARD', 'FLEX', 'PRIORITY']),
  },
  Content: { role: 'string', parts: list(message('Part')) },
  Part: {
    text: 'string',
    inlineData: message('Blob'),
    fileData: message('FileData'),
    thought: 'bool',
    thoughtSignature: 'bytes',
    mediaResolution: message('MediaResolution'),
    videoMetadata: 'object',
    functionCall: 'object',
    functionResponse: 'object',
    executableCode: 'object',
    codeExecutionResult: 'object',
    toolCall: 'object',
    toolResponse: 'object',
    partMetadata: 'object',
  },
  Blob: { mimeType: 'string', data: 'bytes' },
  FileData: { mimeType: 'string', fileUri: 'string' },
  MediaResolution: {
    level: oneOf('Part.MediaResolution.Level', [...MEDIA_RESOLUTIONS, 'MEDIA_RESOLUTION_ULTRA_HIGH']),
  },
  GenerationConfig: {
    responseModalities: list(
      oneOf('GenerationConfig.Modality', ['MODALITY_UNSPECIFIED', 'TEXT', 'IMAGE', 'AUDIO']),
    ),
    imageConfig: message('ImageConfig'),
    responseFormat: message('ResponseFormat'),
    candidateCount: 'int32',
    seed: 'int32',
    temperature: 'float',
    topP: 'float',
    topK: 'int32',
    maxOutputTokens: 'int32',
    stopSequences: list('string'),
    presencePenalty: 'float',
    frequencyPenalty: 'float',
    responseLogprobs: 'bool',
    logprobs: 'int32',
    thinkingConfig: message('ThinkingConfig'),
    mediaResolution: oneOf('GenerationConfig.MediaResolution', MEDIA_RESOLUTIONS),
    responseMimeType: 'string',
    responseSchema: 'object',
    responseJsonSchema: 'any',
    speechConfig: 'object',
    enableEnhancedCivicAnswers: 'bool',
    audioTranscriptionConfig: 'object',
    translationConfig: 'object',
  },
  ImageConfig: { aspectRatio: 'string', imageSize: 'string' },
  ResponseFormat: { image: message('ImageFormat') },
  ImageFormat: { aspectRatio: 'string', imageSize: 'string', delivery: 'string', mimeType: 'string' },
  ThinkingConfig: {
    thinkingLevel: oneOf('ThinkingConfig.ThinkingLevel', [
      'THINKING_LEVEL_UNSPECIFIED',
      'MINIMAL',
      'LOW',
      'MEDIUM',
      'HIGH',
    ]),
    thinkingBudget: 'int32',
    includeThoughts: 'bool',
  },
  SafetySetting: {
    category: oneOf('HarmCategory', ['HARM_CATEGORY_UNSPECIFIED', ...HARMS]),
    threshold: oneOf('SafetySetting.HarmBlockThreshold', [
      'HARM_BLOCK_THRESHOLD_UNSPECIFIED',
      'BLOCK_LOW_AND_ABOVE',
      'BLOCK_MEDIUM_AND_ABOVE',
      'BLOCK_ONLY_HIGH',
      'BLOCK_NONE',
      'OFF',
    ]),
  },
  Tool: {
    googleSearch: message('GoogleSearch'),
    urlContext: 'object',
    codeExecution: 'object',
    functionDeclarations: list('object'),
    googleMaps: 'object',
  },
  GoogleSearch: { searchTypes: message('SearchTypes'), timeRangeFilter: message('TimeRange') },
  SearchTypes: { webSearch: 'object', imageSearch: 'object' },
  TimeRange: { startTime: 'string', endTime: 'string' },
};

/** What a part of the fault `unknown-fields` holds beside what the API names. It has to come back as it went, and comes from nobody else. */
export const UNNAMED = { renderHint: { layers: [3, 1.5], passes: null, note: '✓ <as sent>' } };

const MODEL_PART = /^contents\[\d*[13579]\]\.parts\[\d+\]$/;

/** new-api loses these without a word: three it decodes only by their camelCase names, the others it does not know at all. */
const LOST_BY_GATEWAYS = [
  'thought_signature',
  'file_data',
  'safety_settings',
  ...['serviceTier', 'responseFormat', 'partMetadata'].flatMap((name) => [name, snake(name)]),
];

/** @param {string} name */
function snake(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * @param {string} text the request body
 * @param {import('./routes.js').Host} host
 * @returns {any} the body with camelCase names and no nulls; throws Refusal
 */
export function readBody(text, host) {
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    throw invalid(
      `Invalid JSON payload received. ${text.trim() === '' ? 'Unexpected end of string. Expected a value.' : 'Parse error.'}\n${text.slice(0, 40)}\n^`,
    );
  }
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw invalid(`Invalid JSON payload received. Unknown name "": Root element must be a message.`);
  }
  /** @type {{field: string, description: string}[]} */
  const violations = [];
  const read = fields(body, 'Request', '', violations, host);
  if (violations.length)
    throw invalid(violations.map(({ description }) => description).join('\n'), badRequest(violations));
  return read;
}

/** @typedef {import('./routes.js').Host} Host */
/** @typedef {{field: string, description: string}[]} Violations */

/** @param {object} value @param {string} name @param {string} path @param {Violations} violations @param {Host} host */
function fields(value, name, path, violations, host) {
  const known = MESSAGES[name];
  /** @type {Record<string, any>} */
  const read = {};
  for (const [key, member] of Object.entries(value)) {
    if (host === 'gateway' && LOST_BY_GATEWAYS.includes(key)) continue;
    const field = Object.keys(known).find((candidate) => candidate === key || snake(candidate) === key);
    if (!field) {
      // Whoever stands between may decode what it knows and drop the rest, as gateways do.
      if (host !== 'google') continue;
      if (
        MODEL_PART.test(path) &&
        key in UNNAMED &&
        JSON.stringify({ [key]: member }) === JSON.stringify(UNNAMED)
      )
        continue;
      const where = path ? ` at '${path}'` : '';
      violations.push({
        field: path,
        description: `Invalid JSON payload received. Unknown name "${key}"${where}: Cannot find field.`,
      });
      continue;
    }
    const at = path ? `${path}.${snake(field)}` : snake(field);
    if (field in read) {
      violations.push({
        field: at,
        description: `Invalid value at '${path}' (oneof), field '${field}' is already set.`,
      });
    } else if (member !== null) {
      read[field] = one(member, known[field], at, violations, host);
    }
  }
  return read;
}

/** @param {any} value @param {Kind} kind @param {string} path @param {Violations} violations @param {Host} host @returns {any} */
function one(value, kind, path, violations, host) {
  const wrong = (/** @type {string} */ type) => {
    const shown = typeof value === 'string' ? `"${value.slice(0, 60)}"` : JSON.stringify(value)?.slice(0, 60);
    violations.push({ field: path, description: `Invalid value at '${path}' (${type}), ${shown}` });
    return undefined;
  };
  if (typeof kind === 'object' && 'list' in kind) {
    if (!Array.isArray(value)) return wrong('repeated field, expected a list');
    return value.map((member, i) => one(member, kind.list, `${path}[${i}]`, violations, host));
  }
  if (typeof kind === 'object' && 'message' in kind) {
    return isObject(value) ? fields(value, kind.message, path, violations, host) : wrong('message');
  }
  if (typeof kind === 'object') {
    // Upper case is the enum; the API's own pages also write `Image` and `low`, and both are known to work.
    const name = typeof value === 'string' ? value.toUpperCase() : '';
    return kind.values.includes(name) ? name : wrong(kind.enum);
  }
  switch (kind) {
    case 'string':
      return typeof value === 'string' ? value : wrong('TYPE_STRING');
    case 'bytes':
      return typeof value === 'string' ? value : wrong('TYPE_BYTES');
    case 'bool':
      return typeof value === 'boolean' ? value : wrong('TYPE_BOOL');
    case 'float':
      return typeof value === 'number' ? value : wrong('TYPE_FLOAT');
    case 'int32':
      return Number.isInteger(value) && value === (value | 0) ? value : wrong('TYPE_INT32');
    case 'object':
      return isObject(value) ? value : wrong('message');
    default:
      return value;
  }
}

/** @param {unknown} value */
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
