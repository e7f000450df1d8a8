// @ts-check
// The queue: what waits to be made, what is on its way, what failed, each picture of it as a record on the disk. Nothing is sent before its
// record says so, and none is done before its picture is stored, in the same moment: so whatever happens to the page, none is sent twice by
// itself and none is lost. Shows nothing.
import { all, blobs, done } from './database.js';
import { cost } from './cost.js';
import { call as send } from './call.js';
import { claim } from './claim.js';
import { hold } from './leave.js';
import { homeOf, places } from './places.js';
import { settingsOf } from './settings.js';
import { into, isElsewhere, put, unique, write } from './store.js';
import { tellOf } from './tell.js';
import { remember, remembered } from './words.js';

/** @typedef {import('./stage.js').Order} Order */
/** @typedef {import('./record.js').Picture} Picture */
/** @typedef {{ code?: string, status?: number, message?: string, text?: string, maybeBilled?: boolean }} Failure what is kept of an error */
/**
 * @typedef {object} Job one picture
 * @property {string} id
 * @property {string} prompt @property {number} kind @property {number} [seed] @property {string[]} [tags]
 * @property {'waiting' | 'sent' | 'done' | 'failed'} state one that was sent and that nothing here waits for was perhaps made, and perhaps billed
 * @property {Failure} [failure] @property {number} [dollars] what it cost, where that is known
 */
/**
 * @typedef {object} Head what all of them share; no key is in it
 * @property {'head'} id
 * @property {string} name
 * @property {string} place @property {string} baseURL
 * @property {Record<string, any>[]} kinds
 * @property {string[]} references ids of contents
 */
/**
 * @typedef {object} Seen
 * @property {'none' | 'elsewhere' | 'paused' | 'running'} state
 * @property {number} all @property {number} done @property {number} waiting @property {number} running
 * @property {readonly Job[]} failed @property {readonly Job[]} unclear
 * @property {number} [dollars] @property {number} [left] milliseconds
 * @property {number} until when the server takes calls again
 * @property {Why} [why] it stands still
 * @property {Pick<Order, 'place' | 'where' | 'simulated'>} call
 */
/** @typedef {{ error: any } | { said: import('./dom.js').Said }} Why */

/** By which name the browser keeps that there is one: see app.js. */
const THERE = 'wasmagine queue';
/** By which name it keeps how many run at once. */
const AT_ONCE = 'wasmagine at once';
export const MOST_AT_ONCE = 8;

/** What all others would meet too, and what costs nothing: they wait until it is mended. */
const SHARED = [
  'missing-api-key',
  'invalid-api-key',
  'permission-denied',
  'quota-exhausted',
  'model-not-found',
  'network',
  'wasm',
];
/** What is about the one prompt. */
const OWN = ['prompt-blocked', 'image-blocked', 'no-image'];
/** Failures one after the other before somebody should look, and waits for a server that has too many calls. */
const STREAK = 5;
/** Milliseconds to wait for such a server where it does not say; each time twice as long. */
const BACKOFF = 15_000;
const LONGEST = 300_000;
/** Milliseconds that a page may still stand after somebody has begun to leave it. */
const LEAVING = 60_000;
/** Timers take no more. */
const TIMER = 2 ** 31 - 1;

export const atOnce = () => Math.min(MOST_AT_ONCE, Math.max(1, Math.floor(Number(remembered(AT_ONCE)) || 3)));
export const runAtOnce = (/** @type {number} */ n) => remember(AT_ONCE, String(n));

/**
 * @param {object} page
 * @param {ReturnType<typeof import('./form.js').setUpForm>} page.form
 * @param {ReturnType<typeof import('./gallery.js').setUpGallery>} page.gallery
 * @param {() => void} page.changed
 */
