// @ts-check
// Every measure by its name. One that cannot be taken says why and stops nobody else.
import { block, latency, whole } from './calls.mjs';
import { memory, wasm } from './memory.mjs';
import { first, many, session, size, upload } from './others.mjs';

/** @type {Record<string, (context: any) => Promise<void>>} */
const measures = { latency, block, whole, memory, wasm, upload, session, first, many, size };

/** Those that want a browser. */
export const order = Object.keys(measures).filter(name => name !== 'size');

/** Those that start browsers themselves, with none beside. */
export const ownBrowsers = ['memory'];

/** @param {string} name @param {Partial<import('../bench.mjs').Context>} context @returns {Promise<{ failure?: string }>} */
export async function run(name, context) {
  try {
    await measures[name](context);
    return {};
  } catch (error) {
    return { failure: String(/** @type {any} */ (error).message).split('\n')[0] };
  }
}
