import type { Knex } from 'knex';

/** Deterministic random numbers of a seed (mulberry32). */
function numbersOf(seed: number): (below: number) => number {
  let state = (seed + 1) * 0x9e3779b9;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const tables = {
  journal_entries: {
    ids: ['seq'],
    columns: [
      ...['seq', 'id', 'kind', 'effect_key', 'order_id', 'payment_id', 'refund_id', 'at', 'business_date'],
      ...['previous_hash', 'hash'],
    ],
  },
  postings: { ids: ['seq', 'line'], columns: ['seq', 'line', 'account', 'owner', 'amount'] },
  wallets: { ids: ['owner'], columns: ['owner', 'balance'] },
  wallet_transactions: { ids: ['seq', 'owner'], columns: ['seq', 'owner', 'amount', 'balance', 'at'] },
  ledger_head: { ids: ['id'], columns: ['seq', 'hash'] },
} as const;

export interface RandomEdit {
  readonly name: string;
  /** Whether it changed exactly one row. */
  apply(tx: Knex.Transaction): Promise<boolean>;
}

/** One row of the ledger or its wallets changed in one column, taken out, or put in. */
export function randomEdit(seed: number, length: number): RandomEdit {
  const pick = numbersOf(seed);
  const one = <T>(all: readonly T[]): T => {
    const chosen = all[pick(all.length)];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  };
  const how = one(['change', 'change', 'change', 'remove', 'add'] as const);
  const table = one([
    'journal_entries',
    'postings',
    'postings',
    'wallets',
    'wallet_transactions',
    'ledger_head',
  ] as const);
  const { ids, columns } = tables[table];
  const column = one<string>(columns);
  const isHead = table === 'ledger_head';
  return {
    name: isHead || how === 'change' ? `${table}.${column}` : `${how} ${table}`,
    apply: async (tx) => {
      const [counted]: { n?: number | string }[] = await tx(table).count({ n: '*' });
      const at = pick(Number(counted?.n));
      const row: Record<string, string | number | null> = await tx(table)
        .orderBy([...ids])
        .offset(at)
        .first();
      const where = Object.fromEntries(ids.map((id) => [id, row[id] ?? null]));
      if (!isHead && how === 'remove') return (await tx(table).where(where).delete()) === 1;
      if (!isHead && how === 'add') {
        const last = ids.at(-1) ?? '';
        const free = typeof row[last] === 'number' ? Number(row[last]) + length + pick(50) : `mem_new${pick(50)}`;
        const unique = table === 'journal_entries' ? { id: 'jen_new', effect_key: 'new' } : {};
        await tx(table).insert({ ...row, ...unique, [last]: free });
        return true;
      }
      return (
        (await tx(table)
          .where(where)
          .update({ [column]: changed(row[column] ?? null, length, pick) })) === 1
      );
    },
  };
}

/** Another value of its kind, that no row has where rows must differ. */
function changed(value: string | number | null, length: number, pick: (below: number) => number): string | number {
  if (typeof value === 'number')
    return pick(2) === 0 ? value + length + 1 + pick(1_000) : -value - 1 - length - pick(50);
  // A digit alone can lead from one effect to another: pay_1 to pay_12.
  return value === null ? 'mem_x' : `${value}x${pick(10)}`;
}
