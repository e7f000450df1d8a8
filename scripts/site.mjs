// @ts-check
// npm run site: one folder, site/, that any static host serves as it is.
import { cp, rm, writeFile } from 'node:fs/promises';
import { build } from './build/dist.mjs';
import { stamped } from './build/site.mjs';
import { at, script } from './exec.mjs';

script(async () => {
  await build();
  await rm(at('site'), { recursive: true, force: true });
  await cp(at('www'), at('site'), { recursive: true });
  await cp(at('dist'), at('site/wasmagine'), { recursive: true, filter: path => !path.endsWith('.d.ts') });
  for (const [name, text] of Object.entries(await stamped())) await writeFile(at('site', name), text);
  console.log('site/ is ready: every path in it is relative, so it may lie in any folder of a host.');
});
