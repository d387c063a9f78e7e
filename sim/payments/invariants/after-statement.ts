import type { Checks } from './checks.js';

/** What holds after every statement of the server, and right after a crash; looked at where something was written. */
export const afterStatement =
  (checks: Checks) =>
  async (label: string): Promise<void> => {
    const written = checks.database.written();
    if (written.has('postings') || label === 'crash') await i11TrialBalanceIsZero(checks, label);
    if (written.has('payment_history')) await noteMoves(checks);
    if (written.has('order_lines') || written.has('enrollments')) await i19GrantedOnlyWhatWasPaid(checks);
  };

async function noteMoves({ database, trace }: Checks): Promise<void> {
  const [newest] = await database.all<{ payment_id: string; from_state: string; to_state: string; reason: string }>(
    'select * from payment_history order by id desc limit 1',
  );
  if (newest === undefined) return;
  const { payment_id: id, from_state: from, to_state: to, reason } = newest;
  trace.note(`${id} goes from ${from} to ${to}${reason === null ? '' : ` (${reason})`}`);
}

/** I11: every entry adds up to 0, and with them all accounts. */
async function i11TrialBalanceIsZero({ database, violate, trace }: Checks, label: string): Promise<void> {
  const uneven = await database.all<{ seq: number; sum: number }>(
    'select seq, sum(amount) as sum from postings group by seq having sum(amount) <> 0',
  );
  trace.count('check I11');
  for (const { seq, sum } of uneven) violate('I11', `after ${label} the entry ${seq} adds up to ${sum}`);
}

interface GrantRow {
  readonly id: string;
  readonly order_id: string;
  readonly payment_id: string | null;
  readonly provider: string | null;
}

/** I19: what is granted was paid for with money that the provider really took, when it was granted and not after it. */
async function i19GrantedOnlyWhatWasPaid({ database, violate, outside, trace }: Checks): Promise<void> {
  const rows = await database.all<GrantRow>(
    `select l.id, l.order_id, p.id as payment_id, p.provider from order_lines l
     left join payments p on p.order_id = l.order_id and p.booked_as = 'earnings'
     where l.granted_at is not null and l.revoked_at is null`,
  );
  trace.count('check I19');
  const paid = new Set<string>();
  for (const { payment_id: id, order_id: orderId } of rows)
    if (
      id !== null &&
      outside()
        .truth.of(id)
        .some(({ kind, test }) => kind === 'charge' && !test)
    )
      paid.add(orderId);
  for (const { id, order_id: orderId } of rows)
    if (!paid.has(orderId)) violate('I19', `${id} of ${orderId} was granted, and no provider has taken money for it`);
}
