// @ts-check
// createClient: the package's functions with defaults bound.
import { describe } from './answer.js';
import { createError } from './api.js';
import { NOT_OF_SESSIONS, copy, isOptions, over, settled } from './options.js';

/**
 * @param {any} defaults
 * @param {Record<string, (...args: any[]) => any>} functions that take options, or a prompt and then options
 * @param {(options: any) => Promise<any>} check
 */
export function client(defaults, functions, check) {
  if (!isOptions(defaults)) {
    throw createError({
      code: 'invalid-option',
      message: `\`defaults\` must be an object, got ${describe(defaults)}`,
      hint: 'pass options that all calls share, such as `createClient({ apiKey })`',
    });
  }
  const ours = settled(copy({ ...defaults }));
  const forSessions = settled(Object.fromEntries(Object.entries(ours).filter(([name]) => !NOT_OF_SESSIONS.includes(name))));
  const bound = Object.entries(functions).map(([name, call]) => {
    const shared = name === 'createSession' ? forSessions : ours;
    return [name, (/** @type {any[]} */ ...args) => call(...bind(shared, args))];
  });
  return { ...Object.fromEntries(bound), check: () => check(over(ours)) };
}

/** @param {any} defaults @param {any[]} args in either form; a wrong one is passed on, to be refused as it is without a client */
function bind(defaults, [first, ...more]) {
  if (typeof first === 'object' || (first === undefined && !more.length)) return [over(defaults, first), ...more];
  const { prompt, ...others } = defaults;
  const [options, ...rest] = more;
  return [first, over(others, options), ...rest];
}
