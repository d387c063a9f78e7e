import type { SimDatabase } from './database.js';
import { dice } from './dice.js';
import { calmPlan } from './plan.js';
import type { Scenario } from './scenarios.js';
import type { Cut, StepFacts, StepKind } from './scheduler.js';
import { finish, type SimResult } from './seed-run.js';
import type { Mutation } from './server.js';
import { openWorld } from './world.js';

/** Where a step can be cut off. */
const cuts: Readonly<Record<StepKind, readonly Cut[]>> = {
  turn: ['before'],
  statement: ['before', 'done'],
  transaction: ['before', 'undone', 'done'],
};

/** Crashes at the points with these numbers, counted over all steps of the server, restarts included. */
function crashesAt(points: readonly number[]) {
  let passed = 0;
  return {
    get passed() {
      return passed;
    },
    cutOf: ({ kind }: StepFacts): Cut => {
      const here = cuts[kind];
      const first = passed;
      passed += here.length;
      const hit = points.find((point) => point >= first && point < passed);
      return hit === undefined ? 'none' : (here[hit - first] ?? 'none');
    },
  };
}

/** One run of a scenario with crashes at these points. `points`: how many there were until it had gone through. */
export async function runScenario(
  scenario: Scenario,
  database: SimDatabase,
  points: readonly number[] = [],
  mutate?: Mutation,
): Promise<SimResult & { readonly points: number }> {
  await database.reset();
  const crashes = crashesAt(points);
  const [first = 0] = points;
  const world = openWorld({ plan: { ...calmPlan, seed: first }, database, mutate, cutOf: crashes.cutOf });
  world.start();
  let passed = 0;
  world.scheduler.spawn('scenario', async () => {
    await scenario.run(world);
    passed = crashes.passed;
  });
  const result = await finish(world);
  const [end] = await database.all<{ order_state: string; state: string }>(
    'select o.state as order_state, p.state from payments p join orders o on o.id = p.order_id order by p.id',
  );
  const { order, payment } = scenario.ends;
  if (end?.order_state !== order || end.state !== payment)
    world.violate('converges', `${scenario.name} ends with ${end?.order_state} and ${end?.state}`);
  return { ...result, points: passed, violations: world.violations };
}

interface Enumeration {
  readonly scenario: string;
  readonly points: readonly number[];
  readonly result: SimResult;
}

/**
 * T2: runs a scenario once for each point at which the server can crash, and once more with two further crashes after it.
 * `stride`: only every so manieth point.
 */
export async function* eachCrashPoint(
  scenario: Scenario,
  database: SimDatabase,
  stride = 1,
): AsyncGenerator<Enumeration> {
  const draw = dice(1, `crashes of ${scenario.name}`);
  const whole = await runScenario(scenario, database);
  yield { scenario: scenario.name, points: [], result: whole };
  for (let point = draw.int(0, stride - 1); point < whole.points; point += stride)
    for (const more of [[], [point + draw.int(1, 20), point + draw.int(21, 60)]]) {
      const points = [point, ...more];
      yield { scenario: scenario.name, points, result: await runScenario(scenario, database, points) };
    }
}
