// Names that an editor offers. A union such as `'1K' | string` collapses to `string`, and with it the offer: Extract then gives never,
// and the list no longer fits.
import type { AspectRatio, ErrorCode, GenerateImageOptions, ImageEvent, KnownModel, Progress, Warning } from 'wasmagine';

type Offered<K extends keyof GenerateImageOptions, Names> = Extract<GenerateImageOptions[K], Names>;

export const models: Record<Offered<'model', KnownModel>, true> = {
  'gemini-2.5-flash-image': true, 'gemini-2.5-flash-image-preview': true, 'gemini-3-pro-image': true, 'gemini-3-pro-image-preview': true,
  'gemini-3.1-flash-image': true, 'gemini-3.1-flash-image-preview': true, 'gemini-3.1-flash-lite-image': true, 'gemini-nano-banana-2.1': true,
};
export const hosts: Record<Offered<'baseURL', 'kkiai' | 'google'>, true> = { kkiai: true, google: true };
export const sizes: Record<Offered<'size', '512' | '1K' | '2K' | '4K'>, true> = { 512: true, '1K': true, '2K': true, '4K': true };
export const wide: Offered<'aspectRatio', '16:9'> = '16:9';
export const auth: Record<NonNullable<GenerateImageOptions['auth']>, true> = {
  auto: true, bearer: true, 'x-goog-api-key': true, query: true, 'bearer+query': true, none: true,
};
export const phases: Record<Progress['phase'], true> = { preparing: true, sending: true, waiting: true, receiving: true, retrying: true, done: true };
export const warnings: Record<Warning['type'], true> = { unsupported: true, mismatch: true, compat: true };
export const events: Record<ImageEvent['type'], true> = { progress: true, text: true, thought: true, preview: true, image: true, error: true };
export const codes: Record<ErrorCode, true> = {
  'invalid-option': true, 'invalid-image': true, 'missing-api-key': true, 'invalid-api-key': true, 'permission-denied': true,
  'model-not-found': true, 'invalid-request': true, 'payload-too-large': true, 'rate-limited': true, 'quota-exhausted': true,
  'prompt-blocked': true, 'image-blocked': true, 'no-image': true, network: true, timeout: true, 'server-error': true,
  'invalid-response': true, wasm: true,
};

// What has no name here is taken all the same.
export const free: { model: GenerateImageOptions['model']; aspectRatio: AspectRatio; size: GenerateImageOptions['size'] } = {
  model: 'nano-banana-2', aspectRatio: '5:3', size: '8K',
};
