// The floor of everything that reads a body whole: nothing is parsed, decoded or put into a Blob.
import { post } from './rest.js';

export const draw = async base => void (await (await post(base)).arrayBuffer());
