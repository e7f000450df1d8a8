import { natively } from './decode.js';
import { pictureOf, post } from './rest.js';

export const draw = async base => pictureOf(await (await post(base)).json(), natively);

export async function edit(base, picture) {
  const data = new Uint8Array(await picture.arrayBuffer()).toBase64();
  const part = { inlineData: { mimeType: picture.type, data } };
  return pictureOf(await (await post(base, [part])).json(), natively);
}
