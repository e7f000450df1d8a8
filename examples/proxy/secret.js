// @ts-check
// What keeps the key out of answers where a server repeats it: in an error, in a body that streams, across two pieces of it. As it is, with letters
// of it as \u0041 or %41, and in base64, be it alone or within more, with letters of that written so too. Any other form passes, such as base64 twice, UTF-16 or
// hexadecimal: a server that means to tell the key can, and no proxy helps against that. Knows the key and bodies alone.

/** Bytes: no more is read of an error's body, of which real ones have a few hundred, and no more at a time of others. */
const MOST = 65_536;

/** Long, so that no picture's base64 holds it by chance, and of letters that JSON and addresses write as they are. @param {unknown} key @returns {key is string} */
export const isKey = key => typeof key === 'string' && /^[\w.~-]{16,}$/.test(key);

/** @param {string} key */
export function secret(key) {
  if (!isKey(key)) throw new Error('the key is missing, is shorter than 16 letters, or holds more than letters, digits, `-`, `.`, `_` and `~`: perhaps a line break');
  const forms = [spelled(key), ...[0, 1, 2].map(before => base64(key, before))];
  const found = new RegExp(forms.map(whole).join('|'), 'g');
  const begun = new RegExp(`(?:${forms.map(begins).join('|')})$`);
  const longest = Math.ceil(key.length * 4 / 3) * '\\\\u0041'.length;
  return {
    /** A body as it comes, with asterisks in the key's place. @param {ReadableStream<Uint8Array>} body @returns {ReadableStream<Uint8Array>} */
    hide(body) {
      const latin1 = new TextDecoder('latin1'); // a letter a byte, wherever a piece ends
      const { read, cancel } = pieces(body);
      let held = new Uint8Array(); // an end that the key may begin with
      return new ReadableStream({
        async pull(controller) {
          for (;;) {
            const { done, value: chunk } = await read();
            if (done) {
              if (held.length) controller.enqueue(held);
              return controller.close();
            }
            const bytes = new Uint8Array(held.length + chunk.length);
            bytes.set(held);
            bytes.set(chunk, held.length);
            const text = latin1.decode(bytes);
            let hit;
            for (found.lastIndex = 0; (hit = found.exec(text)); found.lastIndex = hit.index + 1) bytes.fill(42, hit.index, hit.index + hit[0].length);
            const last = text.slice(-longest);
            const at = last.search(begun);
            const end = at < 0 ? text.length : text.length - last.length + at;
            held = bytes.slice(end);
            if (end) return controller.enqueue(bytes.subarray(0, end));
          }
        },
        cancel,
      }, { highWaterMark: 0 });
    },
    /** An error as JSON, written anew from its first bytes; undefined where they are none. @param {Response} reply */
    async error({ body }) {
      let text = '';
      const decoder = new TextDecoder();
      for await (const chunk of /** @type {any} */ (body ?? [])) {
        text += decoder.decode(chunk, { stream: true });
        if (text.length > MOST) return undefined; // which ends the body
      }
      try {
        const hidden = JSON.stringify(JSON.parse(text)).replace(found, '(the key)');
        JSON.parse(hidden); // a key of digits may have stood as a number
        return hidden;
      } catch {
        return undefined;
      }
    },
  };
}

/** @typedef {string[][]} Letter the ways to write it, each as patterns of one character */

/** @param {string} key @returns {Letter[]} */
function spelled(key) {
  return [...key].map(letter => [[literal(letter)], ...escaped(letter)]);
}

/** @param {string} letter @returns {Letter} */
function escaped(letter) {
  const hex = [...letter.charCodeAt(0).toString(16)].map(digit => `[${digit}${digit.toUpperCase()}]`);
  return [['\\\\', '\\\\?', 'u', '0', '0', ...hex], ['%', ...hex]];
}

/** What is the same whatever stands around it, in either alphabet; no letters of a key give a slash. @param {string} key @param {number} before bytes of a group of three @returns {Letter[]} */
function base64(key, before) {
  const text = btoa('-'.repeat(before) + key);
  const letters = text.slice(Math.ceil(before * 8 / 6), Math.floor((before + key.length) * 8 / 6));
  return [...letters].map(letter => (letter === '+' ? [['[-+]'], ...escaped('+'), ...escaped('-')] : [[letter], ...escaped(letter)]));
}

const literal = (/** @type {string} */ letter) => (letter === '.' ? '\\.' : letter);
const ways = (/** @type {Letter} */ letter) => `(?:${letter.map(way => way.join('')).join('|')})`;
const whole = (/** @type {Letter[]} */ letters) => letters.map(ways).join('');
/** One pattern or more of those, and nothing of what follows. @param {string[]} patterns */
const beginning = patterns => patterns.reduceRight((rest, pattern) => (rest ? `${pattern}(?:${rest})?` : pattern), '');
/** The same of letters, of which the last may be half there. @param {Letter[]} letters */
const begins = letters => letters.reduceRight((rest, letter) => `(?:${ways(letter)}${rest && `${rest}?`}|${letter.map(beginning).join('|')})`, '');

/**
 * Large ones where the body gives them: workerd's own are of 8 KiB, and with each of those an answer took half as much processor time again.
 * @param {ReadableStream<Uint8Array>} body
 */
function pieces(body) {
  try {
    const reader = body.getReader({ mode: 'byob' });
    return { read: () => reader.read(new Uint8Array(MOST)), cancel: (/** @type {unknown} */ reason) => reader.cancel(reason) };
  } catch {
    const reader = body.getReader();
    return { read: () => reader.read(), cancel: (/** @type {unknown} */ reason) => reader.cancel(reason) };
  }
}
