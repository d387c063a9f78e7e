import type { PayRequest } from './pay-request.js';
import { randomId } from './random-id.js';

export const v2Statuses = [
  'READY',
  'PAY_PENDING',
  'VIRTUAL_ACCOUNT_ISSUED',
  'PAID',
  'FAILED',
  'PARTIAL_CANCELLED',
  'CANCELLED',
] as const;
export type V2Status = (typeof v2Statuses)[number];

/** Times are milliseconds since the epoch. */
export interface Cancellation {
  readonly id: string;
  readonly pgCancellationId: string;
  status: 'SUCCEEDED' | 'FAILED' | 'REQUESTED';
  readonly totalAmount: number;
  readonly taxFreeAmount: number;
  readonly vatAmount: number;
  readonly reason: string;
  readonly requestedAt: number;
  cancelledAt: number | null;
  readonly trigger: 'API' | 'CONSOLE';
}

export interface VirtualAccount {
  readonly bank: string;
  readonly accountNumber: string;
  readonly remitteeName: string;
  readonly issuedAt: number;
  readonly expiredAt: number;
}

/** A webhook that was sent about an attempt; what it says stays the same however often it is sent. */
export interface WebhookRecord {
  readonly id: string;
  readonly url: string;
  readonly status: V2Status;
  readonly body: string;
  readonly triggeredAt: number;
  /** How often the merchant had it sent again. */
  resends: number;
}

/** One opening of the payment window: of the attempts under one payment id, at most one is paid. */
export interface Attempt {
  readonly txId: string;
  readonly request: PayRequest;
  readonly requestedAt: number;
  status: V2Status;
  updatedAt: number;
  statusChangedAt: number;
  /** What is taken; an attack can make it differ from what was asked for. */
  amount: number;
  taxFree: number;
  isTest: boolean;
  pgTxId: string | null;
  approvalNumber: string | null;
  account: VirtualAccount | null;
  paidAt: number | null;
  failedAt: number | null;
  failure: { readonly reason: string; readonly pgCode: string; readonly pgMessage: string } | null;
  cancelledAt: number | null;
  cancellations: Cancellation[];
  webhooks: WebhookRecord[];
}

/** Its money was taken, whatever went back since. */
export const wasPaid = ({ paidAt }: Attempt): boolean => paidAt !== null;

/** Of a sale with this VAT-free part. */
export const vatOf = (amount: number, taxFree: number): number => Math.round((amount - taxFree) / 11);

const sumOf = (
  { cancellations }: Attempt,
  statuses: readonly Cancellation['status'][],
  part: 'totalAmount' | 'taxFreeAmount',
): number => cancellations.filter(({ status }) => statuses.includes(status)).reduce((sum, one) => sum + one[part], 0);

export const cancelledOf = (attempt: Attempt): { readonly amount: number; readonly taxFree: number } => ({
  amount: sumOf(attempt, ['SUCCEEDED'], 'totalAmount'),
  taxFree: sumOf(attempt, ['SUCCEEDED'], 'taxFreeAmount'),
});

/** What is left to cancel; a cancellation that is under way has its part already. */
export const cancellableOf = (attempt: Attempt): { readonly amount: number; readonly taxFree: number } => ({
  amount: attempt.amount - sumOf(attempt, ['SUCCEEDED', 'REQUESTED'], 'totalAmount'),
  taxFree: attempt.taxFree - sumOf(attempt, ['SUCCEEDED', 'REQUESTED'], 'taxFreeAmount'),
});

export interface Attempts {
  open(request: PayRequest, isTest: boolean): Attempt;
  byTxId(txId: string): Attempt | undefined;
  /** All attempts under one payment id, oldest first. */
  of(paymentId: string): readonly Attempt[];
  /** The attempt that stands for the payment: the paid one, else the newest. */
  current(paymentId: string): Attempt | undefined;
  /** The current attempt of each payment. */
  payments(): readonly Attempt[];
  /** Moves an attempt to a state, now. */
  move(attempt: Attempt, status: V2Status): void;
}

export function attemptStore(now: () => number, random: () => number): Attempts {
  const all: Attempt[] = [];
  const of = (paymentId: string) => all.filter(({ request }) => request.paymentId === paymentId);
  const current = (paymentId: string) => of(paymentId).find(wasPaid) ?? of(paymentId).at(-1);
  return {
    open: (request, isTest) => {
      const at = now();
      const attempt: Attempt = {
        ...{
          txId: randomId(random, at),
          request,
          status: 'READY',
          requestedAt: at,
          updatedAt: at,
          statusChangedAt: at,
        },
        ...{ amount: request.totalAmount, taxFree: request.taxFreeAmount, isTest, pgTxId: null, approvalNumber: null },
        ...{ account: null, paidAt: null, failedAt: null, failure: null, cancelledAt: null },
        ...{ cancellations: [], webhooks: [] },
      };
      all.push(attempt);
      return attempt;
    },
    byTxId: (txId) => all.find((attempt) => attempt.txId === txId),
    of,
    current,
    payments: () => {
      const ids = new Set(all.map(({ request }) => request.paymentId));
      return [...ids].flatMap((id) => current(id) ?? []);
    },
    move: (attempt, status) => {
      const at = now();
      Object.assign(attempt, { status, updatedAt: at, statusChangedAt: at });
    },
  };
}
