import { generateImage } from './node_modules/wasmagine/dist/index.js';
import { sandbox } from './node_modules/wasmagine/dist/sandbox.js';
import { draw } from './draw.js';
import { show } from './show.js';

show(crossOriginIsolated
  ? draw(generateImage, sandbox)
  : Promise.reject(new Error('the page is not isolated')));
