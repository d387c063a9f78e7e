import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lagBound } from './lag-bound.js';

const bounds = { mostMs: 400, againMs: 150 };

describe('what a player was given and has not played', () => {
  it('is never more than the bound, whenever it plays', () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('sound' as const), ms: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ type: fc.constant('plays' as const), ms: fc.nat(100) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const bound = lagBound(bounds);
        let [given, played] = [0, 0];
        bound.played(0);
        for (const { type, ms } of steps) {
          if (type === 'sound') given += bound.mayGive(ms) ? ms : 0;
          else {
            played = Math.min(given, played + ms);
            bound.played(played);
          }
          expect(given - played).toBeLessThanOrEqual(bounds.mostMs);
        }
        // Having caught up, it is given sound again.
        bound.played(given);
        expect(bound.mayGive(10)).toBe(true);
      }),
    );
  });

  it('is all of it where the player keeps up, or never says how far it is', () => {
    const [steady, silent] = [lagBound(bounds), lagBound(bounds)];
    for (let ms = 0; ms < 10_000; ms += 10) {
      steady.played(Math.max(0, ms - 300));
      expect([steady.mayGive(10), silent.mayGive(10)]).toEqual([true, true]);
    }
  });

  it('is left out until it has caught up well, so that a gap is heard once', () => {
    const bound = lagBound(bounds);
    bound.played(0);
    while (bound.mayGive(10));
    bound.played(200);
    expect(bound.mayGive(10)).toBe(false);
    bound.played(250);
    expect(bound.mayGive(10)).toBe(true);
  });

  it('is not counted less because the player filled in silence', () => {
    const bound = lagBound(bounds);
    bound.played(60_000);
    let given = 0;
    while (bound.mayGive(10)) given += 10;
    expect(given).toBe(bounds.mostMs);
  });
});
