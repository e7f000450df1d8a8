// @ts-check
// Animals on four legs, from one body plan and a table of proportions; and the wings that anything may be given.

import { BLACK, WHITE, hex, mix, scale } from './colour.js';
import { TAU, cos, sin } from './math.js';
import { blob, ellipse, limb, poly } from './shape.js';

/** @typedef {import('./brush.js').Brush} Brush */
/** @typedef {import('./colour.js').Colour} Colour */
/**
 * @typedef {object} Plan
 * @property {string} own colour
 * @property {number} leg length
 * @property {[number, number]} body half length and half height
 * @property {number} neck
 * @property {number} head radius
 * @property {[number, number]} snout length and radius
 * @property {string} [muzzle] colour
 * @property {'point' | 'round' | 'long' | 'flop' | 'big' | 'leaf'} ears
 * @property {'long' | 'curl' | 'horse' | 'fluff' | 'tuft' | 'stub' | 'bushy'} tail
 * @property {string} [belly]
 * @property {'spots' | 'patches' | 'stripes' | 'wool' | 'panda'} [coat]
 * @property {string} [mane]
 * @property {'cow' | 'goat' | 'antlers' | 'one' | 'knobs'} [horn]
 * @property {boolean} [trunk]
 * @property {boolean} [whiskers]
 * @property {number} [thick] half width of a leg
 * @property {string} [hoof]
 */

/** @type {Record<string, Plan>} */
export const BEASTS = {
  cat: { own: '#e39a4f', leg: 0.2, body: [0.27, 0.15], neck: 0.1, head: 0.185, snout: [0.05, 0.09], muzzle: '#fbeedd', ears: 'point', tail: 'long', belly: '#f7dfc2', coat: 'stripes', whiskers: true, thick: 0.052 },
  dog: { own: '#b98350', leg: 0.24, body: [0.28, 0.15], neck: 0.12, head: 0.165, snout: [0.14, 0.085], muzzle: '#ecd9bf', ears: 'flop', tail: 'curl', belly: '#e6cfae', thick: 0.055 },
  pig: { own: '#f2a3b3', leg: 0.13, body: [0.33, 0.235], neck: 0.02, head: 0.185, snout: [0.12, 0.085], muzzle: '#f7b9c4', ears: 'leaf', tail: 'curl', thick: 0.062, hoof: '#8f5a5f' },
  cow: { own: '#f3efe8', leg: 0.24, body: [0.34, 0.2], neck: 0.08, head: 0.15, snout: [0.13, 0.1], muzzle: '#f0b9b0', ears: 'leaf', tail: 'tuft', coat: 'patches', horn: 'cow', thick: 0.055, hoof: '#4b3a35' },
  horse: { own: '#94592f', leg: 0.36, body: [0.31, 0.15], neck: 0.3, head: 0.115, snout: [0.19, 0.075], muzzle: '#6f4123', ears: 'point', tail: 'horse', mane: '#3a2416', thick: 0.042, hoof: '#2c211c' },
  unicorn: { own: '#fbf7ff', leg: 0.36, body: [0.3, 0.15], neck: 0.3, head: 0.115, snout: [0.18, 0.072], muzzle: '#f6d9e6', ears: 'point', tail: 'horse', mane: '#d48ae8', horn: 'one', thick: 0.042, hoof: '#caa6d8' },
  sheep: { own: '#f5f0e6', leg: 0.17, body: [0.31, 0.21], neck: 0.04, head: 0.13, snout: [0.09, 0.075], muzzle: '#4a4145', ears: 'leaf', tail: 'stub', coat: 'wool', thick: 0.04, hoof: '#3c3336' },
  rabbit: { own: '#b9a08a', leg: 0.1, body: [0.25, 0.18], neck: 0.07, head: 0.165, snout: [0.05, 0.075], muzzle: '#f3e8dc', ears: 'long', tail: 'stub', belly: '#efe3d5', thick: 0.062, whiskers: true },
  fox: { own: '#dd6f2d', leg: 0.22, body: [0.28, 0.14], neck: 0.11, head: 0.16, snout: [0.14, 0.06], muzzle: '#fbf1e4', ears: 'point', tail: 'bushy', belly: '#fbeedd', thick: 0.046, hoof: '#3b2a26' },
  bear: { own: '#7d5335', leg: 0.17, body: [0.35, 0.235], neck: 0.06, head: 0.185, snout: [0.1, 0.095], muzzle: '#c49a6e', ears: 'round', tail: 'stub', thick: 0.085 },
  panda: { own: '#f7f4ee', leg: 0.17, body: [0.34, 0.24], neck: 0.06, head: 0.2, snout: [0.06, 0.09], muzzle: '#ffffff', ears: 'round', tail: 'stub', coat: 'panda', thick: 0.085 },
  elephant: { own: '#8f97a6', leg: 0.25, body: [0.37, 0.26], neck: 0.04, head: 0.2, snout: [0.02, 0.08], ears: 'big', tail: 'tuft', trunk: true, thick: 0.085 },
  giraffe: { own: '#edc06e', leg: 0.32, body: [0.23, 0.125], neck: 0.4, head: 0.08, snout: [0.12, 0.05], muzzle: '#f4d9a4', ears: 'leaf', tail: 'tuft', coat: 'spots', horn: 'knobs', thick: 0.033, hoof: '#4b3a2a' },
  lion: { own: '#d9a24e', leg: 0.22, body: [0.31, 0.16], neck: 0.1, head: 0.17, snout: [0.08, 0.09], muzzle: '#f3dfb6', ears: 'round', tail: 'tuft', mane: '#8e4f22', thick: 0.06, whiskers: true },
  tiger: { own: '#e58a33', leg: 0.21, body: [0.32, 0.16], neck: 0.08, head: 0.17, snout: [0.08, 0.09], muzzle: '#fdf3e4', ears: 'round', tail: 'long', belly: '#fbeedd', coat: 'stripes', thick: 0.062, whiskers: true },
  deer: { own: '#a9703f', leg: 0.34, body: [0.27, 0.135], neck: 0.24, head: 0.1, snout: [0.12, 0.05], muzzle: '#e8d3b4', ears: 'leaf', tail: 'stub', belly: '#ecd9bb', coat: 'spots', horn: 'antlers', thick: 0.032, hoof: '#2f2620' },
  mouse: { own: '#a7a3aa', leg: 0.08, body: [0.24, 0.16], neck: 0.03, head: 0.15, snout: [0.1, 0.05], muzzle: '#d9d4d8', ears: 'big', tail: 'long', belly: '#dcd7da', thick: 0.04, whiskers: true },
};

