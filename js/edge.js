// @ts-check
// The entry of runtimes that compile no wasm while they run (Cloudflare Workers, Vercel's edge): conditions
// `workerd` and `edge-light` lead here. The wasm comes compiled, by an import whose `?module` both of their
// bundlers know.
// @ts-ignore: made by the build
import module from './wasmagine_bg.wasm?module';
import { located } from './load.js';
export { GenerateImageError, GeneratedImage } from './api.js';
export { createClient, createSession, generateImage, init, streamImage } from './load.js';
export { models } from './models.js';

located((instantiate) => instantiate(module));
