import { crc32 } from 'node:zlib';
import type { RandomBytes } from './ids.js';
import { randomText } from './random-text.js';
import { sha256 } from './sha256.js';

/** What a secret scanner looks for; the last 6 characters are the base62 CRC-32 of those before, the prefix included. */
export const accessTokenPattern = /\bdct_[0-9A-Za-z]{46}\b/;

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const prefix = 'dct_';
const secretLength = 40;
const checkLength = 6;
const length = prefix.length + secretLength + checkLength;

/** A new access token: 238 random bits. It is shown once; its digest is kept. */
export function newAccessTokenText(random: RandomBytes): string {
  const text = prefix + randomText(random, base62, secretLength);
  return text + checksum(text);
}

/** Whether it can be one of ours at all, told without asking the database. */
export const isAccessTokenText = (text: string): boolean =>
  text.length === length &&
  accessTokenPattern.test(text) &&
  checksum(text.slice(0, -checkLength)) === text.slice(-checkLength);

/** How a token is found and kept. It needs no key, since the text is too long to guess. */
export const accessTokenDigest = sha256;

/** What lists show of it, to tell it from others. */
export const accessTokenHint = (text: string): string => text.slice(0, prefix.length + 4);

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let i = 0; i < checkLength; i++) {
    digits = base62.charAt(rest % base62.length) + digits;
    rest = Math.floor(rest / base62.length);
  }
  return digits;
}
