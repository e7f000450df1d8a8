// @ts-check
// A wish → a scene with everything in its place: which ground, what stands behind, who is in front, how large, how far apart.

import { BEASTS, beast } from './beasts.js';
import { BIRDS } from './birds.js';
import { Brush } from './brush.js';
import { BUILDS, city, woods } from './builds.js';
import { hex, mix } from './colour.js';
import { room, underwater } from './inside.js';
import { desert, meadow, mountains, road, snowfield } from './land.js';
import { clamp, lerp } from './math.js';
import { noise } from './noise.js';
import { row, spread } from './row.js';
import { sky, space } from './sky.js';
import { THINGS } from './things.js';
import { beach, island, river, water, waterfall } from './water.js';

/** @typedef {import('./scene.js').Scene} Scene */
/** @typedef {import('./words.js').Subject} Subject */

const AIRBORNE = ['balloon', 'plane', 'ufo', 'kite', 'butterfly', 'planet', 'heart'];
const AFLOAT = ['boat', 'whale', 'dolphin'];
const BUILT = ['house', 'castle', 'lighthouse', 'windmill', 'tower', 'bridge', 'tree', 'pine', 'palm'];
const INDOORS = ['cup', 'apple', 'orange', 'lemon', 'pear', 'banana', 'cherry', 'book', 'cake', 'crystal', 'lantern'];
const SWIMMING = ['fish', 'dolphin', 'turtle'];
const COSMIC = ['rocket', 'planet', 'astronaut', 'ufo'];

/** @param {Scene} scene */
export function compose(scene) {
  const { wish } = scene;
  fallBack(scene);
  spread(scene);
  const has = (/** @type {string} */ kind) => wish.places.find((place) => place.kind === kind);
  const kinds = eldest(scene).map(({ kind }) => kind);
  const all = (/** @type {string[]} */ list) => kinds.length > 0 && kinds.every((kind) => list.includes(kind));
  const placed = wish.places.length > 0;
  if (has('space') || (!placed && !wish.hour && all(COSMIC) && kinds.some((kind) => kind !== 'ufo'))) {
    space(scene, has('space')?.colour);
    scene.light = mix(scene.light, [1, 1, 1], 0.8);
    scene.haze = hex('#131634');
    afloat(scene, wish.subjects, 0.5);
  } else if (has('underwater') || (!placed && all(SWIMMING))) {
    underwater(scene);
    afloat(scene, wish.subjects, 0.5, hex('#1f7fb0'));
  } else if (has('room') || (!placed && all(INDOORS) && !wish.hour && !wish.weather.length)) {
    room(scene, has('room')?.colour);
    stand(scene, wish.subjects, scene.height * 0.8, scene.height * 0.9);
  } else {
    outdoors(scene, has, kinds);
  }
}

/** The subjects that the scene was set with: only they decide how it is composed, so that what an edit adds moves nothing.
 *  @param {Scene} scene */
const eldest = ({ wish }) => wish.subjects.filter(({ since }) => since[0] === 0);

/** Words that mean nothing here still get a picture, and always the same kind for the same words. @param {Scene} scene */
function fallBack(scene) {
  const { wish } = scene;
  if (eldest(scene).length || wish.places.length) return;
  if (wish.extras.includes('aurora')) wish.places.push({ kind: 'snow' }, { kind: 'lake' });
  else if (wish.extras.includes('fireworks')) wish.places.push({ kind: 'city' }, { kind: 'lake' });
  else wish.places.push(...scene.random.fork('place').pick([['mountain', 'lake'], ['meadow'], ['sea'], ['forest'], ['desert'], ['mountain', 'meadow'], ['river', 'meadow']]).map((kind) => ({ kind })));
}

