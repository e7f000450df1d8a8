// @ts-check
// npm run build: src and js → dist, the files that npm publishes, and a table of their sizes.
import { build } from './build/dist.mjs';
import { sizes } from './build/sizes.mjs';
import { script } from './exec.mjs';

script(async () => console.log(await sizes(await build())));
