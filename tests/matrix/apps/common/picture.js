import { generateImage } from 'wasmagine';
import { sandbox } from 'wasmagine/sandbox';
import { draw } from './draw.js';

export const picture = () => draw(generateImage, sandbox);
