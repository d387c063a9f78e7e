import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from './kit/faults.js';
import { webhookFates } from './webhook-fates.js';

describe('fates of webhooks', () => {
  test('are those that were set, as often as they were set, then none', () => {
    const fates = webhookFates(seededRandom(1), 0);
    fates.add({ kind: 'webhook_drop', times: 2 });
    fates.add({ kind: 'webhook_delay', ms: 5_000 });
    fates.add({ kind: 'webhook_duplicate' });
    expect(Array.from({ length: 5 }, fates.next)).toEqual([
      { drop: true },
      { drop: true },
      { delayMs: 5_000 },
      { copies: 1 },
      {},
    ]);
    fates.add({ kind: 'webhook_drop' });
    fates.clear();
    expect(fates.next()).toEqual({});
  });

  test('are the same again for a seed, all of them at a rate of 1 and none at 0', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const drawn = (rate: number) => {
          const fates = webhookFates(seededRandom(seed), rate);
          return Array.from({ length: 20 }, fates.next);
        };
        expect(drawn(0.5)).toEqual(drawn(0.5));
        expect(drawn(0).every((fate) => Object.keys(fate).length === 0)).toBe(true);
        expect(drawn(1).every((fate) => Object.keys(fate).length === 1)).toBe(true);
      }),
    );
  });
});
