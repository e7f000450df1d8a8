// @ts-check
// A limit on calls for one machine: so many for each client in a window that is the same for all, so that memory ends with it.

/**
 * @param {object} options
 * @param {number} options.calls
 * @param {number} options.seconds
 * @param {number} [options.most] clients that are told apart. Those who come when there are so many share one count: to forget an earlier client
 *   instead would let anyone with many addresses start anew
 * @param {() => number} [options.now]
 * @returns {(client: string) => number} seconds to wait; 0 where the call may pass
 */
export function limiter({ calls, seconds, most = 100_000, now = Date.now }) {
  if (!(Number.isInteger(calls) && calls >= 1 && seconds > 0)) throw new Error('calls has to be a whole number from 1, and seconds a number above 0');
  /** @type {Map<string, number>} */
  const counts = new Map();
  let others = 0;
  let end = 0;
  return client => {
    if (now() >= end) {
      counts.clear();
      others = 0;
      end = now() + seconds * 1000;
    }
    const own = counts.get(client);
    const room = own !== undefined || counts.size < most;
    const count = room ? (own ?? 0) + 1 : ++others;
    if (room) counts.set(client, count);
    return count > calls ? Math.max(1, Math.ceil((end - now()) / 1000)) : 0;
  };
}
