import type { SimDatabase } from './database.js';
import { drive } from './drive.js';
import { checkAtRest } from './invariants/at-rest.js';
import { i12ReplayChangesNothing } from './invariants/replay.js';
import { drawPlan, type Plan } from './plan.js';
import { comeToRest } from './rest.js';
import type { Mutation } from './server.js';
import { buyerStory } from './stories/buyer.js';
import { forgerStory, schoolStory } from './stories/mischief.js';
import { officeStory } from './stories/office.js';
import { openWorld, type Violation, type World } from './world.js';

/** What came of one simulation. */
export interface SimResult {
  readonly seed: number;
  readonly steps: number;
  readonly violations: readonly Violation[];
  /** Of the whole trace: the same for the same seed. */
  readonly digest: string;
  readonly counts: ReadonlyMap<string, number>;
  /** The end of the trace. */
  readonly last: readonly string[];
}

export interface SeedOptions {
  readonly plan?: Partial<Plan> | undefined;
  readonly mutate?: Mutation | undefined;
  readonly say?: ((line: string) => void) | undefined;
}

/** Runs what a seed says, on a database that is put back to its beginning. */
export async function runSeed(seed: number, database: SimDatabase, options: SeedOptions = {}): Promise<SimResult> {
  await database.reset();
  const { mutate, say } = options;
  const world = openWorld({ plan: { ...drawPlan(seed), ...options.plan }, database, mutate, say });
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
export async function finish(world: World): Promise<SimResult> {
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
