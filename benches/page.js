// @ts-check
// The page's side: makes the calls and reads the clocks. Asked by an event and answering by one, because what WebDriver runs by itself
// lives, in Firefox, in a realm beside the page's. Times are milliseconds since 1970, with a fraction.

const now = () => performance.timeOrigin + performance.now();
const sleep = (/** @type {number} */ ms) => new Promise(resolve => setTimeout(resolve, ms));

/** @typedef {{ draw: (base: string) => Promise<Blob | void>, edit?: (base: string, picture: Blob) => Promise<Blob> }} Contender */
/** @param {string} name @returns {Promise<Contender>} */
const contender = name => import(`/contenders/${name}.js`);

/** Gaps between the turns of the main thread, as long as it is watched. */
function watch() {
  const { port1, port2 } = new MessageChannel();
  let last = performance.now();
  let longest = 0;
  /** @type {undefined | ((longest: number) => void)} */
  let stop;
  port1.onmessage = () => {
    const time = performance.now();
    longest = Math.max(longest, time - last);
    last = time;
    if (stop) stop(longest);
    else port2.postMessage(0);
  };
  port2.postMessage(0);
  return /** @type {() => Promise<number>} */ (() => new Promise(resolve => { stop = resolve; }));
}

/** @type {Blob | undefined} */
let reference;

const actions = {
  /** How far this clock is behind the server's, by the quickest of some answers, and how sure that is: ± ms. */
  async clock() {
    let best = { offset: 0, sure: Infinity };
    for (let i = 0; i < 30; i++) {
      const before = now();
      const server = Number(await (await fetch('/clock', { cache: 'no-store' })).text());
      const after = now();
      if ((after - before) / 2 < best.sure) best = { offset: server - (before + after) / 2, sure: (after - before) / 2 };
    }
    return best;
  },

  /** @param {string[]} names */
  async load(...names) {
    for (const name of names) await contender(name);
    return crossOriginIsolated;
  },

  /** One call. `watched`: with the longest gap in it. `checked`: with what came of it. @param {string} name @param {string} base */
  async call(name, base, { watched = false, checked = false, hold = 0 } = {}) {
    const { draw } = await contender(name);
    return measured(() => draw(base), { watched, checked, hold });
  },

  /** Keeps a picture to be sent along. @param {string} base */
  async keep(base) {
    const blob = await (await contender('fetch')).draw(base);
    reference = new Blob([await /** @type {Blob} */ (blob).arrayBuffer()], { type: 'image/png' });
  },

  /** A call with the kept picture. 'raw' posts its bytes and nothing else. @param {string} name @param {string} base @param {boolean} watched */
  async edit(name, base, watched) {
    const picture = /** @type {Blob} */ (reference);
    const raw = async () => void (await (await fetch(base, { method: 'POST', body: picture })).arrayBuffer());
    const { edit } = name === 'raw' ? { edit: raw } : await contender(name);
    return measured(() => /** @type {any} */ (edit)(base, picture), { watched });
  },

  /** Calls at once, or one after another. @param {string} name @param {string[]} bases @param {boolean} watched */
  async many(name, bases, watched) {
    const { draw } = await contender(name);
    return measured(() => Promise.all(bases.map(base => draw(base))).then(() => {}), { watched });
  },

  /** A conversation; when each turn was asked for. @param {string} base @param {number} turns */
  async session(base, turns) {
    const { createSession } = await import(`${'/wasmagine/'}index.js`);
    const session = createSession({ baseURL: base, model: 'gemini-3-pro-image' });
    const asked = [];
    for (let turn = 1; turn <= turns; turn++) {
      asked.push(now());
      await session.send(`turn ${turn}`);
      await sleep(50);
    }
    session[Symbol.dispose ?? Symbol.for('Symbol.dispose')]();
    return asked;
  },

  /** So many bytes, as one Blob; when it was sent. @param {string} base @param {number} length */
  async post(base, length) {
    const body = new Blob([new Uint8Array(length)]);
    await sleep(50);
    const asked = now();
    await (await fetch(base, { method: 'POST', body })).arrayBuffer();
    return asked;
  },

  /** The wasm compiled and instantiated from bytes that are there, never seen before: the salt is a custom section. */
  async instantiate() {
    const { init } = await import(`${'/wasmagine/'}slim.js`);
    const wasm = new Uint8Array(await (await fetch('/wasmagine/wasmagine_bg.wasm')).arrayBuffer());
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const bytes = new Uint8Array([...wasm, 0, salt.length + 2, 1, 97, ...salt]);
    const start = performance.now();
    await init(bytes);
    return performance.now() - start;
  },

  /** Wasm memory, in bytes, after 1 call and after so many more. @param {string} base @param {number} more */
  async memory(base, more) {
    memories.length || spy();
    const { draw } = await contender('wasmagine');
    await draw(base);
    const first = size();
    for (let i = 0; i < more; i++) await draw(base);
    return [first, size()];
  },
};

/** @param {() => Promise<any>} work @param {{ watched?: boolean, checked?: boolean, hold?: number }} options */
async function measured(work, { watched = false, checked = false, hold = 0 }) {
  const stop = watched ? watch() : undefined;
  if (stop) await sleep(30);
  performance.mark('bench call');
  const start = now();
  const blob = await work();
  const url = blob && URL.createObjectURL(blob);
  const end = now();
  performance.mark('bench url');
  const longest = await stop?.();
  await sleep(hold);
  const found = checked && blob ? { size: blob.size, sha256: await sha256(blob) } : undefined;
  if (url) URL.revokeObjectURL(url);
  return { start, end, longest, found };
}

/** @param {Blob} blob */
async function sha256(blob) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
  return Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('');
}

/** @type {WebAssembly.Memory[]} */
const memories = [];
const size = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);

function spy() {
  for (const way of /** @type {const} */ (['instantiate', 'instantiateStreaming'])) {
    const original = WebAssembly[way];
    /** @type {any} */ (WebAssembly)[way] = async (/** @type {any[]} */ ...args) => {
      const made = await /** @type {any} */ (original).apply(WebAssembly, args);
      memories.push((made.instance ?? made).exports.memory);
      return made;
    };
  }
}

addEventListener('ask', async event => {
  const { detail } = /** @type {CustomEvent<string>} */ (event);
  const [action, args] = JSON.parse(detail);
  const outcome = await Promise.resolve().then(() => /** @type {any} */ (actions)[action](...args)).then(
    value => ({ value }), error => ({ error: `${error?.name}: ${error?.message}`, code: error?.code, stack: error?.stack }));
  dispatchEvent(new CustomEvent('told', { detail: JSON.stringify(outcome) }));
});
document.documentElement.dataset.ready = 'yes';

/** @typedef {typeof actions} Actions */
