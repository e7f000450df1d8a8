// @ts-check
// `check()`: asks a server what can be known of it before a picture is paid for. Here is how it is asked, and what its answers are; js/diagnosis.js
// knows what to ask next. It comes with the first check: what it shares with calls it is handed.
import { list } from './answer.js';
import { Diagnosis } from './diagnosis.js';
import { told, toldInReply } from './words.js';

/** The place of the headers in what src/transport.rs takes, and its numbers of questions. */
const HEADERS = 5;
const [CARD, LIST] = [2, 3];

/** Headers that carry a key, as js/read.js knows them. */
const CREDENTIALS = ['authorization', 'x-goog-api-key', 'x-api-key'];

/** For each request, unless the caller's `timeout` is shorter: a list of models takes no minutes. Milliseconds. */
const PATIENCE = 15_000;

/** A list of a thousand models has some 500 KB; a longer one tells nothing here. Bytes. */
const LIMIT = 1024 * 1024;

/**
 * @typedef {object} Tools
 * @property {any} core the wasm
 * @property {typeof import('./guard.js').Guard} Guard
 * @property {typeof import('./attempt.js').headOf} headOf
 * @property {typeof import('./attempt.js').keyOf} keyOf
 * @property {typeof import('./attempt.js').requestOf} requestOf
 * @property {typeof import('./attempt.js').start} start
 * @property {typeof import('./receive.js').textOf} textOf
 */

class Check {
  #options;
  #tools;
  /** @type {string | undefined} */
  #key;
  /** @type {Diagnosis | undefined} */
  #diagnosis;
  /** The token of the page that follows the last. @type {string | undefined} */
  #page;

  /** @param {any} options as js/read.js gives them @param {Tools} tools @param {string | undefined} key */
  constructor(options, tools, key) {
    this.#options = options;
    this.#tools = tools;
    this.#key = key;
  }

  /** Asks on as long as there is a question. @param {number} timeout ms for each */
  async run(timeout) {
    /** @type {import('./diagnosis.js').Question | undefined} */
    let question = 'List';
    while (question) {
      const guard = new this.#tools.Guard(this.#options.signal, timeout);
      try {
        const answer = await this.#ask(question, guard);
        question = this.#diagnosis?.learn(question, answer);
      } finally {
        guard.release();
      }
    }
    return /** @type {import('./diagnosis.js').Finding} */ (this.#diagnosis?.finding);
  }

  /** The key and the caller's headers go only with the questions that need them. @param {import('./diagnosis.js').Question} question @param {import('./guard.js').Guard} guard */
  #dressed(question, guard) {
    const bare = ['Open', 'Plain', 'Probe'].includes(question);
    const wire = [...this.#options.wire];
    if (bare) wire[HEADERS] = wire[HEADERS].filter((/** @type {[string]} */ [name]) => !CREDENTIALS.includes(name));
    const page = question === 'Page' ? this.#page : undefined;
    return this.#tools.requestOf(this.#tools.core, wire, question === 'Card' ? CARD : LIST, page, bare ? undefined : this.#key, guard);
  }

  /** @param {import('./diagnosis.js').Question} question @param {import('./guard.js').Guard} guard @returns {Promise<import('./diagnosis.js').Answer>} */
  async #ask(question, guard) {
    const { core, headOf, start, textOf } = this.#tools;
    const request = this.#request(question, this.#dressed(question, guard));
    /** @type {import('./attempt.js').Head} */
    let head;
    try {
      head = await headOf(start(core, request, this.#options, guard));
    } catch (/** @type {any} */ failure) {
      if (failure.fields?.code === 'timeout') return { is: 'silent' };
      throw failure;
    }
    const { end, response } = head;
    if (end !== 'answered' || !response) return { is: end === 'answered' ? 'lost' : end };
    if (question === 'Plain') return { is: 'other' };
    if (question === 'Probe') return { is: 'hidden' };
    const text = await textOf(response, LIMIT, guard).catch((failure) => {
      if (failure.aborted || !failure.fields) throw failure;
      return ''; // the status alone says something
    });
    return this.#understand(question, response, text);
  }

  /**
   * Nothing is taken from a cache, where the answer to one question could stand for that to another.
   * @param {import('./diagnosis.js').Question} question @param {Request} dressed as a call's
   */
  #request(question, dressed) {
    this.#diagnosis ??= new Diagnosis(this.#sent(dressed));
    const cache = 'no-store';
    const { url, signal } = dressed;
    /** @type {RequestInit} */
    const bare = { cache, signal, credentials: 'omit' };
    switch (question) {
      case 'Plain': return new Request(url, { ...bare, redirect: 'manual' });
      case 'Probe': return new Request(url, { ...bare, mode: 'no-cors' }); // which follows redirects or fails
      default: return new Request(dressed, { cache });
    }
  }

  /** What goes along with a call. The caller's `headers` hold no credential beside a key. @param {Request} first */
  #sent({ url, headers, credentials }) {
    const names = [...headers.keys()];
    const held = names.filter((name) => CREDENTIALS.includes(name));
    const { host, model, keyed: sends } = this.#options;
    const keyed = sends && this.#key !== undefined;
    const header = keyed ? held[0] : undefined;
    return {
      host, model, header, twice: header !== undefined && new URL(url).searchParams.has('key'), credential: keyed || held.length > 0,
      headers: names.length > (header === undefined ? 0 : 1), cookies: credentials === 'include',
    };
  }

  /** @param {import('./diagnosis.js').Question} question @param {Response} response @param {string} text @returns {import('./diagnosis.js').Answer} */
  #understand(question, response, text) {
    const pages = question === 'List' || question === 'Page';
    if (pages) this.#page = undefined;
    if (!response.ok) return { is: 'refused', error: told(response, text).error };
    if (text.trimStart().startsWith('<')) return { is: 'html' };
    const { body: raw } = told(response, text);
    if (raw?.error) return { is: 'refused', error: toldInReply(raw) }; // some say so with status 200
    const page = (typeof raw?.nextPageToken === 'string' && raw.nextPageToken) || undefined;
    if (pages) this.#page = page;
    const models = [raw?.models, raw?.data].find((models) => list(models).length);
    if (models) {
      const has = models.some((/** @type {any} */ entry) => [entry?.name, entry?.id].some((id) => id === this.#options.model || id === `models/${this.#options.model}`));
      return { is: 'list', has, more: page !== undefined };
    }
    return { is: [raw?.name, raw?.id].some((name) => typeof name === 'string') ? 'card' : 'other' };
  }
}

/** @param {any} options @param {Tools} tools @returns {Promise<import('./diagnosis.js').Finding>} */
export async function diagnose(options, tools) {
  const timeout = Math.min(options.timeout || PATIENCE, PATIENCE);
  const guard = new tools.Guard(options.signal, timeout);
  const key = await tools.keyOf(options, guard).finally(() => guard.release());
  return new Check(options, tools, key).run(timeout);
}
