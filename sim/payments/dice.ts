import { seededRandom } from '../../packages/server/src/sandbox/kit/faults.js';

/** Chance from a seed: the same sequence each time. */
export interface Dice {
  /** In [0, 1). */
  next(): number;
  chance(probability: number): boolean;
  /** Both ends included. */
  int(least: number, most: number): number;
  pick<T>(items: readonly T[]): T;
  weighted<T>(choices: readonly (readonly [weight: number, value: T])[]): T;
  shuffled<T>(items: readonly T[]): T[];
  bytes(size: number): Buffer;
}

/** A number of 32 bits for a text (FNV-1a). */
export function numberOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}

/** Each use of a seed has a sequence of its own, so that one more draw for one thing changes nothing for the others. */
export function dice(seed: number, use: string): Dice {
  const next = seededRandom(numberOf(`${seed} ${use}`));
  const int = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  const pick = <T>(items: readonly T[]): T => {
    const at = Math.floor(next() * items.length);
    for (const item of items.slice(at, at + 1)) return item;
    throw new RangeError('There is nothing to pick from');
  };
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    weighted: (choices) => {
      let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, value] of choices) {
        left -= weight;
        if (left < 0) return value;
      }
      return pick(choices)[1];
    },
    shuffled: (items) =>
      items
        .map((item) => ({ item, at: next() }))
        .sort((one, other) => one.at - other.at)
        .map(({ item }) => item),
    bytes: (size) => Buffer.from(Array.from({ length: size }, () => int(0, 255))),
  };
}
