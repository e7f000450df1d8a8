import { generateImage } from '/before/index.js';

export const draw = async base => (await generateImage('a red boat at dawn', { baseURL: base })).blob;

export const edit = async (base, picture) => (await generateImage('a red boat at dawn', { baseURL: base, images: [picture] })).blob;
