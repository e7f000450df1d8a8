// @ts-check
// The entry for who knows where the wasm is: `await init(url | bytes | response | module)` comes first.
import { createError } from './api.js';
import { located } from './load.js';
export { GenerateImageError, GeneratedImage } from './api.js';
export { createClient, createSession, generateImage, init, streamImage } from './load.js';
export { models } from './models.js';

located(async () => {
  throw createError({
    code: 'wasm',
    message: 'wasmagine/slim has no wasm yet',
    hint: 'call `await init(source)` first, with the URL, the bytes or the module of wasmagine_bg.wasm',
  });
});
