import { iso } from '../../packages/server/src/platform/clock.js';
import { startedAt } from './school.js';
import type { World } from './world.js';

const day = 86_400_000;
/** By then everything is over: accounts run for a week at most, some premium periods follow one after the other. */
const longestRun = 400 * day;
const mostSteps = 40_000;

/**
 * Lets everything happen that can: one step after the other, and where all stands still, time goes to what comes next.
 * Ends when nothing is left, or when `isOver` says so while all stands still.
 */
export async function drive(world: World, isOver: () => boolean = () => false): Promise<void> {
  const { scheduler, clock, trace } = world;
  const draw = world.dice('drive');
  let isTicking = false;
  const tick = async (): Promise<void> => {
    const answer = await world.call('worker', ({ worker }) => worker.tick());
    if (answer.kind === 'ok') trace.count('tasks done', answer.value);
    isTicking = false;
  };
  const isDue = (at: number | undefined): boolean => at !== undefined && at <= clock.now();
  for (;;) {
    if (scheduler.steps > mostSteps) return world.violate('comes_to_rest', `not within ${mostSteps} steps`);
    // Between steps the worker looks every now and then, as its timer would have it.
    if (!isTicking && world.isUp() && draw.chance(0.1) && isDue(await nextWork(world))) {
      isTicking = true;
      scheduler.spawn('worker', tick);
    }
    if (await scheduler.step()) continue;
    if (isOver()) return;
    const due = isTicking ? undefined : await nextWork(world);
    if (world.isUp() && isDue(due)) {
      isTicking = true;
      scheduler.spawn('worker', tick);
      continue;
    }
    const timer = clock.nextDue();
    // What is overdue waits for a server that is down, or for the worker that is at it.
    const later = due !== undefined && due > clock.now() ? due : undefined;
    const next = Math.min(timer ?? Number.POSITIVE_INFINITY, later ?? Number.POSITIVE_INFINITY);
    if (next === Number.POSITIVE_INFINITY) return;
    if (timer === undefined && next - clock.now() > day / 2 && (await onlyWaitsForOthers(world))) return;
    if (next - startedAt > longestRun) return world.violate('comes_to_rest', `not within ${longestRun / day} days`);
    await move(world, Math.max(next, clock.now()));
  }
}

async function move({ scheduler, clock, trace }: World, to: number): Promise<void> {
  if (to > clock.now()) trace.note(`time goes to ${iso(to)}`);
  scheduler.as('clock', () => clock.moveTo(to));
  // What fell due runs on until it stops at its next turn.
  await new Promise<void>((resolve) => void setImmediate(resolve));
}

/** When the server has something to do next by itself. */
async function nextWork({ database }: World): Promise<number | undefined> {
  const [row] = await database.all<{ at: string | null }>(
    `select min(at) as at from (
       select min(max(due_at, coalesce(lease_until, due_at))) as at from payment_tasks where state = 'queued'
       union all
       select min(o.expires_at) from orders o where o.state = 'open' and not exists (
         select 1 from payments p where p.order_id = o.id and p.surplus = 0 and p.state not in ('declined', 'expired'))
       union all
       select min(until_at) from premium_periods where ended_at is null)`,
  );
  return row?.at == null ? undefined : Date.parse(row.at);
}

/**
 * Whether all that is left to do is to ask, day by day, about what somebody else has to decide: its provider, or the office
 * where giving it back has failed.
 */
async function onlyWaitsForOthers({ database }: World): Promise<boolean> {
  const rest = await database.all<{ kind: string; attempts: number; awaited: number; dead: number; told: number }>(
    `select t.kind, t.attempts,
       (select count(*) from alarms a where a.subject = p.id and a.code = 'refund_failed' and a.state <> 'resolved') as told,
       p.state = 'pending' and p.provider = 'portone_v2' and p.virtual_account is null as awaited,
       (select count(*) from payment_tasks d where d.payment_id = p.id and d.state = 'dead') as dead
     from payment_tasks t join payments p on p.id = t.payment_id where t.state = 'queued'`,
  );
  return (
    rest.length > 0 &&
    rest.every(({ kind, attempts, awaited, dead, told }) => {
      if (attempts < 6) return false;
      return kind === 'settle' ? awaited + dead + told > 0 : told > 0;
    })
  );
}
