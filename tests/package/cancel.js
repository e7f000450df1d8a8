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
      }));
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

/** Those that only a stream has, or only a loop knows. @type {Record<string, (controller: { abort: (reason: any) => void }, reason: any) => any>} */
export const moreMoments = {
  'while it waits to try again': (controller, reason) => ({
    fetch: async () => new Response('{"error":{"code":503}}', { status: 503, headers: { 'retry-after': '30' } }),
    onProgress: ({ phase = '' }) => phase === 'retrying' && controller.abort(reason),
  }),
  'with text that nobody has read': (controller, reason) => ({ fetch: async () => told(3), onRead: () => controller.abort(reason) }),
  'while the reader lags': (controller, reason) => ({ fetch: async () => told(3), onRead: () => new Promise(resolve => setTimeout(() => resolve(controller.abort(reason)), 20)) }),
};

/** Events of text, and then nothing. @param {number} count */
function told(count) {
  const event = new TextEncoder().encode('data: {"candidates":[{"content":{"parts":[{"text":"a"}]}}]}\n\n');
  return new Response(new ReadableStream({ start(controller) { for (let n = 0; n < count; n++) controller.enqueue(event); } }));
}

/**
 * As withReasons(), of a stream that is read while it is stopped, by the caller's signal or by its own cancel().
 * @param {{ streamImage: any }} tools @param {(controller: any, reason: any) => any} options @param {'signal' | 'cancel'} way
 */
export async function streamsWithReasons({ streamImage }, options, way) {
  const ended = [];
  for (const reason of Object.values(reasons)) {
    const given = reason();
    const controller = new AbortController();
    /** @type {any} */
    let stream;
    const stopper = way === 'signal' ? controller : { abort: (/** @type {any} */ reason) => stream.cancel(reason) };
    const { onRead = () => {}, ...rest } = options(stopper, given);
    stream = streamImage('a pig', { baseURL: 'https://gw.example', signal: way === 'signal' ? controller.signal : undefined, ...rest });
    const iterator = stream[Symbol.asyncIterator]();
    /** @type {any[]} */
    const thrown = [];
    let read = 0;
    try {
      for (let next; !(next = await iterator.next()).done;) {
        if (next.value.type === 'progress') continue;
        read++;
        await onRead();
      }
    } catch (error) {
      thrown.push(error);
    }
    await stream.result.catch((/** @type {any} */ error) => thrown.push(error));
    const after = await iterator.next();
    const wanted = way === 'signal' ? controller.signal.reason : given;
    const same = thrown.length === 2 && Object.is(thrown[0], thrown[1]) && (Object.is(thrown[0], wanted) || given === undefined);
    ended.push(`thrown: ${thrown[0]} ${same && after.done && read <= 1 ? 'the same' : `${read} read, ${thrown.map(String)}, ${JSON.stringify(after)}`}`);
  }
  return ended;
}

/** Options that end by timeout. @type {Record<string, (timeout: number) => any>} */
export const slow = {
  'the key function': () => ({ apiKey: never }),
  'a fetch that does not listen': () => ({ fetch: never }),
  'a body that does not listen': () => ({ fetch: async () => stalled() }),
};

export { stalled };
