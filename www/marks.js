// @ts-check
// What is marked of a picture: strokes, rectangles, all the rest instead, nothing any more; in the picture's own pixels, so that it is the same
// at every size. Undo takes the last of them away. Draws with a pen that it is given.

/**
 * @typedef {{ kind: 'stroke', erase: boolean, size: number, points: number[] }} Stroke x and y in turns
 * @typedef {{ kind: 'rectangle', erase: boolean, x: number, y: number, width: number, height: number }} Rectangle
 * @typedef {Stroke | Rectangle | { kind: 'invert' } | { kind: 'clear' }} Mark
 * @typedef {CanvasRenderingContext2D} Pen
 */

export class Marks {
  /** @type {Mark[]} */
  #done = [];
  /** @type {Mark[]} */
  #undone = [];

  /** @param {Mark} mark */
  add(mark) {
    this.#done.push(mark);
    this.#undone = [];
  }

  /** @returns {boolean} whether there was something */
  undo() {
    const mark = this.#done.pop();
    if (mark) this.#undone.push(mark);
    return Boolean(mark);
  }

  redo() {
    const mark = this.#undone.pop();
    if (mark) this.#done.push(mark);
    return Boolean(mark);
  }

  get begun() {
    return this.#done.length > 0;
  }

  get undone() {
    return this.#undone.length > 0;
  }

  /** All of them, where the pen's first pixel is the picture's. @param {Pen} pen @param {number} width of the picture @param {number} height */
  draw(pen, width, height) {
    // What was before the last time that all was cleared is under nothing.
    const from = this.#done.findLastIndex(({ kind }) => kind === 'clear') + 1;
    for (const mark of this.#done.slice(from)) drawMark(pen, mark, width, height);
  }
}

/** @param {Pen} pen @param {Mark} mark @param {number} width @param {number} height */
export function drawMark(pen, mark, width, height) {
  pen.globalCompositeOperation = 'source-over';
  if (mark.kind === 'clear') pen.clearRect(0, 0, width, height);
  else if (mark.kind === 'invert') {
    pen.globalCompositeOperation = 'xor';
    pen.fillRect(0, 0, width, height);
  } else {
    if (mark.erase) pen.globalCompositeOperation = 'destination-out';
    if (mark.kind === 'rectangle') pen.fillRect(mark.x, mark.y, mark.width, mark.height);
    else drawLine(pen, mark.size, mark.points);
  }
  pen.globalCompositeOperation = 'source-over';
}

/** @param {Pen} pen @param {number} size @param {number[]} points */
function drawLine(pen, size, points) {
  const [x, y] = points;
  pen.beginPath();
  if (points.length === 2) {
    pen.arc(x, y, size / 2, 0, 2 * Math.PI);
    pen.fill();
    return;
  }
  Object.assign(pen, { lineWidth: size, lineCap: 'round', lineJoin: 'round', strokeStyle: pen.fillStyle });
  pen.moveTo(x, y);
  for (let at = 2; at < points.length; at += 2) pen.lineTo(points[at], points[at + 1]);
  pen.stroke();
}
