import { generateImage } from './node_modules/wasmagine/dist/index.js';
import { sandbox } from './node_modules/wasmagine/dist/sandbox.js';

self.onconnect = ({ ports: [port] }) => generateImage('a red boat at dawn', { model: 'gemini-3.1-flash-image', size: '512', fetch: sandbox() }).then(
  ({ blob }) => port.postMessage({ blob }),
  ({ message, hint, cause }) => port.postMessage({ message, hint, cause: String(cause) }));
