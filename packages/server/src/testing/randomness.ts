import { createHash } from 'node:crypto';
import type { RandomBytes } from '../platform/ids.js';

/** The same bytes for the same seed: SHA-256 of a counter. */
export function seededRandom(seed: string): RandomBytes {
  let block = 0;
  let spare = Buffer.alloc(0);
  return (size) => {
    while (spare.length < size)
      spare = Buffer.concat([spare, createHash('sha256').update(`${seed}:${block++}`).digest()]);
    const bytes = spare.subarray(0, size);
    spare = spare.subarray(size);
    return bytes;
  };
}

/**
 * Whether each of the alphabet's characters comes as often as the others, by Pearson's chi-square: six standard
 * deviations above the mean are not reached by chance.
 */
export function isUniform(characters: Iterable<string>, alphabet: string): boolean {
  const counts = new Map([...alphabet].map((character) => [character, 0]));
  let total = 0;
  for (const character of characters) {
    const count = counts.get(character);
    if (count === undefined) return false;
    counts.set(character, count + 1);
    total++;
  }
  const expected = total / counts.size;
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = counts.size - 1;
  return chiSquare < freedom + 6 * Math.sqrt(2 * freedom);
}
