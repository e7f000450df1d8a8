// @ts-check
// The calls that are under way on one machine: so many at once, and of those so many of one client, so that none takes every place. Nor do some
// together by hardly moving: when every place is taken, such a call gives way.

/**
 * @typedef {object} Call
 * @property {AbortSignal} over aborts when it has ended
 * @property {() => boolean} [stands] whether it waits for its client, who hardly sends or reads
 * @property {() => unknown} [end] makes it give way
 */

/**
 * @param {{ most: number, each: number }} options
 * @returns {(client: string, call?: Call) => 0 | 429 | 503} 0 where the call has a place, until it is over, and without a call where it would have one;
 *   else the status that says why not
 */
export function flights({ most, each }) {
  /** @type {Map<Call, string>} the longest under way first */
  const under = new Map();
  /** @type {Map<string, number>} */
  const own = new Map();
  const leave = (/** @type {Call} */ call) => {
    const client = under.get(call);
    if (client === undefined) return;
    under.delete(call);
    const left = (own.get(client) ?? 0) - 1;
    if (left) own.set(client, left);
    else own.delete(client);
  };
  return (client, call) => {
    if ((own.get(client) ?? 0) >= each) return 429;
    const last = under.size < most ? undefined : [...under.keys()].find(({ stands }) => stands?.());
    if (under.size >= most && !last) return 503;
    if (!call || call.over.aborted) return 0;
    if (last) {
      leave(last);
      last.end?.();
    }
    under.set(call, client);
    own.set(client, (own.get(client) ?? 0) + 1);
    call.over.addEventListener('abort', () => leave(call), { once: true });
    return 0;
  };
}
