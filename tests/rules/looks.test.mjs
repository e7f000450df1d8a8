// @ts-check
// What bytes are called that are no picture.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { nameOf } from '../../js/looks.js';

const fixture = (/** @type {string} */ name, /** @type {number} */ length) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url)).subarray(0, length);

test('other bytes have a name', () => {
  for (const [head, expected] of /** @type {[string | Uint8Array | number[], string][]} */ ([
    ['', 'nothing'],
    ['<svg xmlns="http', 'SVG (3c 73 76 67 20 78 6d 6c …)'],
    ['\n <!DOCTYPE svg ', 'SVG (0a 20 3c 21 44 4f 43 54 …)'],
    ['<?xml version="1', 'XML (3c 3f 78 6d 6c 20 76 65 …)'],
    ['<!doctype html><', 'HTML (3c 21 64 6f 63 74 79 70 …)'],
    ['\ufeff<HTML lang=', 'HTML (ef bb bf 3c 48 54 4d 4c …)'],
    ['%PDF-1.7\n%âã', 'PDF (25 50 44 46 2d 31 2e 37 …)'],
    ['{"error"', 'JSON (7b 22 65 72 72 6f 72 22)'],
    [' []', 'JSON (20 5b 5d)'],
    ['data:image/png;b', 'a data: URL (64 61 74 61 3a 69 6d 61 …)'],
    ['hello', 'text (68 65 6c 6c 6f)'],
    ['图像', 'text (e5 9b be e5 83 8f)'],
    ['a\0b', 'unknown bytes (61 00 62)'],
    ['<svg \x01', 'unknown bytes (3c 73 76 67 20 01)'],
    [[0xe5, 0x9b, 0xbe, 0xe5, 0x83], 'text (e5 9b be e5 83)'],
    [[0xde, 0xad, 0xbe, 0xef], 'unknown bytes (de ad be ef)'],
    [fixture('plain.png', 4), 'damaged PNG (89 50 4e 47)'],
    [fixture('baseline.jpg', 3), 'damaged JPEG (ff d8 ff)'],
    [fixture('lossy.webp', 16), 'damaged WebP (52 49 46 46 22 01 00 00 …)'],
    [fixture('89a.gif', 5), 'damaged GIF (47 49 46 38 39)'],
    [fixture('plain.avif', 12), 'damaged AVIF (00 00 00 20 66 74 79 70 …)'],
    [fixture('picture.heic', 16), 'HEIC (00 00 00 18 66 74 79 70 …)'],
    ['\0\0\0\x18ftypisom', 'MP4 (00 00 00 18 66 74 79 70 …)'],
  ])) assert.equal(nameOf(typeof head === 'string' ? new TextEncoder().encode(head) : Uint8Array.from(head)), expected);
});

test('any bytes have a name that ends', () => {
  for (let first = 0; first < 256; first++) {
    for (const length of [1, 2, 8, 9, 16]) {
      const name = nameOf(Uint8Array.from({ length }, (_, at) => (first + at * 37) & 255));
      assert.ok(name.endsWith(')') && name.length < 64, name);
    }
  }
});
