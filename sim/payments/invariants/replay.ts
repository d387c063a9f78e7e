import { drive } from '../drive.js';
import type { World } from '../world.js';

/** What nothing may change that only tells what is known already. */
const tables: Readonly<Record<string, string>> = {
  payments: 'id',
  payment_history: 'id',
  orders: 'id',
  order_lines: 'id',
  refunds: 'id',
  refund_lines: 'refund_id, line_id',
  journal_entries: 'seq',
  postings: 'seq, line',
  wallets: 'owner',
  wallet_transactions: 'seq, owner',
  products: 'id',
  enrollments: 'id',
  premium_periods: 'id',
  members: 'id',
};

async function recordOf({ database }: World): Promise<ReadonlyMap<string, string>> {
  const record = new Map<string, string>();
  for (const [table, order] of Object.entries(tables))
    record.set(table, JSON.stringify(await database.all(`select * from ${table} order by ${order}`)));
  return record;
}

/** I12: asking about everything again, and every webhook again in any order, changes nothing. */
export async function i12ReplayChangesNothing(world: World): Promise<void> {
  const draw = world.dice('replay');
  const before = await recordOf(world);
  const settles = [...world.known.payments.keys()].map((id) => async () => {
    await world.call('settle again', ({ settlement }) => settlement.settle(id, 'manual'));
  });
  const webhooks = world.outside.sent().map(({ party, delivery }) => async () => {
    await world.deliver(party, delivery);
  });
  for (const [n, work] of draw.shuffled([...settles, ...webhooks]).entries())
    world.scheduler.spawn(`replay ${n + 1}`, () => work().catch(() => {}));
  await drive(world);
  const after = await recordOf(world);
  for (const [table, rows] of before)
    if (after.get(table) !== rows)
      world.violate('I12', `a replay changed ${table}: ${differenceOf(rows, after.get(table) ?? '')}`);
}

function differenceOf(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return `${one.slice(Math.max(at - 200, 0), at + 60)} became ${other.slice(Math.max(at - 20, 0), at + 60)}`;
}
