// Types of wasmagine/sandbox. Prose for people who have not read the code.

/**
 * How the sandbox behaves. Every member is optional.
 * @example sandbox({ latency: [500, 1500], rate: 2_000_000 })
 */
interface SandboxOptions {
  /**
   * Milliseconds before the first byte, or a range to pick from. Default 0: as fast as the picture is drawn.
   * @example sandbox({ latency: [800, 2500] })
   */
  latency?: number | [min: number, max: number];
  /**
   * Bytes a second of the reply's body. Default: no limit. A 1K reply of a Gemini 3 model is one to four million bytes.
   * @example sandbox({ rate: 2_000_000 })
   */
  rate?: number;
  /**
   * Refuse calls without a credential. Default false: none is fine, and one of any value is fine.
   * @example sandbox({ requireKey: true })
   */
  requireKey?: boolean;
  /**
   * A named fault, or several joined with `+`, or a function that picks one for each request. None by default. Names that are not in `faults` are a
   * TypeError. `big-<n>KiB` and `big-<n>MiB` stand for a picture of exactly that size, `events-<n>x<m>KiB` and `…MiB` for `n` of them, one an
   * event, and `redirect:<address>` for a 307 to that address.
   * @example sandbox({ fault: 'rate-limit' })
   * @example sandbox({ fault: 'big-20MiB+random-chunks' })
   * @example let calls = 0; sandbox({ fault: () => (calls++ === 0 ? 'http-503' : undefined) })
   */
  fault?: string | ((request: Request) => string | undefined);
}

/**
 * A local image API with no key, no cost and no network: a function with fetch's own shape that answers as
 * generativelanguage.googleapis.com and new-api style gateways do. It refuses what they refuse, draws a picture from the prompt, and says in
 * the picture that it is a sandbox. A picture that it drew remembers its prompts: an edit of it, in a conversation or as a reference image,
 * keeps the scene and changes what it names. It runs in a page, in a worker and in Node 20. Its fingerprint of the picture's bytes, the hex SHA-256,
 * is in the response header `x-sandbox-sha256`. With a `seed` the same request gives the same bytes; between engines only a PNG's packing
 * (the platform's zlib) may differ, never a pixel. It needs `crypto.subtle`, so a page has to be on https or localhost.
 *
 * @example
 * ```js
 * import { generateImage } from 'wasmagine';
 * import { sandbox } from 'wasmagine/sandbox';
 *
 * const { url } = await generateImage('a pig with wings over a green city', { fetch: sandbox() });
 * img.src = url;
 * ```
 */
export function sandbox(options?: SandboxOptions): (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

/**
 * The names of all faults, for menus and for tests that want to see each one handled.
 *
 * @example
 * ```js
 * import { faults, sandbox } from 'wasmagine/sandbox';
 *
 * for (const fault of faults.filter((name) => name.startsWith('http-5'))) {
 *   const error = await generateImage('a red boat', { fetch: sandbox({ fault }) }).catch((error) => error);
 *   console.log(fault, error.code, error.hint);
 * }
 * ```
 */
export const faults: readonly string[];

export {};
