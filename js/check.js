// @ts-check
// `check()`: asks a server what can be known of it before a picture is paid for. Here is what its answers are; Rust sends the requests
// (src/check.rs), and js/diagnosis.js knows what to ask next.
import { list } from './answer.js';
import { Diagnosis } from './diagnosis.js';
import { told, toldInReply } from './words.js';

/** By their numbers in src/check.rs. @type {import('./diagnosis.js').Question[]} */
const QUESTIONS = ['List', 'Plain', 'Probe', 'Open', 'Card', 'Page'];
/** Those of how a request ended. @type {('' | 'other' | 'lost' | 'silent' | 'hidden' | 'redirected')[]} */
const ENDS = ['', 'other', 'lost', 'silent', 'hidden', 'redirected'];

/** Headers that carry a key, as src/request.rs knows them. */
const CREDENTIALS = ['authorization', 'x-goog-api-key', 'x-api-key'];

/** What Rust is given. */
class Check {
  /** @type {Diagnosis | undefined} */
  #diagnosis;
  /** @type {{ host: import('./refusal.js').Host, model: string, keyed: boolean }} */
  #of = { host: 'other', model: '', keyed: false };
  /** @type {import('./diagnosis.js').Question} */
  #question = 'List';
  /** The token of the page that follows the last. @type {string | undefined} */
  page;

  get finding() {
    return this.#diagnosis?.finding;
  }

  /** @param {import('./refusal.js').Host} host @param {string} model @param {boolean} keyed a key goes along */
  begin(host, model, keyed) {
    this.#of = { host, model, keyed };
  }

  /**
   * Nothing is taken from a cache, where the answer to one question could stand for that to another.
   * @param {number} question @param {Request} dressed as a call's
   */
  request(question, dressed) {
    this.#diagnosis ??= new Diagnosis(this.#sent(dressed));
    const cache = 'no-store';
    const { url, signal } = dressed;
    /** @type {RequestInit} */
    const bare = { cache, signal, credentials: 'omit' };
    switch (QUESTIONS[question]) {
      case 'Plain': return new Request(url, { ...bare, redirect: 'manual' });
      case 'Probe': return new Request(url, { ...bare, mode: 'no-cors' }); // which follows redirects or fails
      default: return new Request(dressed, { cache });
    }
  }

  /** What goes along with a call. The caller's `headers` hold no credential beside a key. @param {Request} first */
  #sent({ url, headers, credentials }) {
    const names = [...headers.keys()];
    const held = names.filter((name) => CREDENTIALS.includes(name));
    const { keyed, ...of } = this.#of;
    const header = keyed ? held[0] : undefined;
    return {
      ...of, header, twice: header !== undefined && new URL(url).searchParams.has('key'), credential: keyed || held.length > 0,
      headers: names.length > (header === undefined ? 0 : 1), cookies: credentials === 'include',
    };
  }

  /** @param {number} end @param {Response} [response] @param {string} [text] @returns {number} the next question; -1 where there is none */
  next(end, response, text = '') {
    const is = ENDS[end];
    const answer = is ? { is } : this.#understand(/** @type {Response} */ (response), text);
    const next = this.#diagnosis?.learn(this.#question, answer);
    this.#question = next ?? 'List';
    return next ? QUESTIONS.indexOf(next) : -1;
  }

  /** @param {Response} response @param {string} text @returns {import('./diagnosis.js').Answer} */
  #understand(response, text) {
    const pages = this.#question === 'List' || this.#question === 'Page';
    if (pages) this.page = undefined;
    if (!response.ok) return { is: 'refused', error: told(response, text).error };
    if (text.trimStart().startsWith('<')) return { is: 'html' };
    const { body: raw } = told(response, text);
    if (raw?.error) return { is: 'refused', error: toldInReply(raw) }; // some say so with status 200
    const page = (typeof raw?.nextPageToken === 'string' && raw.nextPageToken) || undefined;
    if (pages) this.page = page;
    const models = [raw?.models, raw?.data].find((models) => list(models).length);
    if (models) {
      const has = models.some((/** @type {any} */ entry) => [entry?.name, entry?.id].some((id) => id === this.#of.model || id === `models/${this.#of.model}`));
      return { is: 'list', has, more: page !== undefined };
    }
    return { is: [raw?.name, raw?.id].some((name) => typeof name === 'string') ? 'card' : 'other' };
  }
}

/** @param {(check: Check) => Promise<unknown>} ask Rust's @returns {Promise<import('./diagnosis.js').Finding>} */
export async function diagnose(ask) {
  const check = new Check();
  await ask(check);
  return /** @type {import('./diagnosis.js').Finding} */ (check.finding);
}
