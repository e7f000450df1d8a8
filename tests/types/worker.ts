// The same package where there is no DOM.
import { generateImage, type ImageInput } from 'wasmagine';
import { init } from 'wasmagine/inline';
import { sandbox } from 'wasmagine/sandbox';

const handle = sandbox();

export async function inWorker(): Promise<Blob> {
  await init();
  const { blob } = await generateImage('x', { fetch: request => handle(request) });
  return blob;
}

export async function edited(canvas: OffscreenCanvas, bitmap: ImageBitmap): Promise<string> {
  const images: ImageInput[] = [canvas, bitmap, new ImageData(1, 1), new Blob(), '/x.png', await fetch('/y.png')];
  // @ts-expect-error not without a DOM, where nothing of that name is known
  images.push({} as HTMLCanvasElement);
  return (await generateImage('x', { images })).url;
}
