// @ts-check
// npm run check: what takes seconds once it has been compiled. Needs no browser and no built package.
import { script } from './exec.mjs';
import { native, quick, sandboxTests } from './checks.mjs';
import { packages } from './packages.mjs';
import { rustTarget } from './setup.mjs';
import { runSteps } from './steps.mjs';

script(async () => {
  await Promise.all([packages(), rustTarget()]);
  await runSteps([quick, native, sandboxTests], process.argv.slice(2));
});
