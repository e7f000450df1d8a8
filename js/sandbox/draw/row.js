// @ts-check
// Who stands where from left to right, and how large. What the first prompt named makes a row in the middle; what an edit added is late:
// smaller, in a free place at the side, so that nothing else moves. Knows nothing of heights and of drawing.

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./words.js').Subject} Subject */

/** Height in units when it is the only one. @type {Record<string, number>} */
const SIZES = {
  cat: 0.56, dog: 0.56, pig: 0.6, cow: 0.56, horse: 0.6, unicorn: 0.6, sheep: 0.54, rabbit: 0.52, fox: 0.54, bear: 0.6, panda: 0.6, elephant: 0.62, giraffe: 0.66, lion: 0.58, tiger: 0.56,
  deer: 0.56, mouse: 0.44, bird: 0.42, owl: 0.46, duck: 0.4, penguin: 0.48, chicken: 0.44, fish: 0.52, whale: 0.66, dolphin: 0.56, turtle: 0.5, butterfly: 0.44, dragon: 0.68, robot: 0.6,
  astronaut: 0.6, person: 0.56, snowman: 0.56, boat: 0.56, car: 0.44, train: 0.34, plane: 0.46, rocket: 0.66, balloon: 0.6, ufo: 0.42, bicycle: 0.44, house: 0.52, castle: 0.54, lighthouse: 0.66,
  windmill: 0.6, tower: 0.62, tree: 0.68, pine: 0.66, palm: 0.62, flower: 0.62, mushroom: 0.48, cactus: 0.52, cup: 0.44, apple: 0.34, orange: 0.34, lemon: 0.34, pear: 0.38, banana: 0.36, cherry: 0.36,
  book: 0.56, umbrella: 0.54, lantern: 0.5, cake: 0.5, heart: 0.46, kite: 0.46, bridge: 0.5, planet: 0.62, ball: 0.36, crystal: 0.46,
};

/** Every one of every subject, left to right; what an edit added comes after what was there.
 *  @param {Scene} scene @param {Subject[]} subjects */
function each(scene, subjects) {
  const begin = Math.min(...scene.wish.subjects.map(({ since }) => since[0]));
  return subjects.flatMap((subject) => subject.since.slice(0, 12).map((since, index) => ({ subject, index, since, late: since - begin }))).sort((a, b) => a.late - b.late);
}

/** Width in heights, where it is not about one. @type {Record<string, number>} */
const WIDTHS = { car: 1.25, train: 1.6, plane: 1.5, whale: 1.6, dolphin: 1.6, fish: 1.3, turtle: 1.25, horse: 1.15, unicorn: 1.15, lantern: 0.8, flower: 0.65, pine: 0.7, rocket: 0.7, lighthouse: 0.6, person: 0.6, penguin: 0.8, book: 1.3, pear: 0.8, bridge: 1.6, dragon: 1.6, owl: 0.75 };

/** Room for a row: how much smaller each gets, and where each stands. What is late is smaller, and at the side.
 *  @param {Scene} scene @param {Subject[]} subjects */
export function row(scene, subjects) {
  const list = each(scene, subjects);
  const set = list.filter(({ late }) => !late);
  const widths = set.map(({ subject }) => scene.unit * SIZES[subject.kind] * (WIDTHS[subject.kind] ?? 1) * (subject.wings ? 1.25 : 1.08));
  const total = widths.reduce((sum, width) => sum + width, 0);
  const shrink = Math.min(set.length === 1 ? 1 : 0.92, Math.max(0.3, (scene.width * 0.95) / total));
  let left = scene.width / 2 - (total * shrink) / 2;
  return list.map(({ subject, index, since, late }, i) => {
    if (late) {
      const random = scene.since(since);
      const own = random === scene.random ? 1 : random.fork(`size${subject.kind}${index}`).between(0.82, 1.12);
      return { subject, index, late, alone: false, x: scene.width * scene.slot(subject, index), size: SIZES[subject.kind] * subject.scale * Math.min(shrink, 0.62) * own };
    }
    left += widths[i] * shrink;
    const x = left - (widths[i] * shrink) / 2;
    return { subject, index, late, alone: set.length === 1, x, size: SIZES[subject.kind] * subject.scale * shrink };
  });
}

/** Shares of the width for what is late, best first. */
const FREE = [0.82, 0.18, 0.7, 0.3, 0.89, 0.11, 0.6, 0.4];

/** Finds a place for all that is late. What came earlier chooses first, so that it stays where it is. @param {Scene} scene */
export function spread(scene) {
  const list = each(scene, scene.wish.subjects);
  const set = list.filter(({ late }) => !late);
  const taken = set.map((_, i) => (i + 0.5) / set.length);
  /** @type {Map<Subject, number[]>} */
  const slots = new Map();
  for (const { subject, index, since, late } of list) {
    if (!late) continue;
    const room = (/** @type {number} */ share) => Math.min(0.18, ...taken.map((other) => Math.abs(other - share)));
    const best = FREE.reduce((best, share) => (room(share) > room(best) + 0.01 ? share : best));
    // Of the places with about as much room, the edit's own seed chooses one, and how near to its middle.
    const random = scene.since(since);
    const choice = random === scene.random ? best
      : random.fork(`place${subject.kind}${index}`).pick(FREE.filter((share) => room(share) > room(best) * 0.8)) + random.fork(`aside${subject.kind}${index}`).between(-0.025, 0.025);
    taken.push(choice);
    const own = slots.get(subject) ?? [];
    own[index] = choice;
    slots.set(subject, own);
  }
  scene.slot = (subject, index) => slots.get(subject)?.[index] ?? 0.5;
}
