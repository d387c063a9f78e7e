import type { PaymentState, ProviderName } from '@didacto/sdk/contract';
import type { Knex } from 'knex';
import type { Queries } from '../../platform/database.js';
import { type PageRequest, pageById, pageByNumber } from '../../platform/page.js';
import { mayMove } from './automaton.js';
import type { PaymentChange, PaymentRecord, TransitionSource } from './record.js';

interface PaymentRow {
  id: string;
  order_id: string;
  buyer_id: string;
  provider: ProviderName;
  method: PaymentRecord['method'];
  installment_months: number;
  state: PaymentState;
  reason: string | null;
  amount: number | string;
  tax_free: number | string;
  version: number;
  surplus: number;
  nonce_digest: string;
  provider_payment_id: string | null;
  provider_secret_digest: string | null;
  return_token: string | null;
  receipt_url: string | null;
  virtual_account: string | null;
  due_at: string | null;
  captured: number | string;
  captures: number;
  booked_as: PaymentRecord['bookedAs'];
  refunded: number | string;
  unknown_since: string | null;
  captured_at: string | null;
  created_at: string;
  updated_at: string;
}

export interface HistoryRow {
  readonly id: number;
  readonly at: string;
  readonly from: PaymentState;
  readonly to: PaymentState;
  readonly source: TransitionSource;
  readonly reason: string | null;
}

export interface NewPayment
  extends Pick<
    PaymentRecord,
    'id' | 'orderId' | 'provider' | 'method' | 'installmentMonths' | 'amount' | 'taxFree' | 'nonceDigest' | 'createdAt'
  > {
  readonly idempotencyKey: string | null;
}

export interface PaymentFilter extends PageRequest {
  readonly state?: PaymentState | undefined;
  readonly provider?: ProviderName | undefined;
  readonly orderId?: string | undefined;
  /** Not yet decided. */
  readonly unresolved?: boolean | undefined;
}

const toRecord = (row: PaymentRow): PaymentRecord => ({
  id: row.id,
  orderId: row.order_id,
  buyerId: row.buyer_id,
  provider: row.provider,
  method: row.method,
  installmentMonths: row.installment_months,
  state: row.state,
  reason: row.reason,
  amount: Number(row.amount),
  taxFree: Number(row.tax_free),
  version: row.version,
  surplus: row.surplus === 1,
  nonceDigest: row.nonce_digest,
  providerPaymentId: row.provider_payment_id,
  providerSecretDigest: row.provider_secret_digest,
  returnToken: row.return_token,
  receiptUrl: row.receipt_url,
  virtualAccount: row.virtual_account === null ? null : JSON.parse(row.virtual_account),
  dueAt: row.due_at,
  captured: Number(row.captured),
  captures: row.captures,
  bookedAs: row.booked_as,
  refunded: Number(row.refunded),
  unknownSince: row.unknown_since,
  capturedAt: row.captured_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const columns = {
  method: 'method',
  installmentMonths: 'installment_months',
  state: 'state',
  reason: 'reason',
  surplus: 'surplus',
  nonceDigest: 'nonce_digest',
  providerPaymentId: 'provider_payment_id',
  providerSecretDigest: 'provider_secret_digest',
  returnToken: 'return_token',
  receiptUrl: 'receipt_url',
  virtualAccount: 'virtual_account',
  dueAt: 'due_at',
  captured: 'captured',
  captures: 'captures',
  bookedAs: 'booked_as',
  refunded: 'refunded',
  unknownSince: 'unknown_since',
  capturedAt: 'captured_at',
} as const satisfies Record<keyof PaymentChange, string>;

const isColumn = (name: string): name is keyof PaymentChange => name in columns;

function toColumns(change: PaymentChange): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(change)) {
    if (!isColumn(name) || value === undefined) continue;
    const isJson = name === 'virtualAccount' && value !== null;
    row[columns[name]] = isJson ? JSON.stringify(value) : typeof value === 'boolean' ? Number(value) : value;
  }
  return row;
}

const openStates: readonly PaymentState[] = ['not_started', 'executing', 'pending', 'unknown'];

