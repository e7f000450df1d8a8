// @ts-check
// Runs named steps one after the other, each under a heading with its time, goes on after a failure, and ends with a table of counts and
// the one line that says how it went.

/** @typedef {{ name: string, run: () => Promise<import('./runners.mjs').Counts> }} Step */

/**
 * @param {Step[]} steps
 * @param {string[]} words run only the steps whose name holds one of these
 */
export async function runSteps(steps, words) {
  const chosen = steps.filter(({ name }) => !words.length || words.some(word => name.includes(word)));
  /** @type {(import('./runners.mjs').Counts & { name: string, seconds: number })[]} */
  const rows = [];
  for (const { name, run } of chosen) {
    console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 76 - name.length))}`);
    const start = performance.now();
    const counts = await run().catch(error => {
      console.error(error.message);
      return { passed: 0, failed: 1 };
    });
    rows.push({ name, ...counts, seconds: (performance.now() - start) / 1000 });
  }
  const sum = (/** @type {'passed' | 'failed' | 'seconds'} */ key) => rows.reduce((total, row) => total + row[key], 0);
  const line = (/** @type {any[]} */ ...[name, passed, failed, time]) =>
    `${String(name).padEnd(32)}${String(passed).padStart(8)}${String(failed).padStart(8)}${String(time).padStart(9)}`;
  console.log(`\n${line('', 'passed', 'failed', 'time')}`);
  for (const { name, passed, failed, seconds } of rows) console.log(line(name, passed, failed, `${seconds.toFixed(1)} s`));
  console.log(line('all', sum('passed'), sum('failed'), `${sum('seconds').toFixed(1)} s`));
  if (!rows.length) console.error(`No step is called ${words.join(' or ')}. There are: ${steps.map(s => s.name).join(', ')}.`);
  if (!rows.length || sum('failed')) process.exitCode = 1;
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
}
