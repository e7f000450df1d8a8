// @ts-check
// One request, once: the way of data, from the key to the reply.
import { worded } from './later.js';
import { Documents, Failure, Guard, failed, failing, kept, lost, textOf, wait } from './receive.js';
import { Gathered, explain } from './reply.js';

/** By their numbers in src/transport.rs. */
const [IMAGE, STREAM] = [0, 1];

/** Google's own errors are a few KB; an error page beyond this, in bytes, says nothing more. */
const LIMIT = 64 * 1024;

/** Nor does one that takes longer than this, ms. */
const PATIENCE = 5_000;

/**
 * @typedef {object} Call
 * @property {any} core the wasm
 * @property {any} options as js/read.js gives them
 * @property {import('./stream.js').Queue} [queue] where events go
 * @property {boolean} keeps parts as they came, for a conversation
 */

/**
 * @param {Call} call @param {string | Blob} body @param {number} index @param {import('./progress.js').Progress} progress
 * @param {{ told?: boolean }} events whether anything of a reply was told: to try again would tell it twice @returns {Promise<any>} a reply
 */
export async function attempt({ core, options, queue, keeps }, body, index, progress, events) {
  const guard = new Guard(options.signal, options.timeout);
  /** @type {Documents | undefined} */
  let documents;
  const reply = new Gathered(core, queue, index, options);
  /** What broke off after a picture is a reply all the same. @template T @param {() => Promise<T>} step */
  const unlessOver = async (step) => {
    try {
      return await step();
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.aborted || !reply.isShown) throw thrown;
      reply.breakOff((await wait(options.signal, 0, Promise.resolve(worded(thrown.fields)))).message);
    }
  };
  try {
    progress.tell('preparing');
    // What is there is not waited for: a stream's reader would take one phase after another, each of which is over at once.
    const key = options.ask ? await keyOf(options, guard) : options.key;
    const response = await send(core, options, queue ? STREAM : IMAGE, key, body, guard, progress);
    progress.expect(lengthOf(response));
    const came = documents = new Documents(core, response, guard, progress, keeps);
    for (;;) {
      const document = await unlessOver(async () => {
        const document = await came.next();
        const loading = document && reply.prepare(document[0]);
        if (loading) await guard.wait(loading);
        return document;
      });
      if (!document) break;
      kept(() => reply.add(...document));
      came.expectEnd(reply.patience());
      const reader = queue?.ready();
      if (reader && !await unlessOver(() => guard.wait(reader.then(() => true)))) break;
    }
    kept(() => reply.settle());
    for (let loading; (loading = reply.load(guard.network.signal));) {
      const pieces = await guard.wait(loading);
      if (pieces) kept(() => reply.loaded(pieces));
    }
    const { loaded, ...form } = came.form;
    const whole = kept(() => reply.finish(form.events, form.array));
    if (whole.error) throw new Failure({ ...whole.error, attempts: 1 });
    came.leave();
    progress.tell('done', loaded);
    return whole;
  } finally {
    events.told ||= reply.told;
    documents?.free();
    reply.free();
    guard.release();
  }
}

/** Asks for the key, if there is one. @param {any} options @param {Guard} guard @returns {Promise<string | undefined>} */
export async function keyOf({ key, ask, secrets }, guard) {
  if (!ask) return key;
  try {
    const asked = await guard.wait(ask());
    secrets.push(asked);
    return asked;
  } catch (thrown) {
    throw failed(thrown);
  }
}

/**
 * Sends a request and waits for the head of a response that is ok.
 * @param {any} core @param {any} options @param {number} question @param {string | undefined} key @param {string | Blob} body @param {Guard} guard
 * @param {import('./progress.js').Progress} progress @returns {Promise<Response>}
 */
async function send(core, options, question, key, body, guard, progress) {
  const request = requestOf(core, options.wire, question, undefined, key, guard, body);
  progress.tell('sending');
  const sent = performance.now();
  guard.sent = true;
  const started = start(core, request, options, guard);
  progress.tell('waiting');
  const head = await headOf(started);
  const { end, response } = head;
  if (end === 'redirected') throw failing('redirected', [], { attempts: 1 });
  if (!response) throw lost(head.thrown, performance.now() - sent);
  if (!head.ok) throw await refused(response, options);
  return response;
}

/**
 * The request as `fetch` takes it.
 * @param {any} core @param {any[]} wire @param {number} question @param {string | undefined} page @param {string | undefined} key @param {Guard} guard
 * @param {any} [body] @returns {Request}
 */
export function requestOf(core, wire, question, page, key, guard, body) {
  try {
    return core.request([question, page, key, ...wire], guard.network.signal, body);
  } catch (thrown) {
    throw thrown instanceof WebAssembly.RuntimeError ? thrown : failing('built', [], { thrown });
  }
}

/** Hands it to `fetch`. @param {any} core @param {Request} request @param {any} options @param {Guard} guard @returns {Promise<any>} */
export function start(core, request, options, guard) {
  try {
    return guard.wait(core.send(request, options.fetch, guard));
  } catch (thrown) {
    if (thrown instanceof WebAssembly.RuntimeError) throw thrown;
    return Promise.reject(thrown); // a promise that does not bear to be looked at
  }
}

/**
 * How `fetch` ended: with a response that can be read; with one that cannot, and only says that somebody answered; with a redirect, which is never
 * followed: a cross-origin 307 would carry key and prompt to the new host; with a rejection, or with `Response.error()`.
 * @typedef {{ end: 'answered' | 'hidden' | 'redirected' | 'lost', response?: Response, ok?: boolean, thrown?: unknown }} Head
 */
/** @param {Promise<any>} started @returns {Promise<Head>} */
export async function headOf(started) {
  let response;
  try {
    response = await started;
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    return { end: 'lost', thrown };
  }
  const { type, status, ok } = shaped(response);
  if (type === 'opaque') return { end: 'hidden' };
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) return { end: 'redirected' };
  return status ? { end: 'answered', response, ok } : { end: 'lost' };
}

/** By shape, not by class: mocks and other realms have Responses of their own. @param {any} value */
function shaped(value) {
  try {
    const { type, status, ok, headers, body } = value;
    if (typeof value === 'object' && ![status, ok, headers, body].includes(undefined)) return { type, status, ok };
  } catch {}
  throw failing('must', ['fetch()', value, 0]);
}

/** The error of a response that is not ok. @param {Response} response @param {any} options */
async function refused(response, { signal, host, model }) {
  let text = ''; // the status alone says enough
  try {
    const guard = new Guard(signal, PATIENCE);
    text = await textOf(response, LIMIT, guard).finally(() => guard.release());
  } catch (/** @type {any} */ failure) {
    if (failure.aborted) return failure;
  }
  return new Failure({ ...await wait(signal, 0, explain(response, text, host, model)), attempts: 1 });
}

/** The length of the body, where it is known to be right: cross-origin it is hidden or that of the compressed body. @param {Response} response */
function lengthOf({ type, headers }) {
  try {
    const length = type === 'basic' && headers.get('content-encoding') === null && headers.get('content-length');
    return length && /^\d{1,10}$/.test(length) ? Number(length) : undefined;
  } catch {} // a mock's
}
