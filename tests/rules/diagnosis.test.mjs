// @ts-check
// What `check()` asks, in which order and with what, and what it makes of the answers.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Diagnosis } from '../../js/diagnosis.js';

/** @typedef {import('../../js/diagnosis.js').Answer} Answer */
/** @typedef {import('../../js/diagnosis.js').Sent} Sent */

/** @type {Sent} */
const sent = { host: 'other', model: 'gemini-2.5-flash-image', twice: false, credential: true, header: 'authorization', headers: false, cookies: false };
/** @type {Sent} */
const noKey = { ...sent, credential: false, header: undefined };
/** @type {Sent} */
const google = { ...sent, host: 'google', header: 'x-goog-api-key' };

const [lost, silent, hidden, redirected, card, html, other] = /** @type {const} */ (['lost', 'silent', 'hidden', 'redirected', 'card', 'html', 'other']).map((is) => ({ is }));
const refused = (/** @type {any} */ error) => ({ is: 'refused', error });
const status = (/** @type {number} */ status) => refused({ status });
const page = (/** @type {number} */ status) => refused({ status, page: true });
const googleSays = (/** @type {number} */ status, /** @type {string} */ state, reason = '') => refused({ status, state, reason });
const coded = (/** @type {number} */ status, /** @type {string} */ code) => refused({ status, code });

/** A page of a list that holds the model, one that does not and is the last, and one that is followed by another. */
const HAS = { is: 'list', has: true, more: false };
const LACKS = { is: 'list', has: false, more: false };
const MORE = { is: 'list', has: false, more: true };

/** Goes through with these answers, all of which must be asked for; gives the questions as a word each, and the finding. @param {Sent} sent @param {any[]} answers */
function go(sent, answers) {
  const diagnosis = new Diagnosis(sent);
  const asked = [];
  const left = [...answers];
  /** @type {import('../../js/diagnosis.js').Question | undefined} */
  let next = 'List';
  while (next) {
    asked.push(next);
    const answer = left.shift();
    assert.ok(answer, `no answer to ${asked.join(' ')}`);
    next = diagnosis.learn(next, answer);
  }
  assert.equal(left.length, 0, `asked only ${asked.join(' ')}`);
  return { asked: asked.join(' '), finding: diagnosis.finding };
}

/** The finding in one line: its fields but the hint. @param {any} finding */
function line(finding) {
  const fields = ['cors', 'auth', 'model'].filter((name) => finding[name] !== undefined).map((name) => `, ${finding[name] ? '' : 'no '}${name}`);
  return `${finding.ok ? 'ok' : 'not ok'}, ${finding.reachable ? 'reachable' : 'dead'}${fields.join('')}`;
}

