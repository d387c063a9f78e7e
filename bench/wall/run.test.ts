import { expect, test } from 'vitest';
import { measureWall } from './run.js';
import { startSink } from './start-sink.js';
import type { StartTarget } from './target.js';

/** The sink again, as a stand-in for a server that has a wall. */
const startStandIn: StartTarget = async (agents) => ({
  ...(await startSink(agents)),
  wall: async () => ({ path: '/v1/lectures/lec_1/screens?since=1', headers: {} }),
});

test.skipIf(process.platform !== 'linux')('all phases give rows, none of them with an error', async () => {
  const rows = await measureWall(startStandIn, {
    paced: { seconds: 1.5, connections: 4, pace: 'paced' },
    ceiling: { seconds: 0.3, connections: 4, pace: 'closed' },
    rounds: 2,
    polls: 3,
  });
  const find = (metric: string) => rows.filter((row) => row.metric.startsWith(metric));
  expect(find('push p99').map(({ baseline }) => baseline)).toEqual([expect.any(Number), expect.any(Number)]);
  expect(find("share of the bare server's")[0]?.value).toBeGreaterThan(10);
  expect(find('p95')[0]?.unit).toBe('ms');
  // The stand-in answers a wall with 204, which no wall understands.
  expect(find('errors').map(({ value }) => value)).toEqual([0, 0, 3]);
});
