// @ts-check
// npm run site: one folder, site/, that any static host serves as it is: the demo, and beside it the guide and the reference.
import { build } from './build/dist.mjs';
import { layOut } from './build/site.mjs';
import { at, script } from './exec.mjs';

script(async () => {
  await build();
  await layOut(at('site'));
  console.log('site/ is ready: every path in it is relative, so it may lie in any folder of a host.');
});
