import { expect, test } from 'vitest';
import { businessDate } from './business-date.js';

const at = (time: string, zone: string) => businessDate(Date.parse(time), zone);

test('a business date is the date where the institution does business', () => {
  expect(at('2026-11-25T14:59:59.999Z', 'Asia/Seoul')).toBe('2026-11-25');
  expect(at('2026-11-25T15:00:00.000Z', 'Asia/Seoul')).toBe('2026-11-26');
  expect(at('2026-01-01T03:00:00.000Z', 'America/New_York')).toBe('2025-12-31');
  expect(at('2026-01-01T03:00:00.000Z', 'UTC')).toBe('2026-01-01');
});
