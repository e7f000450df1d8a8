// @ts-check
// npm test: every check, after its own set-up. `npm test -- sandbox chrome` runs the steps whose names hold one of the words.
import { build } from './build/dist.mjs';
import { script } from './exec.mjs';
import { lint, native, ruleTests, sandboxTests, typeTests } from './checks.mjs';
import { node, rustInBrowser } from './runners.mjs';
import { setupTests } from './setup.mjs';
import { runSteps } from './steps.mjs';

script(async () => {
  const { wasmPack, geckodriver } = await setupTests();
  const { require_ } = await import('./programs.mjs');
  /** Every wasm test in one browser. @param {string} name @param {string[]} driver */
  const inBrowser = (name, driver) =>
    rustInBrowser(wasmPack, ['test', '--headless', `--${name}`, ...driver, '--mode', 'no-install', '--', '--lib', '--benches'], { WASM_BINDGEN_TEST_TIMEOUT: '300', WASM_BINDGEN_TEST_DRIVER_TIMEOUT: '300' });

  await runSteps([
    ...lint,
    typeTests,
    ruleTests,
    // Compilers and optimisers use one core for half of their time, and browsers are waited for: so side by side, on two.
    [[native], [{ name: 'build', run: () => build().then(() => ({ passed: 1, failed: 0 })) }, sandboxTests]],
    [
      [
        { name: 'package', run: node('tests/package') },
        { name: 'readme', run: node('tests/readme') },
        { name: 'matrix', run: node('tests/matrix') },
        { name: 'harness', run: node('tests/harness') },
      ],
      [
        { name: 'Rust in Chromium', run: inBrowser('chrome', ['--chromedriver', require_('chromedriver')]) },
        { name: 'Rust in Firefox', run: inBrowser('firefox', ['--geckodriver', geckodriver]) },
        { name: 'demo', run: node('tests/demo') },
        { name: 'examples', run: node('tests/examples') },
      ],
    ],
  ], process.argv.slice(2));
});