export function setUpRunner({ form, gallery, changed }) {
  /** @type {Head | undefined} */
  let head;
  /** @type {Job[]} */
  let jobs = [];
  /** Where in the list one looks for the next. */
  let next = 0;
  /** @type {Blob[]} */
  let images = [];
  /** Where they go, with the key that belongs there: in memory alone. @type {Pick<Order, 'place' | 'where' | 'simulated'>} */
  let to = { place: 'sandbox', where: {} };
  /** @type {Map<Job, AbortController>} */
  const calls = new Map();
  /** @type {Map<Job, ReturnType<typeof tellOf>>} */
  const told = new Map();
  /** Pictures that the disk did not take, and their jobs. @type {Map<Job, Picture[]>} */
  const unsaved = new Map();
  /** @type {(() => void) | undefined} */
  let release;
  let elsewhere = false,
    running = false,
    busy = false,
    until = 0,
    waits = 0,
    streak = 0;
  /** @type {Why | undefined} */
  let why;
  /** Milliseconds that the last ones took. @type {number[]} */
  let took = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let alarm;

  // A page that is being left sees its calls break off like a connection that failed at once, which costs nothing; but theirs has been
  // reached, perhaps. Firefox does so while the page still stands, and runs.
  let leftAt = Number.NEGATIVE_INFINITY;
  const leaves = () => {
    leftAt = performance.now();
  };
  const isLeft = (/** @type {any} */ error) =>
    error?.code === 'network' && performance.now() - leftAt < LEAVING;
  function listen() {
    for (const name of ['beforeunload', 'pagehide'])
      if (calls.size) addEventListener(name, leaves);
      else removeEventListener(name, leaves);
  }

  // ───────────── the disk ─────────────

  /** @type {Promise<boolean> | undefined} */
  let owning;

  /** Whether it is this tab's; then what lies on the disk is here. Another tab may have it for hours: that is told at once, and what it leaves is taken. */
  const own = () =>
    (owning ??= new Promise((resolve) => {
      const taken = () => {
        elsewhere = true;
        resolve(false);
        changed();
      };
      void claim(taken).then(async (free) => {
        release = free;
        await read();
        if (elsewhere && !head) leave();
        else owning = Promise.resolve(true);
        elsewhere = false;
        resolve(true);
        changed();
      });
    }));

  async function read() {
    const records = await all('queue').catch(() => []);
    head = headOf(records.find(({ id }) => id === 'head'));
    jobs = head ? records.filter(({ id }) => String(id).startsWith(`${head?.name} `)).flatMap(jobOf) : [];
    next = 0;
    if (!head || jobs.every(({ state }) => state === 'done')) {
      head = undefined;
      jobs = [];
      remember(THERE, '');
      return;
    }
    const blobOf = await blobs([head]);
    images = head.references.flatMap((id) => blobOf(id) ?? []);
    to = { place: head.place, where: { baseURL: head.baseURL } };
    remember(THERE, 'yes');
  }

  function leave() {
    head = undefined;
    jobs = [];
    images = [];
    why = undefined;
    took = [];
    unsaved.clear();
    free();
  }

  /** Another tab may have one. */
  function free() {
    if (!release) return;
    remember(THERE, '');
    release();
    release = owning = undefined;
  }

  /** It is done: what is shown of it is in memory alone. */
  async function settle() {
    const over = jobs;
    await write(({ queue }) => void queue.clear()).catch(() => {});
    if (jobs === over) free();
  }

  /** From one state into another, where it still is in that one: of two tabs one does it. @param {readonly Job[]} moved @param {Job['state']} from @param {Job['state']} into @param {object} [also] */
  async function move(moved, from, into, also) {
    /** @type {Job[]} */
    let mine = [];
    await write(async ({ queue }) => {
      mine = [];
      for (const job of moved) {
        const stored = await done(queue.get(job.id));
        if (stored?.state !== from) continue;
        const { failure: _, ...plain } = stored;
        queue.put({ ...plain, state: into, ...also });
        mine.push(job);
      }
    });
    for (const job of mine) Object.assign(job, { state: into, failure: undefined }, also);
    if (into === 'waiting') next = 0;
    return mine;
  }

  // ───────────── running ─────────────

  /** As many as may be. */
  function fill() {
    clearTimeout(alarm);
    const rest = until - Date.now();
    if (running && rest > 0) alarm = setTimeout(fill, Math.min(rest, TIMER));
    while (running && rest <= 0 && calls.size < atOnce()) {
      while (jobs[next] && jobs[next].state !== 'waiting') next++;
      const job = jobs[next];
      if (!job) break;
      if (to.place !== 'sandbox' && navigator.onLine === false) {
        pause({ error: { code: 'network' } });
        break;
      }
      void one(job);
    }
    if (running && !calls.size && !jobs.some(({ state }) => state === 'waiting')) {
      pause();
      if (jobs.every(({ state }) => state === 'done') && !unsaved.size) void settle();
    }
    changed();
  }

  /** @param {Job} job */
  async function one(job) {
    const call = new AbortController();
    calls.set(job, call);
    listen();
    job.state = 'sent';
    const tale = told.get(job) ?? tellOf(job.prompt);
    told.delete(job);
    const { place } = to;
    const started = performance.now();
    try {
      if (!(await begin(job))) return;
      if (call.signal.aborted || !running) return void (await move([job], 'sent', 'waiting'));
      hold(call, true, place);
      const { pictures, result } = await send(orderOf(job), 0, call.signal, ({ type, ...event }) => {
        if (type === 'progress') slow(/** @type {any} */ (event).progress, call);
      });
      for (const picture of pictures) {
        if (job.tags) Object.assign(picture, { tags: job.tags });
        tale.made(picture);
      }
      took = [...took, performance.now() - started].slice(-20);
      streak = waits = 0;
      await keep(job, pictures);
      result.revoke();
    } catch (error) {
      // Cancelled, nobody knows what became of it: it stays as one that was sent.
      if (call.signal.aborted) return;
      if (isLeft(error)) return pause();
      if (await failed(job, error)) tale.failed();
    } finally {
      hold(call, false, place);
      calls.delete(job);
      listen();
      tale.over();
      fill();
    }
  }

  /** Says on the disk that it is on its way. @param {Job} job */
  async function begin(job) {
    try {
      if ((await move([job], 'waiting', 'sent')).length) return true;
      // Everything was deleted, or another tab has sent it.
      if (!(await all('queue')).some(({ name }) => name === head?.name)) cancelled();
      return false;
    } catch (error) {
      job.state = 'waiting';
      next = 0;
      pause({ said: isElsewhere(error) ? 'elsewhere' : 'queueNoRoom' });
      return false;
    }
  }

  /** @param {Job} job @returns {Order} */
  function orderOf({ prompt, kind, seed }) {
    const settings = { ...head?.kinds[kind], ...(seed !== undefined && { seed }) };
    return { ...to, prompt, n: 1, images, settings };
  }

  /** A picture and that it is done, on the disk at once. @param {Job} job @param {Picture[]} pictures */
  async function keep(job, pictures) {
    // Of one call they all say the same.
    const spent = cost(pictures[0]);
    const dollars = spent === undefined ? {} : { dollars: spent };
    const { id, kind } = job;
    const kept = await (await gallery.keeping()).add(pictures, ({ queue }) => {
      queue.put({ id, prompt: '', kind, state: 'done', ...dollars });
    });
    Object.assign(job, { state: 'done', failure: undefined }, dollars);
    if (kept) return unsaved.delete(job);
    unsaved.set(job, pictures);
    pause({ said: 'queueUnsaved' });
  }

  /** The package tries again by itself; until then the others need not try. @param {any} progress @param {AbortController} call */
  function slow({ retryIn, error }, call) {
    if (retryIn !== undefined && isLeft(error)) {
      pause();
      return call.abort();
    }
    if (!running || retryIn === undefined || error?.code !== 'rate-limited') return;
    until = Math.max(until, Date.now() + retryIn);
    fill();
  }

  /** @param {Job} job @param {any} error @returns {Promise<boolean>} whether it failed, and does not only wait */
  async function failed(job, error) {
    const { code, status, message, text, maybeBilled = false, retryAfter } = error ?? {};
    const limited = code === 'rate-limited' && !maybeBilled,
      shared = SHARED.includes(code) && !maybeBilled;
    // Of those that were on their way together the first one counts.
    if (limited && until <= Date.now()) waits++;
    if (limited && waits <= STREAK) {
      const wait = retryAfter ?? Math.min(LONGEST, BACKOFF * 2 ** (waits - 1));
      if (running) until = Math.max(until, Date.now() + wait);
    } else if (limited || shared) pause({ error });
    else if (!OWN.includes(code) && ++streak >= STREAK) pause({ error });
    // Another model may be there: that one is the row's own affair.
    const back = limited || (shared && code !== 'model-not-found');
    const failure = {
      code,
      status,
      message: String(message ?? error).slice(0, 500),
      ...(text && { text: String(text).slice(0, 500) }),
      maybeBilled,
    };
    /** @type {[Job['state'], object]} */
    const [into, also] = back ? ['waiting', {}] : ['failed', { failure }];
    try {
      await move([job], 'sent', into, also);
    } catch {
      // On the disk it is one that was sent, of which nobody knows what became; so nothing is sent twice for it.
      Object.assign(job, { state: into }, also);
      if (back) next = 0;
      pause({ said: 'queueNoRoom' });
    }
    return !back;
  }

  /** Nothing new begins. The first reason is the one that counts. @param {Why} [because] */
  function pause(because) {
    running = false;
    until = 0;
    clearTimeout(alarm);
    why ??= because;
    for (const tale of told.values()) tale.over();
    told.clear();
    changed();
  }

  function cancelled() {
    pause();
    for (const call of calls.values()) call.abort();
    leave();
    changed();
  }

  /** Where it was addressed to, with the key that belongs there now, if that may be. @returns {Promise<boolean>} */
  async function address() {
    if (!head) return false;
    const { place, baseURL } = head;
    const order = await form.again({ ...orderOf(jobs[0]), place, where: { baseURL } });
    if (!order || !head) return false;
    to = { place: order.place, where: order.where, simulated: order.simulated };
    if (order.place !== place) {
      head = { ...head, place: order.place, baseURL: '' };
      const moved = head;
      await write(({ queue }) => void queue.put(moved));
    }
    return true;
  }

  async function go(asks = true) {
    if (busy || !head) return;
    // Whoever does not want to wait: now.
    if (running) {
      until = 0;
      return fill();
    }
    busy = true;
    try {
      why = undefined;
      if (asks && !(await address())) return;
      for (const [job, pictures] of unsaved) {
        await keep(job, pictures);
        if (why) return;
      }
      await gallery.keeping(); // what stores a picture is there before one is paid for
      running = true;
      waits = streak = 0;
      for (const job of jobs) if (job.state === 'waiting') told.set(job, tellOf(job.prompt));
    } catch {
      why = { said: 'queueNoRoom' };
    } finally {
      busy = false;
      fill();
    }
  }

  const unclear = () => jobs.filter((job) => job.state === 'sent' && !calls.has(job));
  const of = (/** @type {Job['state']} */ state) => jobs.filter((job) => job.state === state);

  return {
    /** What another visit left, if it did. */
    async resume() {
      if ((await own()) && !head) leave();
    },
    go: () => go(),
    pause: () => pause(),
    /** What is on its way is cancelled as well. */
    stop() {
      pause();
      for (const call of calls.values()) call.abort();
    },
    /** What failed, or what nobody knows of, is to be sent once more. @param {'failed' | 'unclear'} which */
    async again(which) {
      if (busy) return;
      try {
        await (which === 'failed'
          ? move(of('failed'), 'failed', 'waiting')
          : move(unclear(), 'sent', 'waiting'));
      } catch {
        why = { said: 'queueNoRoom' };
      }
      // One that runs goes on; it says of each that it waits.
      if (running) fill();
      else await go();
    },
    /** Whatever is left of it. */
    async discard() {
      pause();
      for (const call of calls.values()) call.abort();
      if (release) await write(({ queue }) => void queue.clear()).catch(() => {});
      leave();
      changed();
    },
    /**
     * Begins a new one, where there is none. @param {Order} order @param {import('./plan.js').Plan} plan
     * @returns {Promise<'begun' | 'queueThere' | 'queueElsewhere' | 'queueUnstored'>}
     */
    async start({ place, where, simulated, images: given }, { shots, kinds }) {
      if (!(await own())) return 'queueElsewhere';
      if (busy || calls.size || jobs.some(({ state }) => state !== 'done')) return 'queueThere';
      busy = true;
      const contents = new Map();
      const name = unique();
      try {
        const references = await Promise.all(given.map(into(contents)));
        /** @type {Head} */
        const made = {
          id: 'head',
          name,
          place,
          baseURL: homeOf(String(where.baseURL)) ?? '',
          kinds,
          references,
        };
        const list = shots.map((shot, at) => ({
          ...shot,
          id: `${name} ${String(at).padStart(6, '0')}`,
          state: /** @type {const} */ ('waiting'),
        }));
        await put(contents, async ({ queue }) => {
          await done(queue.clear());
          for (const record of [made, ...list]) queue.put(record);
          return [made];
        });
        [head, jobs, images, next, took] = [made, list, given, 0, []];
      } catch {
        leave();
        return 'queueUnstored';
      } finally {
        busy = false;
      }
      remember(THERE, 'yes');
      to = { place, where, simulated };
      void go(false);
      return 'begun';
    },
    /** @returns {Seen} */
    see() {
      const mean = took.reduce((sum, one) => sum + one, 0) / took.length;
      const spent = jobs.flatMap(({ dollars }) => dollars ?? []);
      const waiting = of('waiting').length;
      return {
        state: elsewhere ? 'elsewhere' : !head ? 'none' : running ? 'running' : 'paused',
        all: jobs.length,
        done: of('done').length,
        waiting,
        running: calls.size,
        failed: of('failed'),
        unclear: unclear(),
        dollars: spent.length ? spent.reduce((sum, one) => sum + one, 0) : undefined,
        left: took.length ? (mean * (waiting + calls.size / 2)) / atOnce() : undefined,
        until,
        why,
        call: to,
      };
    },
  };
}

// ───────────── what the disk says ─────────────

const isText = (/** @type {unknown} */ value) => typeof value === 'string';

/** @param {any} data @returns {Head | undefined} */
function headOf(data) {
  if (!data || !isText(data.name) || !Object.hasOwn(places, String(data.place))) return undefined;
  const { name, place, baseURL, kinds, references } = data;
  return {
    id: 'head',
    name,
    place,
    baseURL: homeOf(String(baseURL)) ?? '',
    kinds: Array.isArray(kinds) ? kinds.map(settingsOf) : [],
    references: Array.isArray(references) ? references.filter(isText) : [],
  };
}

/** @param {any} data @returns {Job[]} */
function jobOf({ id, prompt, kind, seed, tags, state, failure, dollars }) {
  if (!isText(prompt) || !['waiting', 'sent', 'done', 'failed'].includes(state)) return [];
  return [
    {
      id,
      prompt,
      kind,
      state,
      ...settingsOf({ seed }),
      ...(Array.isArray(tags) && { tags: tags.filter(isText) }),
      ...(failure && { failure }),
      ...(Number.isFinite(dollars) && { dollars }),
    },
  ];
}
