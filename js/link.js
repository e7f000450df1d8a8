// @ts-check
// A link to a picture that stands in a reply: whether it is fetched, and how. Whoever fetches what a reply names can be made to carry the
// conversation out in the address; so nobody is asked but baseURL's own host and those that the caller allows, and what is sent says
// nothing of page, user or key. Rust imports this file by its path; it imports nothing, as such snippets must.

/** The developer's own machine: it has no certificate, and browsers let pages of https fetch from it all the same. */
const LOOPBACK = /^(?:localhost|.+\.localhost|127\.[\d.]+)$/;

/** Ten times a large picture, and no more than the API itself takes in a request. */
const MOST = 100 * 2 ** 20;

/** What an error says behind the link's host. @param {string} says @param {string} hint @param {{ cause?: unknown, network?: boolean }} [more] */
const refusal = (says, hint, more) => ({ says, hint, ...more });

/** Its host, for a sentence. @param {string} link */
export function hostOf(link) {
  try {
    return new URL(link).host;
  } catch {
    return 'nowhere';
  }
}

/**
 * @param {string} link
 * @param {string} base the address of the API
 * @param {((url: URL) => boolean) | undefined} allows `remoteImages`
 * @param {AbortSignal} signal
 * @returns {Promise<Blob>}
 */
export async function load(link, base, allows, signal) {
  check(link, base, allows);
  let response;
  try {
    response = await fetch(link, { credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'manual', signal });
  } catch (cause) {
    throw refusal('could not be fetched', "browsers do not say why: that host may be down, or not allow this page's origin (CORS)", { cause, network: true });
  }
  const { status, type, ok, body } = response;
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) throw refusal('answered with a redirect', 'redirects of links are not followed');
  if (!ok) throw refusal(`answered ${status}`, 'gateways keep pictures for a while only, and some want to be asked with the key, which is not sent along');
  const reader = body?.getReader();
  const parts = [];
  try {
    for (let size = 0; reader;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > MOST) throw refusal('holds more than 100 MiB', 'nothing larger is fetched');
      parts.push(value);
    }
  } catch (/** @type {any} */ cause) {
    reader?.cancel().catch(() => {});
    throw cause?.says ? cause : refusal('broke off', 'check the connection and try again', { cause, network: true });
  }
  return new Blob(parts);
}

/** @param {string} link @param {string} base @param {((url: URL) => boolean) | undefined} allows */
function check(link, base, allows) {
  let url;
  try {
    url = new URL(link);
  } catch {
    throw refusal('is no address', 'the server made a mistake');
  }
  const { protocol, hostname, host, origin } = url;
  const unsafe = protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.test(hostname));
  if (unsafe) throw refusal('was not fetched', 'only links of https are fetched');
  if (origin === new URL(base).origin) return;
  const refuse = (/** @type {string} */ hint) => refusal('was not fetched', hint);
  if (!allows) throw refuse(`to fetch from there, pass \`remoteImages: (url) => url.host === '${host}'\``);
  let answer;
  try {
    answer = allows(url);
  } catch (/** @type {any} */ cause) {
    throw refusal('was not fetched', '`remoteImages` threw, and that is no leave', { cause });
  }
  if (answer === true) return;
  if (answer === false) throw refuse(`\`remoteImages\` refused ${host}`);
  const given = typeof (/** @type {any} */ (answer)?.then) === 'function' ? 'a promise' : typeof answer;
  throw refuse(`\`remoteImages\` must give true or false at once, and gave ${given}`);
}
