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
   * Refuse calls without a credential. Default false: none is fine, and one of any value is fine, in the form that the host takes.
   * @example sandbox({ requireKey: true })
   */
  requireKey?: boolean;
  /**
   * A named fault, or several joined with `+`, or a function that picks one for each request. None by default. Names that are not in
   * `faults` are a TypeError. `big-<n>KiB` and `big-<n>MiB` stand for a picture of exactly that size, `events-<n>x<m>KiB` and `…MiB` for
   * `n` of them, one an event, and `redirect:<address>` for a 307 to that address.
   * @example sandbox({ fault: 'rate-limit' })
   * @example sandbox({ fault: 'big-20MiB+random-chunks' })
   * @example let calls = 0; sandbox({ fault: () => (calls++ === 0 ? 'http-503' : undefined) })
   */
  fault?: string | ((request: Request) => string | undefined);
}

/**
 * A mock server with no key, no cost and no network: a function with fetch's own shape that refuses what the real servers are documented to
 * refuse, draws a picture from the prompt, and says in the picture that it is a sandbox. It runs in a page, in a worker and in Node 20.
 *
 * The host decides who answers. `generativelanguage.googleapis.com` is Google's own server, strictly: its credentials, its CORS, its models
 * without those that it has shut down. `www.kkiai.com` is a new-api style gateway: LF LF between events, pings, `[DONE]`, errors in its own
 * words. Any other host, such as localhost, answers as Google's does, so that Google's own clients work there unchanged, but takes what a
 * proxy might: any path before the version, any credential, any header, fields that nobody knows, and models that only gateways still
 * serve.
 *
 * A picture that it drew remembers its prompts: an edit of it, in a conversation or as a reference image, keeps the scene, changes what it
 * names, and is another moment of it. It cannot see a picture that it did not draw, and says so in the reply's text and in the corner of
 * the picture. With a `seed` the same request gives the same bytes, and another seed another picture, of edits too; between engines only a
 * PNG's packing (the platform's zlib) may differ, never a pixel. The fingerprint of the picture's bytes, their hex SHA-256, is in the
 * response header `x-sandbox-sha256`. It needs `crypto.subtle`, so a page has to be on https or localhost.
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

/**
 * One fault as a page would show it.
 * @example const all = faultGroups.flatMap(({ faults }) => faults); // [{ name: 'bad-key', says: '400 with the reason …' }, …]
 */
export interface Fault {
  /**
   * What `fault` takes, one of `faults`.
   * @example sandbox({ fault: fault.name })
   */
  readonly name: string;
  /**
   * A sentence in English that says what happens then.
   * @example menu.title = fault.says;
   */
  readonly says: string;
}

/**
 * Faults that belong together.
 * @example const group = faultGroups.find(({ name }) => name === 'no answer');
 */
export interface FaultGroup {
  /**
   * A few words in English, for a heading.
   * @example menu.append(Object.assign(document.createElement('optgroup'), { label: group.name }));
   */
  readonly name: string;
  /**
   * A sentence in English that says what they have in common.
   * @example output.textContent = group.says;
   */
  readonly says: string;
  /**
   * Those faults, in the order of `faults`.
   * @example menu.append(...group.faults.map(({ name }) => new Option(name)));
   */
  readonly faults: readonly Fault[];
}

/**
 * Every one of `faults` in one group, with a sentence each: data for a menu that can be searched.
 *
 * @example
 * ```js
 * import { faultGroups } from 'wasmagine/sandbox';
 *
 * const found = faultGroups.flatMap((group) => group.faults).filter(({ says }) => says.includes('no money'));
 * console.log(found.map(({ name }) => name).join()); // gateway-quota
 * ```
 */
export const faultGroups: readonly FaultGroup[];

export {};
