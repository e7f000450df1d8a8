import { expect, test } from 'vitest';
import { picture } from './picture.js';

test('a picture has its bytes', { timeout: 300_000 }, async () => {
  expect(navigator.userAgent).toContain('jsdom');
  const { image } = await picture();
  const bytes = await image.bytes();
  expect([...bytes.slice(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  console.log(`a picture of ${image.width} × ${image.height}`);
});
