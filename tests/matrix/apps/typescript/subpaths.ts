// Every entry under every way of finding it, with nothing of the declarations skipped.
import { generateImage, GenerateImageError, models, type GenerateImageResult, type KnownModel } from 'wasmagine';
import { generateImage as fromInline } from 'wasmagine/inline';
import { faults, sandbox } from 'wasmagine/sandbox';
import { init } from 'wasmagine/slim';
import url from 'wasmagine/wasmagine_bg.wasm';

const model: KnownModel = 'gemini-3.1-flash-image';
const fetch = sandbox({ fault: faults[0] });
const result: Promise<GenerateImageResult> = fromInline('a red boat at dawn', { model, fetch, size: '512', aspectRatio: '16:9' });
export const width: Promise<number> = result.then(({ image }) => image.width);
export const ready: Promise<void> = init(url);
export const names: readonly string[] = models.map(({ name }) => name);

export async function code(): Promise<string | undefined> {
  try {
    await generateImage('a red boat at dawn', { model, fetch });
  } catch (error) {
    if (GenerateImageError.isInstance(error, 'rate-limited')) return error.code satisfies 'rate-limited';
  }
  return undefined;
}

// @ts-expect-error: misuse does not compile
export const wrong = generateImage('a red boat at dawn', { modle: model });
