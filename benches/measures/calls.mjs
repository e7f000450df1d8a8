// @ts-check
// Single calls, all contenders taking turns in one page: how long after the last byte the Blob URL is there; how long the main thread is
// not to be had; how long a call takes that no line holds up.
import { contenders } from '../contenders.mjs';
import { MiB } from '../reply.mjs';
import { shuffled } from '../stats.mjs';

/** @typedef {import('../bench.mjs').Context} Context */
/** @typedef {{ contender: string, size: number }} Job */

/**
 * Rounds over all jobs, each round in another order, after one that warms up and checks the bytes.
 * @param {Context} context @param {Job[]} jobs @param {(job: Job, count: boolean) => Promise<void>} run
 */
async function rounds({ page, options }, jobs, run) {
  for (let round = -1; round < options.rounds; round++) {
    for (const job of shuffled(jobs, round)) {
      await run(job, round >= 0);
      await page.settle();
    }
  }
}

/** @param {Context} context @param {string[]} names @param {number[]} sizes @returns {Job[][]} by size, so that a large call never waits beside a small one */
const grid = ({ options }, names, sizes) => sizes.map(size => names.filter(name => options.contends(name)).map(contender => ({ contender, size })));

/** @param {Context} context @param {Job} job @param {any} found */
function check({ server }, { contender, size }, found) {
  if (!contenders.find(({ name }) => name === contender)?.decodes) return;
  const { sha256 } = server.replyOf(size * MiB);
  if (found?.sha256 !== sha256) throw new Error(`${contender} gave other bytes than the ${size} MiB that were sent`);
}

let calls = 0;

/** One call at a pace, and the server's stamps of it. @param {Context} context @param {Job} job @param {number} rate @param {object} how */
async function call({ page, server }, { contender, size }, rate, how) {
  const id = `call-${++calls}`;
  const told = await page.ask('call', contender, server.base(id, size * MiB, rate), how);
  return { ...told, stamp: server.take(id)[0] };
}

const names = contenders.map(({ name }) => name);

/** Of a hundred, only ours and the bounds: a peer takes half a minute of the machine to say that it grows. */
const LARGE = 50;

/** @param {Context} context */
export async function latency(context) {
  const { behind, options, figures } = context;
  const jobsOf = grid(context, names, options.sizes).map(jobs => jobs.filter(({ contender, size }) =>
    size < LARGE || contenders.find(({ name }) => name === contender)?.is !== 'peer'));
  for (const jobs of jobsOf) {
    await rounds(context, jobs, async (job, count) => {
      const { end, stamp, found } = await call(context, job, options.rate, { checked: !count });
      if (!count) check(context, job, found);
      else figures.add({ measure: 'latency', unit: 'ms', ...job }, end + behind - (stamp.lastByte ?? NaN));
    });
  }
}

/** With nobody calling as well: what the machine itself adds. @param {Context} context */
export async function block(context) {
  const { options, figures } = context;
  for (const jobs of grid(context, [...names, 'idle'], [20])) {
    await rounds(context, jobs, async (job, count) => {
      const { longest } = await call(context, job, options.rate, { watched: true });
      if (count) figures.add({ measure: 'block', unit: 'ms', ...job }, longest ?? NaN);
    });
  }
}

/** @param {Context} context */
export async function whole(context) {
  const { figures } = context;
  for (const jobs of grid(context, names, [20])) {
    await rounds(context, jobs, async (job, count) => {
      const { start, end } = await call(context, job, 0, {});
      if (count) figures.add({ measure: 'whole', unit: 'ms', ...job }, end - start);
    });
  }
}
