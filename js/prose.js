// @ts-check
// The pictures that gateways write into text, and those that a text only links to.
//
// Prose finds the first: `![image](data:image/png;base64,…)`, several of them in a text, and bare data: URLs. What decodes to no picture
// stays text. Text comes in pieces that are cut anywhere. What may yet become a picture is held back until that is decided, at the
// latest by the end; all else passes at once. Whatever the text holds and however it is cut, each of its characters is looked at a few times
// at most: a reply may come by the letter, and what is held be thousands long. In JavaScript, because the strings are here and regular
// expressions cost nothing; the base64 is src/decoding.rs's.
//
// load() fetches the second. Whoever fetches what a reply names can be made to carry the conversation out in the
// address; so nobody is asked but baseURL's own host and those that the caller allows, and what is sent says nothing of page, user or key.

/** `![alt](` and what may stand before the URL: https://spec.commonmark.org/0.31.2/#images. No bracket within the brackets, and below no
 * colon within the header: a text of nothing but beginnings would be looked at again for each of them. */
const IMAGE = String.raw`!\[[^[\]]{0,2000}\]\(\s{0,9}<?`;
const HEADER = String.raw`:[^,:\s"'<>()[\]]{0,200}`;
const OPEN = new RegExp(`(${IMAGE})?data${HEADER};base64,`, 'i');
/** A title, and the end. */
const CLOSE = /^>?(?:\s{1,9}(?:"[^"]{0,500}"|'[^']{0,500}'))?\s{0,9}\)/;
/** What comes before the bracket of that, but for a title that has not ended. */
const CLOSING = /^>?(?:\s{1,9}(?:"[^"]{0,500}"|'[^']{0,500}'))?\s{0,9}$/;
const TITLE = /^>?\s{1,9}(?:(")[^"]*|'[^']*)$/;
const MAY_CLOSE = /^[\s>]|^$/;
const CLOSE_MOST = 601;
/** The end of a text that may be the beginning of a picture, and how long one is at most. A sentence may end in `!`, and a word in `d`. */
const DATA = `d(?:a(?:t(?:a(?:${HEADER})?)?)?)?`;
const BEGINNING = new RegExp(String.raw`(?:!\[[^[\]]{0,2000}(?:\](?:\(\s{0,9}<?(?:${DATA})?)?)?|(?<!\S)!|(?<![a-z\d])${DATA})?$`, 'i');
const BEGINNING_MOST = 2_300;
/** A beginning that ends within an alt, or within a header. */
const WITHIN = /!\[([^[\]]*)$|data:([^,:\s"'<>()[\]]*)$/i;
/** Pieces that lengthen an alt, a header, a title in either quotes, and what no bracket ends any more. */
const [IN_ALT, IN_HEADER, IN_DOUBLE, IN_SINGLE, ANY] = [/^[^[\]]*$/, /^[^,:\s"'<>()[\]]*$/, /^[^"]*$/, /^[^']*$/, /^/];
/** White space that is held back with a beginning, so that it can go with the picture. */
const SPACE_MOST = 64;
const ADDRESS = String.raw`https?://[^\s<>()[\]]{1,2000}`;
const LINK = new RegExp(`${IMAGE}(${ADDRESS})`, 'gi');
const ONE_LINK = new RegExp(`^${ADDRESS}$`, 'i');
/** No reply has more. */
const LINKS_MOST = 16;

/**
 * @typedef {object} Stretch of what is held: pieces that only lengthen it decide nothing
 * @property {RegExp} of what such pieces are
 * @property {number} room how many characters it has left
 * @property {string} [tail] of an alt, behind its last comma: a bare data: URL may begin there
 */
/**
 * @typedef {object} Candidate
 * @property {string} space white space before it
 * @property {string} text its text so far
 * @property {boolean} image it began as a Markdown image
 * @property {number} [picture] what it decoded to; now only the end of the Markdown is missing
 */

export class Prose {
  /** Text that is not decided. */
  #held = '';
  /** @type {Stretch | undefined} */
  #stretch;
  #last = false;
  /** @type {Candidate | undefined} */
  #candidate;
  /** Where a picture was taken out and nothing said since: the widest white space around it, and what follows so far. @type {{ widest: string, after: string } | undefined} */
  #gap;
  /** The character that was said last. */
  #before = '';
  /** White space at the end of what was said; nothing was said yet without it. @type {string | undefined} */
  #said;
  /** Prose, and pictures by number, in order. @type {(string | number)[]} */
  #items = [];
  /** Parts since nothing was held back, each with what was said meanwhile. @type {[part: number, text: string][]} */
  #group = [];
  #found = false;
  /** Parts that pictures were taken out of, each with the prose that is left. @type {[part: number, text: string][]} */
  replaced = [];

  /** @param {string} said before, of which nothing was held back */
  constructor(said = '') {
    this.#note(said);
  }

  /**
   * Adds the text of a part. What comes back begins with base64, to be decoded and told to decoded(), which gives more in turn.
   * @param {number} part
   * @param {string} piece
   * @returns {string | undefined}
   */
  push(part, piece) {
    this.#group.push([part, '']);
    this.#last = false;
    return this.#read(piece);
  }

  /** Settles what is held back: something else follows than text, or nothing. @returns {string | undefined} as push() */
  finish() {
    this.#last = true;
    return this.#read('');
  }

  /**
   * @param {string} text as it came back
   * @param {number} end where its base64 ends
   * @param {number | null} [picture] the number of the picture that it is; null if it is none; undefined while it goes on
   * @returns {string | undefined} as push()
   */
  decoded(text, end, picture) {
    const candidate = /** @type {Candidate} */ (this.#candidate);
    candidate.text += text.slice(0, end);
    if (picture === undefined) return;
    const cut = candidate.image && end === text.length;
    if (picture !== null && !cut) {
      candidate.picture = picture;
      return this.#close(candidate, text.slice(end));
    }
    this.#candidate = undefined;
    this.#say(candidate.space + candidate.text);
    return this.#search(text.slice(end));
  }

  /** What was found since the last time, in order. */
  take() {
    return this.#items.splice(0);
  }

  /** @param {string} piece */
  #read(piece) {
    if (!this.#last && this.#goesOn(piece)) return;
    const text = this.#held + piece;
    this.#held = '';
    this.#stretch = undefined;
    if (!this.#candidate) return this.#search(text);
    return this.#candidate.picture === undefined ? text : this.#close(this.#candidate, text);
  }

  /** Takes a piece that decides nothing, for which what is held is not read anew. @param {string} piece */
  #goesOn(piece) {
    const stretch = this.#stretch;
    if (!stretch || piece.length > stretch.room || !stretch.of.test(piece)) return false;
    if (stretch.tail !== undefined) {
      stretch.tail += piece;
      if (piece.includes(',')) {
        if (OPEN.test(stretch.tail)) return false;
        stretch.tail = stretch.tail.slice(stretch.tail.lastIndexOf(',') + 1);
      }
    }
    stretch.room -= piece.length;
    this.#held += piece;
    return true;
  }

  /** Looks for a beginning. @param {string} text @returns {string | undefined} */
  #search(text) {
    const open = OPEN.exec(text);
    const at = open?.index ?? (this.#last ? text.length : beginning(this.#before + text) - this.#before.length);
    const solid = text.slice(0, at).trimEnd().length;
    if (open) {
      this.#say(text.slice(0, solid));
      this.#candidate = { space: text.slice(solid, at), text: open[0], image: open[1] !== undefined };
      return text.slice(at + open[0].length);
    }
    const from = at < text.length && at - solid <= SPACE_MOST ? solid : at;
    this.#say(text.slice(0, from));
    this.#held = text.slice(from);
    if (this.#held) {
      const [, alt, header] = WITHIN.exec(this.#held) ?? [];
      if (alt !== undefined) this.#stretch = { of: IN_ALT, room: 2_000 - alt.length, tail: alt.slice(alt.lastIndexOf(',') + 1) };
      else if (header !== undefined) this.#stretch = { of: IN_HEADER, room: 200 - header.length };
      return;
    }
    if (this.#found) this.#group.forEach((part) => this.replaced.push(part));
    this.#group = [];
    this.#found = false;
  }

  /** @param {Candidate} candidate @param {string} text behind its base64 */
  #close(candidate, text) {
    const close = candidate.image ? CLOSE.exec(text) : null;
    if (candidate.image && !close && !this.#last && text.length <= CLOSE_MOST && MAY_CLOSE.test(text)) {
      this.#held = text;
      const title = TITLE.exec(text);
      if (!CLOSING.test(text)) this.#stretch = { of: !title ? ANY : title[1] ? IN_DOUBLE : IN_SINGLE, room: CLOSE_MOST - text.length };
      return;
    }
    const { space, picture } = candidate;
    this.#items.push(/** @type {number} */ (picture));
    this.#found = true;
    this.#gap = { widest: this.#gap ? wider(this.#gap.widest, this.#gap.after + space) : (this.#said ?? '') + space, after: '' };
    this.#candidate = undefined;
    return this.#search(text.slice(close?.[0].length ?? 0));
  }

  /** Says prose, and of the white space around a picture only the widest. @param {string} text */
  #say(text) {
    if (this.#gap) {
      const trimmed = text.trimStart();
      this.#gap.after += text.slice(0, text.length - trimmed.length);
      if (!trimmed) return;
      const said = this.#said ?? '';
      const space = this.#said === undefined ? '' : wider(this.#gap.widest, this.#gap.after);
      text = (space.startsWith(said) ? space.slice(said.length) : space) + trimmed;
      this.#gap = undefined;
    }
    if (!text) return;
    this.#note(text);
    const part = this.#group.at(-1);
    if (part) part[1] += text;
    if (typeof this.#items.at(-1) === 'string') this.#items[this.#items.length - 1] += text;
    else this.#items.push(text);
  }

  /** @param {string} text that is said */
  #note(text) {
    // No picture begins with one that was said already.
    this.#before = text.slice(-1).replace('!', '.');
    const solid = text.trimEnd().length;
    if (solid) this.#said = text.slice(solid);
    else if (this.#said !== undefined) this.#said += text;
  }
}

/** @param {string} text @returns {number} where the end begins that must be held back */
function beginning(text) {
  const from = Math.max(0, text.length - BEGINNING_MOST);
  return from + text.slice(from).search(BEGINNING);
}

/** White space is wider the more there is of it, and with a line's end always. @param {string} one @param {string} other */
function wider(one, other) {
  const width = (/** @type {string} */ space) => space.length + (space.includes('\n') ? 2 ** 30 : 0);
  return width(other) > width(one) ? other : one;
}

/** The http(s) addresses of Markdown images, in order. Plain links and addresses are prose. @param {string} text */
export function links(text) {
  const links = [];
  for (const [, link] of text.matchAll(LINK)) {
    if (links.push(link) === LINKS_MOST) break;
  }
  return links;
}

/** The text, if it is such an address and nothing else. @param {string} text */
export const link = (text) => (ONE_LINK.test(text) ? text : undefined);

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
 * @returns {Promise<Uint8Array<ArrayBuffer>[]>}
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
  return parts;
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
