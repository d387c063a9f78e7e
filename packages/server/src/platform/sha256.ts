import { createHash } from 'node:crypto';

/** SHA-256 in hex, of text in UTF-8. Enough for what has many random bits; passwords and short codes need more. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
