// generateImage, with the work in a worker: the same call, and the result's plain part. The page makes the URL, and revokes it.
const calls = new Set();
let worker;

function start() {
  worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  worker.onerror = event => { // its script could not be loaded, or threw outside of a call
    event.preventDefault();
    worker.terminate();
    worker = undefined;
    for (const end of calls) end({ error: new Error(event.message || 'worker.js could not be loaded') });
  };
}

export function generateImage(prompt, { signal, onProgress, ...options } = {}) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    if (!worker) start();
    const { port1: port, port2 } = new MessageChannel();
    const abort = () => {
      port.postMessage('abort');
      end({ error: signal.reason });
    };
    const end = ({ error, result }) => {
      calls.delete(end);
      signal?.removeEventListener('abort', abort);
      port.close();
      if (result) resolve(result);
      else reject(error);
    };
    port.onmessage = ({ data }) => (data.progress ? onProgress?.(data.progress) : end(data));
    worker.postMessage({ prompt, options }, [port2]); // throws a DataCloneError where an option cannot cross
    calls.add(end);
    signal?.addEventListener('abort', abort);
  });
}
