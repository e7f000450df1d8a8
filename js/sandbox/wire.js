// @ts-check
// Values → JSON as the API writes it, as a list of pieces: strings, and byte arrays that body.js writes as base64 when their turn comes.
// So a picture is never a string. Knows framing and formatting; not what the values mean.

/** @typedef {string | Uint8Array} Piece */
/** Text with bytes in it, for the gateways that put a data: URL into prose. */
export class Mixed {
  /** @param {Piece[]} pieces */
  constructor(pieces) {
    this.pieces = pieces;
  }
}

/**
 * @typedef {object} Style
 * @property {boolean} [pretty] two spaces, as Google's single answers; else one line with a space after `:` and none after `,`
 * @property {boolean} [compact] no spaces at all
 * @property {boolean} [sorted] keys in alphabetical order
 * @property {boolean} [escaped] `/` and `+` of base64 as escapes; body.js carries it out
 * @property {'google' | 'gateway' | 'cr' | 'lf' | 'tight'} [events] how server-sent events are framed
 */

/** Google escapes the angle brackets and leaves other non-ASCII as UTF-8. @param {string} text */
const escape = (text) => JSON.stringify(text).slice(1, -1).replace(/</g, '\\u003c').replace(/>/g, '\\u003e');

/** @param {any} value @param {Style} style @param {string} [indent] @returns {Generator<Piece>} */
export function* json(value, style, indent = '') {
  const inner = `${indent}  `;
  const [line, end] = style.pretty ? [`\n${inner}`, `\n${indent}`] : ['', ''];
  if (value instanceof Uint8Array || value instanceof Mixed) {
    yield '"';
    for (const piece of value instanceof Mixed ? value.pieces : [value]) yield typeof piece === 'string' ? escape(piece) : piece;
    yield '"';
  } else if (typeof value === 'string') {
    yield `"${escape(value)}"`;
  } else if (value === null || typeof value !== 'object') {
    yield JSON.stringify(value);
  } else if (Array.isArray(value)) {
    if (value.length === 0) return yield '[]';
    for (const [i, member] of value.entries()) {
      yield `${i ? ',' : '['}${line}`;
      yield* json(member, style, inner);
    }
    yield `${end}]`;
  } else {
    const keys = Object.keys(value).filter((key) => value[key] !== undefined);
    if (style.sorted) keys.sort();
    if (keys.length === 0) return yield '{}';
    for (const [i, key] of keys.entries()) {
      yield `${i ? ',' : '{'}${line}"${escape(key)}":${style.compact ? '' : ' '}`;
      yield* json(value[key], style, inner);
    }
    yield `${end}}`;
  }
}

/** [what precedes an event, what follows it, what ends the stream] @type {Record<NonNullable<Style['events']>, [string, string, string]>} */
const EVENTS = {
  google: ['data: ', '\r\n\r\n', ''],
  gateway: ['data: ', '\n\n', 'data: [DONE]\n\n'],
  cr: ['data: ', '\r\r', ''],
  lf: ['data: ', '\n', ''],
  tight: ['data:', '\n\n', 'data:[DONE]\n\n'],
};

/**
 * @param {any[]} objects one for a single answer, else one an event
 * @param {'unary' | 'sse' | 'array'} framing @param {Style} style
 * @returns {Piece[]}
 */
export function frame(objects, framing, style) {
  if (framing === 'unary') return [...json(objects[0], { pretty: !style.compact, ...style }), ...(style.compact ? [] : ['\n'])];
  if (framing === 'array') {
    return [...objects.flatMap((object, i) => [i ? '\n,\r\n' : '[', ...json(object, { pretty: true, ...style })]), '\n]\n'];
  }
  const [before, after, last] = EVENTS[style.events ?? 'google'];
  const ping = style.events === 'gateway' || style.events === 'tight' ? [': PING\n\n'] : [];
  const events = objects.flatMap((object) => (object instanceof Raw ? [object.text] : [before, ...json(object, style), after]));
  return [...ping, ...events, last];
}

/** An event that is not framed: a bare error in the middle of a stream. */
export class Raw {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}
