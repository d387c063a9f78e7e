import { drive } from './drive.js';
import type { SimDatabase } from './database.js';
import { checkAtRest } from './invariants/at-rest.js';
import { i12ReplayChangesNothing } from './invariants/replay.js';
import { drawPlan } from './plan.js';
import { comeToRest } from './rest.js';
import type { Mutation } from './server.js';
import { buyerStory } from './stories/buyer.js';
import { forgerStory, schoolStory } from './stories/mischief.js';
import { officeStory } from './stories/office.js';
import { openWorld, type Violation, type World } from './world.js';

export interface SeedResult {
  readonly seed: number;
  readonly steps: number;
  readonly violations: readonly Violation[];
  /** The same for the same seed. */
  readonly digest: string;
  readonly counts: ReadonlyMap<string, number>;
  /** The end of the trace. */
  readonly last: readonly string[];
}

export interface SeedOptions {
  readonly mutate?: Mutation | undefined;
  readonly say?: ((line: string) => void) | undefined;
}

/** Runs what a seed says, on a database that is put back to its beginning. */
export async function runSeed(seed: number, database: SimDatabase, options: SeedOptions = {}): Promise<SeedResult> {
  await database.reset();
  const world = openWorld({ plan: drawPlan(seed), database, ...options });
  world.start();
  const { spawn } = world.scheduler;
  for (let n = 1; n <= world.plan.buyers; n++) spawn(`buyer ${n}`, () => buyerStory(world, `buyer ${n}`));
  const draw = world.dice('others');
  if (draw.chance(0.7)) spawn('office', () => officeStory(world, 'office'));
  if (draw.chance(0.6)) spawn('forger', () => forgerStory(world, 'forger'));
  if (draw.chance(0.4)) spawn('school', () => schoolStory(world, 'school'));
  return finish(world);
}

/** Lets a world run until it is at rest, and looks at what is left. */
export async function finish(world: World): Promise<SeedResult> {
  await drive(world, () => world.scheduler.going === 0);
  await comeToRest(world);
  await checkAtRest(world);
  await i12ReplayChangesNothing(world);
  const { plan, scheduler, violations, trace } = world;
  return {
    ...{ seed: plan.seed, steps: scheduler.steps, violations, digest: trace.digest() },
    ...{ counts: trace.counts, last: trace.last(80) },
  };
}
