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
 * @property {keyof typeof EVENTS} [events] how server-sent events are framed
 * @property {'unary' | 'sse' | 'array'} [framing] instead of what was asked for
 * @property {boolean} [mislabelled] the content type of the other framing
 * @property {boolean} [bom] a byte-order mark before everything
 */

/** Google escapes the angle brackets and leaves other non-ASCII as UTF-8. @param {string} text */
const escaped = (text) => JSON.stringify(text).slice(1, -1).replace(/</g, '\\u003c').replace(/>/g, '\\u003e');

/** @param {any} value @param {Style} style @param {string} [indent] @returns {Generator<Piece>} */
export function* json(value, style, indent = '') {
  const inner = `${indent}  `;
  const [line, end] = style.pretty ? [`\n${inner}`, `\n${indent}`] : ['', ''];
  if (value instanceof Uint8Array || value instanceof Mixed) {
    yield '"';
    for (const piece of value instanceof Mixed ? value.pieces : [value])
      yield typeof piece === 'string' ? escaped(piece) : piece;
    yield '"';
  } else if (typeof value === 'string') {
    yield `"${escaped(value)}"`;
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
      yield `${i ? ',' : '{'}${line}"${escaped(key)}":${style.compact ? '' : ' '}`;
      yield* json(value[key], style, inner);
    }
    yield `${end}}`;
  }
}

/** What stands before and after the JSON of an event, before the first event, after the last, and between two. */
const EVENTS = {
  google: ['data: ', '\r\n\r\n'],
  gateway: ['data: ', '\n\n', ': PING\n\n', 'data: [DONE]\n\n'],
  cr: ['data: ', '\r\r'],
  lf: ['data: ', '\n'],
  tight: ['data:', '\n\n', ': PING\n\n', 'data:[DONE]\n\n'],
  pings: ['data: ', '\n\n', '\n\n: PING\n\n: PING\n\n', 'data: [DONE]\n\n', ': PING\n\n: PING\n\n'],
  fields: ['event: message\nid: 7\ndata: ', '\nretry: 3000\n: that was one\n\n', 'retry: 3000\n\n'],
  lines: ['data: ', '\n\n'],
};

/**
 * @param {any[]} objects one for a single answer, else one an event
 * @param {'unary' | 'sse' | 'array'} framing @param {Style} style
 * @returns {Piece[]}
 */
export function frame(objects, framing, style) {
  return [...(style.bom ? ['\ufeff'] : []), ...framed(objects, framing, style)];
}

/** @param {any[]} objects @param {'unary' | 'sse' | 'array'} framing @param {Style} style @returns {Piece[]} */
function framed(objects, framing, style) {
  /** @param {any} object @param {Style} how */
  const text = (object, how) => (object instanceof Raw ? [object.text] : [...json(object, how)]);
  if (framing === 'unary')
    return [...text(objects[0], { pretty: !style.compact, ...style }), ...(style.compact ? [] : ['\n'])];
  if (framing === 'array') {
    return [
      ...objects.flatMap((object, i) => [i ? '\n,\r\n' : '[', ...text(object, { pretty: true, ...style })]),
      '\n]\n',
    ];
  }
  const [before, after, first = '', last = '', between = ''] = EVENTS[style.events ?? 'google'];
  const lines = style.events === 'lines';
  // Within a string a line break is an escape, so a raw one is layout, and every line gets its own `data:`.
  const spread = (/** @type {Piece} */ piece) =>
    lines && typeof piece === 'string' ? piece.replace(/\n/g, '\ndata: ') : piece;
  return [
    first,
    ...objects.flatMap((object, i) => [
      i ? between : '',
      ...(object instanceof Raw
        ? [object.text]
        : [before, ...text(object, { ...style, pretty: lines }).map(spread), after]),
    ]),
    broken(objects) ? '' : last,
  ].filter((piece) => piece.length > 0);
}

/** After an error nobody says [DONE]. @param {any[]} objects */
const broken = (objects) => {
  const end = objects[objects.length - 1];
  return end instanceof Raw || Boolean(end?.error);
};

/** An event that is not framed: a bare error in the middle of a stream. */
export class Raw {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}
