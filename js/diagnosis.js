// @ts-check
// The answers to the questions of `check()` → the next question, and in the end what was found.
//
// Here are the rules alone: no request is made (that is js/check.js), and what a server's error means is told by js/refusal.js. What
// cannot be told is left out: many servers have no list of models, or show it to everybody.
import { REDIRECTED, ofServer } from './refusal.js';

/**
 * One request, always a GET. List: the list of models, with all that a call has. Plain: the list with nothing that a preflight or the
 * server's CORS rules could stumble over. Probe: the same without leave to read the answer (`no-cors`): is anybody there? Open: the list
 * without the credential: does everybody see it? Card: the model's card. Page: the next page of the list.
 * @typedef {'List' | 'Plain' | 'Probe' | 'Open' | 'Card' | 'Page'} Question
 */
/**
 * How it ended. lost: `fetch` failed: nobody is there, or this page may not read the answer. silent: nothing came in time. hidden: an answer
 * that cannot be read. redirected: not followed. list: models, or a page of them; `has`: the model is among them; `more`: there is another
 * page. other: none of these.
 * @typedef {{ is: 'lost' | 'silent' | 'hidden' | 'redirected' | 'card' | 'html' | 'other' } | { is: 'list', has: boolean, more: boolean }
 *   | { is: 'refused', error: import('./refusal.js').ServerError }} Answer
 */
/**
 * What goes along with a call.
 * @typedef {object} Sent
 * @property {import('./refusal.js').Host} host
 * @property {string} model
 * @property {boolean} twice the key goes along in two ways
 * @property {boolean} credential there is one, in whatever form
 * @property {string} [header] which carries the key
 * @property {boolean} headers there are some of the caller's own
 * @property {boolean} cookies go to other origins too
 */
/** @typedef {{ ok: boolean, reachable: boolean, cors?: boolean, auth?: boolean, model?: boolean, hint?: string }} Finding */

/** A longer list is left unread; Google gives 50 models a page. */
const MOST_PAGES = 20;

const NOBODY = 'nothing answers at `baseURL`, or nothing that this page may notice: check the address, the connection, ad blockers, '
  + "the page's own policy (connect-src), http on an https page, and the server's Cross-Origin-Resource-Policy";
const SILENT = 'the server did not answer in time: check the address, or try again in a minute';
const HIDDEN = "the server answers, but this page may not read it: the server must allow the page's origin (CORS), "
  + 'or a proxy of yours must stand between; some servers hide only their errors, such as a refused key';
const STUMBLES = "the server's CORS rules let this page in, but not with";
const NO_KEY = 'this server wants a key: pass `apiKey`';
const ONE_KEY = 'Google takes one credential: leave `auth` out';
const FIREWALL = 'a proxy or a firewall in front of the server refused the request, not the API itself';
const MUTE = 'the server tells nothing of its models, as a proxy that only passes calls on: the first call will show the rest';

/** What is known so far. */
export class Diagnosis {
  #sent;
  /** @type {{ has: boolean, more: boolean } | undefined} */
  #list;
  #pages = 1;
  #html = false;
  /** What was found. @type {Finding} */
  finding = { ok: true, reachable: false };

  /** Nothing is known yet; the first question is List. @param {Sent} sent */
  constructor(sent) {
    this.#sent = sent;
  }

  /** Takes the answer to a question; gives the next one, if there is any. @param {Question} question @param {Answer} answer @returns {Question | undefined} */
  learn(question, answer) {
    const { header, headers, cookies } = this.#sent;
    const { is } = answer;
    const heard = is !== 'lost' && is !== 'silent';
    const unread = !heard || is === 'hidden';
    if (heard) this.finding.reachable = true;
    switch (question) {
      case 'List':
        if (is === 'silent') return this.#wrong(SILENT);
        if (unread) return header || headers || cookies ? 'Plain' : 'Probe';
        if (is === 'redirected') return this.#wrong(REDIRECTED);
        this.finding.cors = true;
        return this.#learnList(answer);
      case 'Plain':
        if (unread) return 'Probe';
        if (is === 'redirected') return this.#wrong(REDIRECTED);
        this.finding.cors = false;
        return this.#wrong(this.#stumble());
      case 'Probe':
        if (!heard) return this.#wrong(NOBODY);
        this.finding.cors = false;
        return this.#wrong(HIDDEN);
      case 'Open':
        if (is === 'refused' && answer.error.status >= 400 && answer.error.status <= 403) this.finding.auth = true;
        return 'Card';
      case 'Card':
        if (is === 'refused') return this.#card(answer.error);
        if (is !== 'card') return this.#byList();
        this.finding.model = true;
        return;
      case 'Page':
        if (is !== 'list') return;
        this.#list = answer;
        this.#pages += 1;
        return this.#byList();
    }
  }

