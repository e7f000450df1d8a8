// @ts-check
// Runs named steps, each under a heading with its time, goes on after a failure, and ends with a table of counts and the one line that
// says how it went.

/** @typedef {{ name: string, run: import('./runners.mjs').Runner }} Step */
/** Steps one after the other. @typedef {Step[]} Lane */
/** @typedef {import('./runners.mjs').Counts & { name: string, seconds: number }} Row */

/**
 * @param {(Step | Lane[])[]} steps one after the other; lanes run beside each other, and what the second prints is shown after the first
 * @param {string[]} words run only the steps whose name holds one of these
 */
export async function runSteps(steps, words) {
  /** @param {Step} step */
  const isChosen = ({ name }) => !words.length || words.some(word => name.includes(word));
  /** @type {Row[]} */
  const rows = [];
  for (const step of steps) {
    const lanes = (Array.isArray(step) ? step : [[step]]).map(lane => lane.filter(isChosen));
    rows.push(...(await runLanes(lanes.filter(lane => lane.length))));
  }
  const sum = (/** @type {'passed' | 'failed' | 'seconds'} */ key) => rows.reduce((total, row) => total + row[key], 0);
  const line = (/** @type {any[]} */ ...[name, passed, failed, time]) =>
    `${String(name).padEnd(32)}${String(passed).padStart(8)}${String(failed).padStart(8)}${String(time).padStart(9)}`;
  console.log(`\n${line('', 'passed', 'failed', 'time')}`);
  for (const { name, passed, failed, seconds } of rows) console.log(line(name, passed, failed, `${seconds.toFixed(1)} s`));
  console.log(line('all', sum('passed'), sum('failed'), `${(performance.now() / 1000).toFixed(1)} s`));
  if (!rows.length) console.error(`No step is called ${words.join(' or ')}. There are: ${steps.flat(2).map(s => s.name).join(', ')}.`);
  if (!rows.length || sum('failed')) process.exitCode = 1;
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
}

/** @param {Lane[]} lanes @returns {Promise<Row[]>} */
async function runLanes(lanes) {
  const [first = [], ...others] = lanes;
  const held = others.map(lane => {
    let text = '';
    return { rows: runLane(lane, more => void (text += more)), text: () => text };
  });
  const rows = await runLane(first, text => void process.stdout.write(text));
  for (const lane of held) {
    rows.push(...(await lane.rows));
    process.stdout.write(lane.text());
  }
  return rows;
}

/** @param {Lane} lane @param {(text: string) => void} print */
async function runLane(lane, print) {
  /** @type {Row[]} */
  const rows = [];
  for (const { name, run } of lane) {
    print(`\n── ${name} ${'─'.repeat(Math.max(0, 76 - name.length))}\n`);
    const start = performance.now();
    const counts = await run(print).catch(error => {
      print(`${error.message}\n`);
      return { passed: 0, failed: 1 };
    });
    rows.push({ name, ...counts, seconds: (performance.now() - start) / 1000 });
  }
  return rows;
}
