import { picture } from './picture.js';

const { image, blob } = await picture();
const bytes = await image.bytes();
if (bytes.length !== blob.size) throw new Error('bytes() and blob differ');
console.log(`a picture of ${image.width} × ${image.height}`);
