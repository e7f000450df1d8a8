// @ts-check
// What a model says and thinks while it works. However many pieces it comes in, it is written once a frame, so that a page that is not seen
// writes nothing; and only its end stays, as only that is seen. All of it stands with the picture.
import { h } from './dom.js';
import { thought } from './wording.js';

/** @typedef {{ type: 'text' | 'thought', said: string, span: HTMLElement }} Piece said without a break */

/** Characters of a piece, and pieces: more than a card has room for. */
const MOST = 4000,
  MOST_PIECES = 20;

export class Murmur {
  element = h('p', { className: 'murmur', hidden: true });
  /** @type {Piece[]} */
  #pieces = [];
  /** Those that are not written as they are. @type {Set<Piece>} */
  #changed = new Set();

  /** @param {'text' | 'thought'} type @param {string} text */
  hear(type, text) {
    if (!text) return;
    let piece = this.#pieces[this.#pieces.length - 1];
    if (piece?.type !== type) {
      piece = { type, said: '', span: h('span', { className: type }) };
      this.#pieces.push(piece);
      if (this.#pieces.length > MOST_PIECES) this.#forget(/** @type {Piece} */ (this.#pieces.shift()));
    }
    piece.said += text;
    if (piece.said.length > 2 * MOST) piece.said = endOf(piece.said);
    if (!this.#changed.size) requestAnimationFrame(() => this.#write());
    this.#changed.add(piece);
  }

  /** @param {Piece} piece */
  #forget(piece) {
    this.#changed.delete(piece);
    piece.span.remove();
  }

  #write() {
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const { type, said, span } of changed) {
      const shown = type === 'thought' ? thought(said) : said;
      const before = span.textContent ?? '';
      if (before && shown.startsWith(before))
        /** @type {Text} */ (span.firstChild).appendData(shown.slice(before.length));
      else span.textContent = shown;
      if (!span.parentNode) this.element.append(span);
    }
    this.element.hidden = false;
    this.element.scrollTop = this.element.scrollHeight;
  }
}

/** From a new line on where there is one, as no heading goes on from one line to the next. @param {string} text */
function endOf(text) {
  const end = text.slice(-MOST);
  return end.slice(end.indexOf('\n') + 1);
}
