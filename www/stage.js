// @ts-check
// Calls on their way and the pictures of the last one. Each picture is a call of its own, because each has a card that can be cancelled
// alone; `n` in one call would share an end. Knows nothing of the form.
import { streamImage } from './wasmagine/index.js';
import { row, words } from './actions.js';
import { byId, h } from './dom.js';
import { Card } from './card.js';
import { hold } from './leave.js';
import { record } from './record.js';

/** @typedef {import('./form.js').Order} Order */
/** @typedef {import('./record.js').Picture} Picture */
/**
 * @typedef {object} Events
 * @property {(picture: Picture) => void} made
 * @property {(order: Order) => void} began
 * @property {import('./actions.js').Desk} desk
 */

/** As the package does with `n`. */
const AT_ONCE = 3;

/** @param {Events} events */
export function setUpStage({ made, began, desk }) {
  const stage = byId('stage');
  /** @type {Set<AbortController>} */
  const running = new Set();
  /** @type {Set<Card>} */
  const cards = new Set();
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let clock;

  function busy() {
    byId('cancel').hidden = !running.size;
    if (running.size) clock ??= setInterval(() => cards.forEach((card) => card.tick()), 100);
    else clock = void clearInterval(clock);
  }

  /** @param {Order} order */
  async function make(order) {
    began(order);
    const box = h('section', { className: 'batch', label: ['batch', order.prompt] });
    const urls = /** @type {string[]} */ ([]);
    // Others that are over make room; their pictures are in the gallery.
    for (const old of stage.querySelectorAll('.batch')) if (!old.querySelector('[data-state="working"]')) old.dispatchEvent(new Event('leave'));
    box.addEventListener('leave', () => {
      box.remove();
      urls.forEach((url) => URL.revokeObjectURL(url));
    });
    stage.prepend(box);
    const waiting = Array.from({ length: order.n }, (_, index) => () => one(order, index, box, urls));
    const begun = waiting.map((prepare) => prepare());
    // Where the form stands above, the pictures take its place; beside it, the page moves only as far as it must. The focus stays.
    box.scrollIntoView({ block: matchMedia('(max-width: 56rem)').matches ? 'start' : 'nearest' });
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, begun.length) }, async () => {
      for (let next; (next = begun.shift());) await next();
    }));
    if (stage.firstElementChild !== box && !box.querySelector('[data-state="failed"]')) box.dispatchEvent(new Event('leave'));
  }

  /** A card at once, and what runs behind it. @param {Order} order @param {number} index @param {HTMLElement} box @param {string[]} urls */
  function one(order, index, box, urls) {
    const call = new AbortController();
    const card = new Card(order.settings.aspectRatio, () => call.abort());
    cards.add(card);
    running.add(call);
    box.append(card.element);
    busy();
    const over = () => {
      cards.delete(card);
      running.delete(call);
      hold(call, false, order.place);
      busy();
    };
    // One that waits for its turn has nothing to wait for to be cancelled.
    const unbegun = () => {
      card.cancelled();
      over();
    };
    call.signal.addEventListener('abort', unbegun);
    return async () => {
      if (call.signal.aborted) return;
      call.signal.removeEventListener('abort', unbegun);
      hold(call, true, order.place);
      const started = performance.now();
      const { settings, images, where, prompt } = order;
      try {
        card.begin();
        const seed = settings.seed === undefined ? undefined : settings.seed + index;
        const stream = streamImage(prompt, { ...settings, seed, ...(images.length && { images }), signal: call.signal, ...where });
        for await (const event of stream) card.hear(event);
        const result = await stream.result;
        const took = performance.now() - started;
        for (const [at, image] of result.images.entries()) {
          const picture = record(image, result, { ...order, settings: { ...settings, ...(seed !== undefined && { seed }) } }, took);
          const place = at ? new Card(undefined, () => {}) : card;
          if (at) box.append(place.element);
          urls.push(URL.createObjectURL(picture.blob));
          const below = [row(picture, desk), ...words(picture)];
          await place.show(picture, urls[urls.length - 1], { open: () => desk.view(picture), below: [...below, ...result.warnings.map(({ message }) => h('p', { className: 'warning' }, message))] });
          made(picture);
        }
        result.revoke();
      } catch (error) {
        if (call.signal.aborted) card.cancelled();
        else {
          card.fail(error, () => {
            card.element.remove();
            if (!box.childElementCount) box.remove();
            make({ ...order, n: 1 });
          });
        }
      } finally {
        over();
      }
    };
  }

  return {
    make,
    /** Whether there was something to cancel. */
    cancel() {
      const any = running.size > 0;
      running.forEach((call) => call.abort());
      return any;
    },
  };
}