  /** @param {Answer} answer @returns {Question | undefined} */
  #learnList(answer) {
    const { host, credential, twice } = this.#sent;
    if (answer.is === 'list') {
      this.#list = answer;
      return credential ? 'Open' : 'Card';
    }
    if (answer.is !== 'refused') {
      this.#html = answer.is === 'html';
      return 'Card';
    }
    const { error } = answer;
    const { code, hint } = this.#judge(error);
    if (refusesKey(error, code)) return this.#keyRefused(hint);
    // Google has a list, so there it is the address or the request that is wrong; a gateway or a proxy may have none.
    const google = host === 'google';
    const { status, page } = error;
    if (google && status === 404) return this.#wrong(this.#judge({ status, page: true }).hint);
    if (google && status === 400 && twice) return this.#wrong(ONE_KEY);
    if ([404, 405, 501].includes(status) || (!google && status === 400 && code === 'invalid-request')) return 'Card';
    return this.#wrong(status === 403 && page ? FIREWALL : hint);
  }

  /** @param {import('./refusal.js').ServerError} error */
  #card(error) {
    const { code, hint } = this.#judge(error);
    if (refusesKey(error, code) && this.finding.auth === undefined) return this.#keyRefused(hint);
    // Where there is no list either, a bare 404 speaks of the path, not of the model.
    const ofModel = error.code === 'model_not_found' || (error.state === 'NOT_FOUND' && this.#list);
    if (code !== 'model-not-found' || !ofModel) return this.#byList();
    this.finding.model = false;
    return this.#wrong(hint);
  }

  /** There is no card that would tell, so the list does, if it is there and all of it. @returns {Question | undefined} */
  #byList() {
    const { has, more } = this.#list ?? {};
    if (has) this.finding.model = true;
    else if (more) return this.#pages < MOST_PAGES ? 'Page' : undefined;
    else if (this.#list) {
      this.finding.model = false;
      this.#wrong(this.#judge({ status: 404 }).hint);
    } else if (this.#html) this.#wrong(this.#judge({ status: 200, page: true }).hint);
    else this.finding.hint = MUTE;
    return undefined;
  }

  /** @param {string} hint */
  #keyRefused(hint) {
    this.finding.auth = false;
    return this.#wrong(this.#sent.credential ? hint : NO_KEY);
  }

  /** @param {string} hint */
  #wrong(hint) {
    this.finding.ok = false;
    this.finding.hint = hint;
    return undefined;
  }

  /** @param {import('./refusal.js').ServerError} error */
  #judge(error) {
    return ofServer(error, this.#sent.host, this.#sent.model);
  }

  /** What the plain question went without. The caller's own headers come first: the others are known to most servers. */
  #stumble() {
    const { header, headers, cookies } = this.#sent;
    const known = (/** @type {string} */ auth) => `the header \`${header}\`: try \`auth: '${auth}'\`, else \`auth: 'query'\``;
    const what = headers ? 'all of its headers: leave `headers` out, or have the server allow them'
      : cookies ? 'cookies: leave `credentials` out, or have the server allow them'
        : known(header === 'authorization' ? 'x-goog-api-key' : 'bearer');
    return `${STUMBLES} ${what}`;
  }
}

/** The key itself was refused, by the API and not by what stands before it. @param {import('./refusal.js').ServerError} error @param {string} code */
function refusesKey({ page, state }, code) {
  return code === 'invalid-api-key' || (code === 'permission-denied' && !page && state !== 'FAILED_PRECONDITION');
}