/** @param {Brush} b @param {string} kind @param {{colour?: string, wings?: boolean, flying?: boolean, hat?: boolean}} how */
export function beast(b, kind, { colour, wings = false, flying = false, hat = false }) {
  const p = BEASTS[kind];
  const main = b.scene.pick(colour, p.own);
  const dim = scale(main, 0.72);
  const [rx, ry] = p.body;
  const by = -(p.leg + ry * 0.92);
  const hx = rx * 0.82 + p.neck * 0.42 + (p.neck < 0.05 ? 0.06 : 0);
  const hy = by - ry * 0.42 - p.neck;
  const thick = p.thick ?? 0.05;
  const tuck = flying ? 0.09 : 0;

  if (wings) wing(b, 0.06, by - ry * 0.62, 0.52, main, 0.13);
  tail(b, p, -rx * 0.93, by - ry * 0.25, main);
  if (p.ears === 'big') b.put(ellipse(hx - p.head * 0.5, hy - p.head * (p.trunk ? 0.1 : 0.75), p.head * (p.trunk ? 0.8 : 0.62), p.head * (p.trunk ? 1.05 : 0.62)), dim);
  for (const x of [rx * 0.42, -rx * 0.78]) leg(b, x, by, p, dim, thick * 0.95, tuck, -tuck);
  /** @type {import('./shape.js').Outline[]} */
  const whole = [ellipse(0, by, rx, ry), ellipse(rx * 0.55, by - ry * 0.08, rx * 0.45, ry * 0.96), ellipse(-rx * 0.5, by, rx * 0.5, ry * 0.98),
    ...limb([[rx * 0.62, by - ry * 0.2], [rx * 0.78 + p.neck * 0.12, by - ry * 0.5 - p.neck * 0.45], [hx - 0.01, hy]], ry * 0.72, Math.max(p.head * 0.55, 0.04)), ellipse(hx, hy, p.head, p.head * 0.93)];
  if (p.coat === 'wool') {
    for (let i = 0; i < 16; i++) whole.push(ellipse(rx * 0.9 * cos((i / 16) * TAU), by + ry * 0.85 * sin((i / 16) * TAU), 0.075, 0.07));
    for (let i = 0; i < 9; i++) whole.push(ellipse(hx - 0.02 + p.head * 0.8 * cos((i / 18 + 0.45) * TAU), hy + p.head * 0.8 * sin((i / 18 + 0.45) * TAU), 0.05));
  }
  if (p.mane && kind !== 'lion') mane(b, p, hx, hy, rx, by, ry);
  for (const x of [rx * 0.62, -rx * 0.58]) leg(b, x, by, p, p.coat === 'panda' ? hex('#2d2b30') : main, thick, tuck, tuck);
  b.put(whole, main, { clay: 1 });
  coat(b, p, rx, ry, by, main, hx, hy);
  if (p.belly) b.put(ellipse(rx * 0.1, by + ry * 0.72, rx * 0.62, ry * 0.26), p.belly, { alpha: 0.75, soft: 0.02, clay: 0 });
  if (kind === 'lion') for (let i = 0; i < 18; i++) b.put(ellipse(hx + p.head * 1.12 * cos((i / 18) * TAU), hy + p.head * 1.12 * sin((i / 18) * TAU) * 0.98, 0.07), scale(hex(p.mane ?? '#8e4f22'), 0.85 + 0.3 * ((i * 7) % 3) / 2), { clay: 0.7 });
  head(b, p, hx, hy, main, kind);
  if (wings) wing(b, -0.02, by - ry * 0.5, 0.58, main, 0);
  if (hat) b.put([poly([[hx - 0.11, hy - p.head * 0.85], [hx + 0.11, hy - p.head * 0.8], [hx + 0.01, hy - p.head * 0.8 - 0.26]])], '#c23b4e');
}

