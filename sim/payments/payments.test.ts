import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eachCrashPoint, runScenario } from './crash-points.js';
import { openSimDatabase, type SimDatabase } from './database.js';
import { runOutage } from './outage.js';
import { regressionSeeds } from './regression-seeds.js';
import { scenarios } from './scenarios.js';
import { foundSchool } from './school.js';
import { runSeed, type SimResult } from './seed-run.js';
import { runStorm } from './storm.js';

let database: SimDatabase;
beforeAll(async () => {
  database = await openSimDatabase(foundSchool);
});
afterAll(() => database.close());

/** Nothing was violated; else the end of the trace tells what happened. */
function mustHold({ violations, last }: SimResult): void {
  expect(violations, last.join('\n')).toEqual([]);
}

describe('payments under everything that goes wrong', () => {
  test.each([11, 12, 13, 14, 15, 16, 17, 18, 19, 20])('hold what they promise (seed %i)', async (seed) => {
    mustHold(await runSeed(seed, database));
  });

  test.each(regressionSeeds)('hold what they promise where $found (seed $seed)', async ({ seed }) => {
    mustHold(await runSeed(seed, database));
  });

  test('happen again exactly by their seed, and otherwise by another', async () => {
    const first = await runSeed(21, database);
    const again = await runSeed(21, database);
    const other = await runSeed(22, database);
    expect(again.digest).toBe(first.digest);
    expect(again.steps).toBe(first.steps);
    expect(other.digest).not.toBe(first.digest);
  });
});

describe('a server that crashes', () => {
  test.each(scenarios)('at any point of "$name" comes to the same end', async (scenario) => {
    for await (const { points, result } of eachCrashPoint(scenario, database, 9))
      expect(result.violations, `crashes at ${points}\n${result.last.join('\n')}`).toEqual([]);
  });

  test('is one: what was under way goes no further', async () => {
    const [scenario] = scenarios;
    if (scenario === undefined) throw new Error('there is no scenario');
    const whole = await runScenario(scenario, database);
    const cut = await runScenario(scenario, database, [3]);
    expect(whole.counts.get('crash')).toBeUndefined();
    expect(cut.counts.get('crash')).toBe(1);
    expect(whole.points).toBeGreaterThan(20);
  });
});

test('ten minutes without one reply to a confirmation charge nobody twice, and leave nothing undecided', async () => {
  const result = await runOutage(1, database);
  expect(result.counts.get('fault lost_after')).toBeGreaterThan(10);
  mustHold(result);
});

test('each webhook fifty times, in any order, among forged ones, is what one of each would have been', async () => {
  const result = await runStorm(1, database);
  expect(result.counts.get('webhook forged')).toBe(50);
  expect(result.counts.get('webhook ok')).toBeGreaterThan(300);
  mustHold(result);
});
