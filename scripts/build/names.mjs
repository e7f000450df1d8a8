// @ts-check
// Short names for what wasm and glue call each other: those of wasm-bindgen hold a hash each, which no compression shortens.

const IMPORT = 2;
const EXPORT = 7;
/** Only generated names have it; what js/ and people use has not. */
const GENERATED = /__/;

/**
 * @param {Uint8Array} wasm
 * @param {string} glue
 * @returns {{ wasm: Uint8Array, glue: string }}
 */
export function shorten(wasm, glue) {
  /** @type {Map<string, string>} */
  const names = new Map();
  const short = (/** @type {string} */ name) => {
    if (!GENERATED.test(name)) return name;
    const made = names.get(name) ?? `$${names.size.toString(36)}`;
    names.set(name, made);
    return made;
  };
  const pieces = [wasm.subarray(0, 8)];
  for (const { id, body } of sections(wasm)) {
    const section = id === IMPORT ? rename(body, 2, short, skipImport) : id === EXPORT ? rename(body, 1, short, skipExport) : body;
    pieces.push(Uint8Array.of(id, ...leb(section.length)), section);
  }
  const longest = [...names.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(?<![\\w$])(?:${longest.join('|')})(?![\\w$])`, 'g');
  return { wasm: Buffer.concat(pieces), glue: glue.replace(pattern, name => /** @type {string} */ (names.get(name))) };
}

/** @param {Uint8Array} wasm https://webassembly.github.io/spec/core/binary/modules.html#sections */
function* sections(wasm) {
  for (let at = 8; at < wasm.length;) {
    const [length, start] = number(wasm, at + 1);
    yield { id: wasm[at], body: wasm.subarray(start, start + length) };
    at = start + length;
  }
}

/**
 * A section of entries that begin with strings, of which the last is the name.
 * @param {Uint8Array} body @param {number} strings how many
 * @param {(name: string) => string} short @param {(body: Uint8Array, at: number) => number} skip what follows them
 */
function rename(body, strings, short, skip) {
  const [count, first] = number(body, 0);
  const out = leb(count);
  for (let entry = 0, at = first; entry < count; entry += 1) {
    for (let string = 1; string <= strings; string += 1) {
      const [length, start] = number(body, at);
      at = start + length;
      const text = Buffer.from(body.subarray(start, at)).toString();
      const bytes = Buffer.from(string === strings ? short(text) : text);
      out.push(...leb(bytes.length), ...bytes);
    }
    const end = skip(body, at);
    out.push(...body.subarray(at, end));
    at = end;
  }
  return Uint8Array.from(out);
}

/** @param {Uint8Array} body @param {number} at */
const skipExport = (body, at) => number(body, at + 1)[1];

/** Functions alone: what else wasm-bindgen needs, the wasm exports. @param {Uint8Array} body @param {number} at */
function skipImport(body, at) {
  if (body[at] !== 0) throw new Error(`an import of kind ${body[at]} is not known`);
  return number(body, at + 1)[1];
}

/** @param {Uint8Array} bytes @param {number} at @returns {[value: number, next: number]} */
function number(bytes, at) {
  for (let value = 0, scale = 1; ; scale *= 128, at += 1) {
    value += (bytes[at] & 127) * scale;
    if (bytes[at] < 128) return [value, at + 1];
  }
}

/** @param {number} value */
function leb(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
}
