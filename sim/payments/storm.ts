import { partyNames } from '../../packages/server/src/sandbox/merchant.js';
import type { SimDatabase } from './database.js';
import { drive } from './drive.js';
import { checkAtRest } from './invariants/at-rest.js';
import { calmPlan } from './plan.js';
import { finish, type SimResult } from './seed-run.js';
import { payQuietly } from './stories/quiet.js';
import { openWorld } from './world.js';

const copies = 50;

/** T4: every webhook comes fifty times, in any order, among forged ones; then all of them once more. */
export async function runStorm(seed: number, database: SimDatabase): Promise<SimResult> {
  await database.reset();
  const plan = { ...calmPlan, seed, order: 'random', webhookCopies: copies - 1 } as const;
  const world = openWorld({ plan, database });
  world.start();
  const { spawn } = world.scheduler;
  for (const provider of ['tosspayments', 'portone_v1', 'portone_v2'] as const)
    spawn(`buyer at ${provider}`, () => payQuietly(world, `buyer at ${provider}`, provider, 60_000));
  spawn('forger', async () => {
    const draw = world.dice('forger');
    for (let n = 0; n < copies; n++) {
      await world.pause('forger', draw.int(0, 5_000));
      const party = draw.pick(partyNames);
      const delivery = world.outside.forged(party, draw.pick([...world.known.payments.keys(), undefined]), draw);
      world.trace.count('webhook forged');
      await world.deliver(party, delivery);
    }
  });
  await drive(world, () => world.scheduler.going === 0);
  for (const { party, delivery } of world.dice('again').shuffled(world.outside.sent())) {
    world.trace.count('webhook replayed');
    spawn('replay', async () => void (await world.deliver(party, delivery)));
  }
  const result = await finish(world);
  await checkAtRest(world);
  return { ...result, violations: world.violations };
}
