import { pairingAlphabet } from '@didacto/sdk/contract';
import type { RandomBytes } from './ids.js';
import { randomText } from './random-text.js';

/** A code for a mail: each of the million as likely as the others, leading zeros kept. */
export const sixDigits = (random: RandomBytes): string => randomText(random, '0123456789', 6);

/** Codes as `K7WP-3XQ9-M2VA`, of 59 bits each: too many to guess, few enough to write down. */
export const recoveryCodes = (random: RandomBytes, count = 10): string[] =>
  Array.from({ length: count }, () => randomText(random, pairingAlphabet, 12).replace(/(?<=^(?:.{4})+)(?=.)/g, '-'));

/** A code as it is digested, however a person spells it: in capitals, without spaces and dashes. */
export const normalCode = (text: string): string => text.toUpperCase().replace(/[\s\p{Dash_Punctuation}]/gu, '');
