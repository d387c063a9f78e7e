import { expect, test } from 'vitest';
import { firstWatchMs, inquiryDelayMs, refundDelayMs, unknownAlarmMs, watchDelayMs } from './inquiry-schedule.js';

const seconds = (ms: number) => ms / 1_000;

test('an open payment is asked about after 1 s, 5 s, 30 s, 2 min, 10 min, 1 h, then daily, without end', () => {
  const delays = Array.from({ length: 9 }, (_, attempts) => seconds(inquiryDelayMs(attempts)));
  expect(delays).toEqual([1, 5, 30, 120, 600, 3_600, 86_400, 86_400, 86_400]);
  expect(seconds(inquiryDelayMs(10_000))).toBe(86_400);
});

test('one that is unknown for 15 minutes is an alarm', () => {
  expect(seconds(unknownAlarmMs)).toBe(900);
});

test('a decided one is looked at again after 10 min, 1 h, a day, three days, and no more', () => {
  const delays = Array.from({ length: 4 }, (_, attempts) => watchDelayMs(attempts));
  expect([firstWatchMs, ...delays]).toEqual([600_000, 3_600_000, 86_400_000, 3 * 86_400_000, undefined]);
});

test('a refused refund is tried with growing pauses of at most an hour', () => {
  const delays = Array.from({ length: 20 }, (_, attempts) => refundDelayMs(attempts));
  expect([...delays].sort((a, b) => a - b)).toEqual(delays);
  expect(Math.max(...delays)).toBe(3_600_000);
});
