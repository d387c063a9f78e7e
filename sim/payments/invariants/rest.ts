import type { PaymentState, ProviderName } from '@didacto/sdk/contract';
import type { TruthLedger, TruthRow } from '../../../packages/server/src/sandbox/kit/truth-ledger.js';
import type { SimDatabase } from '../database.js';
import type { Known } from '../world.js';

export interface PaymentRow {
  readonly id: string;
  readonly order_id: string;
  readonly provider: ProviderName;
  readonly method: string;
  readonly state: PaymentState;
  readonly reason: string | null;
  readonly amount: number;
  readonly surplus: number;
  readonly virtual_account: string | null;
  readonly provider_payment_id: string | null;
  readonly captured: number;
  readonly booked_as: 'earnings' | 'payable' | null;
  readonly refunded: number;
}

export interface OrderRow {
  readonly id: string;
  readonly buyer_id: string;
  readonly state: string;
  readonly total: number;
  readonly tax_free: number;
}

export interface LineRow {
  readonly id: string;
  readonly order_id: string;
  readonly product_id: string;
  readonly kind: 'premium' | 'tuition' | 'goods';
  readonly student_id: string | null;
  readonly quantity: number;
  readonly amount: number;
  readonly tax_free: number;
  readonly lecture_id: string | null;
  readonly reserved: number;
  readonly granted_at: string | null;
  readonly revoked_at: string | null;
  readonly refunded: number;
  readonly refunded_tax_free: number;
}

export interface RefundRow {
  readonly id: string;
  readonly payment_id: string;
  readonly amount: number;
  readonly tax_free: number;
  readonly state: string;
  readonly cause: string;
  readonly cancellation_id: string | null;
}

export interface PartRow {
  readonly refund_id: string;
  readonly line_id: string;
  readonly amount: number;
  readonly tax_free: number;
}

export interface HistoryRow {
  readonly payment_id: string;
  readonly from_state: PaymentState;
  readonly to_state: PaymentState;
}

export interface AlarmRow {
  readonly code: string;
  readonly subject: string;
  readonly state: string;
}

/** What is on record, and what is true, once everything has come to rest. */
export interface Rest {
  readonly now: string;
  readonly payments: readonly PaymentRow[];
  readonly orders: readonly OrderRow[];
  readonly lines: readonly LineRow[];
  readonly refunds: readonly RefundRow[];
  readonly parts: readonly PartRow[];
  readonly history: readonly HistoryRow[];
  readonly alarms: readonly AlarmRow[];
  readonly stocks: readonly { readonly id: string; readonly stock: number | null }[];
  readonly places: readonly { readonly id: string; readonly lecture_id: string; readonly member_id: string }[];
  readonly grades: readonly { readonly id: string; readonly grade: string; readonly running: number }[];
  readonly balances: readonly { readonly account: string; readonly balance: number }[];
  readonly truth: TruthLedger;
  readonly known: Known;
  /** What the provider really took and gave back for a payment, without test channels. */
  moved(paymentId: string): readonly TruthRow[];
  held(paymentId: string): number;
}

/** Must tell nothing. */
export type Invariant = (rest: Rest, tell: (detail: string) => void) => void;

export async function readRest(database: SimDatabase, truth: TruthLedger, known: Known, now: string): Promise<Rest> {
  const { all } = database;
  return {
    ...{ now, truth, known },
    payments: await all<PaymentRow>('select * from payments order by id'),
    orders: await all<OrderRow>('select * from orders order by id'),
    lines: await all<LineRow>('select * from order_lines order by order_id, position'),
    refunds: await all<RefundRow>('select * from refunds order by id'),
    parts: await all<PartRow>('select * from refund_lines order by refund_id, line_id'),
    history: await all<HistoryRow>('select * from payment_history order by id'),
    alarms: await all<AlarmRow>('select * from alarms order by id'),
    stocks: await all('select id, stock from products order by id'),
    places: await all("select id, lecture_id, member_id from enrollments where status = 'accepted' order by id"),
    grades: await all(
      `select m.id, m.grade, (select count(*) from premium_periods p
         where p.member_id = m.id and p.ended_at is null and p.until_at > ?) as running
       from members m order by m.id`,
      [now],
    ),
    balances: await all('select account, sum(amount) as balance from postings group by account order by account'),
    moved: (paymentId) => truth.of(paymentId).filter(({ test }) => !test),
    held: (paymentId) => truth.held(paymentId),
  };
}
