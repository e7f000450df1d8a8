import { generateImage } from './node_modules/wasmagine/dist/index.js';
import { sandbox } from './node_modules/wasmagine/dist/sandbox.js';
import { draw } from './draw.js';

draw(generateImage, sandbox).then(
  ({ blob }) => postMessage({ blob }),
  ({ message, hint, cause }) => postMessage({ message, hint, cause: String(cause) }));
