// @ts-check
// npm run long: what takes too much time or disk for `npm test`. It prints what it measures; time decides nothing.
import { build } from './build/dist.mjs';
import { script } from './exec.mjs';
import { node } from './runners.mjs';
import { setupTests } from './setup.mjs';
import { runSteps } from './steps.mjs';

script(async () => {
  await setupTests();
  await build();
  await runSteps([{ name: 'long', run: node('tests/long') }], []);
});
