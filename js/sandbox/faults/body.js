// @ts-check
// Faults of the delivery: the reply is right, its bytes arrive badly or oddly. And the picture of a given size.

import { bigPng } from '../png.js';

/** @typedef {import('../faults.js').Fault} Fault */

/** @param {string} size such as 20M or 4K */
export const bytesOf = (size) => parseInt(size) * (size.endsWith('M') ? 1048576 : 1024);

/** @type {Fault[]} */
export const BODIES = [
  { name: 'cut-body', about: 'the connection breaks at 60 % of the body', body: { stop: 0.6, then: 'error' } },
  { name: 'short-body', about: 'the body ends cleanly at 60 %', body: { stop: 0.6, then: 'close' } },
  { name: 'stall-body', about: 'the body stops at 60 % and never goes on', body: { stop: 0.6, then: 'stall' } },
  { name: 'cut-end', about: 'the connection breaks after the last byte', body: { then: 'error' } },
  { name: 'open-end', about: 'the connection stays open after the last byte', body: { then: 'stall' } },
  { name: 'slow-start', about: 'the headers at once, the first byte 1.5 s later', body: { wait: 1500 } },
  { name: 'one-byte-chunks', about: 'one byte a chunk', body: { chunks: 'one-byte' } },
  { name: 'random-chunks', about: 'chunks of random sizes up to 40 kB', body: { chunks: 'random' } },
  { name: 'one-chunk', about: 'the whole body in one chunk', body: { chunks: 'whole' } },
  { name: 'escaped-base64', about: '`/` and `+` of the base64 as `\\/` and `\\u002b`', body: { escaped: true } },
  { name: 'sorted-keys', about: 'keys in alphabetical order, so data comes before mimeType', style: { sorted: true } },
  { name: 'compact-json', about: 'JSON without any white space', style: { compact: true } },
  {
    name: 'html-200',
    about: '200 with an HTML page instead of JSON',
    answer: () => ({ status: 200, type: 'text/html; charset=UTF-8', body: '<!doctype html>\n<html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>\n' }),
  },
  {
    name: 'text-200',
    about: '200 with plain text instead of JSON',
    answer: () => ({ status: 200, type: 'text/plain', body: 'OK' }),
  },
  {
    name: 'empty-200',
    about: '200 with an empty body',
    answer: () => ({ status: 200, type: 'application/json', body: '' }),
  },
  {
    name: 'big-20MiB',
    about: 'a valid 1024×1024 PNG of exactly that size; any big-<n>KiB or big-<n>MiB',
    picture: async ({ random }, detail = '20M') => ({ mimeType: 'image/png', bytes: await bigPng(bytesOf(detail), random.word()) }),
  },
];
