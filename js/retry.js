// @ts-check
// A failed attempt → wait and try again, or give up.
//
// What failed without cost is tried again: 408, 429, 500, 502, 503, and a fetch that failed within seconds of sending. What may have been charged
// already (timeouts, 504, 52x, a cut body, a fetch that failed late) only where the caller says so: each attempt at a picture costs a picture. Which
// failure is of which kind is told by the error itself (js/refusal.js, js/failure.js); here is only what follows from it.

/** The first wait is at most this, and each later one at most twice the one before. */
const FIRST = 1_000;
/** No wait is longer, and a server that asks for a longer one is not waited for: the caller learns how long it would be. */
const LONGEST = 60_000;

/**
 * Milliseconds to wait before the next attempt; undefined to give up.
 * @param {{ retryable?: boolean, maybeBilled?: boolean, retryAfter?: number }} failed @param {number} attempt the one that failed, from 1
 * @param {{ maxRetries: number, retryAmbiguous: boolean }} policy @param {number} random from 0 to 1; spreads callers that failed together over the whole
 *   wait (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/, "full jitter")
 */
export function retryIn({ retryable, maybeBilled, retryAfter }, attempt, { maxRetries, retryAmbiguous }, random) {
  if (!retryable || (maybeBilled && !retryAmbiguous) || attempt > maxRetries) return;
  if (retryAfter !== undefined) return retryAfter <= LONGEST ? retryAfter : undefined;
  return Math.min(FIRST * 2 ** (attempt - 1), LONGEST) * random;
}