/** @param {Scene} scene @param {(kind: string) => {kind: string, colour?: string} | undefined} has @param {string[]} kinds */
function outdoors(scene, has, kinds) {
  const { wish, width, height } = scene;
  const flies = (/** @type {Subject} */ subject) => subject.wings || subject.flying || AIRBORNE.includes(subject.kind) || (['dragon', 'rocket'].includes(subject.kind) && wish.over);
  const air = wish.subjects.filter(flies);
  const wet = Boolean(has('sea') || has('lake') || has('beach') || has('island') || wish.subjects.some(({ kind }) => AFLOAT.includes(kind)) || (kinds.includes('bridge') && !has('city')));
  const swims = (/** @type {Subject} */ subject) => !flies(subject) && (AFLOAT.includes(subject.kind) || (subject.kind === 'duck' && wet));
  const float = wish.subjects.filter((subject) => swims(subject) || (wet && subject.kind === 'bridge'));
  const rest = wish.subjects.filter((subject) => !flies(subject) && !float.includes(subject));
  const built = rest.filter(({ kind }) => BUILT.includes(kind));
  const near = rest.filter(({ kind }) => !BUILT.includes(kind));
  const town = has('city');
  const first = eldest(scene);
  const set = (/** @type {Subject[]} */ list) => list.some((subject) => first.includes(subject));
  const crowded = set(near) || set(air) || set(float);
  const high = Boolean(town) && !set(near) && !set(built) && !wet && (set(air) || wish.over || !first.length);
  const tall = height > width * 1.4;
  const grand = wish.extras.some((name) => ['aurora', 'fireworks', 'rainbow'].includes(name));
  scene.horizon = height * (high ? (tall || grand ? 0.64 : 0.52) : wet ? (tall ? 0.64 : 0.56) : set(near) ? 0.56 : tall ? 0.66 : 0.6);

  sky(scene);
  if (has('mountain') || has('volcano') || has('snow')) mountains(scene, has('mountain')?.colour, Boolean(has('volcano')));
  if (town) city(scene, town.colour, high);
  const winter = has('snow') || (!wish.places.length && kinds.some((kind) => ['snowman', 'penguin'].includes(kind))) || wish.weather.includes('snowing');
  const shore = wet && (has('beach') || set(near));
  if (wet) {
    // Before the water, so that it mirrors them.
    if (!shore) raise(scene, built, true, crowded);
    if (has('island') && !built.length) islet(scene);
    if (has('forest')) woods(scene, has('forest')?.colour, plant(scene));
    water(scene, Math.round(scene.horizon), (has('sea') ?? has('lake'))?.colour, has('lake') || has('river') ? 0.8 : 0.25);
    if (shore || near.length) beach(scene);
  } else if (has('desert') || kinds.includes('cactus')) desert(scene, has('desert')?.colour);
  else if (winter) snowfield(scene);
  else if (!high) meadow(scene, has('meadow')?.colour);
  if (!wet && has('river')) river(scene, has('river')?.colour);
  if (has('road') || (!wet && (kinds.includes('car') || (town && set(near) && kinds.includes('bicycle'))))) road(scene);
  if (has('forest') && !wet) woods(scene, has('forest')?.colour, plant(scene));
  if (has('waterfall')) waterfall(scene);
  if (has('village')) village(scene);
  if (!wet || shore) raise(scene, built, false, crowded);
  if (float.length) floating(scene, float);
  if (near.length) stand(scene, near, lerp(scene.horizon, height, wet ? 0.86 : 0.72), height * 0.93);
  if (air.length) afloat(scene, air, high ? 0.36 : set(near) ? 0.24 : set(built) ? 0.27 : 0.34);
}

/** @param {Scene} scene @returns {(kind: string, x: number, y: number, size: number, distance: number, colour?: string) => void} */
const plant = (scene) => (kind, x, y, size, distance, colour) => {
  const random = scene.random.fork(`${kind}${Math.round(x)}${Math.round(y)}`);
  BUILDS[kind](new Brush(scene, x, y, size, { distance, random, flip: random.between() < 0.5 }), { colour });
};

/** @param {Scene} scene */
function islet(scene) {
  const { unit, width, horizon } = scene;
  const top = island(scene, horizon, width * (scene.sun.x > width / 2 ? 0.4 : 0.6), unit * 0.4);
  for (const dx of [-0.1, 0.02, 0.13]) plant(scene)('palm', top.x + dx * unit, top.y + unit * 0.03, unit * (0.3 - Math.abs(dx) * 0.6), 0.06);
}

