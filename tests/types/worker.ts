// The same package where there is no DOM.
import { generateImage } from 'wasmagine';
import { init } from 'wasmagine/inline';
import { sandbox } from 'wasmagine/sandbox';

const handle = sandbox();

export async function inWorker(): Promise<Blob> {
  await init();
  const { blob } = await generateImage('x', { fetch: request => handle(request) });
  return blob;
}
