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
  c: ['.....', '.....', '.####', '#....', '#....', '#....', '.####', '.....', '.....'],
  h: ['#....', '#....', '#.##.', '##..#', '#...#', '#...#', '#...#', '.....', '.....'],
  p: ['.....', '.....', '####.', '#...#', '#...#', '####.', '#....', '#....', '.....'],
  r: ['.....', '.....', '#.##.', '##..#', '#....', '#....', '#....', '.....', '.....'],
  t: ['.#...', '.#...', '####.', '.#...', '.#...', '.#..#', '..##.', '.....', '.....'],
  u: ['.....', '.....', '#...#', '#...#', '#...#', '#..##', '.##.#', '.....', '.....'],
  y: ['.....', '.....', '#...#', '#...#', '#...#', '.####', '....#', '.###.', '.....'],
  ' ': ['.....', '.....', '.....', '.....', '.....', '.....', '.....', '.....', '.....'],
};
const WORDS = 'wasmagine sandbox';
/** Where pictures alone were asked for, no text can say it. */
const BLIND = 'cannot see your picture';

/** @param {Uint8Array} rgb @param {number} width @param {number} height @param {number} [unseen] pictures that were sent and cannot be seen */
export function label(rgb, width, height, unseen = 0) {
  const dot = Math.max(1, Math.round(Math.min(width, height) / 480));
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
  for (const [line, words] of (unseen ? [WORDS, BLIND] : [WORDS]).entries()) {
    const left = width - words.length * 6 * dot - 8 * dot;
    const top = height - (15 + 12 * line) * dot;
    for (const [shift, value, alpha] of [[dot, 0, 0.45], [0, 255, 0.82]]) {
      [...words].forEach((letter, n) => LETTERS[letter].forEach((row, y) => [...row].forEach((cell, x) => {
        if (cell === '#') put(left + (n * 6 + x) * dot + shift, top + y * dot + shift, value, alpha);
      })));
    }
  }
}
