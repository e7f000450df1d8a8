// @ts-check
// The card of one picture: at its final ratio from the first moment, then what is heard of it, then the picture or what went wrong.
// Everything that a server or a model says becomes text, never markup.
import { aloud, button, byId, h } from './dom.js';
import { bytes, ratioOf } from './figures.js';
import { Murmur } from './murmur.js';
import { put, t } from './words.js';
import { happened, problem, tellMany } from './problem.js';
import { facts, seconds } from './wording.js';

/** @typedef {import('./wasmagine/index.js').ImageEvent} ImageEvent */
/** @typedef {import('./record.js').Picture} Picture */

export class Card {
  #call;
  /** When the call began; until then the card waits for its turn. */
  #started = 0;
  /** When the next attempt is due, while one is waited for. */
  #due = 0;
  #phase = h('span', { className: 'phase', t: 'phase-queued' });
  #elapsed = h('span', { className: 'elapsed' });
  #loaded = h('span', { className: 'loaded' });
  /** Why it is tried again. */
  #why = h('span', { className: 'why', hidden: true });
  #line = h('div', { className: 'line' }, this.#why, this.#phase, this.#elapsed, this.#loaded);
  #bar = h('progress', { label: 'progress' });
  #murmur = new Murmur();
  #frame = h('div', { className: 'frame' });
  #below = h('div', { className: 'below' });
  element = h('article', { className: 'card', data: { state: 'working' } }, this.#frame, this.#below);

  /** @param {import('./problem.js').Call & { settings: Record<string, any> }} call @param {() => void} cancel */
  constructor(call, cancel) {
    this.#call = call;
    this.#shape(ratioOf(call.settings.aspectRatio ?? '1:1'));
    this.#line.append(button('close', 'cancel', cancel));
    this.#frame.append(this.#murmur.element, this.#line, this.#bar);
  }

  begin() {
    this.#started = performance.now();
    put(this.#phase, '', 'phase-preparing');
    this.tick();
  }

  get working() {
    return this.element.dataset.state === 'working';
  }

  /** Between two events of the network a clock that stands still looks like a page that does. */
  tick() {
    if (!this.working || !this.#started) return;
    const now = performance.now();
    this.#elapsed.textContent = seconds(now - this.#started);
    if (this.#due) put(this.#phase, '', 'retryIn', seconds(Math.max(0, this.#due - now)));
  }

  /** @param {ImageEvent} event */
  hear(event) {
    if (event.type === 'progress') {
      const { phase, loaded, total, retryIn, attempt, error } =
        /** @type {import('./wasmagine/index.js').Progress & { error?: { code: string, message: string, status?: number } }} */ (
          event.progress
        );
      this.#due = retryIn === undefined ? 0 : performance.now() + retryIn;
      put(this.#phase, '', `phase-${phase}`);
      this.#loaded.textContent = loaded ? bytes(loaded) + (total ? ` / ${bytes(total)}` : '') : '';
      if (loaded && total) Object.assign(this.#bar, { value: loaded, max: total });
      this.#why.hidden = retryIn === undefined;
      if (retryIn !== undefined) {
        this.tick();
        const known =
          error ?? (navigator.onLine === false && this.#call.place !== 'sandbox' && { code: 'network' });
        const [why, ...args] = known ? [happened(known, this.#call)].flat() : ['whyUnknown'];
        put(this.#why, '', String(why), ...args);
        aloud('retryAloud', () => t(String(why), ...args), attempt);
      } else if (['waiting', 'receiving'].includes(phase)) aloud(`phase-${phase}`);
    } else if (event.type === 'text' || event.type === 'thought') this.#murmur.hear(event.type, event.text);
    else if (event.type === 'preview' || event.type === 'image') this.#draft(event.image);
  }

  /** An interim picture lies behind what is said. @param {import('./wasmagine/index.js').GeneratedImage} image */
  async #draft({ url, width, height }) {
    const picture = h('img', { src: url, alt: '', className: 'draft' });
    await picture.decode().catch(() => {});
    if (!this.working) return;
    this.#frame.querySelector('.draft')?.remove();
    this.#frame.prepend(picture);
    this.#shape(width / height);
  }

  /** @param {Picture} picture @param {string} url @param {{ open: () => void, below: Node[] }} parts */
  async show(picture, url, { open, below }) {
    const image = h('img', { src: url, alt: picture.prompt, width: picture.width, height: picture.height });
    // Decoded before it is shown, so that the card turns into the picture at once and not line by line.
    await image.decode().catch(() => {});
    this.element.dataset.state = 'shown';
    this.#shape(picture.width / picture.height);
    this.element.style.setProperty('--largest', `${picture.width}px`);
    this.#turn(
      [h('button', { type: 'button', className: 'picture', title: 'open', on: { click: open } }, image)],
      [h('p', { className: 'facts' }, `${facts(picture)} · ${seconds(picture.took)}`), ...below],
    );
    aloud('pictureHere', facts(picture));
  }

  /** @param {() => void} again */
  cancelled(again) {
    this.element.dataset.state = 'cancelled';
    this.#turn(
      [
        h('p', { className: 'note many', t: 'cancelled' }),
        h('button', { type: 'button', className: 'again', t: 'again', on: { click: again } }),
      ],
      [],
    );
    aloud('cancelled');
  }

  /** @param {unknown} error @param {import('./problem.js').Ways} ways out of it */
  fail(error, ways) {
    this.element.dataset.state = 'failed';
    this.#turn([], [problem(error, this.#call, ways)]);
  }

  /** It stands for another one as well, which ended alike. @param {Card} other @param {number} count of all that it stands for */
  stand(other, count) {
    const here = other.element.contains(document.activeElement);
    other.element.dataset.state = '';
    other.element.remove();
    tellMany(this.element, count);
    if (here) this.element.querySelector('button')?.focus({ preventScroll: true });
  }

  /** Into what it ends as. Whoever was on its button is on what came of it. @param {Node[]} frame @param {Node[]} below */
  #turn(frame, below) {
    const here = this.element.contains(document.activeElement);
    this.#frame.replaceChildren(...frame);
    this.#below.replaceChildren(...below);
    if (here)
      (
        this.element.querySelector('button') ??
        document.querySelector('dialog[open] textarea') ??
        byId('prompt')
      ).focus({ preventScroll: true });
  }

  /** @param {number} ratio */
  #shape(ratio) {
    this.element.style.setProperty('--ratio', String(ratio));
  }
}
