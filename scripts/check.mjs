// @ts-check
// npm run check: what takes seconds once it has been compiled. Needs no browser and no built package.
import { script } from './exec.mjs';
import { lint, native, ruleTests, sandboxTests, typeTests } from './checks.mjs';
import { npmPackages, rustTarget } from './setup.mjs';
import { runSteps } from './steps.mjs';

script(async () => {
  await Promise.all([npmPackages(), rustTarget()]);
  await runSteps([...lint, typeTests, ruleTests, native, sandboxTests], process.argv.slice(2));
});
