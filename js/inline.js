// @ts-check
// The entry that carries its wasm: one file, no request, a third larger.
// @ts-ignore: made by the build
import base64 from './wasm-inline.js';
import { bytesOf, located } from './load.js';
export { GenerateImageError, GeneratedImage } from './api.js';
export { createClient, createSession, generateImage, init, streamImage } from './load.js';
export { models } from './models.js';

located((instantiate) => instantiate(bytesOf(base64)));
