// @ts-check
// What the tests ask of a call, in a page or in Node: how it ends, in plain values that cross from page to test. No promise that is
// waited for here can hang a test: past its bound it ends as 'it hangs'.

/** @param {string} name of an entry, from the server that the page came from @returns {Promise<any>} */
export const entry = name => import(`${'/wasmagine/'}${name}.js`);

/** Another file of this folder. @param {string} name @returns {Promise<any>} */
export const beside = name => import(`./${name}`);

/**
 * @param {() => any} call
 * @param {number} [bound] ms
 * @returns {Promise<any>} `code` says how it ended: 'ok', the code of a GenerateImageError, 'thrown' or 'it hangs'
 */
export async function settle(call, bound = 200_000) {
  /** @type {any} */
  let timer;
  const hang = new Promise(resolve => { timer = setTimeout(resolve, bound, { code: 'it hangs' }); });
  try {
    return await Promise.race([Promise.resolve(call()).then(told, failed), hang]);
  } catch (error) {
    return { code: 'thrown before there was a promise', thrown: String(error) };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The same of a stream that is read to its end; `events` says what came of what kind, and how often in a row.
 * @param {() => any} start @param {number} [bound] @returns {Promise<any>}
 */
export async function follow(start, bound) {
  /** @type {[type: string, times: number][]} */
  const events = [];
  const outcome = await settle(async () => {
    const stream = start();
    try {
      for await (const { type } of stream) {
        const last = events[events.length - 1];
        if (type === last?.[0]) last[1]++;
        else if (type !== 'progress') events.push([type, 1]);
      }
    } catch (error) {
      const same = await stream.result.then(() => false, (/** @type {any} */ reason) => reason === error);
      throw same ? error : new Error('the loop and the result end differently');
    }
    return stream.result;
  }, bound);
  return { ...outcome, events: events.map(([type, times]) => (times > 1 ? `${type}×${times}` : type)).join(' ') };
}

/** Says something to the test and waits for its answer. @param {string} url @param {any} [said] */
export const say = async (url, said = null) => (await fetch(url, { method: 'POST', body: JSON.stringify(said) })).json();

/**
 * Everything that a stream brings but progress, in words: a picture by its width.
 * @param {AsyncIterable<any>} stream @param {any[]} [events] gets the events themselves @returns {Promise<string[]>} the last is how the loop ended
 */
export async function listen(stream, events = []) {
  /** @type {string[]} */
  const heard = [];
  try {
    for await (const event of stream) {
      if (event.type === 'progress') continue;
      events.push(event);
      heard.push(`${event.index} ${event.type} ${event.text ?? event.image?.width ?? event.error.code}`);
    }
    heard.push('end');
  } catch (/** @type {any} */ error) {
    heard.push(`thrown ${error?.code ?? error}`);
    events.push(error);
  }
  return heard;
}

/** A fetch that counts: the bytes `taken` out of the body, and how many of them there were when the next were `asked` for. */
export function counting() {
  const count = {
    taken: 0,
    asked: 0,
    async fetch(/** @type {Request} */ request) {
      const response = await fetch(request);
      const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
      const body = new ReadableStream({
        async pull(controller) {
          count.asked = count.taken;
          const { done, value } = await reader.read();
          if (done) return controller.close();
          count.taken += value.length;
          controller.enqueue(value);
        },
        cancel: reason => reader.cancel(reason),
      }, { highWaterMark: 0 });
      return new Response(body, response);
    },
  };
  return count;
}

/** @param {any} result */
async function told(result) {
  if (typeof result?.blob?.size !== 'number') return { code: 'no result', value: String(result) };
  const { image, images, thoughts, text, finishReason, model, warnings, attempts } = result;
  return {
    code: 'ok', sha256: await sha256(result.blob), size: result.blob.size, type: result.blob.type, mediaType: image.mediaType,
    width: image.width, height: image.height, images: images.length, thoughts: thoughts.images.length, text, finishReason, model,
    warnings: warnings.map((/** @type {any} */ warning) => warning.type), attempts,
  };
}

/** @param {any} error */
function failed(error) {
  if (error?.name !== 'GenerateImageError') {
    return { code: 'thrown', thrown: String(error), kind: error === null ? 'null' : typeof error, name: error?.name };
  }
  const fields = ['code', 'message', 'hint', 'status', 'retryable', 'maybeBilled', 'retryAfter', 'attempts', 'requestId', 'finishReason', 'text'];
  return { ...Object.fromEntries(fields.map(name => [name, error[name]])), cause: error.cause && String(error.cause) };
}

/** @param {Blob} blob */
export async function sha256(blob) {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
}

/** What a session says of its turns. @param {any} session @returns {Promise<[prompt: string, text: string, ...sha256: string[]][]>} */
export const conversation = session => Promise.all(session.turns.map(async (/** @type {any} */ { prompt, text, images }) => (
  [prompt, text, ...(await Promise.all(images.map((/** @type {any} */ image) => sha256(image.blob))))])));

/** A picture's edges, as an <img> has them. @param {string} url */
export async function size(url) {
  const img = new Image();
  img.src = url;
  await img.decode();
  return [img.naturalWidth, img.naturalHeight];
}

/** A promise and its ends. */
export function deferred() {
  /** @type {(value?: any) => void} */
  let resolve = () => {};
  /** @type {(reason?: any) => void} */
  let reject = () => {};
  const promise = new Promise((yes, no) => { resolve = yes; reject = no; });
  return { promise, resolve, reject };
}

/**
 * Timers of so many milliseconds that end when the test says so: a machine that stands still for a moment would end others too soon.
 * @param {number} ms
 */
export function hold(ms) {
  const { setTimeout, clearTimeout } = globalThis;
  /** @type {Map<any, () => void>} */
  const held = new Map();
  Object.assign(globalThis, {
    setTimeout(/** @type {(...args: any[]) => void} */ callback, /** @type {number} */ after, /** @type {any[]} */ ...args) {
      if (after !== ms) return setTimeout(callback, after, ...args);
      const timer = {};
      held.set(timer, () => setTimeout(callback, 0, ...args));
      return timer;
    },
    clearTimeout(/** @type {any} */ timer) {
      if (!held.delete(timer)) clearTimeout(timer);
    },
  });
  return {
    /** Ends those that were begun, as a browser does: in tasks of their own. */
    over() {
      for (const end of held.values()) end();
      held.clear();
    },
    release: () => void Object.assign(globalThis, { setTimeout, clearTimeout }),
  };
}

/** Counts, in a page, what nobody caught. @returns {() => string[]} what there was so far */
export function uncaught() {
  /** @type {string[]} */
  const seen = [];
  addEventListener('unhandledrejection', event => seen.push(`unhandledrejection: ${event.reason}`));
  addEventListener('error', event => seen.push(`error: ${event.message}`));
  return () => seen;
}
