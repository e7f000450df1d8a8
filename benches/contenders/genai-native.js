import { natively } from './decode.js';
import { ask } from './genai.js';
import { pictureOf } from './rest.js';

export const draw = async base => pictureOf(await ask(base), natively);