/** @param {Scene} scene */
function village(scene) {
  const random = scene.random.fork('village');
  for (let i = 0; i < 9; i++) {
    const t = i / 8;
    const y = lerp(scene.horizon + scene.unit * 0.03, scene.horizon + (scene.height - scene.horizon) * 0.34, t);
    plant(scene)(random.between() < 0.3 ? 'tree' : 'house', scene.width * random.between(0.06, 0.94), y, scene.unit * lerp(0.11, 0.24, t), 0.45 * (1 - t));
  }
}

/** One subject once. @param {Scene} scene @param {Subject} subject @param {number} x @param {number} y @param {number} size
 *  @param {{flip?: boolean, distance?: number, turn?: number, flying?: boolean, water?: boolean, veil?: import('./colour.js').Colour, index?: number}} how */
function put(scene, subject, x, y, size, how) {
  const random = scene.since(subject.since[how.index ?? 0] ?? 0).fork(`${subject.kind}${how.index ?? 0}`);
  const brush = new Brush(scene, x, y, size, { ...how, random });
  const { kind, colour, wings, hat } = subject;
  if (BEASTS[kind]) beast(brush, kind, { colour, wings, flying: how.flying, hat });
  else (BIRDS[kind] ?? THINGS[kind] ?? BUILDS[kind])(brush, { colour, flying: how.flying, wings, water: how.water });
}

/** @param {Scene} scene @param {Subject[]} subjects @param {number} from y of the farthest feet @param {number} to y of the nearest */
function stand(scene, subjects, from, to) {
  const random = scene.random.fork('stand');
  const jobs = row(scene, subjects).map(({ subject, index, late, alone, x, size }, i) => {
    const depth = alone ? 0.55 : late ? (i % 2 ? 0.95 : 0.75) : (i % 2 ? 0.75 : 0.2) + random.between(0, 0.25);
    const aside = alone || late ? 0 : random.between(-0.02, 0.02) * scene.unit;
    return { subject, index, x: x + aside, y: lerp(from, to, depth), size: scene.unit * size * lerp(0.9, 1.08, depth) };
  });
  jobs.sort((a, b) => a.y - b.y);
  for (const { subject, index, x, y, size } of jobs) {
    if (subject.gone) continue;
    scene.shadow(x, y, size * (BEASTS[subject.kind] ? 0.52 : subject.kind === 'car' ? 0.7 : 0.4));
    put(scene, subject, x, y, size, { index, flip: x > scene.width * 0.56 });
  }
}

/** In the air, in space, under water. @param {Scene} scene @param {Subject[]} subjects @param {number} height share of the frame @param {import('./colour.js').Colour} [veil] */
function afloat(scene, subjects, height, veil) {
  const random = scene.random.fork('air');
  row(scene, subjects).forEach(({ subject, index, late, alone, ...at }, i) => {
    const size = scene.unit * at.size * (alone ? 1.08 : late ? 1 : random.between(0.82, 1.1)) * (subject.wings ? 0.9 : subject.kind === 'rocket' ? 0.9 : 1);
    const x = at.x + (alone ? scene.unit * (scene.sun.x > scene.width / 2 ? -0.03 : 0.03) + (subject.wings ? size * 0.1 : 0) : 0);
    const lift = alone ? 0 : (i % 2 ? -0.1 : 0.1) * Math.min(scene.height, scene.unit * 1.4) * (late ? 1 : 0.6 + random.between(0, 0.5));
    const y = clamp(scene.height * (height + (subject.wings && alone ? 0.07 : 0)) + lift + size * (subject.kind === 'rocket' ? 0.4 : 0.5), size * (subject.kind === 'bird' || subject.wings ? 1.28 : 1.06), scene.height * 0.97);
    const turn = BEASTS[subject.kind] ? -0.02 : subject.kind === 'rocket' ? 0.07 : random.between(-0.015, 0.015);
    if (!subject.gone) put(scene, subject, x, y, size, { index, flying: true, flip: !alone && x > scene.width * 0.56, turn, veil });
  });
}

