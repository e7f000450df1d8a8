// @ts-check
// npm test: every check, after its own set-up. `npm test -- sandbox chrome` runs the steps whose names hold one of the words.
import { build } from './build/dist.mjs';
import { script } from './exec.mjs';
import { native, quick, sandboxTests } from './checks.mjs';
import { node, rustInBrowser } from './runners.mjs';
import { setupTests } from './setup.mjs';
import { runSteps } from './steps.mjs';

script(async () => {
  const { wasmPack, geckodriver } = await setupTests();
  const [{ require_ }, { startPool }] = await Promise.all([import('./programs.mjs'), import('../tests/harness/pool.mjs')]);
  const pool = await startPool();
  /** Tests that share browsers. @param {string} folder */
  const sharing = folder => node(folder, { BROWSER_POOL: pool.address });
  /** Every wasm test in one browser. @param {string} name @param {string[]} driver */
  const inBrowser = (name, driver) =>
    rustInBrowser(wasmPack, ['test', '--headless', `--${name}`, ...driver, '--mode', 'no-install', '--', '--lib', '--benches'], { WASM_BINDGEN_TEST_TIMEOUT: '300', WASM_BINDGEN_TEST_DRIVER_TIMEOUT: '300' });

  await runSteps([
    quick,
    // Compilers and optimisers use one core for half of their time, and browsers are waited for: so side by side, on two.
    [[native], [{ name: 'build', run: () => build().then(() => ({ passed: 1, failed: 0 })) }, sandboxTests]],
    [
      [
        { name: 'package', run: sharing('tests/package') },
        { name: 'readme', run: sharing('tests/readme') },
        { name: 'matrix', run: node('tests/matrix') },
        { name: 'consumer', run: node('tests/consumer') },
        { name: 'harness', run: node('tests/harness') },
        { name: 'examples', run: sharing('tests/examples') },
      ],
      [
        { name: 'Rust in Chromium', run: inBrowser('chrome', ['--chromedriver', require_('chromedriver')]) },
        { name: 'Rust in Firefox', run: inBrowser('firefox', ['--geckodriver', geckodriver]) },
        { name: 'site', run: sharing('tests/site') },
        { name: 'demo', run: sharing('tests/demo') },
      ],
    ],
  ], process.argv.slice(2)).finally(pool.close);
});
