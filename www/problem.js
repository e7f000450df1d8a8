// @ts-check
// What went wrong, in the page's own words: what happened, what to do about it on this page, and buttons that do it. What the package and the
// server say, in their own words, is for who opens the details.
import { h } from './dom.js';
import { homeOf } from './places.js';
import { seconds, sentence } from './wording.js';
import { knows, put, t } from './words.js';

/** @typedef {import('./dom.js').Said} Said */
/** @typedef {Pick<import('./stage.js').Order, 'place' | 'where' | 'simulated'>} Call */
/**
 * @typedef {object} Ways out of it
 * @property {() => void} [again]
 * @property {(what: string) => void} mend leads to what has to be changed, or changes it: see mend.js
 */

/** What an option is called on the page, and the id of where it is set. @type {Record<string, [label: string, id: string]>} */
const SETTINGS = {
  prompt: ['prompt', 'prompt'],
  model: ['model', 'model'],
  baseURL: ['base', 'base'],
  apiKey: ['key', 'key'],
  aspectRatio: ['ratio', 'ratios'],
  size: ['size', 'sizes'],
  seed: ['seed', 'seed'],
  system: ['system', 'system'],
  thinking: ['thinking', 'thinking'],
  search: ['searchWeb', 'web'],
  responseModalities: ['imageOnly', 'only'],
};

/** What helps, by what went wrong. @type {Record<string, string[]>} */
const MENDS = {
  offline: ['sandbox'],
  'missing-api-key': ['key', 'sandbox'],
  'invalid-api-key': ['otherKey'],
  'permission-denied': ['otherKey', 'model'],
  'model-not-found': ['model'],
  'quota-exhausted': ['otherKey', 'sandbox'],
  address: ['base'],
  broken: ['reload'],
  wasm: ['reload'],
  unexpected: ['reload'],
  'network-other': ['base'],
  'invalid-response-other': ['base'],
};

/** Whom a call asks, as people call it. @param {Call} call */
export const hostOf = ({ place, where }) => {
  if (place === 'sandbox') return t('theSandbox');
  const names = /** @type {Record<string, string>} */ ({ google: 'Google', kkiai: 'kkiai' });
  const home = homeOf(String(where.baseURL));
  return names[place] ?? (home ? new URL(home).host : where.baseURL);
};

/** The kind of what went wrong, as the page tells them apart. @param {any} error @param {Call} call */
function kindOf({ code, status }, { place, simulated }) {
  if (code === 'invalid-request' && place === 'other' && [404, 405].includes(status)) return 'address';
  if (code === 'network' && place !== 'sandbox' && navigator.onLine === false) return 'offline';
  if (code === 'network' && place === 'sandbox' && !simulated) return 'broken';
  if (code === 'network' && status) return 'cut';
  return knows(`error-${code}`) ? code : 'unexpected';
}

/** What happened, in a sentence. @param {any} error @param {Call} call @returns {Said} */
export function happened(error, call) {
  const kind = kindOf(error, call),
    host = () => hostOf(call);
  const [, at] = (kind === 'invalid-image' && /^`?images\[(\d+)\]/.exec(error.message)) || [];
  return at ? ['error-imageAt', host, Number(at) + 1] : [`error-${kind}`, host];
}

/** What to do, in another, and which buttons do it. @param {any} error @param {Call} call @returns {{ said: Said, mends: string[] }} */
function todo({ retryAfter, message, ...error }, call) {
  const kind = kindOf(error, call);
  if (kind === 'rate-limited' && retryAfter) return { said: ['todo-wait', seconds(retryAfter)], mends: [] };
  const [, option = ''] = (kind === 'invalid-option' && /`(\w+)/.exec(String(message))) || [];
  if (SETTINGS[option])
    return { said: ['todo-field', () => t(SETTINGS[option][0])], mends: [`#${SETTINGS[option][1]}`] };
  const other = `${kind}-other`,
    own = call.place === 'other' && knows(`todo-${other}`) ? other : kind;
  return { said: [`todo-${own}`, () => hostOf(call)], mends: call.simulated ? ['calm'] : (MENDS[own] ?? []) };
}