export const paymentStore = (db: Queries) => {
  const joined = (): Knex.QueryBuilder =>
    db('payments as p').join('orders as o', 'o.id', 'p.order_id').select('p.*', 'o.buyer_id');
  const one = async (query: Knex.QueryBuilder): Promise<PaymentRecord | undefined> => {
    const row: PaymentRow | undefined = await query.first();
    return row && toRecord(row);
  };
  return {
    byId: (id: string) => one(joined().where('p.id', id)),
    byProviderId: (provider: ProviderName, providerPaymentId: string) =>
      one(joined().where({ 'p.provider': provider, 'p.provider_payment_id': providerPaymentId })),
    byIdempotencyKey: (key: string) => one(joined().where('p.idempotency_key', key)),
    /** Whatever the key asked for is begun anew the next time. */
    freeIdempotencyKey: async (id: string): Promise<void> => {
      await db('payments').where({ id }).update({ idempotency_key: null });
    },
    /** The payment that holds the order, if any. */
    liveOf: (orderId: string) =>
      one(joined().where({ 'p.order_id': orderId, 'p.surplus': 0 }).whereNotIn('p.state', ['declined', 'expired'])),
    newestOf: (orderId: string) => one(joined().where('p.order_id', orderId).orderBy('p.id', 'desc')),
    insert: async (payment: NewPayment): Promise<void> => {
      await db('payments').insert({
        id: payment.id,
        order_id: payment.orderId,
        provider: payment.provider,
        method: payment.method,
        installment_months: payment.installmentMonths,
        state: 'not_started',
        amount: payment.amount,
        tax_free: payment.taxFree,
        version: 1,
        nonce_digest: payment.nonceDigest,
        idempotency_key: payment.idempotencyKey,
        created_at: payment.createdAt,
        updated_at: payment.createdAt,
      });
    },
    /**
     * Changes a payment that is still as it was read, and puts a change of state into its history. Gives it as it is
     * then; undefined where somebody else changed it first.
     * @throws RangeError where the automaton has no such transition
     */
    change: async (
      payment: PaymentRecord,
      change: PaymentChange,
      { at, source }: { readonly at: string; readonly source: TransitionSource },
    ): Promise<PaymentRecord | undefined> => {
      const changed: PaymentRecord = { ...payment, ...change, version: payment.version + 1, updatedAt: at };
      const moves = changed.state !== payment.state;
      if (moves && !mayMove(payment.state, changed.state))
        throw new RangeError(`The payment ${payment.id} cannot go from ${payment.state} to ${changed.state}`);
      const count = await db('payments')
        .where({ id: payment.id, version: payment.version })
        .update({ ...toColumns(change), version: changed.version, updated_at: at });
      if (count !== 1) return undefined;
      if (moves)
        await db('payment_history').insert({
          payment_id: payment.id,
          at,
          from_state: payment.state,
          to_state: changed.state,
          source,
          reason: change.reason ?? null,
        });
      return changed;
    },
    history: async (paymentId: string, request: PageRequest) =>
      pageByNumber<
        {
          id: number;
          at: string;
          from_state: PaymentState;
          to_state: PaymentState;
          source: TransitionSource;
          reason: string | null;
        },
        HistoryRow
      >(
        db('payment_history').where({ payment_id: paymentId }),
        request,
        'id',
        'asc',
        ({ id }) => id,
        (row) => ({
          id: row.id,
          at: row.at,
          from: row.from_state,
          to: row.to_state,
          source: row.source,
          reason: row.reason,
        }),
      ),
    page: ({ state, provider, orderId, unresolved, ...request }: PaymentFilter) => {
      const query = joined();
      if (state !== undefined) query.where('p.state', state);
      if (provider !== undefined) query.where('p.provider', provider);
      if (orderId !== undefined) query.where('p.order_id', orderId);
      if (unresolved === true) query.whereIn('p.state', openStates);
      return pageById<PaymentRow, PaymentRecord>(query, request, 'p.id', 'desc', ({ id }) => id, toRecord);
    },
    /** Age in ms of the oldest unknown payment, for metrics; undefined where none is. */
    oldestUnknown: async (): Promise<string | undefined> => {
      const row: { since?: string | null } | undefined = await db('payments')
        .where({ state: 'unknown' })
        .min({ since: 'unknown_since' })
        .first();
      return row?.since ?? undefined;
    },
  };
};
