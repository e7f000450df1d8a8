// @ts-check
// Ways to stop a call, for a page and for Node: each is a case that ends by abort or timeout, whatever its fetch does.

/** @typedef {{ generateImage: any, settle: (call: () => any, bound?: number) => Promise<any> }} Tools */

const never = () => new Promise(() => {});
/** A body that gives its first bytes and then nothing, and does not listen to any signal. @param {(() => void)} [cancelled] */
const stalled = cancelled => new Response(new ReadableStream({
  start(controller) { controller.enqueue(new TextEncoder().encode('{"candidates":[{"content":{"parts":[{"inlineData":{"data":"iVBORw0K')); },
  cancel: cancelled,
}));

/** Reasons, and how they look to who catches them. @type {Record<string, () => any>} */
const reasons = {
  default: () => undefined,
  error: () => new RangeError('enough'),
  string: () => 'enough',
  zero: () => 0,
  null: () => null,
  object: () => ({ enough: true }),
};

/**
 * Aborts at one moment of a call, with each reason in turn.
 * @param {Tools} tools
 * @param {(controller: AbortController, reason: any) => any} options for a call in which `controller.abort(reason)` gets called
 */
export async function withReasons({ generateImage, settle }, options) {
  const ended = [];
  for (const reason of Object.values(reasons)) {
    const controller = new AbortController();
    const given = reason();
    let same = false;
    const { code, thrown } = await settle(() => generateImage('a pig', { baseURL: 'https://gw.example', signal: controller.signal, ...options(controller, given) })
      .catch((/** @type {any} */ error) => {
        same = Object.is(error, controller.signal.reason);
        throw error;
      }), 5000);
    ended.push(`${code}: ${thrown} ${same ? 'the same' : 'another'}`);
  }
  return ended;
}

/** What withReasons() gives where all is well. */
export const wellAborted = [
  /^thrown: AbortError: .* the same$/, 'thrown: RangeError: enough the same', 'thrown: enough the same', 'thrown: 0 the same',
  'thrown: null the same', 'thrown: [object Object] the same',
];

/** When a call is stopped; each gives the options of a call that is. @type {Record<string, (controller: AbortController, reason: any) => any>} */
export const moments = {
  'before the call': (controller, reason) => { controller.abort(reason); return {}; },
  'right after the call': (controller, reason) => { queueMicrotask(() => controller.abort(reason)); return { fetch: never }; },
  'in onProgress, preparing': (controller, reason) => ({ fetch: never, onProgress: () => controller.abort(reason) }),
  'in onProgress, sending': (controller, reason) => ({ fetch: never, onProgress: ({ phase = '' }) => phase === 'sending' && controller.abort(reason) }),
  'in onProgress, waiting': (controller, reason) => ({ fetch: never, onProgress: ({ phase = '' }) => phase === 'waiting' && controller.abort(reason) }),
  'in onProgress, receiving': (controller, reason) => ({ fetch: async () => stalled(), onProgress: ({ phase = '' }) => phase === 'receiving' && controller.abort(reason) }),
  'while the key function is asked': (controller, reason) => ({ apiKey: () => { setTimeout(() => controller.abort(reason)); return never(); } }),
  'by the key function itself': (controller, reason) => ({ apiKey: () => { controller.abort(reason); return 'sk-1'; }, fetch: never }),
  'while a fetch that does not listen pends': (controller, reason) => ({ fetch: () => { setTimeout(() => controller.abort(reason)); return never(); } }),
  'by fetch itself': (controller, reason) => ({ fetch: () => { controller.abort(reason); return never(); } }),
  'by a fetch that then rejects': (controller, reason) => ({ fetch: async () => { controller.abort(reason); throw new TypeError('gone'); } }),
  'by a fetch that then resolves': (controller, reason) => ({ fetch: async () => { controller.abort(reason); return stalled(); } }),
  'in a body that does not listen': (controller, reason) => ({ fetch: async () => { setTimeout(() => controller.abort(reason), 20); return stalled(); } }),
  'in the body of an error': (controller, reason) => ({ fetch: async () => { setTimeout(() => controller.abort(reason), 20); return new Response(stalled().body, { status: 500 }); } }),
};

/** Options that end by timeout. @type {Record<string, (timeout: number) => any>} */
export const slow = {
  'the key function': () => ({ apiKey: never }),
  'a fetch that does not listen': () => ({ fetch: never }),
  'a body that does not listen': () => ({ fetch: async () => stalled() }),
};

export { stalled };
