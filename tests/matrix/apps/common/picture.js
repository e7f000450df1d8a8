// What every set-up does: a picture from the sandbox.
import { generateImage } from 'wasmagine';
import { sandbox } from 'wasmagine/sandbox';

/** The smallest that a known model makes. */
export const options = { model: 'gemini-3.1-flash-image', size: '512', fetch: sandbox() };
export const picture = () => generateImage('a red boat at dawn', options);