/** @param {Brush} b @param {number} x @param {number} by @param {Plan} p @param {Colour} colour @param {number} thick @param {number} tuck @param {number} swing */
function leg(b, x, by, p, colour, thick, tuck, swing) {
  const foot = -thick * 0.55 - tuck * 0.8;
  const reach = x + swing + (tuck ? 0.03 : 0);
  b.put([...limb([[x, by], [(x + reach) / 2 + 0.012, (by + foot) / 2], [reach, foot]], thick * 1.15, thick * 0.85), ellipse(reach + thick * 0.35, foot + thick * 0.05, thick * 1.15, thick * 0.55)], colour, { clay: 0.9 });
  if (p.hoof) b.put(ellipse(reach + thick * 0.25, foot + thick * 0.15, thick * 1.05, thick * 0.42), p.hoof, { clay: 0.5 });
}

/** @param {Brush} b @param {Plan} p @param {number} x @param {number} y @param {Colour} main */
function tail(b, p, x, y, main) {
  switch (p.tail) {
    case 'long': return b.put(limb([[x, y], [x - 0.14, y - 0.02], [x - 0.2, y - 0.2], [x - 0.13, y - 0.34]], 0.04, 0.03), scale(main, 0.92));
    case 'curl': return b.put(limb([[x + 0.02, y], [x - 0.06, y - 0.05], [x - 0.1, y - 0.12], [x - 0.05, y - 0.16], [x - 0.03, y - 0.1], [x - 0.09, y - 0.08]], 0.024, 0.014), main);
    case 'horse': return b.put(limb([[x + 0.02, y], [x - 0.09, y + 0.02], [x - 0.14, y + 0.2], [x - 0.12, y + 0.36]], 0.045, 0.02), p.mane ?? main);
    case 'fluff': case 'bushy': {
      b.put(limb([[x, y + 0.04], [x - 0.16, y], [x - 0.3, y - 0.12], [x - 0.34, y - 0.24]], 0.04, 0.06), main);
      b.put(blob([[x - 0.12, y + 0.06], [x - 0.34, y - 0.02], [x - 0.44, y - 0.26], [x - 0.32, y - 0.3], [x - 0.18, y - 0.1]]), main, { clay: 1 });
      return b.put(blob([[x - 0.36, y - 0.14], [x - 0.45, y - 0.27], [x - 0.4, y - 0.36], [x - 0.31, y - 0.28]]), p.muzzle ?? WHITE);
    }
    case 'tuft': b.put(limb([[x + 0.02, y], [x - 0.08, y + 0.08], [x - 0.1, y + 0.24]], 0.02, 0.014), main); return b.put(ellipse(x - 0.1, y + 0.27, 0.032, 0.055), scale(main, 0.45));
    default: return b.put(ellipse(x - 0.02, y - 0.02, 0.065, 0.06), p.coat === 'wool' || p.ears === 'long' ? WHITE : main);
  }
}

