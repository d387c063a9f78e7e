/** Numbers from 0 to below `below` that are the same for the same seed (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const strange: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 2 ** 53, '', ' ', '\u0000', '\ud800', '{"roomId":', '__proto__', 'constructor'],
  ...['rom_01h2xcejqtf2nbrexx3vqjhp41', '../../etc/passwd', "' or 1=1 --", '<script>', 'x'.repeat(5_000), [], {}],
  ...[[[[[[[[[]]]]]]]], { length: -1 }, { toString: 1 }, { constructor: { prototype: 1 } }],
  ...[new Uint8Array(0), new Uint8Array([255]), { type: 'Buffer', data: [1] }, { _placeholder: true, num: 0 }],
  JSON.parse('{"__proto__":{"isAdmin":true},"then":1}'),
];

export const strangeValue = (random: (below: number) => number): unknown => strange[random(strange.length)];

/** The payload with one part that is strange, missing or too many, at any depth. */
export function spoilt(payload: unknown, random: (below: number) => number): unknown {
  if (typeof payload !== 'object' || payload === null || payload instanceof Uint8Array || random(4) === 0)
    return strangeValue(random);
  const entries = Object.entries(payload);
  const at = random(entries.length + 1);
  const [key, value] = entries[at] ?? [`extra${random(3)}`, undefined];
  const others = entries.filter(([name]) => name !== key);
  return Object.fromEntries(random(5) === 0 ? others : [...others, [key, spoilt(value, random)]]);
}