test('each way has its finding', () => {
  const nobody = 'nothing answers at `baseURL`';
  const cors = "the server must allow the page's origin (CORS)";
  const noModel = 'this server does not offer `gemini-2.5-flash-image`';
  const mute = 'the server tells nothing of its models';
  const otherServer = 'check that the key belongs to the server that `baseURL` names';
  const notApi = 'this is not how the image API answers';
  /** @type {[Sent, any[], string, string, string][]} */
  const rows = [
    // nobody, or nobody for this page
    [sent, [lost, lost, lost], 'List Plain Probe', 'not ok, dead', nobody],
    [noKey, [lost, lost], 'List Probe', 'not ok, dead', nobody],
    [sent, [lost, silent, silent], 'List Plain Probe', 'not ok, dead', nobody],
    [sent, [silent], 'List', 'not ok, dead', 'did not answer in time'],
    [sent, [lost, lost, hidden], 'List Plain Probe', 'not ok, reachable, no cors', cors],
    [noKey, [lost, hidden], 'List Probe', 'not ok, reachable, no cors', cors],
    [noKey, [hidden, hidden], 'List Probe', 'not ok, reachable, no cors', cors],
    [sent, [lost, status(401)], 'List Plain', 'not ok, reachable, no cors', "try `auth: 'x-goog-api-key'`"],
    [google, [lost, LACKS], 'List Plain', 'not ok, reachable, no cors', "try `auth: 'bearer'`"],
    [{ ...sent, headers: true }, [lost, HAS], 'List Plain', 'not ok, reachable, no cors', 'leave `headers` out'],
    [{ ...noKey, cookies: true }, [lost, HAS], 'List Plain', 'not ok, reachable, no cors', 'leave `credentials` out'],
    [sent, [redirected], 'List', 'not ok, reachable', 'pass the final address as `baseURL`'],
    [sent, [lost, redirected], 'List Plain', 'not ok, reachable', 'pass the final address'],
    // all is well
    [sent, [HAS, status(401), card], 'List Open Card', 'ok, reachable, cors, auth, model', ''],
    [google, [MORE, status(403), card], 'List Open Card', 'ok, reachable, cors, auth, model', ''],
    [sent, [HAS, HAS, card], 'List Open Card', 'ok, reachable, cors, model', ''],
    [sent, [HAS, lost, card], 'List Open Card', 'ok, reachable, cors, model', ''],
    [sent, [HAS, status(429), card], 'List Open Card', 'ok, reachable, cors, model', ''],
    [noKey, [HAS, card], 'List Card', 'ok, reachable, cors, model', ''],
    // the key
    [sent, [status(401)], 'List', 'not ok, reachable, cors, no auth', otherServer],
    [sent, [coded(403, 'access_denied')], 'List', 'not ok, reachable, cors, no auth', 'the key is known but'],
    [google, [googleSays(400, 'INVALID_ARGUMENT', 'API_KEY_INVALID')], 'List', 'not ok, reachable, cors, no auth', 'aistudio.google.com/apikey'],
    [google, [googleSays(403, 'PERMISSION_DENIED')], 'List', 'not ok, reachable, cors, no auth', 'referrer'],
    [noKey, [status(401)], 'List', 'not ok, reachable, cors, no auth', 'pass `apiKey`'],
    [sent, [HAS, HAS, status(401)], 'List Open Card', 'not ok, reachable, cors, no auth', otherServer],
    [sent, [HAS, status(401), status(403)], 'List Open Card', 'ok, reachable, cors, auth, model', ''],
    [noKey, [status(404), status(401)], 'List Card', 'not ok, reachable, cors, no auth', 'pass `apiKey`'],
    // what is refused for another reason
    [sent, [page(403)], 'List', 'not ok, reachable, cors', 'a proxy or a firewall'],
    [google, [googleSays(400, 'FAILED_PRECONDITION')], 'List', 'not ok, reachable, cors', 'in your country'],
    [{ ...google, twice: true }, [googleSays(400, 'INVALID_ARGUMENT')], 'List', 'not ok, reachable, cors', 'one credential'],
    [google, [googleSays(404, 'NOT_FOUND')], 'List', 'not ok, reachable, cors', 'no image API at this address'],
    [sent, [status(500)], 'List', 'not ok, reachable, cors', 'the server failed'],
    [sent, [page(502)], 'List', 'not ok, reachable, cors', 'a proxy in front of the server failed'],
    [sent, [status(429)], 'List', 'not ok, reachable, cors', 'wait a little'],
    [sent, [status(402)], 'List', 'not ok, reachable, cors', 'no credit left'],
    // the model
    [sent, [LACKS, HAS, googleSays(404, 'NOT_FOUND')], 'List Open Card', 'not ok, reachable, cors, no model', noModel],
    [{ ...google, model: 'gemini-3-pro-image-preview' }, [LACKS, status(403), googleSays(404, 'NOT_FOUND')], 'List Open Card', 'not ok, reachable, cors, auth, no model', "use `model: 'gemini-3-pro-image'`"],
    [noKey, [status(404), coded(404, 'model_not_found')], 'List Card', 'not ok, reachable, cors, no model', noModel],
    // a gateway that has only the list
    [noKey, [HAS, page(404)], 'List Card', 'ok, reachable, cors, model', ''],
    [noKey, [HAS, html], 'List Card', 'ok, reachable, cors, model', ''],
    [noKey, [HAS, silent], 'List Card', 'ok, reachable, cors, model', ''],
    [noKey, [HAS, status(500)], 'List Card', 'ok, reachable, cors, model', ''],
    [noKey, [LACKS, status(405)], 'List Card', 'not ok, reachable, cors, no model', noModel],
    [noKey, [LACKS, status(404)], 'List Card', 'not ok, reachable, cors, no model', noModel],
    [noKey, [MORE, status(404), MORE, HAS], 'List Card Page Page', 'ok, reachable, cors, model', ''],
    [noKey, [MORE, status(404), LACKS], 'List Card Page', 'not ok, reachable, cors, no model', noModel],
    [noKey, [MORE, status(404), status(400)], 'List Card Page', 'ok, reachable, cors', ''],
    // one that has only the card
    [noKey, [status(404), card], 'List Card', 'ok, reachable, cors, model', ''],
    // none of it
    [sent, [status(404), status(404)], 'List Card', 'ok, reachable, cors', mute],
    [sent, [status(405), status(405)], 'List Card', 'ok, reachable, cors', mute],
    [sent, [status(400), status(400)], 'List Card', 'ok, reachable, cors', mute],
    [sent, [status(501), page(404)], 'List Card', 'ok, reachable, cors', mute],
    [sent, [other, other], 'List Card', 'ok, reachable, cors', mute],
    [sent, [status(404), googleSays(404, 'NOT_FOUND')], 'List Card', 'ok, reachable, cors', mute],
    [sent, [html, html], 'List Card', 'not ok, reachable, cors', notApi],
    [sent, [html, card], 'List Card', 'ok, reachable, cors, model', ''],
  ];
  for (const [sent, answers, questions, found, hint] of rows) {
    const what = `${JSON.stringify(sent)} ${JSON.stringify(answers)}`;
    const { asked, finding } = go(sent, answers);
    assert.deepEqual([asked, line(finding)], [questions, found], what);
    if (hint) assert.ok(finding.hint?.includes(hint), `${what}: ${finding.hint}`);
    else assert.equal(finding.hint, undefined, what);
  }
});

test('a list without end is left', () => {
  const { asked, finding } = go(noKey, [MORE, status(404), ...Array(19).fill(MORE)]);
  assert.equal(asked.match(/Page/g)?.length, 19);
  assert.equal(line(finding), 'ok, reachable, cors');
});

test('hints are sentences without capital and full stop', () => {
  for (const answers of [[lost, lost, lost], [lost, lost, hidden], [lost, HAS], [silent], [page(403)], [status(404), status(404)]]) {
    const { hint = '' } = go(sent, answers).finding;
    assert.match(hint, /^[a-z](?!.* {2}).*[^.]$/);
  }
});
