// @ts-check
// The sandbox, away from the page's thread. Each message opens one call and brings a port of its own; on that port every message of the
// page has one answer. Knows nothing of the page.
import * as sandboxes from './wasmagine/sandbox.js';

/** @typedef {import('./sandbox-client.js').Opening} Opening */
/** A sandbox that knows no groups has names alone. @type {{ faults: readonly string[], faultGroups?: readonly import('./sandbox-client.js').Faults[] }} */
const { faults, faultGroups = [{ name: 'faults', faults: faults.map((name) => ({ name, says: name })) }] } =
  sandboxes;

addEventListener('message', ({ data, ports: [port] }) => {
  if (data === 'faults') port.postMessage({ groups: faultGroups });
  else answer(data, port);
});

/**
 * The head of the response at once, then a chunk for each 'pull'; 'cancel' ends it at any moment.
 * @param {Opening} opening
 * @param {MessagePort} port
 */
async function answer({ url, method, headers, body, options }, port) {
  const call = new AbortController();
  /** @type {ReadableStreamDefaultReader<Uint8Array> | undefined} */
  let reader;
  port.onmessage = async ({ data }) => {
    if (data === 'cancel') {
      call.abort();
      port.close();
      return;
    }
    try {
      const { value } = await /** @type {NonNullable<typeof reader>} */ (reader).read();
      if (value) port.postMessage({ chunk: value }, [value.buffer]);
      else port.postMessage({});
    } catch (error) {
      port.postMessage({ error });
    }
  };
  try {
    const request = new Request(url, {
      method,
      headers,
      body: body.byteLength ? body : undefined,
      signal: call.signal,
    });
    const response = await sandboxes.sandbox(options)(request);
    reader = response.body?.getReader();
    port.postMessage({ status: response.status, headers: [...response.headers], empty: !reader });
  } catch (error) {
    port.postMessage({ error });
  }
}
