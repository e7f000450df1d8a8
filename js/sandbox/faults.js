// @ts-check
// The named faults, one table. A fault is data: what it is called, a sentence that says what it does, and which of four hooks it uses.
// Names join with `+`, so that `big-20MiB+random-chunks` is both.

import { BODIES } from './faults/body.js';
import { GATEWAYS } from './faults/gateway.js';
import { GROUPS } from './faults/groups.js';
import { HTTP } from './faults/http.js';
import { REPLIES } from './faults/reply.js';
import { STREAMS } from './faults/stream.js';

/** @typedef {import('./reply.js').Context} Context */
/** `unreadable`: without CORS headers. @typedef {{status: number, type: string, body: any, headers?: Record<string, string>, unreadable?: boolean}} Answer */
/**
 * @typedef {object} Fault
 * @property {string} name
 * @property {string} about
 * @property {(request: Request, detail: string, signal: AbortSignal) => Answer | Promise<Answer>} [answer] instead of any reply; may throw as fetch does
 * @property {(context: Pick<Context, 'random'>, detail?: string) => any} [picture] {mimeType, bytes} instead of the drawn picture
 * @property {(parts: any[], context: Context, detail?: string) => any[]} [parts] changes the parts before they are signed
 * @property {(objects: any[], context: Context) => any[]} [objects] changes the reply's objects
 * @property {boolean} [blind] the reply shows no picture, so none is drawn
 * @property {boolean} [draft] the reply shows an interim picture too
 * @property {import('./wire.js').Style} [style]
 * @property {import('./body.js').Delivery} [body]
 * @property {string} [detail] what followed the name, in the faults that take something: sizes, the address of `redirect:`
 */

/** @type {readonly Fault[]} */
const TABLE = [...HTTP, ...GATEWAYS, ...REPLIES, ...STREAMS, ...BODIES];
const BY_NAME = new Map(TABLE.map((fault) => [fault.name, fault]));

/** Every fault's name. `big-20MiB` stands for any `big-<n>KiB` and `big-<n>MiB`, `events-64x1MiB` for any such number and size. */
export const faults = Object.freeze(TABLE.map(({ name }) => name));

/** The same faults as a page would list them: in groups, each with a sentence. */
export const faultGroups = Object.freeze(
  GROUPS.map(({ name, says, names }) =>
    Object.freeze({
      name,
      says,
      faults: Object.freeze(
        TABLE.filter((fault) => names.test(fault.name)).map((fault) =>
          Object.freeze({ name: fault.name, says: fault.about }),
        ),
      ),
    }),
  ),
);

/** Names that take something → the fault's name in the table, and what it takes. @type {[RegExp, string][]} */
const PATTERNS = [
  [/^big-(\d+[KM])iB$/, 'big-20MiB'],
  [/^events-(\d+x\d+[KM])iB$/, 'events-64x1MiB'],
  [/^redirect:(.+)$/, 'redirect'],
];

/** Those that share its first word, in whole or in part. @param {string} name */
function like(name) {
  const [word] = name.split('-');
  const near = [...BY_NAME.keys()].filter((known) => word.length > 2 && known.startsWith(word)).slice(0, 3);
  return near.length ? `there is ${near.map((known) => `"${known}"`).join(', ')}; ` : '';
}

/** @param {string | undefined} names joined with `+` @returns {Fault[]} throws TypeError for a name that is not in the table */
export function findFaults(names) {
  return (names ?? '')
    .split('+')
    .map((name) => name.trim())
    .filter((name) => name && name !== 'none')
    .map((name) => {
      const [pattern, known] = PATTERNS.find(([pattern]) => pattern.test(name)) ?? [];
      const fault = BY_NAME.get(known ?? name);
      if (!fault)
        throw new TypeError(`fault: no fault is called "${name}"; ${like(name)}the names are in \`faults\``);
      return pattern ? { ...fault, detail: pattern.exec(name)?.[1] } : fault;
    });
}
