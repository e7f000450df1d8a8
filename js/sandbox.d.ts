/** Options of {@link sandbox}. */
export interface SandboxOptions {
  /** Milliseconds before the first byte of a picture, or the least and the most of them. As fast as it can unless said. */
  latency?: number | [min: number, max: number];
  /** Bytes of the reply in a second. As fast as it can unless said. */
  rate?: number;
  /** Refuse a call without a credential, as the real servers do. Unless said, none is fine and one of any value is fine. */
  requireKey?: boolean;
  /** The name of something that goes wrong, one of {@link faults}, or a function that names one for a request or says undefined. */
  fault?: string | ((request: Request) => string | undefined);
}

/**
 * A local image API with no key and no cost: a fetch handler that checks what the real servers check and draws a picture from the
 * prompt. It says in the picture that it is a sandbox.
 *
 * @example
 * const { url } = await generateImage('a red boat at dawn', { fetch: sandbox() });
 */
export function sandbox(options?: SandboxOptions): (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

/** The names that `fault` may have. */
export const faults: readonly string[];
