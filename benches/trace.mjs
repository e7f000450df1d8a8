// @ts-check
// A trace of Chromium, by the DevTools protocol: what every thread of it does while something is done.

/** @typedef {{ name: string, cat: string, ph: string, ts: number, dur?: number, pid: number, tid: number, args?: any, id?: string }} Event times in µs */

const categories = [
  'toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing', 'v8', 'v8.execute', 'disabled-by-default-v8.gc',
  'disabled-by-default-v8.cpu_profiler', 'blink', 'Blob', 'mojom',
];

/**
 * @template T
 * @param {any} driver @param {() => Promise<T>} work
 * @returns {Promise<{ value: T, events: Event[] }>}
 */
export async function traced(driver, work) {
  const connection = await driver.createCDPConnection('page');
  /** @type {Event[]} */
  const events = [];
  const complete = new Promise(resolve => connection._wsConnection.on('message', (/** @type {Buffer} */ data) => {
    const { method, params } = JSON.parse(String(data));
    if (method === 'Tracing.dataCollected') for (const event of params.value) events.push(event);
    if (method === 'Tracing.tracingComplete') resolve(undefined);
  }));
  const send = async (/** @type {string} */ method, /** @type {any} */ params) => {
    const { error } = await connection.send(method, params);
    if (error) throw new Error(`${method}: ${error.message}`);
  };
  await send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: categories, traceBufferSizeInKb: 400_000 } });
  const value = await work();
  await send('Tracing.end', {});
  await complete;
  events.sort((a, b) => a.ts - b.ts);
  return { value, events };
}
