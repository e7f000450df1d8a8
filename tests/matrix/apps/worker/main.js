import { picture } from './picture.js';

export default {
  async fetch() {
    const { blob, image } = await picture();
    if (!(blob instanceof Blob)) throw new Error('no Blob');
    return new Response(`a picture of ${image.width} × ${image.height}`);
  },
};
