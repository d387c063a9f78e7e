import { TossRefusal } from './errors.js';
import type { TossCancel, TossPayment } from './payment.js';
import { fieldsOf } from './window-request.js';
import type { TossWorld } from './world.js';

const twoDaysMs = 2 * 86_400_000;

/** What `POST /v1/payments/{paymentKey}/cancel` says. */
export interface Cancellation {
  readonly reason: string;
  /** Null: all that is left. */
  readonly amount: number | null;
  readonly taxFree: number | null;
  /** What the merchant believes is left. */
  readonly refundable: number | null;
  readonly account: Readonly<Record<string, unknown>> | null;
}

/** @throws TossRefusal INVALID_REQUEST */
export function readCancellation(body: unknown): Cancellation {
  const { cancelReason, cancelAmount, taxFreeAmount, refundableAmount, refundReceiveAccount, currency } =
    fieldsOf(body);
  if (typeof cancelReason !== 'string' || cancelReason === '' || cancelReason.length > 200)
    throw new TossRefusal('INVALID_REQUEST');
  if ((currency ?? 'KRW') !== 'KRW') throw new TossRefusal('INVALID_REQUEST');
  const amount = wonIn(cancelAmount);
  if (amount !== null && amount <= 0) throw new TossRefusal('INVALID_REQUEST');
  return {
    ...{ reason: cancelReason, amount, taxFree: wonIn(taxFreeAmount), refundable: wonIn(refundableAmount) },
    account: (refundReceiveAccount ?? null) === null ? null : fieldsOf(refundReceiveAccount),
  };
}

function wonIn(value: unknown): number | null {
  if ((value ?? null) === null) return null;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new TossRefusal('INVALID_REQUEST');
  return value;
}

/** Gives the money back, all of it or a part. @throws TossRefusal when it may not */
export function cancel(world: TossWorld, payment: TossPayment, asked: Cancellation): void {
  const { amount, taxFree } = partsOf(payment, asked);
  const isPaid = payment.approvedAt !== null;
  if (isPaid && payment.virtualAccount !== null) mustBeRefundable(asked.account);
  const now = world.clock.now();
  payment.balance -= amount;
  payment.taxFreeBalance -= taxFree;
  payment.status = payment.balance === 0 ? 'CANCELED' : 'PARTIAL_CANCELED';
  const made: TossCancel = {
    ...{ amount, taxFree, reason: asked.reason, refundable: payment.balance, at: now },
    transactionKey: world.keys.transactionKey(),
  };
  payment.cancels = [...payment.cancels, made];
  payment.transactionKey = made.transactionKey;
  if (payment.balance === 0) payment.stopTimer();
  if (isPaid) {
    const { transactionKey } = made;
    world.addTransaction({ payment, transactionKey, at: now, amount, status: payment.status, cancel: made });
    world.truth(payment, 'refund', amount, taxFree);
    payBackIntoAccount(world, payment);
  }
  world.changed(payment);
}

/** What is cancelled, and how much of it was free of tax. */
function partsOf(payment: TossPayment, asked: Cancellation): { amount: number; taxFree: number } {
  const { status, balance, taxFreeBalance } = payment;
  if (status === 'CANCELED') throw new TossRefusal('ALREADY_CANCELED_PAYMENT');
  if (status !== 'DONE' && status !== 'PARTIAL_CANCELED' && status !== 'WAITING_FOR_DEPOSIT')
    throw new TossRefusal('NOT_CANCELABLE_PAYMENT');
  if (asked.refundable !== null && asked.refundable !== balance) throw new TossRefusal('NOT_MATCHES_REFUNDABLE_AMOUNT');
  const amount = asked.amount ?? balance;
  if (amount > balance) throw new TossRefusal('NOT_CANCELABLE_AMOUNT');
  if (amount < balance && status === 'WAITING_FOR_DEPOSIT')
    throw new TossRefusal('NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT');
  // What is left out of a cancellation in part counts as 0, so that all of it is taxed.
  const taxFree = payment.merchant.tax === 'taxable' ? 0 : (asked.taxFree ?? (amount === balance ? taxFreeBalance : 0));
  if (taxFree > taxFreeBalance || amount - taxFree > balance - taxFreeBalance || taxFree > amount)
    throw new TossRefusal('NOT_CANCELABLE_AMOUNT');
  return { amount, taxFree };
}

/** Toss has codes of its own: two digits for banks, an S and another sign for securities firms. */
const isBank = (code: string): boolean =>
  /^(0[2367]|1[12]|2[037]|3[0124579]|45|48|5[04]|64|71|81|88|89|90|92|S[0-9A-Z])$/.test(code);

/** A deposit goes back by transfer only. */
function mustBeRefundable(account: Cancellation['account']): void {
  const { bank, accountNumber, holderName } = account ?? {};
  if (typeof holderName !== 'string' || holderName === '' || holderName.length > 60)
    throw new TossRefusal('INVALID_REFUND_ACCOUNT_INFO');
  if (typeof bank !== 'string' || !isBank(bank)) throw new TossRefusal('INVALID_BANK');
  if (typeof accountNumber !== 'string' || !/^\d{1,20}$/.test(accountNumber))
    throw new TossRefusal('INVALID_REFUND_ACCOUNT_NUMBER');
}

/** The bank pays back two days after the cancellation. */
function payBackIntoAccount({ clock }: TossWorld, { virtualAccount }: TossPayment): void {
  if (virtualAccount === null) return;
  virtualAccount.refundStatus = 'PENDING';
  clock.after(twoDaysMs, () => {
    virtualAccount.refundStatus = 'COMPLETED';
  });
}
