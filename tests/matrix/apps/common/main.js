import { picture } from './picture.js';
import { show } from './show.js';

show(picture());
