// @ts-check
// What wasm and glue call each other, as short as it can be: the names of wasm-bindgen hold a hash each, which no compression shortens, and what is
// the same in the glue stands there once for each type that has it.

const IMPORT = 2;
const EXPORT = 7;
const DATA = 11;
/** The one module that is left to import from. */
const MODULE = 'a';

/**
 * @param {Uint8Array} wasm
 * @param {string} glue
 * @returns {{ wasm: Uint8Array, glue: string }}
 */
export function shorten(wasm, glue) {
  /** Generated names only: they hold `__`, what js/ and people use does not. @type {Map<string, string>} */
  const names = new Map();
  const short = (/** @type {string} */ name) => {
    if (!names.has(name)) names.set(name, `_${names.size.toString(36).padStart(2, '0')}`);
    return /** @type {string} */ (names.get(name));
  };
  const { text, twins } = tidy(glue);
  const importName = (/** @type {string} */ name) => short(twins.get(name) ?? name);
  const exportName = (/** @type {string} */ name) => (name.includes('__') ? short(name) : name);
  const pieces = [wasm.subarray(0, 8)];
  for (const { id, body } of sections(wasm)) {
    const section = id === IMPORT ? rename(body, 2, importName, skipImport) : id === EXPORT ? rename(body, 1, exportName, skipExport)
      : id === DATA ? pathless(body) : body;
    pieces.push(Uint8Array.of(id, ...leb(section.length)), section);
  }
  const longest = [...names.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(?<![\\w$])(?:${longest.join('|')})(?![\\w$])`, 'g');
  return { wasm: Buffer.concat(pieces), glue: text.replace(pattern, name => /** @type {string} */ (names.get(name))) };
}

/**
 * The glue with each import once, and what its classes have in common in one of them.
 * @param {string} glue
 */
function tidy(glue) {
  /** Imports that are another's double. @type {Map<string, string>} */
  const twins = new Map();
  /** @type {Map<string, string>} */
  const bodies = new Map();
  const text = replaced(glue, [
    ['"./wasmagine_bg.js": import0', `${MODULE}: import0`],
    // Its catch is a function's, not an argument's.
    [/function\(\) \{ return handleError\((function \([\w, ]*\) \{[^]*?\n {8}\}), arguments\); \}/g, 'handleError($1)'],
    [/function handleError\(f, args\) \{\n {4}try \{\n {8}return f\.apply\(this, args\);([^]*?\n)\}\n/, 'const handleError = (f) => (...args) => {\n    try {\n        return f(...args);$1};\n'],
    // What is thrown through the wasm, or a trap that is no panic, would leave the promise of a call pending for ever.
    [/(return f\(a, state\.b, \.\.\.args\);\n)( *)\} finally/,
      `$1$2} catch (error) {
$2    if (state.instance !== __wbg_instance_id) throw error; // after a panic
$2    __wbg_reinit_scheduled = true;
$2    crashed('an exception came through the wasm', error);
$2} finally`],
    // What a dead instance waited for is nobody's any more; to say so would be an unhandled rejection.
    ["throw new Error('Cannot invoke closure from previous WASM instance');", 'return;'],
    // Every browser here has it, under one name.
    [/const ret = typeof (\w+) === 'undefined' \? undefined : \1;/g, 'const ret = globalThis;'],
    // None of them asks for `this` or `arguments` any more.
    [/^( {8}\S+: (?:handleError\()?)function ?(\([\w, ]*\)) \{/gm, '$1$2 => {'],
    [/^if \(!\('encodeInto' in cachedTextEncoder\)\) \{[^]*?^\}\n/m, ''],
    // In place of the generated start, which knows more ways than js/load.js goes.
    [/^export \{ initSync,/m, 'export { __wbg_get_imports as imports, __wbg_finalize_init as started };\n$&'],
    // Our memory is far too small for an address that is negative, or for all the text that Safari's decoder fails after.
    [/^ {4}ptr = ptr >>> 0;\n/gm, ''],
    [/\((arg\d+) >>> 0\) \+/g, '$1 +'],
    [/ {4}numBytesDecoded \+= bytes\.length;\n[^]*?\n {4}\}\n/, ''],
    // What gives Rust a string, or none, stands in one place.
    [/ {12}var ptr1 = isLikeNone\(ret\) .*\n.*\n.*\n.*setInt32\((arg\d+) \+ 4 \* 0, ptr1, true\);\n/g, '            giveString($1, ret);\n'],
    [/isLikeNone\(ret\) \? 0 : addToExternrefTable0\(ret\)/g, 'giveOption(ret)'],
    ['function isLikeNone(x) {', `${GIVE}function isLikeNone(x) {`],
    [/ {4}if \(realloc === undefined\) \{[^]*?\n {4}\}\n\n/, ''],
    [/if \(cachedDataViewMemory0 === null \|\| cachedDataViewMemory0\.buffer\.detached.*\{/, 'if (cachedDataViewMemory0?.buffer !== wasm.memory.buffer) {'],
    // Objects of the wasm's are freed by js/ (`held` in js/api.js), which makes one only after the instance that it is of was made.
    [/^ *\w+Finalization\.(?:un)?register\(.*\n/gm, ''],
    [/^const (?!CLOSURE)\w+Finalization = [^]*?^\}\);\n/gm, ''],
    [/^if \(Symbol\.dispose\) .*\n/gm, ''],
    [/ {4}static __wrap\(ptr\) \{[^]*?\n {4}\}\n/g, ''],
    [/(\w+)\.__wrap\(ret\)/g, 'wrapped($1, ret)'],
    [/ {4}__destroy_into_raw\(\) \{[^]*?\n {4}\}\n {4}free\(\) \{[^]*?(wasm\.\w+\()ptr, 0\);\n\n {4}\}/g, '    free() {\n        $1this.__wbg_ptr, 0);\n        this.__wbg_ptr = 0;\n    }'],
    [/ {8}if \(this\.__wbg_inst !== undefined .*\n.*\n {8}\}\n/g, '        fresh(this);\n'],
    [/^( *)let ret;\n *__wbg_call_guard\(\);\n *ret = /gm, '$1__wbg_call_guard();\n$1const ret = '],
    [/(fresh\(this\);\n[^]*?)^ *__wbg_call_guard\(\);\n/gm, '$1'],
    ['function __wbg_reset_state ', `${CLASSES}function __wbg_reset_state `],
  ]).replace(/^ {8}(__wb\w+): ([^]*?\n {8}\}\)?),\n/gm, (entry, name, body) => {
    const twin = bodies.get(body);
    if (!twin) bodies.set(body, name);
    else twins.set(name, twin);
    return twin ? '' : entry;
  }).replace(/(?:^ {8}__wb\w+: [^]*?\n {8}\}\)?,\n)+/m, sorted);
  return { text, twins };
}

/** Entries of which like ones stand together, which compresses better. @param {string} entries */
function sorted(entries) {
  const keyed = [...entries.matchAll(/^ {8}__wb\w+: ([^]*?)\n {8}\}\)?,\n/gm)].map(([entry, body]) => ({ entry, key: body.replace(/arg\d/g, '').split('=>').at(-1) ?? '' }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ entry }) => entry).join('');
}

/** What is written in place of what each import of the glue repeats. */
const GIVE = `const giveOption = (value) => isLikeNone(value) ? 0 : addToExternrefTable0(value);

function giveString(at, text) {
    const start = isLikeNone(text) ? 0 : passStringToWasm0(text, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
    getDataViewMemory0().setInt32(at, start, true);
    getDataViewMemory0().setInt32(at + 4, WASM_VECTOR_LEN, true);
}

`;

/** The same of its classes. */
const CLASSES = `const wrapped = (kind, ptr) => Object.assign(Object.create(kind.prototype), { __wbg_ptr: ptr, __wbg_inst: __wbg_instance_id });

function fresh(object) {
    if (object.__wbg_inst !== __wbg_instance_id) throw new Error('Invalid stale object from previous Wasm instance');
    __wbg_call_guard();
}

`;

/** @param {string} text @param {[string | RegExp, string][]} changes each of which must have something to change */
function replaced(text, changes) {
  for (const [from, to] of changes) {
    const after = text.replace(from, to);
    if (after === text) throw new Error(`wasm-bindgen's glue has no ${from}`);
    text = after;
  }
  return text;
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
 * A section of entries that begin with strings, of which the last is the name and the one before it, if any, the module.
 * @param {Uint8Array} body @param {number} strings how many
 * @param {(name: string) => string} short @param {(body: Uint8Array, at: number) => number} skip what follows them
 */
function rename(body, strings, short, skip) {
  const [count, first] = number(body, 0);
  const out = leb(count);
  for (let entry = 0, at = first; entry < count; entry += 1) {
    const texts = [];
    for (let string = 1; string <= strings; string += 1) {
      const [length, start] = number(body, at);
      at = start + length;
      texts.push(Buffer.from(body.subarray(start, at)).toString());
    }
    const name = short(texts[strings - 1]);
    for (const text of strings > 1 ? [MODULE, name] : [name]) {
      const bytes = Buffer.from(text);
      out.push(...leb(bytes.length), ...bytes);
    }
    const end = skip(body, at);
    out.push(...body.subarray(at, end));
    at = end;
  }
  return Uint8Array.from(out);
}

/**
 * Without the paths of Rust's own files, and with only the end of those of other crates, by which a panic says where it was: blanks in their
 * place, because what stands behind them must stay where it is.
 * @param {Uint8Array} body
 */
function pathless(body) {
  const paths = /\/rustc\/\w+\/library\/[\w/]+\.rs|\/[\w./-]+\/registry\/src\/[\w.-]+\//g;
  return Buffer.from(Buffer.from(body).toString('latin1').replace(paths, path => ' '.repeat(path.length)), 'latin1');
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
