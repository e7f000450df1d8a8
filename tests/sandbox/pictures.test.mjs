// The pictures: valid, the same for the same seed, different for different words, and kept through an edit.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { draw } from '../../js/sandbox/draw.js';
import { label } from '../../js/sandbox/draw/label.js';
import { cos, fall, sin } from '../../js/sandbox/draw/math.js';
import { spread } from '../../js/sandbox/draw/row.js';
import { Scene } from '../../js/sandbox/draw/scene.js';
import { read, varies } from '../../js/sandbox/draw/words.js';
import { readNote } from '../../js/sandbox/measure.js';
import { ask, asks, bytesOf, imageOf, partsOf, sha256 } from './help.mjs';

const jpeg = createRequire(import.meta.url)('jpeg-js');
const NANO2 = 'gemini-3.1-flash-image';
const SMALL = { imageConfig: { imageSize: '512' }, responseModalities: ['IMAGE'] };
const small = (text, config = {}) => ask(asks(text, { ...SMALL, ...config }), { model: NANO2 });
const bytes = async (...args) => bytesOf(imageOf((await small(...args)).reply));
const sketch = (prompts, seed = 1, takes = undefined) => draw({ seed, prompts: [prompts].flat(), takes }, 96, 96).rgb;
/** What led to a picture: the scene's seed and the prompts. */
const plan = (part) => { const { seed, prompts } = readNote(bytesOf(part)); return { seed, prompts }; };
/** Mean difference of two pictures, 0 to 255. */
const apart = (a, b) => a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;

test('PNG is decoded by another decoder and has the fingerprint of its header', async () => {
  const { reply, response } = await ask(asks('a cat', { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '21:9' } }), { model: 'gemini-2.5-flash-image' });
  const found = bytesOf(imageOf(reply));
  const { width, height } = PNG.sync.read(found);
  assert.deepEqual([width, height], [1536, 672]);
  assert.equal(response.headers.get('x-sandbox-sha256'), sha256(found));
});

test('JPEG is decoded by another decoder and has the fingerprint of its header', async () => {
  const { reply, response } = await small('a cat');
  const found = bytesOf(imageOf(reply));
  const { width, height } = jpeg.decode(found, { formatAsRGBA: false });
  assert.deepEqual([width, height], [512, 512]);
  assert.equal(response.headers.get('x-sandbox-sha256'), sha256(found));
});

test('a seed gives the same reply, byte for byte; another seed another picture', async () => {
  const [a, b, c] = await Promise.all([small('a cat', { seed: 7 }), small('a cat', { seed: 7 }), small('a cat', { seed: 8 })]);
  assert.equal(a.text, b.text);
  assert.notEqual(sha256(bytesOf(imageOf(a.reply))), sha256(bytesOf(imageOf(c.reply))));
});

test('without a seed it differs each time', async () => {
  const [a, b] = await Promise.all([bytes('a cat'), bytes('a cat')]);
  assert.notEqual(sha256(a), sha256(b));
});

test('the bytes are the ones that were drawn when this was written', () => {
  // A change of this hash is a change of every seeded picture: say so in the changelog.
  assert.equal(sha256(draw({ seed: 3, prompts: ['a red boat at dusk'] }, 64, 48).rgb), HASH);
});
const HASH = '1bde5254ae52ad84cf85af7a99fb0d6cb6d87de008374d908dd16ca8ccea74ed';

/** What stands in the corner. */
const LABEL = `
                                      #                                           # #
                                                                                  # #
#   #  ###   #### ## #   ###   ####  ##   # ##   ###         ####  ###  # ##   #### ####   ###  #   #
#   #     # #     # # #     # #   #   #   ##  # #   #       #         # ##  # #   # #   # #   #  # #
# # #  ####  ###  # # #  #### #   #   #   #   # #####        ###   #### #   # #   # #   # #   #   #
# # # #   #     # # # # #   #  ####   #   #   # #               # #   # #   # #   # #   # #   #  # #
 # #   #### ####  # # #  ####     #  ###  #   #  ###        ####   #### #   #  #### ####   ###  #   #
                               ###
`;
test('every picture says in its corner that it is the sandbox’s', () => {
  const told = (/** @type {Uint8Array} */ rgb, width = 480, height = 480) => Array.from({ length: 8 }, (_, y) => Array.from({ length: 103 }, (_, x) => (
    rgb[((height - 15 + y) * width + width - 110 + x) * 3] > 200 ? '#' : ' ')).join('').trimEnd()).join('\n');
  const ground = new Uint8Array(480 * 480 * 3);
  label(ground, 480, 480);
  assert.equal(`\n${told(ground)}\n`, LABEL);
  const { rgb } = draw({ seed: 1, prompts: ['a city at night'] }, 480, 480);
  const [lit, seen] = [LABEL, told(rgb)].map((text) => text.trim().split('\n').map((line) => line.padEnd(103)).join(''));
  assert.ok([...lit].every((dot, at) => dot !== '#' || seen[at] === '#'), seen);
});

