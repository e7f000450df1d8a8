// @ts-check
// What keeps the key out of answers, wherever a server repeats it: in an error, in a body that streams, across two pieces of it. Knows the
// key and bodies alone. A server that writes the key in a cipher has it anyway; no proxy helps against that.

/** Bytes: no more is read of an error's body, of which real ones have a few hundred, and no more at a time of others. */
const MOST = 65_536;

/**
 * Long, so that no picture's base64 holds it by chance, and of letters that JSON and addresses write as they are.
 * @param {string} key
 */
export function secret(key) {
  if (!/^[\w.~-]{16,}$/.test(key)) throw new Error('the key is missing, is shorter than 16 letters, or holds more than letters, digits, `-`, `.`, `_` and `~`: perhaps a line break');
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
            for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) bytes.fill(42, at, at + key.length);
            let end = Math.max(0, text.length - key.length + 1);
            while (!key.startsWith(text.slice(end))) end++;
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
        return JSON.stringify(JSON.parse(text)).replaceAll(key, '(the key)');
      } catch {
        return undefined;
      }
    },
  };
}

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
