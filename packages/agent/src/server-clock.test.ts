import { expect, it } from 'vitest';
import { serverClock } from './server-clock.js';

it('tells the server’s time, however the computer’s clock is set meanwhile', () => {
  const time = { monotonic: 5_000, wall: Date.UTC(2026, 10, 21, 2) };
  const clock = serverClock({ monotonic: () => time.monotonic, wall: () => time.wall });
  expect(clock.skewMs()).toBeUndefined();
  clock.observe('2026-11-21T01:00:00.000Z');
  expect(clock.skewMs()).toBe(3_600_000);
  time.wall -= 86_400_000;
  time.monotonic += 1_500;
  expect(new Date(clock.at(time.monotonic)).toISOString()).toBe('2026-11-21T01:00:01.500Z');
  clock.observe('no time at all');
  expect(new Date(clock.at(time.monotonic)).toISOString()).toBe('2026-11-21T01:00:01.500Z');
});
