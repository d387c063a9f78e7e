import { expect, test } from 'vitest';
import { measureAuth } from './run.js';

test.skipIf(process.platform !== 'linux')('all phases give rows, none of them with an error', async () => {
  const rows = await measureAuth({
    cost: { memoryKib: 64, passes: 1 },
    students: 6,
    signIns: { seconds: 0.6, rounds: 2, parallel: [2] },
    reads: { seconds: 0.6, rounds: 2, connections: 2, warmUpSeconds: 0.1 },
  });
  const find = (metric: string) => rows.filter((row) => row.metric === metric);
  expect(find('errors').map(({ value }) => value)).toEqual([0, 0, 0, 0, 0]);
  // More than nothing was done on both sides.
  for (const metric of ['sign-ins, beside bare hashes', 'p99', 'authorized: server CPU', 'authorized: p50'])
    for (const { value, baseline } of find(metric)) {
      expect(value).toBeGreaterThan(0);
      expect(baseline).toBeGreaterThan(0);
    }
  expect(find('authorization, of an open light read').map(({ bar }) => bar)).toEqual(Array(3).fill('<= 10 %'));
});
