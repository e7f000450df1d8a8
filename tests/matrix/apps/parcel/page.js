// Parcel reads no exports map unless told to, but finds files.
import { generateImage } from 'wasmagine';
import { sandbox } from 'wasmagine/dist/sandbox.js';
import { show } from './show.js';

show(generateImage('a red boat at dawn', { model: 'gemini-3.1-flash-image', size: '512', fetch: sandbox() }));
