// Calls of the package, each asked for through a port of its own: progress and the end go out, 'abort' may come in.
import { generateImage } from '/wasmagine/index.js'; // an import map does not reach into workers

onmessage = async ({ data: { prompt, options }, ports: [port] }) => {
  const controller = new AbortController();
  port.onmessage = () => controller.abort();
  const { signal } = controller;
  const onProgress = progress => port.postMessage({ progress: { ...progress, error: progress.error && plain(progress.error) } });
  try {
    const { image, text, usage, warnings } = await generateImage(prompt, { ...options, signal, onProgress });
    const { blob, mediaType, width, height } = image; // not `url`: one that is made here lives as long as the worker
    port.postMessage({ result: { blob, mediaType, width, height, text, usage, warnings } });
  } catch (error) {
    port.postMessage({ error: plain(error) });
  }
  port.onmessage = null;
};

/** An error crosses as an Error that has lost its fields; a plain object keeps them, and `GenerateImageError.isInstance` takes it. */
const plain = error => ({ ...error, name: error.name, message: error.message });
