// @ts-check
// Memory of everything that this process has started, as Linux counts it: the sum of PSS, in which a page that several processes share
// counts once. Pages of files are left out: they are the browser's own program, and every other browser on the machine that starts or ends
// moves their share by tens of megabytes. What a browser puts into files of its own is not seen.
//
// It is sampled by a thread of its own, because the server must not wait for it; as asking for PSS takes the kernel some ms a process, only
// of those is it asked whose resident pages have changed since, which costs next to nothing to know.
import { readFileSync, readdirSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // gone meanwhile
  }
}

/** @returns {number[]} the ids of all descendants */
function descendants() {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const id of readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(Number)) {
    const stat = read(`/proc/${id}/stat`);
    const parent = Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]); // a name may hold spaces and brackets
    children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  /** @type {(id: number) => number[]} */
  const all = id => (children.get(id) ?? []).flatMap(child => [child, ...all(child)]);
  return all(process.pid);
}

/** @typedef {{ resident: string, pss: number }} Known of a process */

/** In bytes. @param {number[]} ids @param {Map<number, Known>} known from the last time */
function pss(ids, known) {
  return ids.reduce((sum, id) => {
    const resident = read(`/proc/${id}/statm`).split(' ').slice(1, 3).join(' ');
    const before = known.get(id);
    if (before?.resident === resident) return sum + before.pss;
    const kept = read(`/proc/${id}/smaps_rollup`).matchAll(/^Pss_(?:Anon|Shmem):\s+(\d+) kB/gm);
    const bytes = [...kept].reduce((sum, [, kB]) => sum + Number(kB) * 1024, 0);
    known.set(id, { resident, pss: bytes });
    return sum + bytes;
  }, 0);
}

const sleep = (/** @type {number} */ ms) => new Promise(resolve => setTimeout(resolve, ms));

/** Waits until six seconds have changed it by no more than a megabyte; as much as it then is. @returns {Promise<number>} bytes */
export async function settled() {
  const last = [NaN, NaN, NaN];
  for (let i = 0; i < 20; i++) {
    const now = pss(descendants(), new Map());
    last.push(now);
    last.shift();
    if (Math.max(...last) - Math.min(...last) <= 2 ** 20) return now;
    await sleep(3_000);
  }
  return last[2];
}

/**
 * Samples as often as it can, until stopped.
 * @returns {() => Promise<{ peak: number, interval: number, whole: boolean }>} bytes, ms, and whether all processes of the start are still there
 */
export function sample() {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: stop });
  const told = new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject));
  return () => {
    Atomics.store(stop, 0, 1);
    Atomics.notify(stop, 0);
    return told;
  };
}

if (!isMainThread && workerData instanceof Int32Array) {
  const [start, known] = [performance.now(), new Map()];
  let [peak, count] = [0, 0];
  const first = descendants();
  for (let ids = first; !Atomics.load(workerData, 0); count++) {
    if (count % 50 === 49) ids = descendants(); // processes come and go, but seldom
    peak = Math.max(peak, pss(ids, known));
    Atomics.wait(workerData, 0, 0, 2);
  }
  parentPort?.postMessage({ peak, interval: (performance.now() - start) / count, whole: first.every(id => read(`/proc/${id}/statm`)) });
}
