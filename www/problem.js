// @ts-check
// What went wrong, in words: the code, what happened, what to do, and what the server said.
import { h } from './dom.js';
import { seconds } from './figures.js';
import { sentence } from './wording.js';
import { knows } from './words.js';

/** @param {any} error a GenerateImageError, or whatever else was thrown @param {() => void} [again] */
export function problem(error, again) {
  const { code = 'unexpected', message, hint, text, status, finishReason, retryAfter, maybeBilled, requestId, body } = error ?? {};
  const box = h('div', { className: 'problem', role: 'alert' }, h('p', {}, h('code', {}, code), ' ', h('span', { className: 'message' }, sentence(String(message ?? error)))));
  // The package speaks English; in other languages the page says what a code means.
  if (knows(`error-${code}`)) box.append(h('strong', { className: 'not-english', t: `error-${code}` }));
  if (hint) box.append(h('strong', { className: 'hint' }, sentence(hint)));
  if (text) box.append(h('blockquote', {}, text));
  const details = [
    status && h('span', {}, `HTTP ${status}`), finishReason && h('span', {}, finishReason), requestId && h('span', {}, `request ${requestId}`),
    retryAfter && h('span', { t: ['askedToWait', seconds(retryAfter)] }), maybeBilled && h('span', { t: 'maybeBilled' }),
  ].filter(Boolean);
  if (details.length) box.append(h('p', { className: 'note parts' }, ...details));
  if (body !== undefined) {
    const said = typeof body === 'string' ? body : JSON.stringify(body, null, 2);
    box.append(h('details', {}, h('summary', { t: 'serverSaid' }), h('pre', { tabIndex: 0 }, said)));
  }
  if (again) box.append(h('button', { type: 'button', className: 'again', t: 'again', on: { click: again } }));
  return box;
}
