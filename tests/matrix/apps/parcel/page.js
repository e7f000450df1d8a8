// Parcel reads no exports map unless told to, but finds files.
import { generateImage } from 'wasmagine';
import { sandbox } from 'wasmagine/dist/sandbox.js';
import { draw } from './draw.js';
import { show } from './show.js';

show(draw(generateImage, sandbox));
