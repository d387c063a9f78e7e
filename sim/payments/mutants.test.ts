import { afterAll, beforeAll, expect, test } from 'vitest';
import { runScenario } from './crash-points.js';
import { openSimDatabase, type SimDatabase } from './database.js';
import { mutants } from './mutants.js';
import { scenarios } from './scenarios.js';
import { foundSchool } from './school.js';
import { runSeed, type SimResult } from './seed-run.js';
import type { Mutation } from './server.js';

let database: SimDatabase;
beforeAll(async () => {
  database = await openSimDatabase(foundSchool);
});
afterAll(() => database.close());

const mostSeeds = 60;

/** Fixed courses of events first, then seeds. */
async function* runs(mutate: Mutation): AsyncGenerator<SimResult> {
  for (const scenario of scenarios) yield runScenario(scenario, database, [], mutate);
  for (let seed = 1; seed <= mostSeeds; seed++) yield runSeed(seed, database, { mutate });
}

test.each(mutants)('a core in which $name is caught', async ({ mutate, toldBy }) => {
  for await (const { violations } of runs(mutate)) {
    const told = violations.map(({ invariant }) => invariant);
    if (told.length === 0) continue;
    expect(
      toldBy.some((one) => told.includes(one)),
      `told by ${told}`,
    ).toBe(true);
    return;
  }
  expect.unreachable(`not within ${mostSeeds} seeds`);
});
