// @ts-check
// Where a request can go, and which key belongs there. A key has one home, the base URL that it was typed for, and is never given out
// for another. Keys live in this module's memory; the tab's session storage holds those that the user asked to keep, and nothing else.

/**
 * @typedef {object} Place
 * @property {'kkiai' | 'google' | 'other'} host whose default model is chosen
 * @property {string} [baseURL] what generateImage is told; absent where the user types it
 * @property {string} [address] what that means
 */
/** @type {Readonly<Record<string, Place>>} */
export const places = {
  sandbox: { host: 'google' },
  kkiai: { host: 'kkiai', baseURL: 'kkiai', address: 'https://www.kkiai.com' },
  google: { host: 'google', baseURL: 'google', address: 'https://generativelanguage.googleapis.com' },
  other: { host: 'other' },
};

/**
 * The home of keys for a typed base URL: origin and path, as generateImage reads them; undefined for what is no address.
 * @param {string} text
 */
export function homeOf(text) {
  const typed = text.trim();
  if (!/^(https?:\/\/|[/.])/i.test(typed)) return undefined;
  try {
    const { origin, pathname } = new URL(typed, document.baseURI);
    return (origin + pathname).replace(/\/+$/, '');
  } catch {
    return undefined;
  }
}

const STORE = 'wasmagine keys';

export class Keys {
  /** @type {Map<string, string>} */
  #keys = new Map();
  /** @type {Set<string>} */
  #kept = new Set();

  constructor() {
    for (const [home, key] of stored()) {
      this.#keys.set(home, key);
      this.#kept.add(home);
    }
  }

  /** @param {string | undefined} home */
  get(home) {
    return this.#keys.get(home ?? '') ?? '';
  }

  /** @param {string} home @param {string} key */
  set(home, key) {
    this.#keys.set(home, key);
    if (this.#kept.has(home)) this.#store();
  }

  /** @param {string | undefined} home */
  isKept(home) {
    return this.#kept.has(home ?? '');
  }

  /** @param {string} home @param {boolean} yes */
  keep(home, yes) {
    this.#kept[yes ? 'add' : 'delete'](home);
    this.#store();
  }

  /** To the home that it belongs to. @param {string} from @param {string} to */
  move(from, to) {
    this.#keys.set(to, this.get(from));
    this.#keys.delete(from);
    if (this.#kept.delete(from)) this.#kept.add(to);
    this.#store();
  }

  #store() {
    const kept = [...this.#keys].filter(([home, key]) => key && this.#kept.has(home));
    try {
      if (kept.length) sessionStorage.setItem(STORE, JSON.stringify(kept));
      else sessionStorage.removeItem(STORE);
    } catch {
      // Storage is switched off or full: the key is then in memory alone, where it is safest.
    }
  }
}

/** @returns {[string, string][]} */
function stored() {
  try {
    const entries = JSON.parse(sessionStorage.getItem(STORE) ?? '[]');
    return entries.filter(
      (/** @type {unknown[]} */ entry) =>
        entry.length === 2 && entry.every((part) => typeof part === 'string'),
    );
  } catch {
    return []; // switched off, or written by something else
  }
}
