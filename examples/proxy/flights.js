// @ts-check
// The calls that are under way on one machine: so many at once, and of those so many of one client, so that none takes every place.

/**
 * @param {{ most: number, each: number }} options
 * @returns {(client: string, over: AbortSignal) => 0 | 429 | 503} 0 where the call has a place, until `over` aborts; else the status that says why not
 */
export function flights({ most, each }) {
  let all = 0;
  /** @type {Map<string, number>} */
  const own = new Map();
  const count = (/** @type {string} */ client, /** @type {1 | -1} */ by) => {
    all += by;
    const left = (own.get(client) ?? 0) + by;
    if (left) own.set(client, left);
    else own.delete(client);
  };
  return (client, over) => {
    if (all >= most) return 503;
    if ((own.get(client) ?? 0) >= each) return 429;
    if (!over.aborted) {
      count(client, 1);
      over.addEventListener('abort', () => count(client, -1), { once: true });
    }
    return 0;
  };
}
