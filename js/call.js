// @ts-check
// A call, from its arguments to its result: `n` requests, each of one attempt or more.
import { alive, createError } from './api.js';
import { attempt } from './attempt.js';
import { Failure, Outcome, Progress, bodyOf, failed, kept, leash, mended, readOptions, retryIn, shared, sleep, toBegin, wait } from './body.js';
import { worded } from './later.js';

/**
 * What a stream or a session asks for beside the options.
 * @typedef {object} Talk
 * @property {(signal?: AbortSignal) => AbortSignal} follow gives the signal that ends the call, which fires with the caller's
 * @property {import('./stream.js').Queue} [queue] where events go
 * @property {Blob[]} [history] the contents so far, in a conversation
 * @property {Blob} [before] parts that go in front of the prompt, as JSON with commas between them
 */

/**
 * Reads the arguments before anything else happens, so that a caller who changes the object afterwards changes nothing here.
 * @param {any} core the wasm, which is freed @param {any} first @param {any} second @param {Talk} [talk]
 * @returns {Promise<any>} the `GenerateImageResult`; of a conversation an array: that, the user's content and the model's, and the parts that the next
 *   prompt has to begin with, if any
 */
export function run(core, first, second, talk) {
  const started = performance.now();
  return withOptions(core, () => readOptions(first, second, false), (options) => {
    if (talk) options.signal = talk.follow(options.signal);
    return new Call(core, options, started, talk).run();
  });
}

/**
 * Does what needs options, and throws what a caller is told.
 * @template T @param {any} core @param {() => any} read gives options @param {(options: any) => Promise<T>} work
 */
export function withOptions(core, read, work) {
  return alive(core, async () => {
    /** @type {string[]} */
    let secrets = [];
    let signal;
    try {
      const options = read();
      ({ secrets, signal } = options);
      return await work(options);
    } catch (thrown) {
      const failure = failed(thrown);
      if (!(failure instanceof Failure)) throw failure;
      if (failure.aborted) throw failure.aborted.reason;
      throw await errorOf(failure, secrets, signal).catch(({ aborted }) => aborted.reason);
    }
  });
}

/** What a caller is told of a failure; `secrets` are taken out of every text in it. @param {Failure} failure @param {string[]} secrets @param {AbortSignal} [signal] */
async function errorOf({ fields: { says, of, ...fields } }, secrets, signal) {
  const sentence = says && await wait(signal, 0, worded({ says, of }));
  return createError({ ...sentence, ...fields }, undefined, secrets);
}

class Call {
  #core;
  #options;
  #started;
  #talk;

  /** @param {any} core @param {any} options @param {number} started @param {Talk} [talk] */
  constructor(core, options, started, talk) {
    this.#core = core;
    this.#options = options;
    this.#started = started;
    this.#talk = talk;
  }

  async run() {
    const [core, options] = [this.#core, this.#options];
    const { history, before, queue } = this.#talk ?? {};
    const { images, n, onImage, warnings, secrets, signal } = options;
    if (images.length) this.#progress(0).tell('preparing');
    const body = await shared(core, options, history ?? [], before);
    const outcome = new Outcome(warnings, secrets);
    await this.#each(async (index) => {
      const events = { told: false };
      try {
        const { reply, attempts } = await this.#request(body, index, events);
        outcome.answered(index, reply, attempts, onImage);
      } catch (/** @type {any} */ thrown) {
        if (!(thrown instanceof Failure) || thrown.aborted) throw thrown;
        const error = await errorOf(thrown, secrets, signal);
        if (n > 1) queue?.push('error', index, error);
        outcome.failed(index, error, thrown.fields.attempts);
      }
    });
    const result = outcome.result();
    if (!history) return result;
    return [result, ...kept(() => [new Blob([body.user]), outcome.content()]), await mended(core, outcome.mended(), signal)];
  }

  /** Makes the requests, so many at a time. What ends one with the call ends them all, and all have ended when this does. @param {(index: number) => Promise<void>} request */
  async #each(request) {
    const { n, concurrency, signal } = this.#options;
    const all = leash();
    this.#options.signal = all.follow(signal);
    let next = 0;
    /** @type {{ thrown: any } | undefined} */
    let end;
    const work = async () => {
      try {
        while (next < n) await request(next++);
      } catch (thrown) {
        next = n;
        end ??= { thrown };
        all.abort(thrown);
      }
    };
    await Promise.all(Array.from({ length: Math.min(n, concurrency) }, work));
    all.release();
    this.#options.signal = signal;
    if (end) throw end.thrown;
  }

  /** @param {number} index */
  #progress(index) {
    return new Progress(this.#options, this.#talk?.queue, this.#started, index);
  }

  /** Attempts until one succeeds or there is no use in another. @param {import('./body.js').Shared} shared @param {number} index @param {{ told: boolean }} events */
  async #request(shared, index, events) {
    const { queue, history } = this.#talk ?? {};
    const call = { core: this.#core, options: this.#options, queue, keeps: Boolean(history) };
    const progress = this.#progress(index);
    const place = toBegin();
    if (place) await wait(this.#options.signal, 0, place);
    const body = bodyOf(shared, this.#options, index);
    for (let tries = 1, sent = 0; ; tries++) {
      try {
        return { reply: await attempt(call, body, index, progress, events), attempts: sent + 1 };
      } catch (/** @type {any} */ thrown) {
        if (!(thrown instanceof Failure) || thrown.aborted) throw thrown;
        sent = thrown.fields.attempts += sent;
        const wait = retryIn(thrown.fields, tries, this.#options, Math.random());
        if (wait === undefined || events.told) throw thrown;
        progress.tell('retrying', undefined, wait);
        await sleep(this.#options.signal, wait);
      }
    }
  }
}
