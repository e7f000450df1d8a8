// @ts-check
// What whoever deploys the proxy may set: each by its type, read once, before the first call. A wrong one ends the start with a sentence that
// names it and says what to write, and never what it holds: that may be a key in the wrong place. Knows no environment; it is given one.
import { isKey } from './secret.js';

export const GOOGLE = 'https://generativelanguage.googleapis.com';

/**
 * @template T
 * @typedef {object} Setting
 * @property {string} name of the variable
 * @property {(value: unknown) => T | undefined} read undefined where it cannot be read
 * @property {string} write what it has to be
 * @property {unknown} [otherwise] where it is not set
 */

/** Of every engine: whose key, which pages, which models, how much. */
const policy = {
  key: setting('GEMINI_API_KEY', value => (isKey(value) ? value : undefined), 'the key: 16 or more of A–Z a–z 0–9 - . _ ~, without a space or a line break'),
  origins: setting('ORIGINS', origins, 'origins of pages, such as https://app.example: scheme, host and port alone, with no path and no *', []),
  models: setting('MODELS', models, 'names of models, such as gemini-2.5-flash-image: one at least, with no models/ before it and no *', ['gemini-2.5-flash-image']),
  upstream: setting('UPSTREAM', upstream, 'the address before /v1beta, such as https://api.example: https, or http on this machine, with no user and no query', GOOGLE),
  maxBytes: setting('BODY_BYTES', whole(1, 2 ** 30), 'a whole number of bytes from 1 to 1073741824, such as 20971520', 20 * 2 ** 20),
};

/** Of a server of one's own: where it listens, who its clients are, and how long and how often it serves them. */
const server = {
  host: setting('HOST', text(/^[\w.:-]+$/), 'a host name or an address of this machine, such as 127.0.0.1', '127.0.0.1'),
  port: setting('PORT', whole(0, 65_535), 'a whole number from 0 to 65535, such as 8787', 8787),
  clientHeader: setting('CLIENT_HEADER', header, 'the name of a header that lists addresses, such as x-forwarded-for', ''),
  trustedProxies: setting('TRUSTED_PROXIES', whole(1, 100), 'a whole number from 1 to 100, such as 1', 1),
  calls: setting('CALLS', whole(1, 100_000), 'a whole number of calls a minute from 1 to 100000, such as 20', 20),
  listCalls: setting('LIST_CALLS', whole(1, 100_000), 'a whole number of calls a minute from 1 to 100000, such as 60', 60),
  inFlight: setting('IN_FLIGHT', whole(1, 100_000), 'a whole number of calls from 1 to 100000, such as 100', 100),
  connections: setting('CONNECTIONS', whole(1, 100_000), 'a whole number of connections from 1 to 100000, such as 1000', 1000),
  headerSeconds: setting('HEADER_SECONDS', seconds, 'a number of seconds above 0, such as 10', 10),
  idleSeconds: setting('IDLE_SECONDS', seconds, 'a number of seconds above 0, such as 30', 30),
  bodySeconds: setting('BODY_SECONDS', seconds, 'a number of seconds above 0, such as 300', 300),
  callSeconds: setting('CALL_SECONDS', seconds, 'a number of seconds above 0, such as 600', 600),
};

/** @param {Record<string, unknown>} given */
export const policySettings = given => readAll(policy, given);

/** @param {Record<string, unknown>} given */
export const serverSettings = given => readAll({ ...policy, ...server }, given);

/** The words of a text, or of each text of an array: settings are text in an environment, and may be either in wrangler.json. @param {unknown} value */
export function words(value) {
  const texts = Array.isArray(value) ? value : [value];
  if (!texts.every(each => typeof each === 'string')) return undefined;
  return texts.flatMap(each => each.split(/[\s,]+/)).filter(Boolean);
}

/**
 * @template T
 * @param {string} name @param {(value: unknown) => T | undefined} read @param {string} write @param {unknown} [otherwise]
 * @returns {Setting<T>}
 */
function setting(name, read, write, otherwise) {
  return { name, read, write, otherwise };
}

/**
 * @template {Record<string, Setting<any>>} T
 * @param {T} table @param {Record<string, unknown>} given
 * @returns {{ [K in keyof T]: T[K] extends Setting<infer V> ? V : never }}
 */
function readAll(table, given) {
  /** @type {string[]} */
  const wrong = [];
  /** @type {any} */
  const values = {};
  for (const [as, { name, read, write, otherwise }] of Object.entries(table)) {
    values[as] = read(given[name] ?? otherwise);
    if (values[as] === undefined) wrong.push(`${name} has to be ${write}.`);
  }
  if (wrong.length) throw new Error(wrong.join('\n'));
  return values;
}

/** As browsers spell them in `Origin`. @param {unknown} value @returns {ReadonlySet<string> | undefined} */
function origins(value) {
  const found = words(value)?.map(each => {
    const url = /^https?:\/\/[^*]+$/i.test(each) ? parsed(each) : undefined;
    return url?.href === `${url?.origin}/` && /^[^?#]+$/.test(each) ? url?.origin : undefined;
  });
  return found?.every(each => each !== undefined) ? new Set(found) : undefined;
}

/** @param {unknown} value @returns {ReadonlySet<string> | undefined} */
function models(value) {
  const found = words(value);
  return found?.length && found.every(each => /^\w[\w.-]*$/.test(each)) ? new Set(found) : undefined;
}

/** @param {unknown} value */
function upstream(value) {
  const url = typeof value === 'string' && /^https?:\/\//i.test(value) ? parsed(value) : undefined;
  if (!url || url.username || url.password || /[?#]/.test(url.href)) return undefined;
  const here = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  return url.protocol === 'https:' || here ? url.href.replace(/\/+$/, '') : undefined;
}

/**
 * Words with hyphens between, as all that list addresses are, and none that a client writes anyway. `forwarded` has a grammar of its own, which nobody
 * reads here.
 * @param {unknown} value
 */
function header(value) {
  const form = /^$|^(?!(accept|access|content|sec|user)-)[a-z\d]+(-[a-z\d]+)+$/i;
  return typeof value === 'string' && form.test(value) ? value.toLowerCase() : undefined;
}

/** @param {RegExp} form */
function text(form) {
  return (/** @type {unknown} */ value) => (typeof value === 'string' && form.test(value) ? value : undefined);
}

/** @param {number} least @param {number} most */
function whole(least, most) {
  return (/** @type {unknown} */ value) => {
    const number = /^\d{1,10}$/.test(String(value).trim()) ? Number(value) : NaN;
    return number >= least && number <= most ? number : undefined;
  };
}

/** A day at most, which a timer can hold. @param {unknown} value */
function seconds(value) {
  const number = /^\d{1,5}(\.\d{1,3})?$/.test(String(value).trim()) ? Number(value) : NaN;
  return number > 0 && number <= 86_400 ? number : undefined;
}

/** @param {string} address */
function parsed(address) {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
