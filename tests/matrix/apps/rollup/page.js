import { generateImage } from './node_modules/wasmagine/dist/index.js';
import { sandbox } from './node_modules/wasmagine/dist/sandbox.js';
import { show } from './show.js';

show(generateImage('a red boat at dawn', { model: 'gemini-3.1-flash-image', size: '512', fetch: sandbox() }));
