import { drive } from './drive.js';
import { finance } from './school.js';
import { actorOf } from './stories/actor-of.js';
import { inConsole } from './stories/office.js';
import type { World } from './world.js';

const mostRounds = 6;

interface DeadLetter {
  readonly id: string;
  readonly payment_id: string;
}

/**
 * Brings everything to rest: nothing goes wrong any more, all that waits for a time gets it, and the office sees to what
 * waits for a person: it tries again, and where that does not help gives the money back in the provider's console.
 */
export async function comeToRest(world: World): Promise<void> {
  world.outside.calm();
  const { portone_v1: v1, portone_v2: v2 } = world.outside.parties;
  v1.refuseCancellations(0);
  v2.refuseCancellations(0);
  v2.decideCancellationsLater(0, { afterMs: 0, end: 'SUCCEEDED' });
  world.trace.note('nothing goes wrong from here on');
  await drive(world);
  await reconcile(world);
  await seeToStuckRefunds(world);
  for (let round = 1; round <= mostRounds; round++) {
    const dead = await deadLetters(world);
    if (dead.length === 0) return;
    for (const letter of dead)
      world.scheduler.spawn(`dead letter ${letter.id}`, () =>
        round === 1 ? retry(world, letter) : byHand(world, letter),
      );
    await drive(world);
  }
  for (const { id, payment_id } of await deadLetters(world))
    world.violate('I7', `the dead letter ${id} of ${payment_id} cannot be seen to`);
}

/** Asks about what moved past the server, as reconciliation does with the provider's own list. */
async function reconcile(world: World): Promise<void> {
  for (const id of world.known.movedElsewhere)
    world.scheduler.spawn(`reconciles ${id}`, () => settleForCertain(world, `reconciles ${id}`, id, 'reconcile'));
  await drive(world);
}

/** A refund that its provider neither makes nor refuses alarms the office, which makes it in the console. */
async function seeToStuckRefunds(world: World): Promise<void> {
  const stuck = await world.database.all<{ id: string; payment_id: string; amount: number; alarms: number }>(
    `select r.id, r.payment_id, r.amount,
       (select count(*) from alarms a where a.subject = r.payment_id and a.code = 'refund_failed' and a.state <> 'resolved') as alarms
     from refunds r where r.state in ('requested', 'executing', 'unknown') and not exists (
       select 1 from payment_tasks t where t.subject = r.id and t.state = 'dead') order by r.id`,
  );
  for (const { id, payment_id: paymentId, amount, alarms } of stuck) {
    if (alarms === 0) world.violate('I7', `the refund ${id} is undecided, and nobody was told`);
    world.scheduler.spawn(`sees to ${id}`, () => giveBackInConsole(world, paymentId, amount));
  }
  if (stuck.length > 0) await drive(world);
}

const deadLetters = (world: World): Promise<DeadLetter[]> =>
  world.database.all("select id, payment_id from payment_tasks where state = 'dead' order by id");

async function retry(world: World, { id }: DeadLetter): Promise<void> {
  await world.call('retry dead letter', (server) => server.deadLetters.retry(id, actorOf(finance)));
}

async function giveBackInConsole(world: World, paymentId: string, amount: number): Promise<void> {
  const [payment] = await world.look<Parameters<typeof inConsole>[1]>('select * from payments where id = ?', [
    paymentId,
  ]);
  if (payment === undefined) return;
  await inConsole(world, payment, amount);
  await settleForCertain(world, 'office', paymentId, 'manual');
}

/** Again and again, should the server go down. */
async function settleForCertain(
  world: World,
  name: string,
  paymentId: string,
  source: 'manual' | 'reconcile',
): Promise<void> {
  const settle = () => world.call(`settle (${source})`, ({ settlement }) => settlement.settle(paymentId, source));
  for (let answer = await settle(); answer.kind === 'gone'; answer = await settle()) await world.pause(name, 10_000);
}

async function byHand(world: World, { id, payment_id: paymentId }: DeadLetter): Promise<void> {
  const [refund] = await world.look<{ amount: number }>(
    'select amount from refunds where id = (select subject from payment_tasks where id = ?)',
    [id],
  );
  if (refund === undefined) return;
  await giveBackInConsole(world, paymentId, refund.amount);
  await world.call('resolve dead letter', (server) =>
    server.deadLetters.resolve(id, 'given back in the console', actorOf(finance)),
  );
}
