import { expect, test } from 'vitest';
import { inquiryDelayMs, refundDelayMs, watchDelayMs } from './inquiry-schedule.js';

const seconds = (ms: number) => ms / 1_000;

test('an open payment is asked about after 1 s, 5 s, 30 s, 2 min, 10 min, 1 h, then daily, without end', () => {
  const delays = Array.from({ length: 9 }, (_, attempts) => seconds(inquiryDelayMs(attempts)));
  expect(delays).toEqual([1, 5, 30, 120, 600, 3_600, 86_400, 86_400, 86_400]);
  expect(seconds(inquiryDelayMs(10_000))).toBe(86_400);
});

test('a decided one is looked at again four times', () => {
  const delays = Array.from({ length: 5 }, (_, attempts) => watchDelayMs(attempts));
  expect(delays.filter((delay) => delay !== undefined)).toHaveLength(4);
});

test('a refused refund is tried with growing pauses of at most an hour', () => {
  const delays = Array.from({ length: 20 }, (_, attempts) => refundDelayMs(attempts));
  expect([...delays].sort((a, b) => a - b)).toEqual(delays);
  expect(Math.max(...delays)).toBe(3_600_000);
});