/** @param {Brush} b @param {Plan} p @param {number} hx @param {number} hy @param {number} rx @param {number} by @param {number} ry */
function mane(b, p, hx, hy, rx, by, ry) {
  const tufts = [];
  for (let i = 0; i <= 8; i++) {
    const t = i / 8;
    const x = hx - p.head * 0.6 + (rx * 0.45 - hx + p.head * 0.6) * t;
    const y = hy - p.head * 0.8 + (by - ry * 0.7 - hy + p.head * 0.8) * t;
    tufts.push(...limb([[x + 0.04, y], [x - 0.06, y + 0.03], [x - 0.1, y + 0.13]], 0.035, 0.012));
  }
  b.put(tufts, p.mane ?? '#333333');
}

/** @param {Brush} b @param {Plan} p @param {number} rx @param {number} ry @param {number} by @param {Colour} main @param {number} hx @param {number} hy */
function coat(b, p, rx, ry, by, main, hx, hy) {
  const dark = scale(main, 0.62);
  if (p.coat === 'stripes') {
    for (let i = 0; i < 6; i++) {
      const x = rx * (-0.75 + i * 0.29);
      const top = by - ry * Math.sqrt(Math.max(0, 1 - (x / rx) * (x / rx))) * 0.96;
      b.put(poly([[x - 0.02, top], [x + 0.022, top], [x + 0.012, top + ry * 0.75]]), p.own === '#e58a33' ? '#2d2320' : dark, { clay: 0, alpha: 0.85, soft: 0.004 });
    }
    for (const dx of [-0.06, 0, 0.06]) b.put(poly([[hx + dx - 0.012, hy - p.head * 0.92], [hx + dx + 0.012, hy - p.head * 0.92], [hx + dx * 0.8, hy - p.head * 0.5]]), p.own === '#e58a33' ? '#2d2320' : dark, { clay: 0, alpha: 0.85 });
  } else if (p.coat === 'spots') {
    const far = [[-0.7, -0.2], [-0.45, 0.3], [-0.35, -0.45], [-0.1, 0], [0.1, -0.55], [0.2, 0.35], [0.45, -0.1], [0.65, -0.5], [-0.15, 0.6], [0.7, 0.25]];
    for (const [u, v] of far) b.put(ellipse(u * rx, by + v * ry, rx * 0.11, ry * 0.17), p.horn === 'knobs' ? '#a8662f' : '#e8cfa4', { clay: 0, alpha: 0.85 });
    if (p.horn === 'knobs') for (let i = 1; i < 6; i++) b.put(ellipse(rx * 0.72 + (hx - rx * 0.72) * (i / 6.2), by - ry * 0.4 + (hy - by + ry * 0.4) * (i / 6.2), 0.024, 0.032), '#a8662f', { clay: 0, alpha: 0.85 });
  } else if (p.coat === 'patches') {
    for (const shape of [[[-0.9, -0.3], [-0.55, -0.85], [-0.15, -0.5], [-0.3, 0.2], [-0.75, 0.25]], [[0.1, 0.1], [0.3, -0.35], [0.6, -0.1], [0.5, 0.5], [0.2, 0.55]]]) {
      b.put(blob(/** @type {[number, number][]} */ (shape.map(([u, v]) => [u * rx, by + v * ry]))), '#352c2b', { clay: 0.6 });
    }
  } else if (p.coat === 'panda') {
    b.put(blob([[rx * 0.25, by - ry * 0.97], [rx * 0.62, by - ry * 0.85], [rx * 0.72, by + ry * 0.6], [rx * 0.3, by + ry * 0.95]]), '#2d2b30', { clay: 0.6 });
  }
}

