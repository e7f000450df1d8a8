// @ts-check
// The entry of runtimes that compile no wasm while they run (Cloudflare Workers, Vercel's edge): the conditions `workerd` and
// `edge-light` lead here. The wasm comes compiled, by an import whose `?module` both of their bundlers know.
// @ts-ignore: made by the build
import module from './wasmagine_bg.wasm?module';
import * as checking from './check.js';
import { entry } from './load.js';
export { GenerateImageError, GeneratedImage } from './api.js';
export { models } from './models.js';

export const { createClient, createSession, generateImage, init, streamImage } = entry((instantiate) => instantiate(module), async () => checking);
