import { randomText } from './random-text.js';

export type V1Status = 'ready' | 'paid' | 'cancelled' | 'failed';
export const statuses: readonly V1Status[] = ['ready', 'paid', 'cancelled', 'failed'];

export interface Cancellation {
  readonly id: string;
  readonly amount: number;
  readonly taxFree: number;
  /** UNIX seconds, as all times here. */
  readonly at: number;
  readonly reason: string;
}

/** What the merchant's page asked for. */
export interface PayRequest {
  readonly merchantUid: string;
  readonly payMethod: string;
  readonly name: string;
  readonly amount: number;
  readonly taxFree: number;
  readonly currency: string;
  readonly cardQuota: readonly number[];
  readonly buyerName: string | null;
  readonly buyerEmail: string | null;
  readonly buyerTel: string | null;
  readonly customData: string | null;
  readonly noticeUrls: readonly string[];
  readonly confirmUrl: string | null;
  readonly redirectUrl: string | null;
}

export interface VirtualAccount {
  readonly code: string;
  readonly name: string;
  readonly number: string;
  readonly holder: string;
  readonly dueAt: number;
  readonly issuedAt: number;
}

/** One opening of the payment window: a payment of its own, also under the same merchant_uid. */
export interface Attempt {
  readonly impUid: string;
  readonly request: PayRequest;
  readonly channel: 'pc' | 'mobile';
  readonly startedAt: number;
  /** Counts attempts, so that those of one second keep their order. */
  readonly order: number;
  status: V1Status;
  /** What is taken; an attack can make it differ from what was asked for. */
  amount: number;
  /** The part of `amount` that is free of VAT. */
  taxFree: number;
  sandbox: boolean;
  pgTid: string | null;
  applyNum: string | null;
  vbank: VirtualAccount | null;
  paidAt: number;
  failedAt: number;
  failReason: string | null;
  cancelledAt: number;
  cancellations: Cancellation[];
  updatedAt: number;
}

export const cancelledSum = ({ cancellations }: Attempt): number =>
  cancellations.reduce((sum, { amount }) => sum + amount, 0);

/** What is left to cancel. */
export const balanceOf = (attempt: Attempt): number => attempt.amount - cancelledSum(attempt);

export const taxFreeLeft = ({ taxFree, cancellations }: Attempt): number =>
  taxFree - cancellations.reduce((sum, one) => sum + one.taxFree, 0);

/** Its money was taken, whatever went back since. */
export const wasPaid = ({ paidAt }: Attempt): boolean => paidAt > 0;

export interface Attempts {
  readonly all: readonly Attempt[];
  byImpUid(impUid: string): Attempt | undefined;
  byMerchantUid(merchantUid: string): readonly Attempt[];
  open(request: PayRequest, channel: Attempt['channel'], sandbox: boolean): Attempt;
}

export function attemptStore(nowSeconds: () => number, random: () => number): Attempts {
  const all: Attempt[] = [];
  const byImpUid = (impUid: string) => all.find((attempt) => attempt.impUid === impUid);
  const newImpUid = (): string => {
    const made = `imp_${randomText(random, '0123456789', 12)}`;
    return byImpUid(made) === undefined ? made : newImpUid();
  };
  return {
    all,
    byImpUid,
    byMerchantUid: (merchantUid) => all.filter(({ request }) => request.merchantUid === merchantUid),
    open: (request, channel, sandbox) => {
      const now = nowSeconds();
      const attempt: Attempt = {
        ...{ impUid: newImpUid(), request, channel, startedAt: now, order: all.length, status: 'ready' },
        ...{ amount: request.amount, taxFree: request.taxFree, sandbox, pgTid: null, applyNum: null, vbank: null },
        ...{ paidAt: 0, failedAt: 0, failReason: null, cancelledAt: 0, cancellations: [], updatedAt: now },
      };
      all.push(attempt);
      return attempt;
    },
  };
}