/** @param {Brush} b @param {Plan} p @param {number} x @param {number} y @param {Colour} main @param {string} kind */
function head(b, p, x, y, main, kind) {
  const r = p.head;
  const dark = hex('#241c1f');
  const inner = mix(main, hex('#f4a6a6'), 0.6);
  const face = p.coat === 'wool' ? hex(p.muzzle ?? '#4a4145') : main;
  b.put([ellipse(x, y, r, r * 0.93), ...(p.snout[0] > 0.09 ? limb([[x + r * 0.3, y + r * 0.12], [x + r * 0.55 + p.snout[0], y + r * 0.34]], r * 0.62, p.snout[1]) : [])], face, { clay: 1 });
  if (p.ears === 'point') for (const [dx, k] of [[-0.55, 0.9], [0.35, 1]]) {
    b.put(poly([[x + r * (dx - 0.34), y - r * 0.55], [x + r * (dx + 0.02), y - r * 1.5 * k], [x + r * (dx + 0.42), y - r * 0.66]]), main);
    b.put(poly([[x + r * (dx - 0.16), y - r * 0.66], [x + r * (dx + 0.03), y - r * 1.24 * k], [x + r * (dx + 0.26), y - r * 0.72]]), inner, { clay: 0.3 });
  }
  const earDark = p.coat === 'panda' ? dark : main;
  if (p.ears === 'round') for (const dx of [-0.62, 0.5]) { b.put(ellipse(x + r * dx, y - r * 0.8, r * 0.34), earDark); b.put(ellipse(x + r * dx, y - r * 0.77, r * 0.18), p.coat === 'panda' ? dark : inner, { clay: 0.2 }); }
  if (p.ears === 'long') for (const [dx, lean] of [[-0.35, -0.3], [0.2, 0.1]]) { b.put(limb([[x + r * dx, y - r * 0.6], [x + r * (dx + lean), y - r * 2.3]], r * 0.26, r * 0.2), main); b.put(limb([[x + r * dx, y - r * 0.8], [x + r * (dx + lean), y - r * 2.2]], r * 0.13, r * 0.1), inner, { clay: 0.3 }); }
  if (p.ears === 'leaf') for (const [dx, turn] of [[-0.72, 0.1], [0.42, -0.14]]) b.put(ellipse(x + r * dx, y - r * 0.72, r * 0.36, r * 0.22, turn), p.coat === 'wool' ? face : scale(main, 0.9));
  if (p.ears === 'flop') b.put(blob([[x - r * 0.75, y - r * 0.75], [x - r * 0.2, y - r * 0.7], [x - r * 0.35, y + r * 0.35], [x - r * 0.75, y + r * 0.7], [x - r * 0.98, y + r * 0.1]]), scale(main, 0.66));
  if (p.ears === 'big' && !p.trunk) for (const dx of [-0.35, 0.45]) { b.put(ellipse(x + r * dx, y - r * 0.95, r * 0.6), main); b.put(ellipse(x + r * dx, y - r * 0.92, r * 0.4), inner, { clay: 0.3 }); }
  if (p.trunk) {
    b.put(limb([[x + r * 0.5, y + r * 0.1], [x + r * 1.25, y + r * 0.7], [x + r * 1.2, y + r * 1.7], [x + r * 1.65, y + r * 2.05]], r * 0.42, r * 0.17), main, { clay: 1 });
    b.put(limb([[x + r * 0.6, y + r * 0.62], [x + r * 1.2, y + r * 1.15], [x + r * 1.8, y + r * 0.9]], r * 0.11, r * 0.03), '#fbf4e2');
    b.put(blob([[x - r * 0.2, y - r * 0.85], [x - r * 1.1, y - r * 1.05], [x - r * 1.55, y - r * 0.1], [x - r * 1.15, y + r * 0.95], [x - r * 0.35, y + r * 0.5]]), scale(main, 0.88), { clay: 1 });
  }
  if (p.horn === 'cow') for (const dx of [-0.35, 0.3]) b.put(limb([[x + r * dx, y - r * 0.75], [x + r * (dx + (dx < 0 ? -0.3 : 0.3)), y - r * 1.05], [x + r * (dx + (dx < 0 ? -0.2 : 0.22)), y - r * 1.45]], r * 0.14, r * 0.04), '#efe4cc');
  if (p.horn === 'one') b.put(poly([[x + r * 0.05, y - r * 0.8], [x + r * 0.5, y - r * 0.7], [x + r * 0.85, y - r * 2.5]]), '#f6cf62');
  if (p.horn === 'knobs') for (const dx of [-0.25, 0.25]) b.put(limb([[x + r * dx, y - r * 0.7], [x + r * dx, y - r * 1.5]], r * 0.13, r * 0.18), '#8a5528');
  if (p.horn === 'antlers') for (const k of [-1, 0.8]) {
    b.put([...limb([[x, y - r * 0.75], [x + k * r * 0.9, y - r * 1.7], [x + k * r * 1.1, y - r * 3]], r * 0.11, r * 0.05), ...limb([[x + k * r * 0.85, y - r * 1.7], [x + k * r * 1.7, y - r * 2.3]], r * 0.08, r * 0.04), ...limb([[x + k * r * 1.02, y - r * 2.3], [x + k * r * 0.4, y - r * 2.9]], r * 0.07, r * 0.04)], '#7b5a3b');
  }
  const long = p.snout[0] > 0.09;
  const sx = x + (long ? r * 0.55 + p.snout[0] : r * 0.5);
  const sy = y + (long ? r * 0.34 : r * 0.34);
  if (p.muzzle && p.coat !== 'wool') b.put(long ? ellipse(sx, sy, p.snout[1] * 1.08, p.snout[1]) : [ellipse(sx - r * 0.12, sy, p.snout[1], p.snout[1] * 0.8), ellipse(sx + r * 0.12, sy, p.snout[1] * 0.8, p.snout[1] * 0.76)], p.muzzle, { clay: 0.9 });
  if (kind === 'pig') {
    b.put(ellipse(sx + p.snout[1] * 0.35, sy, p.snout[1] * 0.72, p.snout[1] * 0.88), scale(hex(p.muzzle ?? '#f7b9c4'), 0.94));
    for (const dy of [-0.3, 0.3]) b.put(ellipse(sx + p.snout[1] * 0.42, sy + p.snout[1] * dy, p.snout[1] * 0.17, p.snout[1] * 0.15), '#a34f60', { clay: 0 });
  } else if (!p.trunk) {
    b.put(ellipse(sx + p.snout[1] * 0.55, sy - p.snout[1] * 0.45, p.snout[1] * 0.36, p.snout[1] * 0.28), long || p.coat === 'panda' ? dark : '#c56a6a', { clay: 0.6 });
  }
  for (const [dx, k] of [[-0.12, 1], [0.5, 0.92]]) {
    if (long && dx > 0.3 && r < 0.14) continue;
    const ex = x + r * dx;
    const ey = y - r * 0.16;
    if (p.coat === 'panda') b.put(ellipse(ex, ey + r * 0.05, r * 0.27, r * 0.33, 0.08), dark, { clay: 0.3 });
    const size = Math.max(r * 0.15, 0.02) * k;
    if (p.coat === 'wool' || p.coat === 'panda') b.put(ellipse(ex, ey, size * 1.2), WHITE, { clay: 0 });
    b.put(ellipse(ex, ey, size, size * 1.2), dark, { clay: 0 });
    b.put(ellipse(ex + size * 0.3, ey - size * 0.45, size * 0.36), WHITE, { clay: 0 });
  }
  b.put(ellipse(x + r * 0.12, y + r * 0.4, r * 0.19, r * 0.12), '#f08a8a', { alpha: 0.35, soft: 0.008, clay: 0 });
  if (p.whiskers) for (const dy of [-0.06, 0.04, 0.14]) b.put(poly([[sx + 0.01, sy + r * dy], [sx + r * 1.05, sy + r * dy * 2.6 - r * 0.08], [sx + r * 1.05, sy + r * dy * 2.6 - r * 0.05]]), mix(WHITE, BLACK, 0.1), { clay: 0, alpha: 0.8 });
}

