// @ts-check
// The default entry. Import does nothing; the first call loads the wasm from beside this file, and where it
// is not to be had there (a bundler moved it, a file: page, a policy) once more from its copy in JavaScript.
import { bytesOf, located } from './load.js';
export { GenerateImageError, GeneratedImage } from './api.js';
export { createClient, createSession, generateImage, init, streamImage } from './load.js';
export { models } from './models.js';

located(async (instantiate) => {
  try {
    // Bundlers look for exactly these words, and emit the file once for each place where they stand.
    await instantiate(new URL('./wasmagine_bg.wasm', import.meta.url));
  } catch (first) {
    // Whatever went wrong: a page in place of the wasm fails as a CompileError, so the kinds tell nothing.
    try {
      // @ts-ignore: made by the build
      const { default: base64 } = await import('./wasm-inline.js');
      await instantiate(bytesOf(base64));
    } catch (second) {
      // @ts-ignore
      throw second instanceof WebAssembly.CompileError ? second : first;
    }
  }
});