test('own functions agree with the platform’s', () => {
  for (let x = -20; x < 20; x += 0.37) {
    assert.ok(Math.abs(sin(x) - Math.sin(x)) < 1e-6);
    assert.ok(Math.abs(cos(x) - Math.cos(x)) < 1e-6);
    if (x < 0) assert.ok(Math.abs(fall(x) - Math.exp(x)) < 0.01);
  }
});

const NOUNS = ['cat', 'dog', 'pig', 'cow', 'horse', 'unicorn', 'sheep', 'rabbit', 'fox', 'bear', 'panda', 'elephant', 'giraffe', 'lion', 'tiger', 'deer', 'mouse', 'bird', 'owl', 'duck',
  'penguin', 'chicken', 'fish', 'whale', 'dolphin', 'turtle', 'butterfly', 'dragon', 'robot', 'astronaut', 'girl', 'snowman', 'boat', 'car', 'train', 'plane', 'rocket', 'balloon', 'ufo',
  'bicycle', 'house', 'castle', 'lighthouse', 'windmill', 'pagoda', 'tree', 'pine', 'palm', 'flower', 'mushroom', 'cactus', 'cup', 'apple', 'oranges', 'pear', 'banana', 'cherry', 'lemon', 'book',
  'umbrella', 'lantern', 'cake', 'heart', 'kite', 'bridge', 'planet', 'ball', 'crystal', 'city', 'village', 'sea', 'beach', 'lake', 'river', 'mountain', 'volcano', 'forest', 'desert', 'island',
  'meadow', 'space', 'underwater', 'table', 'road', 'waterfall'];
test(`${NOUNS.length} nouns each give another picture`, () => {
  const seen = new Set(NOUNS.map((noun) => sha256(sketch(`a ${noun}`))));
  assert.equal(seen.size, NOUNS.length);
});

for (const [what, one, other] of [
  ['colour', 'a red car', 'a blue car'], ['number', 'a cat', 'three cats'], ['hour', 'a house at noon', 'a house at night'], ['weather', 'a house', 'a house in the rain'],
  ['wings', 'a pig', 'a pig with wings'], ['place', 'a fox in a forest', 'a fox in a desert'],
  ...['watercolour', 'pixel art', 'flat', 'line drawing', 'neon', 'oil painting', 'black and white', 'sepia', 'pencil'].map((style) => /** @type {const} */ ([style, 'a house', `a house, ${style}`])),
]) {
  test(`${what} changes the picture`, () => assert.ok(apart(sketch(one), sketch(other)) > 1));
}

test('a prompt is read as its words say', () => {
  const wish = read(['two black cats and a pig with wings over a green city at night in the rain, watercolour']);
  assert.deepEqual(wish.subjects.map(({ kind, count, colour, wings }) => [kind, count, colour, wings]), [['cat', 2, 'black', false], ['pig', 1, undefined, true]]);
  assert.deepEqual(wish.places, [{ kind: 'city', colour: 'green' }]);
  assert.deepEqual([wish.hour, wish.weather, wish.styles, wish.over], ['night', ['rain'], ['watercolour'], true]);
  const long = read(['a fox in a forest, watercolour, pencil, with soft light. '.repeat(40)]);
  assert.deepEqual([long.styles, long.subjects.length, long.places.length], [['watercolour', 'pencil'], 1, 1], 'however often it is said');
});

test('Chinese is read too', () => {
  const wish = read(['两只红色的猫在海边，日落，下雪']);
  assert.deepEqual(wish.subjects.map(({ kind, count, colour }) => [kind, count, colour]), [['cat', 2, '红']]);
  assert.deepEqual([wish.places[0].kind, wish.hour, wish.weather], ['sea', 'dusk', ['snowing']]);
});

test('words that name nothing still give a picture', () => assert.ok(sketch('qwertz').some((value) => value > 0)));

test('an edit keeps the scene and changes what it names', () => {
  const day = sketch('a house by a lake at noon', 5);
  const night = sketch(['a house by a lake at noon', 'make it night'], 5);
  const again = sketch('a house by a lake at night', 5);
  assert.ok(apart(day, night) > 20);
  assert.ok(apart(night, again) < 1);
});