/** A raised wing of three rows of feathers. @param {Brush} b @param {number} x root @param {number} y @param {number} span @param {Colour} main @param {number} back how far it is behind */
export function wing(b, x, y, span, main, back) {
  const pale = mix(mix(main, WHITE, 0.82), hex('#c3cfe8'), back ? 0.45 : 0.05);
  b.put(limb([[x, y], [x - span * 0.02, y - span * 0.3], [x - span * 0.2 + back, y - span * 0.62]], span * 0.1, span * 0.05), pale);
  for (const [reach, count, wide, lift] of [[1, 11, 0.062, 0], [0.72, 9, 0.066, 0.5], [0.46, 7, 0.07, 1]]) {
    for (let i = 0; i < count; i++) {
      const t = i / (count - 1);
      const angle = (0.505 + t * 0.225 + back * 0.18) * TAU;
      const rootX = x - span * 0.14 * t + back * t;
      const rootY = y - span * 0.5 * t;
      const length = span * reach * (0.62 + 0.42 * t - 0.12 * t * t);
      const [c, s] = [cos(angle), sin(angle)];
      const at = (/** @type {number} */ u, /** @type {number} */ v) => /** @type {[number, number]} */ ([rootX + length * u * c - span * v * s, rootY + length * u * s + span * v * c + span * 0.1 * u * u]);
      b.put(blob([at(0, -wide * 0.5), at(0.5, -wide), at(0.88, -wide * 0.7), at(1.02, 0.004), at(0.86, wide * 0.6), at(0.5, wide * 0.8), at(0, wide * 0.5)]), mix(pale, hex('#aebbe0'), 0.34 * (1 - lift) * (0.35 + 0.65 * (1 - t))), { clay: 0.75 });
    }
  }
}
