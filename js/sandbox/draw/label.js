// @ts-check
// The words in the corner that say what this picture is: a 5×7 letter for each that they need.

/** Rows of each letter, five dots wide. @type {Record<string, string[]>} */
const LETTERS = {
  w: ['.....', '.....', '#...#', '#...#', '#.#.#', '#.#.#', '.#.#.', '.....', '.....'],
  a: ['.....', '.....', '.###.', '....#', '.####', '#...#', '.####', '.....', '.....'],
  s: ['.....', '.....', '.####', '#....', '.###.', '....#', '####.', '.....', '.....'],
  m: ['.....', '.....', '##.#.', '#.#.#', '#.#.#', '#.#.#', '#.#.#', '.....', '.....'],
  g: ['.....', '.....', '.####', '#...#', '#...#', '.####', '....#', '.###.', '.....'],
  i: ['..#..', '.....', '.##..', '..#..', '..#..', '..#..', '.###.', '.....', '.....'],
  n: ['.....', '.....', '#.##.', '##..#', '#...#', '#...#', '#...#', '.....', '.....'],
  e: ['.....', '.....', '.###.', '#...#', '#####', '#....', '.###.', '.....', '.....'],
  d: ['....#', '....#', '.####', '#...#', '#...#', '#...#', '.####', '.....', '.....'],
  b: ['#....', '#....', '####.', '#...#', '#...#', '#...#', '####.', '.....', '.....'],
  o: ['.....', '.....', '.###.', '#...#', '#...#', '#...#', '.###.', '.....', '.....'],
  x: ['.....', '.....', '#...#', '.#.#.', '..#..', '.#.#.', '#...#', '.....', '.....'],
  ' ': ['.....', '.....', '.....', '.....', '.....', '.....', '.....', '.....', '.....'],
};
const WORDS = 'wasmagine sandbox';

/** @param {Uint8Array} rgb @param {number} width @param {number} height */
export function label(rgb, width, height) {
  const dot = Math.max(1, Math.round(Math.min(width, height) / 480));
  const wide = WORDS.length * 6 * dot;
  const left = width - wide - 8 * dot;
  const top = height - 15 * dot;
  const put = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ value, /** @type {number} */ alpha) => {
    for (let j = y; j < y + dot; j++) {
      for (let i = x; i < x + dot; i++) {
        if (i < 0 || j < 0 || i >= width || j >= height) continue;
        for (let k = 0; k < 3; k++) {
          const at = (j * width + i) * 3 + k;
          rgb[at] += (value - rgb[at]) * alpha;
        }
      }
    }
  };
  for (const [shift, value, alpha] of [[dot, 0, 0.45], [0, 255, 0.82]]) {
    [...WORDS].forEach((letter, n) => LETTERS[letter].forEach((row, y) => [...row].forEach((cell, x) => {
      if (cell === '#') put(left + (n * 6 + x) * dot + shift, top + y * dot + shift, value, alpha);
    })));
  }
}