/** [first, edit, the one prompt that says both]: the two have to come to the same picture */
for (const [first, edit, both] of [
  ['a red boat at dawn', 'make the boat blue', 'a blue boat at dawn'],
  ['a red boat at dawn', 'at night', 'a red boat at night'],
  ['a pig over a green city', 'paint it purple, and make the city red', 'a purple pig over a red city'],
  ['a pig over a green city', 'make the sky pink', 'a pig over a green city, pink sky'],
  ['a horse in a forest', 'now in a desert', 'a horse in a desert'],
  ['a cat in the rain', 'without the rain, please', 'a cat'],
  ['a robot in a meadow', 'replace the robot with a yellow duck', 'a yellow duck in a meadow'],
  ['a house, watercolour', 'as a photo', 'a house'],
  ['a dog', 'give it a hat', 'a dog with a hat'],
  ['a horse', 'add wings to the horse', 'a flying horse with wings'],
]) {
  test(`“${first}”, then “${edit}”`, () => {
    const edited = sketch([first, edit], 6);
    assert.ok(apart(edited, sketch(both, 6)) < 0.01);
    assert.ok(apart(edited, sketch(first, 6)) > 0.3);
  });
}

/** Share of pixels that differ, by thirds from left to right. */
function changed(a, b) {
  const thirds = [0, 0, 0];
  for (let i = 0; i < a.length; i += 3) {
    const far = Math.abs(a[i] - b[i]) + Math.abs(a[i + 1] - b[i + 1]) + Math.abs(a[i + 2] - b[i + 2]) > 30;
    if (far) thirds[Math.floor((((i / 3) % 96) / 96) * 3)] += 3 / (96 * 96);
  }
  return thirds;
}

test('what an edit adds moves nothing, and what it takes away leaves its place empty', () => {
  const boat = sketch('a red boat at dawn', 1);
  const both = sketch(['a red boat at dawn', 'add a lighthouse'], 1);
  const [left, , right] = changed(boat, both);
  assert.ok(left < 0.01 && right > 0.1, `${left} ${right}`);
  assert.ok(changed(boat, sketch(['a red boat at dawn', 'add a lighthouse', 'remove the lighthouse'], 1)).every((share) => share === 0));
  const turns = ['a meadow', 'add a cow', 'two more cows', 'add a balloon'];
  const [cow, three, four] = [2, 3, 4].map((count) => sketch(turns.slice(0, count), 2));
  assert.ok(changed(cow, three)[1] < 0.06, 'the first cow stays where she is');
  assert.ok(changed(three, four)[0] < 0.01, 'and so do the others');
  const [one, , gone] = changed(sketch('a cup and an apple on a table'), sketch(['a cup and an apple on a table', 'remove the cup']));
  assert.ok(one > 0.05 && gone < 0.01, 'the apple does not move to the middle');
});

test('bigger and smaller, more and fewer', () => {
  const wish = read(['two cats and a dog', 'another cat and a bigger dog', 'make the cats smaller']);
  assert.deepEqual(wish.subjects.map(({ kind, count, since, scale }) => [kind, count, since, scale]), [['cat', 3, [0, 0, 1], 0.7], ['dog', 1, [0], 1.3]]);
  assert.deepEqual(read(['three cats', 'only one cat']).subjects[0].since, [0]);
});

test('a conversation goes on with the seed that its picture carries', async () => {
  for (const model of [NANO2, 'gemini-2.5-flash-image']) {
    const first = (await ask(asks('a house by a lake', { responseModalities: ['IMAGE'] }), { model })).reply;
    const note = plan(imageOf(first));
    const contents = [...asks('a house by a lake').contents, first.candidates[0].content, ...asks('make it night').contents];
    const second = (await ask({ contents, generationConfig: { responseModalities: ['IMAGE'] } }, { model })).reply;
    assert.deepEqual(plan(imageOf(second)), { seed: note.seed, prompts: ['a house by a lake', 'make it night'] });
  }
});

test('a picture alone brings its scene along', async () => {
  const [part] = partsOf((await small('three cats on a beach')).reply);
  const body = { contents: [{ parts: [{ text: 'at night' }, { inlineData: part.inlineData }] }], generationConfig: SMALL };
  const note = plan(imageOf((await ask(body, { model: NANO2 })).reply));
  assert.deepEqual(note, { seed: plan(part).seed, prompts: ['three cats on a beach', 'at night'] });
});

