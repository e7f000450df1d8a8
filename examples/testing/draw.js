// What an app does with the package apart from its page, so that a unit test can hold it: a picture or a word on why there is none.
import { GenerateImageError, generateImage } from 'wasmagine';

export async function draw(prompt, options) {
  try {
    const { blob, image } = await generateImage(prompt, options);
    return { blob, says: `${image.width} × ${image.height}` };
  } catch (error) {
    if (!GenerateImageError.isInstance(error)) throw error;
    // Once more only where it may help and cannot cost a second picture.
    return { says: `${error.message}: ${error.hint}`, again: error.retryable && !error.maybeBilled };
  }
}
