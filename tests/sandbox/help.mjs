// What the sandbox's tests share: a call, its reply, and a picture that is small, real and free of cost.

import { createHash } from 'node:crypto';
import { PNG } from 'pngjs';
import { sandbox } from '../../js/sandbox.js';

export const GOOGLE = 'https://generativelanguage.googleapis.com';
export const GATEWAY = 'https://www.kkiai.com';
/** Neither: what Google would answer, and all that a proxy would take. */
export const HERE = 'http://localhost:8080';

/** A body with one prompt. */
export const asks = (text, config, more = {}) => ({ contents: [{ role: 'user', parts: [{ text }] }], ...(config ? { generationConfig: config } : {}), ...more });

/** One POST. `about` may hold host, model, method, query, headers, signal and the sandbox's own options. */
export function post(body, { host = HERE, model = 'gemini-3.1-flash-lite-image', method = 'generateContent', version = 'v1beta', headers = {}, signal, ...options } = {}) {
  return sandbox(options)(`${host}/${version}/models/${model}:${method}`, {
    method: 'POST', signal, headers: { 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** The reply of a POST that has to succeed. */
export async function ask(body, about) {
  const response = await post(body, about);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status} ${text}`);
  return { response, text, reply: JSON.parse(text) };
}

/** The error of a POST that has to fail. */
export async function refuse(body, about) {
  const response = await post(body, about);
  const { error } = JSON.parse(await response.text());
  return { status: response.status, error, response };
}

export const partsOf = (reply) => reply.candidates[0].content.parts;
export const imageOf = (reply) => partsOf(reply).find((part) => part.inlineData && !part.thought);
export const bytesOf = (part) => Buffer.from(part.inlineData.data, 'base64');
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Server-sent events, strictly: `data: ` and one line each, CR LF CR LF after every one. */
export const events = (text, end = '\r\n\r\n') => text.split(end).filter(Boolean).map((event) => JSON.parse(event.replace(/^data: /, '')));

/** Server-sent events as the HTML standard reads them: every end of line, comments, other fields, data over several lines. */
export function dispatched(text) {
  const found = [];
  let data = [];
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)) {
    const [, name, value] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
    if (line === '' && data.length) found.push(data.splice(0).join('\n'));
    else if (name === 'data') data.push(value);
  }
  return found;
}

/** A plain PNG. */
export function png(width = 8, height = 8) {
  const picture = new PNG({ width, height });
  picture.data.fill(200);
  return PNG.sync.write(picture).toString('base64');
}
