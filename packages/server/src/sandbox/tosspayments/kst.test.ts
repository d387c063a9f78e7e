import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kstDate, kstLocal, kstMicros, kstTime, laterDate, msOfKst } from './kst.js';

const ms = Date.UTC(2026, 11, 31, 15, 0, 0, 7);

describe('Korea’s time', () => {
  test('is nine hours ahead, in each of its forms', () => {
    expect(kstTime(ms)).toBe('2027-01-01T00:00:00+09:00');
    expect(kstLocal(ms)).toBe('2027-01-01T00:00:00');
    expect(kstMicros(ms)).toBe('2027-01-01T00:00:00.007000');
    expect(kstDate(ms - 1_000)).toBe('2026-12-31');
    expect(laterDate('2026-12-31', 2)).toBe('2027-01-02');
  });

  test('is read back to the second, a date as its begin', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        expect(msOfKst(kstLocal(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
    expect(msOfKst('2027-01-01')).toBe(ms - 7);
    for (const none of ['', '2027-13-01', '2027-01-01T00:00', '2027-01-01T00:00:00+09:00', 'now'])
      expect(msOfKst(none)).toBeUndefined();
  });
});
