// @ts-check
// The sandbox as a `fetch` for generateImage: Request → worker → Response. The worker starts with the first call and draws there, so
// that a busy sandbox never holds up the page. Knows how bytes travel between the two, not what they are.

/**
 * What opens a call on the worker's side.
 * @typedef {{ url: string, method: string, headers: [string, string][], body: ArrayBuffer, options: SandboxOptions }} Opening
 */
/** @typedef {NonNullable<Parameters<typeof import('./wasmagine/sandbox.js').sandbox>[0]>} SandboxOptions */

/** @type {Worker | undefined} */
let worker;
/** @type {Set<Call>} */
const open = new Set();

/**
 * @param {SandboxOptions} [options]
 * @returns {(request: Request) => Promise<Response>}
 */
export function sandboxFetch(options = {}) {
  return async (request) => {
    const { url, method, headers, signal } = request;
    const body = await request.arrayBuffer();
    signal.throwIfAborted();
    const call = new Call({ url, method, headers: [...headers], body, options }, [body]);
    signal.addEventListener('abort', () => call.cancel(signal.reason), { once: true });
    const head = await call.answer();
    if (head.empty) call.end();
    return new Response(head.empty ? null : streamOf(call), { status: head.status, headers: head.headers });
  };
}

/** What the sandbox can get wrong, by kind. @typedef {{ name: string, faults: readonly { name: string, says: string }[] }} Faults */
/** @returns {Promise<readonly Faults[]>} */
export async function sandboxFaults() {
  const call = new Call('faults');
  const { groups } = await call.answer();
  call.end();
  return groups;
}

/** One chunk is asked for when one is read, so a slow reader slows the sandbox down, as a network would. @param {Call} call */
function streamOf(call) {
  return new ReadableStream(
    {
      async pull(controller) {
        const { chunk } = await call.ask('pull');
        if (chunk) return controller.enqueue(chunk);
        call.end();
        controller.close();
      },
      cancel: (reason) => call.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** One conversation with the worker. A port of its own, because streams cannot be posted in every browser that runs this page. */
class Call {
  #port;
  /** @type {(answer: any) => void} */
  #resolve = () => {};
  /** @type {(reason: unknown) => void} */
  #reject = () => {};
  #waiting;

  /** @param {Opening | 'faults'} opening @param {Transferable[]} [transfer] */
  constructor(opening, transfer = []) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#waiting = this.#next();
    port1.onmessage = ({ data }) => ('error' in data ? this.cancel(data.error) : this.#resolve(data));
    open.add(this);
    running().postMessage(opening, [port2, ...transfer]);
  }

  /** The answer to what was asked last. */
  answer() {
    return this.#waiting;
  }

  /** @param {'pull'} question @returns {Promise<any>} */
  ask(question) {
    if (open.has(this)) {
      this.#waiting = this.#next();
      this.#port.postMessage(question);
    }
    return this.#waiting;
  }

  /** Ends it for both sides; whoever waits, now or later, is told why. @param {unknown} reason */
  cancel(reason) {
    if (!open.has(this)) return;
    this.#waiting = Promise.reject(reason);
    this.#waiting.catch(() => {}); // perhaps nobody asks again
    this.#reject(reason);
    this.#port.postMessage('cancel');
    this.end();
  }

  end() {
    open.delete(this);
    this.#port.close();
  }

  /** @returns {Promise<any>} */
  #next() {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }
}

/** The worker, started when it is wanted. One that cannot be loaded or dies fails its calls, and the next call starts another. */
function running() {
  if (worker) return worker;
  worker = new Worker(new URL('./sandbox-worker.js', import.meta.url), { type: 'module', name: 'sandbox' });
  worker.addEventListener('error', (event) => {
    worker?.terminate();
    worker = undefined;
    const reason = new Error(`The sandbox's worker failed: ${event.message || 'it could not be loaded'}`);
    for (const call of open) call.cancel(reason);
  });
  return worker;
}
