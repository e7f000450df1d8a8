// @ts-check
// node scripts/readme.mjs: the tables of README.md and docs/ that are made, of sizes from dist, of set-ups and of the bench's newest figures.
// Tests hold them to what they are made of.
import { newest, peersOf, put, scriptUpFront } from '../benches/markdown.mjs';
import { table } from '../tests/matrix/table.mjs';
import { build } from './build/dist.mjs';
import { sizeTable } from './build/sizes.mjs';
import { script } from './exec.mjs';

script(async () => {
  await build();
  put('docs/guide/speed.md', 'sizes', await sizeTable());
  put('docs/guide/setups.md', 'matrix', table());
  put('README.md', 'peers', peersOf(newest(), await scriptUpFront()));
});
