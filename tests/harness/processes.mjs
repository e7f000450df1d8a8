// @ts-check
// Programs that a test starts beside itself: each in a process group of its own, so that what it starts ends with it, also when the test is
// interrupted.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
process.on('exit', () => running.forEach(kill));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/**
 * A process group of its own, so that end() also ends what the driver has started.
 * @param {import('node:child_process').ChildProcess[]} children
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function start(children, program, args, options) {
  const child = spawn(program, args, { stdio: 'ignore', detached: true, ...options });
  children.push(child);
  running.add(child);
  child.on('error', () => {}); // answering() tells
  return child;
}

/** @param {import('node:child_process').ChildProcess} child */
export async function end(child) {
  const ended = child.exitCode !== null || child.signalCode !== null || !child.pid || once(child, 'exit');
  kill(child);
  running.delete(child);
  await ended;
}

/** @param {import('node:child_process').ChildProcess} child */
function kill(child) {
  try {
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The whole group is gone already.
  }
}

/** @param {string} url @param {import('node:child_process').ChildProcess} child */
export async function answering(url, child) {
  for (const until = Date.now() + 300_000; Date.now() < until; await new Promise(r => setTimeout(r, 50))) {
    if (!child.pid || child.exitCode !== null) break;
    if (await fetch(url).then(r => r.ok, () => false)) return;
  }
  throw new Error(`${child.spawnfile} does not answer on ${url}`);
}
