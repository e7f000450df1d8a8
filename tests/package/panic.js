// @ts-check
// Makes the wasm itself fail, in a page or in Node. A panic: gloo-net meets a Request that throws no Error. A trap that is no panic: memory
// is at its end.

/** @typedef {{ generateImage: any, streamImage: any, sandbox: any, settle: any, follow: any, deferred: any, hold: any }} Tools */

/** The instances of this package that were made since, for there may be others in the realm. @returns {WebAssembly.Instance[]} */
export function instances() {
  /** @type {any[]} */
  const made = [];
  const seen = (/** @type {any} */ instance) => {
    if (instance.exports.revive) made.push(instance);
    return instance;
  };
  for (const name of /** @type {const} */ (['instantiate', 'instantiateStreaming'])) {
    const own = /** @type {any} */ (WebAssembly[name]);
    Object.assign(WebAssembly, { [name]: async (/** @type {any[]} */ ...args) => {
      const result = await own.apply(WebAssembly, args);
      seen(result.instance ?? result);
      return result;
    } });
  }
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, { construct: (target, args) => seen(Reflect.construct(target, args)) });
  return made;
}

/** @param {Tools} tools */
export async function panic({ generateImage, streamImage, sandbox, settle, follow, deferred, hold }) {
  const good = sandbox({ fault: 'big-4KiB' });
  // A dead instance cannot take back its timers.
  const clock = hold(2000);
  const all = (/** @type {any} */ options) => ({ baseURL: 'https://gw.example', fetch: good, timeout: 2000, ...options });
  const call = (/** @type {any} */ options = {}) => settle(() => generateImage('a pig', all(options)));
  const stream = (/** @type {any} */ options = {}) => follow(() => streamImage('a pig', all(options)));
  await call();
  const late = deferred(), asked = deferred(), ended = deferred(), read = deferred();
  let pulls = 0;
  const text = () => new Response(new ReadableStream({
    pull(controller) {
      if (pulls++) return read.resolve();
      controller.enqueue(new TextEncoder().encode('data: {"candidates":[{"content":{"parts":[{"text":"a"}]}}]}\n\n'));
    },
  }, { highWaterMark: 0 }));
  const controller = new AbortController();
  const pending = [
    call({ signal: controller.signal, fetch: async (/** @type {Request} */ request) => {
      const response = await good(request);
      asked.resolve();
      await late.promise;
      setTimeout(ended.resolve, 20); // after the page's own reactions to the reply
      return response;
    } }),
    call({ fetch: () => new Promise(() => {}) }),
    call({ apiKey: () => new Promise(() => {}) }),
    stream({ fetch: () => new Promise(() => {}) }),
    stream({ fetch: async () => text() }),
  ];
  await Promise.all([asked.promise, read.promise]);

  const { Request } = globalThis;
  globalThis.Request = /** @type {any} */ (class { constructor() { throw 'no request today'; } });
  const culprit = call();
  // Called before the panic comes, and with it in flight.
  pending.push(call({ fetch: () => new Promise(() => {}) }));
  const crashed = await culprit;
  globalThis.Request = Request;
  const others = await Promise.all(pending);

  const first = await call();
  // What the dead instance still waits for comes while the new one works.
  const running = call({ fetch: async (/** @type {Request} */ request) => {
    const response = await good(request);
    late.resolve();
    controller.abort();
    await ended.promise;
    return response;
  } });
  const later = [await running];
  clock.over(); // and its timers
  await new Promise(resolve => setTimeout(resolve)); // after them
  for (let n = 0; n < 3; n++) later.push(await call(), await stream());
  clock.release();
  return { crashed, others, later: [first, ...later] };
}

/** @param {Tools} tools @param {WebAssembly.Instance[]} made */
export async function trap({ generateImage, sandbox, settle }, made) {
  const call = (model = 'gemini-2.5-flash-image') => settle(() => generateImage('a pig', { model, baseURL: 'https://gw.example', fetch: sandbox({ fault: 'big-4KiB' }) }));
  await call();
  const memory = /** @type {WebAssembly.Memory} */ (made[made.length - 1].exports.memory);
  for (let pages = 4096; pages >= 1;) {
    try {
      memory.grow(pages);
    } catch {
      pages >>= 1;
    }
  }
  const before = made.length;
  return { crashed: await call('x'.repeat(20_000_000)), fresh: made.length - before, later: [await call(), await call()] };
}

/** What is thrown while the wasm works: by the engine's own function, which somebody has changed. @param {Tools} tools @param {WebAssembly.Instance[]} made */
export async function thrown({ generateImage, sandbox, settle }, made) {
  const call = (/** @type {any} */ fetch) => settle(() => generateImage('a pig', { baseURL: 'https://gw.example', fetch, timeout: 1000 }));
  const good = sandbox({ fault: 'big-4KiB' });
  await call(good);
  const before = made.length;
  const other = call(() => new Promise(() => {}));
  await new Promise(resolve => setTimeout(resolve)); // it waits
  const { then } = Promise.prototype;
  const crashed = await call(async (/** @type {Request} */ request) => {
    await undefined; // until the wasm has called
    let asked = 0;
    Promise.prototype.then = /** @type {any} */ (function (/** @type {any} */ ...args) {
      // @ts-ignore
      const promise = this;
      // The first three are asked for by what hears whether the body's reader can be had (src/engine/web/called.rs).
      if (!String(new Error().stack).includes('wasm-function[') || asked++ < 3) return then.apply(promise, args);
      Promise.prototype.then = then;
      throw new Error('not today');
    });
    return good(request);
  });
  const later = [await call(good)];
  await new Promise(resolve => setTimeout(resolve, 1100)); // the dead instance's timers
  later.push(await call(good));
  return { crashed, other: await other, fresh: made.length - before, later };
}
