// @ts-check
// node scripts/readme.mjs: the tables in README.md that are made, of sizes from dist and of set-ups. Tests hold them to what they are made of.
import { readFile, writeFile } from 'node:fs/promises';
import { build } from './build/dist.mjs';
import { sizeTable } from './build/sizes.mjs';
import { at, script } from './exec.mjs';
import { table } from '../tests/matrix/table.mjs';

script(async () => {
  await build();
  let text = await readFile(at('README.md'), 'utf8');
  for (const [name, made] of [['sizes', await sizeTable()], ['matrix', table()]]) {
    text = text.replace(new RegExp(`(<!-- ${name} -->\n)[^]*(<!-- /${name} -->)`), (_, open, close) => open + made + close);
  }
  await writeFile(at('README.md'), text);
});
