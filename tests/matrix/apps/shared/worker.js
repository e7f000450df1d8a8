import { generateImage } from './node_modules/wasmagine/dist/index.js';
import { sandbox } from './node_modules/wasmagine/dist/sandbox.js';
import { draw } from './draw.js';

self.onconnect = ({ ports: [port] }) => draw(generateImage, sandbox).then(
  ({ blob }) => port.postMessage({ blob }),
  ({ message, hint, cause }) => port.postMessage({ message, hint, cause: String(cause) }));
