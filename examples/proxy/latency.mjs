// @ts-check
// What a proxy costs: the same calls straight to a server on this machine and through a proxy before it, in turns. Milliseconds to the
// first byte and to the last, median of 30. `node latency.mjs DIRECT PROXY…`, each the address that stands before /v1beta.
const [direct, ...proxies] = process.argv.slice(2);
const rounds = 30;

/** @param {string} base @param {number} size of a body that goes up */
async function call(base, size) {
  const start = performance.now();
  const response = await fetch(`${base}/v1beta/models/gemini-2.5-flash-image:generateContent`, {
    method: 'POST', headers: { 'content-type': 'application/json', origin: 'https://app.example' },
    body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'a red boat' }] }], padding: 'a'.repeat(size) }),
  });
  const first = performance.now() - start;
  const { byteLength } = await response.arrayBuffer();
  return { ok: response.ok, first, last: performance.now() - start, byteLength };
}
const median = (/** @type {number[]} */ all) => all.sort((a, b) => a - b)[all.length >> 1];

for (const size of [0, 5 * 2 ** 20]) {
  /** @type {Record<string, Awaited<ReturnType<typeof call>>[]>} */
  const seen = {};
  for (let round = -3; round < rounds; round++) {
    for (const base of [direct, ...proxies]) {
      const one = await call(base, size);
      if (!one.ok) throw new Error(`${base} refuses`);
      if (round >= 0) (seen[base] ??= []).push(one);
    }
  }
  for (const [base, all] of Object.entries(seen)) {
    console.log(base, `${size} up, ${all[0].byteLength} down:`, median(all.map(({ first }) => first)).toFixed(1), median(all.map(({ last }) => last)).toFixed(1));
  }
}
