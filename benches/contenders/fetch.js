import { toBase64, withAtob } from './decode.js';
import { pictureOf, post } from './rest.js';

export const draw = async base => pictureOf(await (await post(base)).json(), withAtob);

export async function edit(base, picture) {
  const part = { inlineData: { mimeType: picture.type, data: await toBase64(picture) } };
  return pictureOf(await (await post(base, [part])).json(), withAtob);
}
