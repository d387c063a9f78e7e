import type { SimDatabase } from './database.js';
import { calmPlan } from './plan.js';
import { startedAt } from './school.js';
import { finish, type SimResult } from './seed-run.js';
import { payQuietly } from './stories/quiet.js';
import { openWorld, type World } from './world.js';

const minute = 60_000;
const outageMs = 10 * minute;
/** So long after everything works again the last payment is decided at the latest. */
const graceMs = 15 * minute;
const buyers = 20;

/**
 * T3: for ten minutes every confirmation and approval is done and its reply lost. Afterwards nobody is charged twice, and
 * everything is decided within a quarter of an hour.
 */
export async function runOutage(seed: number, database: SimDatabase): Promise<SimResult> {
  await database.reset();
  const lost = { party: 'all', kind: 'lost_after', from: 0, to: outageMs } as const;
  const outages = ['/confirm', '/approve'].map((path) => ({ ...lost, path }));
  const world = openWorld({ plan: { ...calmPlan, seed, order: 'random', outages }, database });
  world.start();
  for (let n = 1; n <= buyers; n++) {
    const provider = n % 2 === 0 ? 'tosspayments' : 'kakaopay';
    world.scheduler.spawn(`buyer ${n}`, () => payQuietly(world, `buyer ${n}`, provider, outageMs - minute));
  }
  world.scheduler.spawn('auditor', () => auditAfter(world));
  const result = await finish(world);
  const charges = world.outside.truth.rows.filter(({ kind }) => kind === 'charge').length;
  if (charges !== buyers) world.violate('T3', `${buyers} buyers were charged ${charges} times`);
  return { ...result, violations: world.violations };
}

async function auditAfter(world: World): Promise<void> {
  await world.pause('auditor', startedAt + outageMs + graceMs - world.clock.now());
  const open = await world.look<{ id: string; state: string }>(
    "select id, state from payments where state <> 'succeeded'",
  );
  for (const { id, state } of open) world.violate('T3', `${id} is ${state} a quarter of an hour after the outage`);
}
