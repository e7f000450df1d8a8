// What a page may write.
import { createClient, createSession, generateImage, init, models, streamImage, GeneratedImage, GenerateImageError } from 'wasmagine';
import type { CheckResult, Client, GenerateImageOptions, GenerateImageResult, ErrorCode, ImageInput, ImageSession, ImageStream, ModelInfo, Progress, SessionSnapshot, Usage, Warning } from 'wasmagine';
import * as slim from 'wasmagine/slim';
import * as inline from 'wasmagine/inline';
import { faults, sandbox } from 'wasmagine/sandbox';
import wasm from 'wasmagine/wasmagine_bg.wasm';

const img = document.createElement('img');

export async function shortest(apiKey: string) {
  const { url } = await generateImage('a pig with wings over a green city', { apiKey });
  img.src = url;
}

export async function bothForms() {
  const a: GenerateImageResult = await generateImage({ prompt: 'x', apiKey: async () => 'k' });
  const b = await generateImage('x');
  return [a.image === b.image, a.images.length, a.responses[0]?.text];
}

export async function everyOption(signal: AbortSignal) {
  const options: GenerateImageOptions = {
    images: [new Blob(), new File([], 'x'), new ArrayBuffer(1), new Uint8Array(1), new DataView(new ArrayBuffer(1)), new Response(), '/x.png',
      new URL('https://x.example/x.png'), img, document.createElement('canvas'), new OffscreenCanvas(1, 1), new ImageData(1, 1)],
    system: 'Do not ask.',
    baseURL: new URL('https://gateway.example/'),
    apiVersion: 'v1beta',
    model: 'a-model-that-nobody-knows',
    apiKey: () => 'k',
    auth: 'bearer+query',
    headers: [['x-a', 'b']],
    credentials: 'omit',
    fetch: sandbox({ latency: [10, 20], rate: 1e6, requireKey: false, fault: request => (request.method === 'POST' ? faults[0] : undefined) }),
    aspectRatio: '16:9',
    size: '2K',
    seed: 1, temperature: 1, topP: 0.9, topK: 3,
    responseModalities: ['TEXT', 'IMAGE'],
    safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }],
    thinking: { level: 'high', includeThoughts: true },
    search: { web: true, image: false },
    extraBody: { serviceTier: 'flex' },
    strict: true,
    remoteImages: ({ host }) => host.endsWith('.gateway.example'),
    signal,
    timeout: 1000,
    onProgress({ phase, elapsed, loaded }: Progress) { console.log(phase, elapsed, loaded ?? 0); },
    n: 4, concurrency: 2, maxRetries: 0, retryAmbiguous: true,
    onImage(image, index) { console.log(image.url, index.toFixed()); },
  };
  return generateImage('x', { ...options, baseURL: 'kkiai', aspectRatio: '5:3', model: 'gemini-2.5-flash-image' });
}

export async function edits(bitmap: ImageBitmap, files: FileList, kept: readonly ImageInput[]) {
  const { image } = await generateImage('x', { images: bitmap });
  await generateImage('x', { images: [...files] });
  await generateImage('x', { images: files });
  await generateImage('x', { images: new Set([bitmap]) });
  await generateImage('x', { images: kept });
  return generateImage('x', { images: image });
}

export async function results({ image, usage, warnings, raw }: GenerateImageResult) {
  const [first]: readonly Warning[] = warnings;
  const tokens: Usage = usage;
  const file: File = image.toFile('pig.png');
  const bitmap: ImageBitmap = await image.bitmap({ resizeWidth: 10 });
  const small: GeneratedImage = await image.convert({ type: 'image/webp', quality: 0.8, maxEdge: 512 });
  const bytes: Uint8Array = await small.bytes();
  new Blob([await small.bytes()]); // not a view of shared memory
  image.download();
  image.revoke();
  return [first?.message, tokens.imageTokens, file.name, bitmap.width, bytes.length, await image.dataURL(), await image.base64(), raw];
}

export function told(warning: Warning): string {
  if (warning.type === 'mismatch') return `${warning.option satisfies 'aspectRatio' | 'size'} ${warning.requested} ${warning.actual}`;
  return warning.type === 'unsupported' ? warning.option : warning.message;
}

export async function disposed() {
  using result = await generateImage('x');
  return result.blob.size;
}

export function failed(error: unknown) {
  if (GenerateImageError.isInstance(error, 'rate-limited')) {
    const code: 'rate-limited' = error.code;
    return [code, error.retryAfter, error.hint];
  }
  if (GenerateImageError.isInstance(error)) {
    const code: ErrorCode = error.code;
    return [code, error.status, error.maybeBilled, error.cause];
  }
  return error instanceof GenerateImageError && error.retryable;
}

export function menu(): string[] {
  return models.map((model: ModelInfo) => `${model.name} ${model.aspectRatios.join()} ${model.retired?.successor ?? ''}`);
}

export async function bound(apiKey: string, defaults: GenerateImageOptions) {
  const client: Client = createClient({ ...defaults, apiKey });
  const { generateImage, check } = client;
  const { ok, reachable, cors, auth, model, hint }: CheckResult = await check();
  if (!ok) return [reachable, cors ?? auth ?? model ?? 'unknown', hint?.length];
  const result: GenerateImageResult = await generateImage({ prompt: 'x', size: '1K' });
  for await (const event of client.streamImage('x', { n: 2 })) console.log(event.index);
  await using_(client.createSession({ seed: 1 }));
  return [result.url, inline.createClient({}) === slim.createClient({})];
}
async function using_(session: ImageSession) { await session.send('x'); }

export async function loading() {
  await init();
  await slim.init(fetch(wasm));
  await slim.init(new Uint8Array());
  await inline.init();
  return slim.generateImage === inline.generateImage;
}

export async function streamed() {
  const stream: ImageStream = streamImage('x', { n: 2 });
  const seen: string[] = [];
  for await (const event of stream) {
    if (event.type === 'text' || event.type === 'thought') seen.push(event.text);
    else if (event.type === 'image' || event.type === 'preview') seen.push(event.image.url);
    else if (event.type === 'error') seen.push(event.error.code);
    else seen.push(event.progress.phase);
  }
  stream.cancel();
  return [seen, (await streamImage({ prompt: 'x' }).result).url];
}

export async function conversed(history?: SessionSnapshot) {
  using session: ImageSession = createSession({ model: 'gemini-3-pro-image', ...(history && { history }) });
  await session.ready;
  const { url } = await session.send('x', { seed: 1 });
  for await (const { type } of session.stream('y')) console.log(type);
  session.undo();
  const other = session.fork(1);
  const stored: Blob | undefined = other.snapshot().contents[0];
  return [url, stored?.size, session.current?.width, session.turns.map(({ prompt, text, images, result }) => [prompt, text, images[0]?.url, result?.attempts])];
}