test('a conversation is drawn on from its last picture, also when a picture began it, and lends from those that come with a prompt', async () => {
    const [cats] = partsOf((await small('three cats on a beach')).reply);
  const [house] = partsOf((await small('a house by a lake')).reply);
  const first = [{ role: 'user', parts: [{ text: 'at night' }, { inlineData: cats.inlineData }] }];
  const { content } = (await ask({ contents: first, generationConfig: SMALL }, { model: NANO2 })).reply.candidates[0];
  const second = [...first, content, { role: 'user', parts: [{ text: 'add this house' }, { inlineData: house.inlineData }] }];
  const note = plan(imageOf((await ask({ contents: second, generationConfig: SMALL }, { model: NANO2 })).reply));
  assert.deepEqual(note, { seed: plan(cats).seed, prompts: ['three cats on a beach', 'at night', 'a house by a lake', 'add this house'] });
});

test('a long conversation keeps its first prompt, in any alphabet', async () => {
  const config = { responseModalities: ['IMAGE'], imageConfig: { imageSize: '512', aspectRatio: '8:1' } };
  let parts = [];
  for (let i = 0; i < 24; i++) {
    const body = { contents: [{ parts: [{ text: i ? `${i} ${'猫'.repeat(400)}` : 'a house by a lake' }, ...parts] }], generationConfig: config };
    const { inlineData } = imageOf((await ask(body, { model: NANO2 })).reply);
    parts = [{ inlineData }];
  }
  const note = readNote(bytesOf(parts[0]));
  assert.equal(note.prompts.length, 20);
  assert.deepEqual([note.prompts[0], note.prompts[1].slice(0, 2), note.prompts.at(-1).slice(0, 3)], ['a house by a lake', '5 ', '23 ']);
});

test('every supported shape is drawn, the extreme ones too', async () => {
  for (const aspectRatio of ['1:8', '8:1', '21:9', '9:16']) {
    const { reply } = await ask(asks('a castle and a dragon', { responseModalities: ['IMAGE'], imageConfig: { imageSize: '512', aspectRatio } }), { model: NANO2 });
    assert.ok(bytesOf(imageOf(reply)).length > 4000);
  }
});

/** An edit of a picture with a seed of its own. */
const edit = async (part, text, config = {}, more = []) => (await ask({ contents: [{ parts: [{ text }, { inlineData: part.inlineData }, ...more] }], generationConfig: { ...SMALL, ...config } }, { model: NANO2 })).reply;
/** JPEG → the mean difference of two, 0 to 255. */
const far = (a, b) => { const [x, y] = [a, b].map((part) => jpeg.decode(bytesOf(part), { formatAsRGBA: false }).data); return apart(x, y); };

for (const words of ['make the boat blue', 'add a lighthouse', 'at night', 'in watercolour', 'qwertz']) {
  test(`three variations of “${words}” are three pictures, and a seed is always the same one`, async () => {
    const [boat] = partsOf((await small('a red boat at dawn', { seed: 7 })).reply);
    const [a, b, c, again] = (await Promise.all([7, 8, 9, 7].map((seed) => edit(boat, words, { seed })))).map(imageOf);
    assert.equal(sha256(bytesOf(a)), sha256(bytesOf(again)));
    for (const [one, other] of [[a, b], [a, c], [b, c]]) assert.ok(far(one, other) > 2.5, `${far(one, other)}`);
    for (const one of [a, b, c]) {
      assert.deepEqual(plan(one), { seed: 7, prompts: ['a red boat at dawn', words] });
      assert.ok(far(one, boat) > 2.5, 'it is changed');
    }
  });
}

test('without a seed an edit is another each time', async () => {
  const [boat] = partsOf((await small('a red boat')).reply);
  const edits = await Promise.all([1, 2, 3].map(() => edit(boat, 'make the boat blue')));
  assert.equal(new Set(edits.map((reply) => sha256(bytesOf(imageOf(reply))))).size, 3);
});

test('a later edit keeps the place that an earlier one chose, and other seeds choose others', () => {
  const place = (...takes) => {
    const scene = new Scene(read(['a red boat at dawn', 'add a lighthouse', 'make the boat blue'].slice(0, takes.length)), 1, takes, 96, 96);
    spread(scene);
    return scene.slot(scene.wish.subjects[1], 0);
  };
  const places = [11, 12, 13, 14, 15, 16].map((take) => place(1, take));
  assert.deepEqual([11, 12, 13, 14, 15, 16].map((take) => place(1, take, 99)), places);
  assert.equal(new Set(places).size, 6);
  assert.ok(places.some((share) => share < 0.5) && places.some((share) => share > 0.5), `${places}`);
});

