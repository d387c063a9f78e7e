import type { Queries } from '../../platform/database.js';
import { type PageRequest, pageById } from '../../platform/page.js';
import type { RefundCause, RefundPart, RefundRecord, RefundState } from './record.js';
import { taxFreeOf } from './refund-parts.js';

interface RefundRow {
  id: string;
  payment_id: string;
  line_id: string | null;
  amount: number | string;
  tax_free: number | string;
  state: RefundState;
  cause: RefundCause;
  reason: string;
  expected_balance: number | string;
  tries: number;
  account: string | null;
  cancellation_id: string | null;
  failure: string | null;
  created_at: string;
  updated_at: string;
}

export interface NewRefund
  extends Pick<
    RefundRecord,
    'id' | 'paymentId' | 'lineId' | 'amount' | 'taxFree' | 'state' | 'cause' | 'reason' | 'expectedBalance' | 'account'
  > {
  readonly cancellationId?: string | null;
  readonly idempotencyKey: string | null;
  readonly at: string;
}

const toRecord = (row: RefundRow): RefundRecord => ({
  id: row.id,
  paymentId: row.payment_id,
  lineId: row.line_id,
  amount: Number(row.amount),
  taxFree: Number(row.tax_free),
  state: row.state,
  cause: row.cause,
  reason: row.reason,
  expectedBalance: Number(row.expected_balance),
  tries: row.tries,
  account: row.account,
  cancellationId: row.cancellation_id,
  failure: row.failure,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const partRow = (refundId: string, { lineId, amount, taxFree }: RefundPart) => ({
  refund_id: refundId,
  line_id: lineId,
  amount,
  tax_free: taxFree,
});

const openStates: readonly RefundState[] = ['requested', 'executing', 'unknown'];

export const refundStore = (db: Queries) => ({
  /** @throws a unique violation where another refund of the payment is open */
  insert: async (refund: NewRefund, parts: readonly RefundPart[]): Promise<void> => {
    await db('refunds').insert({
      id: refund.id,
      payment_id: refund.paymentId,
      line_id: refund.lineId,
      amount: refund.amount,
      tax_free: refund.taxFree,
      state: refund.state,
      cause: refund.cause,
      reason: refund.reason,
      expected_balance: refund.expectedBalance,
      account: refund.account,
      cancellation_id: refund.cancellationId ?? null,
      idempotency_key: refund.idempotencyKey,
      created_at: refund.at,
      updated_at: refund.at,
    });
    if (parts.length > 0) await db('refund_lines').insert(parts.map((part) => partRow(refund.id, part)));
  },
  byId: async (id: string): Promise<RefundRecord | undefined> => {
    const row: RefundRow | undefined = await db('refunds').where({ id }).first();
    return row && toRecord(row);
  },
  byIdempotencyKey: async (key: string): Promise<RefundRecord | undefined> => {
    const row: RefundRow | undefined = await db('refunds').where({ idempotency_key: key }).first();
    return row && toRecord(row);
  },
  allOf: async (paymentId: string): Promise<RefundRecord[]> => {
    const rows: RefundRow[] = await db('refunds').where({ payment_id: paymentId }).orderBy('id');
    return rows.map(toRecord);
  },
  openOf: async (paymentId: string): Promise<RefundRecord | undefined> => {
    const row: RefundRow | undefined = await db('refunds')
      .where({ payment_id: paymentId })
      .whereIn('state', openStates)
      .first();
    return row && toRecord(row);
  },
  partsOf: async (refundId: string): Promise<RefundPart[]> => {
    const rows: { line_id: string; amount: number | string; tax_free: number | string }[] = await db('refund_lines')
      .where({ refund_id: refundId })
      .orderBy('line_id');
    return rows
      .map((row) => ({ lineId: row.line_id, amount: Number(row.amount), taxFree: Number(row.tax_free) }))
      .filter(({ amount }) => amount > 0);
  },
  /** Says what of the lines a refund was in the end, where that is not what was planned. */
  setParts: async (refundId: string, parts: readonly RefundPart[]): Promise<void> => {
    await db('refund_lines').where({ refund_id: refundId }).update({ amount: 0, tax_free: 0 });
    await db('refunds')
      .where({ id: refundId })
      .update({ tax_free: taxFreeOf(parts) });
    if (parts.length === 0) return;
    await db('refund_lines')
      .insert(parts.map((part) => partRow(refundId, part)))
      .onConflict(['refund_id', 'line_id'])
      .merge(['amount', 'tax_free']);
  },
  /** Moves a refund that is still in one of these states; and one that is sent, after so many tries, unless another was quicker. */
  move: async (
    id: string,
    from: readonly RefundState[],
    change: {
      state: RefundState;
      at: string;
      cancellationId?: string;
      failure?: string | null;
      expectedBalance?: number;
    },
    triesBefore?: number,
  ): Promise<boolean> =>
    (await db('refunds')
      .where({ id })
      .whereIn('state', from)
      .where(triesBefore === undefined ? {} : { tries: triesBefore })
      .update({
        state: change.state,
        updated_at: change.at,
        ...(change.cancellationId !== undefined && { cancellation_id: change.cancellationId }),
        ...(change.failure !== undefined && { failure: change.failure }),
        ...(change.expectedBalance !== undefined && { expected_balance: change.expectedBalance }),
        ...(triesBefore !== undefined && { tries: triesBefore + 1 }),
      })) === 1,
  page: (paymentId: string, request: PageRequest) =>
    pageById<RefundRow, RefundRecord>(
      db('refunds').where({ payment_id: paymentId }),
      request,
      'id',
      'asc',
      ({ id }) => id,
      toRecord,
    ),
});
