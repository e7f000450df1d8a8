// @ts-check
// The tables of the guide that say what models take and make, against the package's data and against what the sandbox draws.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { entry } from '../package/suite.mjs';
import { models } from '../../js/models.js';
import { read } from './examples.mjs';

const page = read('docs/guide/first-picture.md');

/** The rows of the table whose first head begins so, as cells. @param {string} head */
const rows = head => page.slice(page.indexOf(`\n| ${head} |`)).trim().split('\n\n')[0].split('\n').slice(2).map(line => line.split('|').slice(1, -1).map(cell => cell.trim().replaceAll('`', '')));

test('the models of the table are those that Google has not shut down, with what they take', async () => {
  const { models } = await entry('inline');
  const current = models.filter((/** @type {any} */ { retired }) => !retired);
  const told = rows('model').map(([id, name, sizes, ratios, pictures, also]) => ({ id, name, sizes, ratios, pictures, google: also.includes('at Google'), elsewhere: also.includes('elsewhere'), seed: !also.includes('no seed') }));
  const have = current.map((/** @type {any} */ model) => ({
    id: model.id, name: model.name, sizes: model.sizes.join(', ') || '–', ratios: String(model.aspectRatios.length), pictures: String(model.maxImages),
    google: Boolean(model.defaultFor?.includes('google')), elsewhere: Boolean(model.defaultFor?.includes('other')), seed: model.sampling,
  }));
  const byId = (/** @type {{ id: string }} */ a, /** @type {{ id: string }} */ b) => a.id.localeCompare(b.id);
  assert.deepEqual(told.sort(byId), have.sort(byId));
});

test('pictures are of the sizes in the table', async () => {
  const { generateImage, models } = await entry('inline');
  const { sandbox } = await entry('sandbox');
  const table = rows('`aspectRatio`');
  const ratios = (/** @type {string} */ id) => models.find((/** @type {any} */ model) => model.id === id).aspectRatios;
  const column = async (/** @type {string} */ model, /** @type {number} */ at) => {
    for (const cells of table.filter(cells => cells[at] !== '–')) {
      const { image } = await generateImage('a red boat at dawn', { model, aspectRatio: cells[0], baseURL: 'http://localhost', fetch: sandbox() });
      assert.equal(`${image.width} × ${image.height}`, cells[at], `${model}, ${cells[0]}`);
    }
    assert.deepEqual(table.filter(cells => cells[at] !== '–').map(([ratio]) => ratio).sort(), [...ratios(model)].sort(), model);
  };
  await column('gemini-2.5-flash-image', 1);
  await column('gemini-3.1-flash-image', 2);
});

test('the table of models says what `models` says', () => {
  const table = /<!-- models -->\n.*\n.*\n([^]*?)\n<!-- \/models -->/.exec(read('docs/guide/options.md'))?.[1].split('\n');
  const list = (/** @type {readonly string[]} */ words) => words.join(', ') || '–';
  assert.deepEqual(table, models.filter(({ retired }) => !retired).map(({ id, name, sizes, maxImages, thinking, sampling, search }) =>
    `| \`${id}\` | ${name} | ${list(sizes)} | ${maxImages} | ${list(thinking)} | ${list(Object.entries(search).filter(([, can]) => can).map(([what]) => what))} | ${sampling ? 'yes' : 'no'} |`));
});