test('an edit moves nothing of the scene: the same edges are where they were', () => {
  const edges = (rgb) => Array.from({ length: 96 * 95 }, (_, i) => Math.abs(rgb[i * 3] - rgb[(i + 96) * 3]) > 60);
  const [before, after] = [sketch('a castle in a desert', 3, [3]), sketch(['a castle in a desert', 'qwertz'], 3, [3, 4])].map(edges);
  const both = before.filter((edge, i) => edge && after[i]).length;
  assert.ok(both / before.filter(Boolean).length > 0.8, `${both} of ${before.filter(Boolean).length}`);
});

test('another version is the same words on another seed, whatever it quotes', async () => {
  const [boat] = partsOf((await small('a red boat at dawn', { seed: 7 })).reply);
  const night = imageOf(await edit(boat, 'at night', { seed: 7 }));
  const vary = 'Make another version of this picture, which was made for: a red boat at dawn';
  const [a, b, again] = (await Promise.all([7, 8, 7].map((seed) => edit(night, vary, { seed })))).map(imageOf);
  assert.equal(sha256(bytesOf(a)), sha256(bytesOf(again)));
  assert.equal(new Set([7, ...[a, b].map((part) => plan(part).seed)]).size, 3);
  for (const part of [a, b]) {
    const wish = read(plan(part).prompts);
    assert.deepEqual([wish.hour, wish.subjects.map(({ kind, count }) => [kind, count])], ['night', [['boat', 1]]], 'it does not undo the edit, and adds no boat');
  }
  assert.ok(far(a, b) > 8 && far(a, night) > 8);
  for (const words of ['为这张图片另画一个版本，它的提示词是：红船', '再来一张', 'three variations, please', 'a different take']) assert.ok(varies(words), words);
  for (const words of ['another cat', 'add another boat', '两只猫', 'make it different', 'add the cat of the other picture', '把船换成一个红色的气球', '再加一只猫']) assert.ok(!varies(words), words);
});

const photo = { inlineData: { mimeType: 'image/jpeg', data: readFileSync(new URL('../fixtures/baseline.jpg', import.meta.url)).toString('base64') } };
const heard = (reply) => partsOf(reply).map(({ text = '' }) => text).join('');
const WITH_TEXT = { responseModalities: ['TEXT', 'IMAGE'] };
const BLIND = / I am a sandbox and cannot see a picture that I did not draw, so I went by your words\.$/;

test('it says that it cannot see a photo, and nothing of the kind of a picture that it drew', async () => {
  const [cat] = partsOf((await small('a cat')).reply);
  assert.match(heard(await edit(photo, 'at night', WITH_TEXT)), BLIND);
  assert.match(heard(await edit(cat, 'as in this photo', WITH_TEXT, [photo])), BLIND, 'one of two');
  assert.doesNotMatch(heard(await edit(cat, 'at night', WITH_TEXT)), BLIND);
  const link = { fileData: { mimeType: 'image/png', fileUri: 'https://files.example/a.png' } };
  const contents = [{ parts: [{ text: 'at night' }, link] }];
  assert.match(heard((await ask({ contents, generationConfig: { ...SMALL, ...WITH_TEXT } }, { model: NANO2 })).reply), BLIND, 'nor follow an address');
});

test('it says it once: a conversation goes on with what was drawn instead', async () => {
  const first = { role: 'user', parts: [{ text: 'at night' }, photo] };
  const { content } = (await ask({ contents: [first], generationConfig: { ...SMALL, ...WITH_TEXT } }, { model: NANO2 })).reply.candidates[0];
  const contents = [first, content, { role: 'user', parts: [{ text: 'add a cat' }] }];
  const { reply } = await ask({ contents, generationConfig: { ...SMALL, ...WITH_TEXT } }, { model: NANO2 });
  assert.doesNotMatch(heard(reply), BLIND);
  assert.deepEqual(plan(imageOf(reply)).prompts, ['at night', 'add a cat']);
});

test('where no text may come, the corner of the picture says it', () => {
  const at = (unseen) => draw({ seed: 1, prompts: ['a cat'], unseen }, 480, 480).rgb;
  const [seen, unseen] = [at(0), at(1)];
  const rows = new Set();
  for (let i = 0; i < seen.length; i++) if (seen[i] !== unseen[i]) rows.add(Math.floor(i / 3 / 480));
  assert.deepEqual([Math.min(...rows), Math.max(...rows)].map((row) => 480 - row), [27, 19], 'a line above the other one');
});
