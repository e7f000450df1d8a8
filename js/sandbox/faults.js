// @ts-check
// The named faults, one table. A fault is data: what it is called, what it does in one line, and which of four hooks it uses. Names join
// with `+`, so that `big-20MiB+random-chunks` is both.

import { BODIES } from './faults/body.js';
import { GATEWAYS } from './faults/gateway.js';
import { HTTP } from './faults/http.js';
import { REPLIES } from './faults/reply.js';

/** @typedef {import('./reply.js').Context} Context */
/** @typedef {{status: number, type: string, body: string | object, headers?: Record<string, string>}} Answer */
/**
 * @typedef {object} Fault
 * @property {string} name
 * @property {string} about
 * @property {(request: Request, detail: string, signal: AbortSignal) => Answer | Promise<Answer>} [answer] instead of any reply; may throw as fetch does
 * @property {(context: Pick<Context, 'random'>, detail?: string) => any} [picture] {mimeType, bytes} instead of the drawn picture
 * @property {(parts: any[], context: Context) => any[]} [parts] changes the parts before they are signed
 * @property {(objects: any[], context: Context) => any[]} [objects] changes the reply's objects
 * @property {boolean} [blind] the reply shows no picture, so none is drawn
 * @property {import('./wire.js').Style} [style]
 * @property {import('./body.js').Delivery} [body]
 * @property {string} [type] another content type
 * @property {string} [detail] what followed the name, in the faults that take something: the size of `big-`, the address of `redirect:`
 */

/** @type {readonly Fault[]} */
const TABLE = [...HTTP, ...GATEWAYS, ...REPLIES, ...BODIES];
const BY_NAME = new Map(TABLE.map((fault) => [fault.name, fault]));

/** Every fault's name. `big-20MiB` stands for any `big-<n>KiB` and `big-<n>MiB`. */
export const faults = Object.freeze(TABLE.map(({ name }) => name));

/** Name → one line that says what the fault does. @type {Readonly<Record<string, string>>} */
export const descriptions = Object.freeze(Object.fromEntries(TABLE.map(({ name, about }) => [name, about])));

/** @param {string | undefined} names joined with `+` @returns {Fault[]} throws TypeError for a name that is not in the table */
export function findFaults(names) {
  return (names ?? '').split('+').map((name) => name.trim()).filter((name) => name && name !== 'none').map((name) => {
    const big = /^big-(\d+)([KM])iB$/.exec(name);
    if (big) return { .../** @type {Fault} */ (BY_NAME.get('big-20MiB')), name, detail: String(Number(big[1]) * (big[2] === 'M' ? 1048576 : 1024)) };
    const redirect = /^redirect:(.+)$/.exec(name);
    const fault = BY_NAME.get(redirect ? 'redirect' : name);
    if (!fault) throw new TypeError(`fault: no fault is called "${name}"; the names are in \`faults\``);
    return redirect ? { ...fault, detail: redirect[1] } : fault;
  });
}
