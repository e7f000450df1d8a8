// @ts-check
// The entry for those who know where their wasm is: `await init(url | bytes | response | module)` comes first.
import { createError } from './api.js';
import * as checking from './check.js';
import { entry } from './load.js';
export { GenerateImageError, GeneratedImage } from './api.js';
export { models } from './models.js';

export const { createClient, createSession, generateImage, init, streamImage } = entry(async () => {
  throw createError({
    code: 'wasm',
    message: 'wasmagine/slim has no wasm yet',
    hint: 'call `await init(source)` first, with the URL, the bytes or the module of wasmagine_bg.wasm',
  });
}, async () => checking);
