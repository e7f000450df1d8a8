// @ts-check
// Numbers as people read them; more of them in wording.js. Pure.

/** @param {number} count */
export function bytes(count) {
  if (count < 1000) return `${count} B`;
  const [unit, size] =
    count < 1e6 ? ['kB', 1e3] : count < 1e9 ? ['MB', 1e6] : /** @type {const} */ (['GB', 1e9]);
  const value = count / Number(size);
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}

/** @param {string} ratio such as '16:9' */
export const ratioOf = (ratio) => {
  const [width, height] = ratio.split(':').map(Number);
  return width / height || 1;
};
