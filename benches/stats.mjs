// @ts-check

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The same order on every run, another in each round: nobody always follows the same neighbour. @template T @param {T[]} list @param {number} round @returns {T[]} */
export function shuffled(list, round) {
  let state = 0x9e3779b9 ^ (round + 1);
  const next = () => {
    state ^= state << 13; state ^= state >>> 17; state ^= state << 5; // xorshift32
    return state >>> 0;
  };
  const rest = [...list];
  return list.map(() => rest.splice(next() % rest.length, 1)[0]);
}
