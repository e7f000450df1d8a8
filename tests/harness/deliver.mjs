// @ts-check
// Ways to cut a response body into the pieces that leave the socket. A network may cut anywhere; a `new Response(bytes)` never
// does, so a test of streaming has to. The random cuts are the same on every run.

/** @type {Record<string, ((body: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>) | undefined>} */
export const deliveries = {
  async *whole(body) {
    const chunks = [];
    for await (const chunk of body) chunks.push(chunk);
    yield Buffer.concat(chunks);
  },
  async *random(body) {
    let state = 0x2545f491;
    const next = () => {
      state ^= state << 13; state ^= state >>> 17; state ^= state << 5; // xorshift32
      return state >>> 0;
    };
    // Half of the pieces are a few bytes long, where the carries of a decoder are; the others up to 64 KiB.
    yield* cut(body, () => 1 + next() % (next() % 2 ? 16 : 65536));
  },
  async *bytes(body) {
    for await (const byte of cut(body, () => 1)) {
      yield byte;
      await new Promise(setImmediate); // else the socket gathers what one turn of the event loop wrote
    }
  },
};

/** @param {AsyncIterable<Uint8Array>} body @param {() => number} size */
async function* cut(body, size) {
  for await (const chunk of body) {
    for (let at = 0, end; at < chunk.length; at = end) {
      end = Math.min(chunk.length, at + size());
      yield chunk.subarray(at, end);
    }
  }
}
