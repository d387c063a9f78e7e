import { expect, test } from 'vitest';
import type { Cost } from './measure.js';
import { toRows } from './run.js';

const cost = (cpu: number, bytesPerSecond: number): Cost => ({
  cpu,
  xCpu: 0.1,
  bytesPerSecond,
  memoryMb: 50,
  peakMemoryMb: 60,
});

test('the agent is compared with the better peer of each figure, the peers with nothing', () => {
  const costs = new Map([
    ['agent', cost(0.4, 3_000)],
    ['x11vnc tight', cost(1.9, 12_000)],
    ['x11vnc zrle', cost(2.9, 6_000)],
  ]);
  const rows = toRows('coding 720p', costs, { cpu: { is: '<=', limit: 0.6 }, bytes: { is: '<=', limit: 4_000 } });
  const [cpu, , bytes] = rows;
  expect(cpu).toMatchObject({ value: 0.5, baseline: 2, ratio: 0.25, ok: true });
  expect(bytes).toMatchObject({ baseline: 6_000, ratio: 0.5, ok: true });
  expect(rows.slice(5).every((row) => row.baseline === null && row.bar === null)).toBe(true);
});
