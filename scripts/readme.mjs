// @ts-check
// node scripts/readme.mjs: dist → the table of sizes in README.md. A test holds the table to dist.
import { readFile, writeFile } from 'node:fs/promises';
import { build } from './build/dist.mjs';
import { sizeTable } from './build/sizes.mjs';
import { at, script } from './exec.mjs';

script(async () => {
  await build();
  const text = await readFile(at('README.md'), 'utf8');
  const table = await sizeTable();
  await writeFile(at('README.md'), text.replace(/(<!-- sizes -->\n)[^]*(<!-- \/sizes -->)/, (_, open, close) => open + table + close));
});
