// @ts-check
// How a step of a call ends that does not end well, and what is said of the network, which may be why nothing more could be fetched to say it with.
export { retryIn } from './retry.js'; // src/host.rs says why

/** The fields of an error, `attempts` among them: how many requests were sent. Or what the caller's signal fired with, which is thrown as it is, as `fetch` does. */
export class Failure {
  /** @param {any} fields as `createError` of js/api.js takes them, or `says` and `of` for the sentences of js/wrong.js @param {{ reason: any }} [aborted] */
  constructor(fields, aborted) {
    this.fields = { attempts: 0, ...fields };
    this.aborted = aborted;
  }
}

/** Of whatever was thrown: failures as they are, and fields that were thrown bare, before anything was sent. @param {any} thrown */
export function failed(thrown) {
  if (thrown instanceof Failure || thrown instanceof Error || !(thrown?.says ?? thrown?.code)) return thrown;
  return new Failure({ ...thrown, attempts: 0 });
}

/** The picture may have been made and charged. */
export const billed = { attempts: 1, maybeBilled: true };

/** @param {string} code @param {string} message @param {any} [more] */
export const failure = (code, message, more) => new Failure({ code, message, ...more });

/** What js/wrong.js has a sentence for. @param {string} says @param {any[]} of @param {any} [more] */
export const failing = (says, of, more) => new Failure({ says, of, ...more });

/** The Blob constructor threw. @param {unknown} thrown */
export const unkept = (thrown) => failing('unkept', [], { thrown, maybeBilled: true });

/** @template T @param {() => T} work that makes Blobs */
export function kept(work) {
  try {
    return work();
  } catch (thrown) {
    throw thrown instanceof WebAssembly.RuntimeError ? thrown : unkept(thrown);
  }
}

/** A body broke off. @param {unknown} thrown */
export const broken = (thrown) => failure('network', 'the connection broke before the reply was whole', {
  ...billed, thrown, retryable: true, hint: 'the picture may have been charged; check the connection and try again',
});

/** A fetch that fails within this time of sending cannot have cost anything; later it may have been a proxy's 504 without CORS headers, which looks
 * just like a dead network. */
const FREE = 3_000;

/** Nothing was answered. @param {unknown} thrown @param {number} after ms */
export const lost = (thrown, after) => failure('network', 'the server could not be reached, or refuses this page', {
  thrown, attempts: 1, retryable: true, ...(after < FREE
    ? { hint: "browsers do not say which: check the address and the connection, and that the server allows this page's origin (CORS)" }
    : { maybeBilled: true, hint: 'the connection broke while the server worked; the picture may have been charged' }),
});