/** @param {Scene} scene @param {Subject[]} subjects */
function floating(scene, subjects) {
  const random = scene.random.fork('float');
  const jobs = row(scene, subjects).map(({ subject, index, late, alone, ...at }) => {
    const bridge = subject.kind === 'bridge';
    return {
      subject, index, late, bridge, x: bridge ? scene.width / 2 : at.x,
      size: bridge ? Math.min(scene.unit * 0.5, scene.width * 0.38) : scene.unit * at.size * (late ? 0.72 : 0.95),
      y: bridge ? scene.horizon + scene.unit * 0.06 : lerp(scene.horizon, scene.height, alone ? 0.42 : late ? 0.16 : 0.28 + random.between(0, 0.3)),
    };
  });
  // What is late is farther away, so it comes first.
  for (const { subject, index, bridge, x, y, size } of [...jobs.filter(({ late }) => late), ...jobs.filter(({ late }) => !late)]) {
    if (subject.gone) continue;
    const under = scene.canvas.px.slice();
    put(scene, subject, x, y + size * (DRAUGHT[subject.kind] ?? 0), size, { index, flip: x > scene.width * 0.56, water: true });
    if (!bridge) immerse(scene, under, x, y, size);
  }
}

/** How deep a body lies in the water, in its own heights. @type {Record<string, number>} */
const DRAUGHT = { whale: 0.26, boat: 0.05, duck: 0.1, dolphin: 0.04 };

/** Water closes over what was drawn below a line, and mirrors what is above it. @param {Scene} scene @param {Float32Array} under the picture before
 *  @param {number} x @param {number} line @param {number} size */
function immerse(scene, under, x, line, size) {
  const { width, height, canvas: { px } } = scene;
  const seed = scene.moment.fork('ripples').word();
  const level = Math.round(line);
  for (let y = level - 2; y < Math.min(height, level + size * 0.85); y++) {
    const depth = (y - level) / size;
    for (let u = Math.max(0, Math.floor(x - size)); u < Math.min(width, x + size); u++) {
      const ripple = noise(seed, (u / size) * 9, (y / size) * 30) - 0.5;
      const i = (y * width + u) * 3;
      const from = (clamp(2 * level - y, 0, height - 1) * width + clamp(Math.round(u + ripple * size * (0.04 + depth * 0.16)), 0, width - 1)) * 3;
      const there = Math.abs(px[from] - under[from]) + Math.abs(px[from + 1] - under[from + 1]) + Math.abs(px[from + 2] - under[from + 2]) > 0.03;
      const mirrored = there ? clamp(0.5 - depth * 0.55) : 0;
      const cover = clamp((y - level + 2) / 4 + ripple * 0.8) * 0.94;
      for (let k = 0; k < 3; k++) {
        const water = under[i + k] + (px[from + k] * 0.8 - under[i + k]) * mirrored;
        px[i + k] += (water - px[i + k]) * cover;
      }
    }
  }
}

/** Houses, towers, single trees: behind whoever is in front, to one side of them. @param {Scene} scene @param {Subject[]} subjects @param {boolean} onWater @param {boolean} crowded */
function raise(scene, subjects, onWater, crowded) {
  const side = scene.sun.x > scene.width / 2 ? -1 : 1;
  const random = scene.random.fork('raise');
  for (const { subject, index, late, alone, ...at } of row(scene, subjects)) {
    const x = scene.width / 2 + (alone ? side * (crowded ? 0.27 : 0.06) * Math.min(scene.width, scene.unit * 1.5) : at.x - scene.width / 2);
    const y = onWater ? scene.horizon : lerp(scene.horizon, scene.height, late ? 0.16 : crowded ? 0.3 : 0.46) + (late ? 0 : random.between(-0.02, 0.02) * scene.unit);
    const size = Math.min(scene.unit * at.size * (crowded ? 0.86 : 1.08), (y - scene.height * 0.03) / (subject.kind === 'castle' ? 1.3 : 1.16));
    if (subject.gone) continue;
    if (onWater && subject.kind !== 'bridge') island(scene, y, x, size * (subject.kind === 'castle' ? 0.86 : 0.62));
    else scene.shadow(x, y, size * 0.5, 0.3);
    put(scene, subject, x, onWater ? y - size * (subject.kind === 'castle' ? 0.12 : 0.08) : y, size, { index, distance: crowded || late ? 0.12 : 0.04, flip: side < 0 });
  }
}
