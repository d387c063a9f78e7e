import type { RandomBytes } from './ids.js';

/**
 * A uniform choice from an alphabet of at most 256 characters; bytes beyond its last whole multiple are thrown away.
 *
 * @throws RangeError where the alphabet is empty or longer
 */
export function randomText(random: RandomBytes, alphabet: string, length: number): string {
  if (alphabet.length < 1 || alphabet.length > 256) throw new RangeError('an alphabet has 1 to 256 characters');
  const limit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of random(length))
      if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length] ?? '';
  }
  return text;
}
