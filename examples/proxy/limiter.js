// @ts-check
// A limit on calls for one machine: so many for each client in a window that is the same for all, so that memory ends with it.

/**
 * @param {{ calls: number, seconds: number, now?: () => number }} options
 * @returns {(client: string) => number} seconds to wait; 0 where the call may pass
 */
export function limiter({ calls, seconds, now = Date.now }) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  let end = 0;
  return client => {
    const left = (end - now()) / 1000;
    if (left <= 0) {
      counts.clear();
      end = now() + seconds * 1000;
    }
    const count = (counts.get(client) ?? 0) + 1;
    counts.set(client, count);
    return count > calls ? Math.ceil(left) : 0;
  };
}
