// @ts-check
// A picture that is marked with mouse, pen, fingers or keys, zoomed and moved. One finger marks, two zoom; the wheel zooms, and the middle
// button or the space bar moves. By keys alone a rectangle is moved and sized, and marked with Enter. Knows nothing of what the marks are for.
import { aloud, h } from './dom.js';
import { Marks, drawMark } from './marks.js';
import { t } from './words.js';
import { nearer } from './zoom.js';

/** @typedef {'brush' | 'eraser' | 'rectangle'} Tool */
/** @typedef {{ x: number, y: number }} Point in the picture's pixels */
/** @typedef {Pick<MouseEvent, 'clientX' | 'clientY'>} Place on the screen */

/** The longer edge of what shows the marks: as sharp as a screen. What is sent is drawn anew, at the picture's size. */
const SHOWN = 2048;
/** The longer edge at which it is seen how much is marked. */
const GLANCE = 256;
const COLOUR = '#e3178a';
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {HTMLCanvasElement} canvas @returns {CanvasRenderingContext2D} */
const penOf = (canvas, options = {}) => /** @type {any} */ (canvas.getContext('2d', options));
const percent = (/** @type {number} */ part) => `${part * 100}%`;

export class Sheet {
  #size;
  #changed;
  #image = h('img', { draggable: false });
  #canvas = h('canvas', { className: 'marks' });
  #pen = penOf(this.#canvas);
  #probe = penOf(h('canvas', {}), { willReadFrequently: true });
  #ring = h('i', { className: 'ring', hidden: true });
  #frame = h('i', { className: 'keyed', hidden: true });
  #paper = h('div', { className: 'paper' }, this.#image, this.#canvas, this.#frame, this.#ring);
  element = h(
    'div',
    { className: 'now sheet', tabIndex: 0, role: 'application', label: 'sheet' },
    this.#paper,
  );

  #marks = new Marks();
  /** @type {Tool} */
  tool = 'brush';
  #brush = 40;
  /** Whether it is only looked at. */
  #still = false;
  /** Part of the picture that is marked. */
  share = 0;

  #scale = 1;
  #x = 0;
  #y = 0;
  /** @type {Map<number, PointerEvent>} */
  #down = new Map();
  /** What the pointers are doing. @type {'mark' | 'move' | 'pinch' | undefined} */
  #doing;
  /** @type {import('./marks.js').Stroke | import('./marks.js').Rectangle | undefined} */
  #mark;
  #spaced = false;
  /** What the keys move. */
  #keyed;

  /** @param {{ width: number, height: number }} size @param {() => void} changed what is marked, or can be undone */
  constructor(size, changed) {
    this.#size = size;
    this.#changed = changed;
    const { width, height } = size;
    const longest = Math.max(width, height);
    const shown = Math.min(1, SHOWN / longest),
      glanced = Math.min(1, GLANCE / longest);
    Object.assign(this.#canvas, { width: Math.ceil(width * shown), height: Math.ceil(height * shown) });
    this.#pen.fillStyle = COLOUR;
    this.#pen.scale(this.#canvas.width / width, this.#canvas.height / height);
    Object.assign(this.#probe.canvas, {
      width: Math.ceil(width * glanced),
      height: Math.ceil(height * glanced),
    });
    this.#probe.imageSmoothingQuality = 'high';
    this.#keyed = { x: width / 4, y: height / 4, width: width / 2, height: height / 2 };
    this.element.style.setProperty('--ratio', String(width / height));
    this.brush = this.#brush;
    this.#listen();
  }

  // ───────────── what is shown ─────────────

  /** @param {string} url @param {string} alt */
  show(url, alt) {
    Object.assign(this.#image, { src: url, alt });
  }

  /** @param {Marks} marks */
  lay(marks) {
    this.#marks = marks;
    this.#redraw();
  }

  get marks() {
    return this.#marks;
  }

  /** It is only looked at, with or without its marks. @param {boolean} still @param {boolean} [bare] */
  rest(still, bare = still) {
    this.#still = still;
    this.#canvas.hidden = bare;
    this.#ring.hidden = this.#frame.hidden = true;
    this.element.classList.toggle('still', still);
  }

  /** Pixels of the picture, across. */
  get brush() {
    return this.#brush;
  }

  set brush(pixels) {
    this.#brush = pixels;
    this.#ring.style.width = percent(pixels / this.#size.width);
  }

  #redraw() {
    const { width, height } = this.#size;
    this.#pen.clearRect(0, 0, width, height);
    this.#marks.draw(this.#pen, width, height);
    this.#count();
  }

