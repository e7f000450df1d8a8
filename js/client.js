// @ts-check
// createClient: the package's functions with defaults bound.
import { misuse } from './api.js';
import { describe } from './describe.js';
import { NOT_OF_SESSIONS, isOptions, layerOf } from './layers.js';

/** @typedef {import('./layers.js').Layer} Layer */
/** @typedef {(layers: Layer[], ...args: any[]) => any} OverDefaults */

/** @param {any} defaults @param {Record<string, OverDefaults>} functions */
export function client(defaults, { generateImage, streamImage, createSession, check }) {
  if (!isOptions(defaults)) {
    const hint = 'pass options that all calls share, such as `createClient({ apiKey })`';
    throw misuse(`\`defaults\` must be an object, got ${describe(defaults)}`, hint);
  }
  const layer = layerOf(defaults);
  const shared = Object.entries(layer.options).filter(([name]) => !NOT_OF_SESSIONS.includes(name));
  const sessions = { ...layer, options: Object.fromEntries(shared) };
  return {
    generateImage: (/** @type {any[]} */ ...args) => generateImage([layer], ...whole(args)),
    streamImage: (/** @type {any[]} */ ...args) => streamImage([layer], ...whole(args)),
    createSession: (/** @type {any} */ options) => createSession([sessions], options),
    check: () => check([layer]),
  };
}

/** Without arguments all is said by the defaults. @param {any[]} args @returns {[first: any, second: any]} */
const whole = ([first, ...more]) => [first === undefined && !more.length ? {} : first, more[0]];
