// @ts-check
// A disk that is full, in a browser that has stored nothing yet: once it has told how much there is, Chromium takes no other word for it.
import assert from 'node:assert/strict';
import { entry, galleryFile, noise, places, take } from './gallery.mjs';
import { stand, test } from './stand.mjs';

const demo = stand();

test('a full disk is said, and the picture is still on the page', async () => {
  await demo.open();
  await demo.page.chromium('Storage.overrideQuotaForOrigin', { origin: demo.server.origin, quotaSize: 1 });
  await demo.page.make('a boat');
  await demo.page.ended('shown');
  await demo.page.until(() => document.querySelector('#banner .warning'));
  assert.match(await demo.page.text('#banner'), /^Storage is full, so this picture was not saved/);
  await demo.page.kept(1);
  const drawings = [noise(100), noise(101)];
  const file = galleryFile({ pictures: places(...drawings).map((at, number) => entry(number, { at })) }, ...drawings);
  assert.match(await take(demo, file, 'large.gallery'), /^There isn’t enough room for this file, so nothing was imported/);
  await demo.page.kept(1);
  await demo.page.chromium('Storage.overrideQuotaForOrigin', { origin: demo.server.origin });
  await demo.open();
  await demo.page.kept(0);
});
