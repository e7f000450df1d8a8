// @ts-check
// npm run check: what takes seconds once it has been compiled. Needs no browser and no built package.
import { buildModels } from './build/models.mjs';
import { script } from './exec.mjs';
import { lint, native, sandboxTests, typeTests } from './checks.mjs';
import { npmPackages, rustTarget } from './setup.mjs';
import { runSteps } from './steps.mjs';

script(async () => {
  await Promise.all([npmPackages(), rustTarget()]);
  await buildModels(); // js imports what it writes
  await runSteps([...lint, typeTests, native, sandboxTests], process.argv.slice(2));
});
