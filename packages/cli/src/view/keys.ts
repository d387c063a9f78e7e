import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Random bytes, fit for an address. */
export const newKey = (bytes: number): string => randomBytes(bytes).toString('base64url');

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whether both are the same; takes as long wherever they differ. */
export const sameKey = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