  #count() {
    const { width, height } = this.#probe.canvas;
    this.#probe.globalCompositeOperation = 'copy';
    this.#probe.drawImage(this.#canvas, 0, 0, width, height);
    const pixels = this.#probe.getImageData(0, 0, width, height).data;
    let sum = 0;
    for (let at = 3; at < pixels.length; at += 4) sum += pixels[at];
    this.share = sum / 255 / (width * height);
    this.#changed();
  }

  // ───────────── marking ─────────────

  /** @param {import('./marks.js').Mark} mark */
  add(mark) {
    this.#marks.add(mark);
    drawMark(this.#pen, mark, this.#size.width, this.#size.height);
    this.#count();
  }

  undo() {
    if (this.#marks.undo()) this.#redraw();
  }

  redo() {
    if (this.#marks.redo()) this.#redraw();
  }

  /** Where on the picture. @param {Place} place @returns {Point} */
  #at({ clientX, clientY }) {
    const { left, top, width, height } = this.#image.getBoundingClientRect();
    return {
      x: ((clientX - left) / width) * this.#size.width,
      y: ((clientY - top) / height) * this.#size.height,
    };
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    const { x, y } = this.#at(event);
    // The other end of a pen rubs out.
    const erase = this.tool === 'eraser' || Boolean(event.buttons & 32);
    if (this.tool === 'rectangle') this.#mark = { kind: 'rectangle', erase, x, y, width: 0, height: 0 };
    else {
      this.#mark = { kind: 'stroke', erase, size: this.#brush, points: [x, y] };
      drawMark(this.#pen, this.#mark, this.#size.width, this.#size.height);
    }
  }

  /** @param {PointerEvent} event */
  #go(event) {
    const mark = this.#mark;
    if (mark?.kind === 'rectangle') {
      const { x, y } = this.#at(event);
      Object.assign(mark, { width: x - mark.x, height: y - mark.y });
      this.#outline(mark);
    } else if (mark) {
      const together = event.getCoalescedEvents?.() ?? [];
      for (const each of together.length ? together : [event]) {
        const { x, y } = this.#at(each);
        const last = mark.points.slice(-2);
        mark.points.push(x, y);
        const step = { ...mark, points: [...last, x, y] };
        drawMark(this.#pen, step, this.#size.width, this.#size.height);
      }
    }
  }

  #end() {
    const mark = this.#mark;
    this.#mark = undefined;
    this.#frame.hidden = true;
    if (mark?.kind === 'rectangle') {
      const { x, y, width, height } = mark;
      if (width && height)
        this.add({
          ...mark,
          x: Math.min(x, x + width),
          y: Math.min(y, y + height),
          width: Math.abs(width),
          height: Math.abs(height),
        });
    } else if (mark) {
      this.#marks.add(mark);
      this.#count();
    }
  }

  /** What was begun was none. */
  #forget() {
    if (!this.#mark) return;
    this.#mark = undefined;
    this.#frame.hidden = true;
    this.#redraw();
  }

  /** @param {{ x: number, y: number, width: number, height: number }} place of the frame */
  #outline({ x, y, width, height }) {
    Object.assign(this.#frame.style, {
      left: percent(Math.min(x, x + width) / this.#size.width),
      top: percent(Math.min(y, y + height) / this.#size.height),
      width: percent(Math.abs(width) / this.#size.width),
      height: percent(Math.abs(height) / this.#size.height),
    });
    this.#frame.hidden = false;
  }

  // ───────────── by keys ─────────────

  /** @param {KeyboardEvent} event @returns {boolean} whether it was for the frame */
  #key({ key, shiftKey, altKey, repeat }) {
    const arrow = ARROWS[/** @type {keyof typeof ARROWS} */ (key)];
    const { width, height } = this.#size;
    const frame = this.#keyed;
    if (arrow) {
      const step = altKey ? 1 : Math.max(1, Math.round((Math.max(width, height) / 100) * (repeat ? 3 : 1)));
      const [dx, dy] = arrow.map((by) => by * step);
      if (shiftKey) {
        frame.width = Math.min(width - frame.x, Math.max(1, frame.width + dx));
        frame.height = Math.min(height - frame.y, Math.max(1, frame.height + dy));
      } else {
        frame.x = Math.min(width - frame.width, Math.max(0, frame.x + dx));
        frame.y = Math.min(height - frame.height, Math.max(0, frame.y + dy));
      }
      this.#outline(frame);
      const parts = [frame.x / width, frame.y / height, frame.width / width, frame.height / height];
      aloud('frameAt', ...parts.map((part) => Math.round(part * 100)));
      return true;
    }
    if (key !== 'Enter') return false;
    this.#outline(frame);
    this.add({ kind: 'rectangle', erase: this.tool === 'eraser', ...frame });
    aloud('markedNow', () => this.told());
    return true;
  }

  /** How much is marked, in words. */
  told() {
    const part = this.share * 100;
    return part > 0 && part < 1 ? t('underOne') : String(Math.round(part));
  }

  // ───────────── looking closer ─────────────

  /** @param {number} factor @param {Place} [at] what stays where it is, else the middle */
  zoom(factor, at) {
    const view = { scale: this.#scale, x: this.#x, y: this.#y };
    ({ scale: this.#scale, x: this.#x, y: this.#y } = nearer(view, factor, this.element, at));
    this.#place();
  }

  whole() {
    this.zoom(0);
  }

  #place() {
    this.#paper.style.transform =
      this.#scale === 1 ? '' : `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})`;
    this.#paper.style.setProperty('--zoom', String(this.#scale));
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const before = this.#down.get(event.pointerId);
    const other = [...this.#down.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    if (!before) return;
    if (this.#doing === 'pinch' && other) {
      const apart = (/** @type {Place} */ { clientX, clientY }) =>
        Math.max(1, Math.hypot(clientX - other.clientX, clientY - other.clientY));
      const middle = (/** @type {PointerEvent} */ { clientX, clientY }) => ({
        clientX: (clientX + other.clientX) / 2,
        clientY: (clientY + other.clientY) / 2,
      });
      this.#x += (event.clientX - before.clientX) / 2;
      this.#y += (event.clientY - before.clientY) / 2;
      this.zoom(apart(event) / apart(before), middle(event));
    } else if (this.#doing === 'move' && this.#scale > 1) {
      this.#x += event.clientX - before.clientX;
      this.#y += event.clientY - before.clientY;
      this.#place();
    } else if (this.#doing === 'mark') this.#go(event);
    this.#down.set(event.pointerId, event);
  }

  // ───────────── what is heard ─────────────

  #listen() {
    const room = this.element;
    room.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        this.zoom(Math.exp(-event.deltaY / 400), event);
      },
      { passive: false },
    );
    room.addEventListener('pointerdown', (event) => {
      // What lies over the picture has buttons of its own.
      if (!this.#paper.contains(/** @type {Node} */ (event.target)) && event.target !== room) return;
      event.preventDefault();
      room.focus({ preventScroll: true });
      room.setPointerCapture(event.pointerId);
      this.#down.set(event.pointerId, event);
      if (this.#down.size > 1) {
        this.#forget();
        this.#doing = 'pinch';
      } else if (event.button === 1 || this.#spaced || this.#still) this.#doing = 'move';
      else if (event.button === 0 || event.button === 5) {
        this.#doing = 'mark';
        this.#begin(event);
      }
    });
    room.addEventListener('pointermove', (event) => {
      this.#hover(event);
      this.#move(event);
    });
    for (const name of /** @type {const} */ (['pointerup', 'pointercancel']))
      room.addEventListener(name, ({ pointerId }) => {
        if (!this.#down.delete(pointerId)) return;
        if (this.#doing === 'mark') {
          if (name === 'pointerup') this.#end();
          else this.#forget();
        }
        // The finger that is left of two marks nothing.
        if (!this.#down.size) this.#doing = undefined;
      });
    room.addEventListener('pointerleave', () => {
      this.#ring.hidden = true;
    });
    room.addEventListener('keydown', (event) => {
      if (event.target !== room || event.ctrlKey || event.metaKey) return;
      if (event.key === ' ') this.#space(true);
      else if (this.#still || !this.#key(event)) return;
      event.preventDefault();
    });
    room.addEventListener('keyup', ({ key }) => {
      if (key === ' ') this.#space(false);
    });
    room.addEventListener('blur', () => {
      this.#space(false);
      this.#frame.hidden = true;
    });
  }

  /** @param {boolean} held */
  #space(held) {
    this.#spaced = held;
    this.element.classList.toggle('moving', held);
  }

  /** The brush is seen where a pointer hovers. @param {PointerEvent} event */
  #hover(event) {
    const { x, y } = this.#at(event);
    const { width, height } = this.#size;
    this.#ring.hidden =
      this.#still ||
      this.tool === 'rectangle' ||
      event.pointerType === 'touch' ||
      x < 0 ||
      y < 0 ||
      x > width ||
      y > height;
    Object.assign(this.#ring.style, { left: percent(x / width), top: percent(y / height) });
  }
}
