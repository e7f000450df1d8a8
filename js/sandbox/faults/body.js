// @ts-check
// Faults of the delivery: the reply is right, its bytes arrive badly or oddly. And the picture of a given size.

import { bigPng } from '../png.js';

/** @typedef {import('../faults.js').Fault} Fault */

/** @param {string} size such as 20M or 4K */
export const bytesOf = (size) => parseInt(size, 10) * (size.endsWith('M') ? 1048576 : 1024);

/** @type {Fault[]} */
export const BODIES = [
  {
    name: 'cut-body',
    about: 'The connection breaks at 60 % of the reply.',
    body: { stop: 0.6, then: 'error' },
  },
  {
    name: 'short-body',
    about: 'The reply ends at 60 % as if it were whole.',
    body: { stop: 0.6, then: 'close' },
  },
  {
    name: 'stall-body',
    about: 'The reply stops at 60 % and never goes on.',
    body: { stop: 0.6, then: 'stall' },
  },
  {
    name: 'cut-end',
    about: 'The connection breaks after the last byte of the reply.',
    body: { then: 'error' },
  },
  {
    name: 'open-end',
    about: 'The connection stays open after the last byte of the reply.',
    body: { then: 'stall' },
  },
  {
    name: 'slow-start',
    about: 'The headers come at once, the first byte 1.5 seconds later.',
    body: { wait: 1500 },
  },
  { name: 'one-byte-chunks', about: 'The reply comes one byte at a time.', body: { chunks: 'one-byte' } },
  {
    name: 'random-chunks',
    about: 'The reply comes in chunks of random sizes, up to 40 kB.',
    body: { chunks: 'random' },
  },
  { name: 'one-chunk', about: 'The whole reply comes in one chunk.', body: { chunks: 'whole' } },
  {
    name: 'escaped-base64',
    about: '`/` and `+` of the base64 come as the escapes `\\/` and `\\u002b`.',
    body: { escaped: true },
  },
  {
    name: 'sorted-keys',
    about: 'Keys come in alphabetical order, so `data` stands before `mimeType`.',
    style: { sorted: true },
  },
  { name: 'compact-json', about: 'The JSON has no white space at all.', style: { compact: true } },
  {
    name: 'html-200',
    about: '200 with an HTML page instead of JSON.',
    answer: () => ({
      status: 200,
      type: 'text/html; charset=UTF-8',
      body: '<!doctype html>\n<html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>\n',
    }),
  },
  {
    name: 'text-200',
    about: '200 with plain text instead of JSON.',
    answer: () => ({ status: 200, type: 'text/plain', body: 'OK' }),
  },
  {
    name: 'empty-200',
    about: '200 with an empty body.',
    answer: () => ({ status: 200, type: 'application/json', body: '' }),
  },
  {
    name: 'big-20MiB',
    about: 'The picture is a 1024×1024 PNG of exactly that size; any `big-<n>KiB` and `big-<n>MiB` will do.',
    picture: async ({ random }, detail = '20M') => ({
      mimeType: 'image/png',
      bytes: await bigPng(bytesOf(detail), random.word()),
    }),
  },
];