/** @param {any} error a GenerateImageError, or whatever else was thrown @param {Call} call @param {Ways} ways */
export function problem(error, call, { again, mend }) {
  const { text, maybeBilled } = error ?? {};
  const { said, mends } = todo(error ?? {}, call);
  const button = (/** @type {string} */ what) =>
    what === 'reload'
      ? h('button', { type: 'button', t: 'reload', on: { click: () => location.reload() } })
      : h('button', {
          type: 'button',
          t: what.startsWith('#') ? 'mend-field' : `mend-${what}`,
          data: { mend: what },
          on: { click: () => mend(what) },
        });
  const ask = call.place === 'google' && mends.includes('key');
  return h(
    'div',
    { className: 'problem', role: 'alert' },
    h('strong', { className: 'happened', t: happened(error ?? {}, call) }),
    h('p', { className: 'todo', t: said }),
    h('p', { className: 'note many', hidden: true }),
    call.simulated && h('p', { className: 'note', t: 'simulated' }),
    text && h('blockquote', {}, text),
    maybeBilled &&
      h('p', { className: 'note', t: call.place === 'sandbox' ? 'wouldBeBilled' : 'maybeBilled' }),
    h(
      'div',
      { className: 'answers' },
      ...mends.map(button),
      again &&
        !mends.includes('calm') &&
        h('button', { type: 'button', className: 'again', t: 'again', on: { click: again } }),
      ask &&
        h('a', {
          href: 'https://aistudio.google.com/apikey',
          rel: 'noreferrer noopener',
          target: '_blank',
          t: 'mend-googleKey',
        }),
    ),
    details(error),
  );
}

/** That a card stands for several. @param {HTMLElement} card @param {number} count */
export function tellMany(card, count) {
  const note = /** @type {HTMLElement} */ (card.querySelector('.many')),
    again = card.querySelector('.again');
  note.hidden = false;
  put(note, '', card.dataset.state === 'cancelled' ? 'cancelledMany' : 'failedMany', count);
  if (again) put(again, '', 'againAll');
}

/** @param {any} error */
function details(error) {
  const { code = 'unexpected', message, hint, status, finishReason, requestId, body } = error ?? {};
  const facts = [status && `HTTP ${status}`, finishReason, requestId && `request ${requestId}`].filter(
    Boolean,
  );
  const said = typeof body === 'string' ? body : JSON.stringify(body, null, 2);
  return h(
    'details',
    {},
    h('summary', { t: 'details' }),
    h(
      'div',
      { className: 'stack', lang: 'en' },
      h(
        'p',
        {},
        h('code', {}, code),
        ' ',
        h('span', { className: 'message' }, sentence(String(message ?? error))),
      ),
      hint && h('p', { className: 'hint' }, sentence(hint)),
      facts.length > 0 && h('p', { className: 'note parts' }, ...facts.map((fact) => h('span', {}, fact))),
      ...(body === undefined
        ? []
        : [h('p', { className: 'note', t: 'serverSaid' }), h('pre', { tabIndex: 0 }, said)]),
    ),
  );
}

/**
 * What is to be known beside a picture: each in a sentence, with the package's own words for who opens it. What only concerns who runs a
 * server is in these alone, and folded into one.
 * @param {readonly import('./wasmagine/index.js').Warning[]} warnings
 */
export function warned(warnings) {
  const fold = (/** @type {Said} */ said, /** @type {string[]} */ messages, className = '') =>
    h(
      'details',
      { className },
      h('summary', { t: said }),
      ...messages.map((message) => h('p', { className: 'note', lang: 'en' }, sentence(message))),
    );
  const told = warnings.map((warning) => ({ said: words(warning), message: warning.message }));
  const rest = told.flatMap(({ said, message }) => (said ? [] : [message]));
  return [
    ...told.flatMap(({ said, message }) => (said ? [fold(said, [message], 'warning')] : [])),
    ...(rest.length ? [fold('details', rest)] : []),
  ];
}

/** @param {import('./wasmagine/index.js').Warning} warning @returns {Said | undefined} */
function words(warning) {
  if (warning.type === 'mismatch') return ['warn-mismatch', warning.requested, warning.actual];
  if (warning.type === 'compat') return /after the picture/.test(warning.message) ? 'warn-cut' : undefined;
  const [option] = warning.option.split('.');
  return ['warn-unsupported', () => (knows(`of-${option}`) ? t(`of-${option}`) : option)];
}
