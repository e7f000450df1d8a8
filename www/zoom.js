// @ts-check
// A picture that is zoomed and moved within its room: by wheel, by fingers, by dragging, by a double click, and by what keys call.

/** @typedef {{ scale: number, x: number, y: number }} View how much larger, and how far off the middle of its room */

/**
 * What is seen after a step nearer, or back.
 * @param {View} view @param {number} factor @param {Element} room
 * @param {{ clientX: number, clientY: number }} [at] what stays where it is, else the middle
 * @returns {View}
 */
export function nearer(view, factor, room, at) {
  const scale = Math.min(16, Math.max(1, view.scale * factor));
  if (scale === 1) return { scale, x: 0, y: 0 };
  const { left, top, width, height } = room.getBoundingClientRect();
  const x = at ? at.clientX - left - width / 2 : 0,
    y = at ? at.clientY - top - height / 2 : 0;
  const grown = scale / view.scale;
  return { scale, x: x - (x - view.x) * grown, y: y - (y - view.y) * grown };
}

export class Zoom {
  #room;
  /** @type {HTMLElement | undefined} */
  #image;
  #scale = 1;
  #x = 0;
  #y = 0;
  /** Fingers and the pointer, where they were. @type {Map<number, PointerEvent>} */
  #down = new Map();

  /** @param {HTMLElement} room */
  constructor(room) {
    this.#room = room;
    room.addEventListener(
      'wheel',
      (event) => {
        if (!this.#image) return;
        event.preventDefault();
        this.by(Math.exp(-event.deltaY / 400), event);
      },
      { passive: false },
    );
    room.addEventListener('dblclick', (event) => this.toggle(event));
    room.addEventListener('pointerdown', (event) => {
      if (!this.#image || event.target !== this.#image) return;
      room.setPointerCapture(event.pointerId);
      this.#down.set(event.pointerId, event);
    });
    room.addEventListener('pointermove', (event) => this.#move(event));
    for (const name of /** @type {const} */ (['pointerup', 'pointercancel']))
      room.addEventListener(name, ({ pointerId }) => void this.#down.delete(pointerId));
  }

  /** @param {HTMLElement | undefined} image */
  of(image) {
    this.#image = image;
    this.reset();
  }

  reset() {
    [this.#scale, this.#x, this.#y] = [1, 0, 0];
    this.#show();
  }

  /** @param {{ clientX: number, clientY: number }} [at] */
  toggle(at) {
    if (this.#scale > 1) this.reset();
    else this.by(2.5, at);
  }

  /** @param {number} factor @param {{ clientX: number, clientY: number }} [at] what stays where it is, else the middle */
  by(factor, at) {
    const view = { scale: this.#scale, x: this.#x, y: this.#y };
    ({ scale: this.#scale, x: this.#x, y: this.#y } = nearer(view, factor, this.#room, at));
    this.#show();
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const before = this.#down.get(event.pointerId);
    if (!before) return;
    const other = [...this.#down.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    if (other) {
      const apart = (/** @type {PointerEvent} */ { clientX, clientY }) =>
        Math.hypot(clientX - other.clientX, clientY - other.clientY);
      this.by(apart(event) / apart(before), {
        clientX: (event.clientX + other.clientX) / 2,
        clientY: (event.clientY + other.clientY) / 2,
      });
    } else if (this.#scale > 1) {
      this.#x += event.clientX - before.clientX;
      this.#y += event.clientY - before.clientY;
      this.#show();
    }
    this.#down.set(event.pointerId, event);
  }

  #show() {
    if (!this.#image) return;
    this.#image.style.transform =
      this.#scale === 1 ? '' : `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})`;
    this.#room.classList.toggle('zoomed', this.#scale > 1);
  }
}
