// @ts-check
// The entry that carries its wasm: one file, no request, a third larger.
// @ts-ignore: made by the build
import base64 from './wasm-inline.js';
import * as checking from './check.js';
import { bytesOf, entry } from './load.js';
export { GenerateImageError, GeneratedImage } from './api.js';
export { models } from './models.js';

export const { createClient, createSession, generateImage, init, streamImage } = entry((instantiate) => instantiate(bytesOf(base64)), async () => checking);
