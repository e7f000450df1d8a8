// @ts-check
// Everything as one file and back, and what is refused of such a file.
import assert from 'node:assert/strict';
import { run } from '../harness/browsers.mjs';
import { take } from './gallery.mjs';
import { stand, test } from './stand.mjs';

const demo = stand();
/** @type {Buffer} */
let file;

test('pictures and conversations go into one file without a key, and come back from it', async () => {
  await demo.fresh();
  await demo.page.where('other');
  await demo.page.type('base', `${demo.server.origin}`);
  await demo.page.type('key', 'secret-key');
  await demo.page.make('a lighthouse in a storm at night');
  await demo.page.ended('shown');
  await demo.page.kept(1);
  await demo.page.does('edit', '.card');
  await demo.page.until(() => document.querySelector('.editor .view img'));
  await demo.page.turn('by day');
  await demo.page.dismiss('.editor');
  await demo.page.kept(2);
  await demo.page.press('select');
  await demo.page.until(() => document.querySelector('#tiles [role="option"]'));
  await demo.page.click('#tiles .tile');
  await demo.page.does('favourite', '.many');
  await demo.page.until(() => document.querySelector('#tiles .star'));
  await demo.page.escape();
  await demo.page.press('manage');
  await demo.page.until(() => /2 pictures\. This site is using .*B of the/.test(document.querySelector('.panel')?.textContent ?? ''));
  await run(demo.driver, () => {
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function () {
      document.body.dataset.saved = this.download;
      click.call(this);
    };
  });
  const today = () => `wasmagine-${new Date().toISOString().slice(0, 10)}.gallery`;
  const before = today();
  await demo.page.click('.panel [data-t="exportAll"]');
  await demo.page.until(() => /pictures? exported/.test(document.querySelector('.panel [role="status"]')?.textContent ?? ''));
  const name = await run(demo.driver, () => document.body.dataset.saved ?? '');
  assert.ok([before, today()].includes(name), name); // at midnight either
  file = await demo.folders.downloaded(name);
  assert.equal(file.includes('secret-key'), false);
  assert.equal(file.includes('by day'), true);
  await demo.page.click('.panel [data-t="clearAll"]');
  await demo.page.click('.panel .danger');
  await demo.page.kept(0);
  await demo.page.gone('.panel'); // which the store is empty before

  assert.equal(await take(demo, file, 'again.gallery'), '2 pictures added.');
  await demo.page.kept(2);
  assert.equal(await demo.page.count('#tiles .tile:first-child .star'), 1);
  assert.equal(await take(demo, file, 'again.gallery'), '0 pictures added. Already here and unchanged: 2.');
  await demo.open();
  await demo.page.kept(2);
  await demo.page.click('#tiles .tile');
  await demo.page.until(() => document.querySelector('.viewer .asked'));
  assert.equal(await demo.page.text('.viewer .asked'), 'by day');
  await demo.page.does('edit', '.viewer');
  await demo.page.until(() => document.querySelectorAll('.editor .strip button').length === 2);
  await demo.page.turn('add a boat');
  await demo.page.dismiss('.editor');
});

test('what is no picture is refused whatever the file says, and a conversation that was changed too', async () => {
  await demo.fresh();
  const [title, length] = file.toString('latin1').split('\n', 2);
  const start = title.length + length.length + 2;
  const list = JSON.parse(file.subarray(start, start + Number(length)).toString());
  const blobs = Buffer.from(file.subarray(start + Number(length)));
  const [at] = list.pictures[0].at;
  blobs.write('<!doctype html><script>document.title = "run"</script>', at);
  blobs.write('{"role":"other"', list.conversations[0].contents[0][0]);
  list.pictures[0].type = 'text/html';
  list.pictures[1].prompt = '<b>bold</b>';
  const json = Buffer.from(JSON.stringify(list));
  const told = await take(demo, Buffer.concat([Buffer.from(`${title}\n${json.length}\n`), json, blobs]), 'changed.gallery');
  assert.equal(told, '1 picture added. Entries refused as invalid: 2.');
  await demo.page.kept(1);
  await demo.page.click('#tiles .tile');
  await demo.page.until(() => document.querySelector('.viewer .asked'));
  assert.equal(await demo.page.text('.viewer .asked'), '<b>bold</b>');
  await demo.page.dismiss('.viewer');
  assert.equal(await take(demo, Buffer.from('GIF89a'), 'other.gallery'), 'This file is not a gallery exported from this page.');
  assert.equal(await take(demo, file.subarray(0, 200), 'short.gallery'), 'This file is not a gallery exported from this page.');
});

test('nothing of all this was against the page’s policy', async () => {
  assert.deepEqual(await demo.complaints(), []);
});
