import type { SandboxClock } from '../kit/clock.js';
import type { SandboxReply } from '../kit/http.js';
import {
  type Attempt,
  type Attempts,
  type Cancellation,
  cancellableOf,
  cancelledOf,
  vatOf,
  wasPaid,
} from './attempts.js';
import { amountIn, type Fields } from './json-body.js';
import type { Notifier } from './notify.js';
import { cancellationJson } from './payment-json.js';
import { randomDigits, randomId } from './random-id.js';
import { done, invalid, pgRefused, refused } from './replies.js';

/** How the PG ends a cancellation that it does not decide at once. */
export interface LateEnd {
  readonly afterMs: number;
  readonly end: 'SUCCEEDED' | 'FAILED';
}

interface CancelParts {
  readonly attempts: Attempts;
  readonly clock: SandboxClock;
  readonly random: () => number;
  readonly most: number;
  readonly notify: Notifier;
  /** The money went back. */
  readonly onCancelled: (attempt: Attempt, cancellation: Cancellation) => void;
}

interface Wanted {
  readonly amount: number;
  readonly taxFree: number;
  readonly vat: number;
}

export function cancellations({ attempts, clock, random, most, notify, onCancelled }: CancelParts) {
  let pgRefusals = 0;
  let late: { left: number; readonly how: LateEnd } | undefined;

  /** What the PG does with the next one. */
  const nextLate = (): LateEnd | undefined => {
    if (late === undefined || late.left === 0) return undefined;
    late.left -= 1;
    return late.how;
  };

  const succeed = (attempt: Attempt, cancellation: Cancellation, isQuiet: boolean): void => {
    const at = clock.now();
    Object.assign(cancellation, { status: 'SUCCEEDED', cancelledAt: at });
    attempt.cancelledAt = at;
    const isWhole = cancelledOf(attempt).amount === attempt.amount;
    attempts.move(attempt, isWhole ? 'CANCELLED' : 'PARTIAL_CANCELLED');
    onCancelled(attempt, cancellation);
    if (!isQuiet) notify.tell(attempt, isWhole ? 'Cancelled' : 'PartialCancelled', cancellation.id);
  };

  const make = (
    attempt: Attempt,
    wanted: Wanted,
    { reason, trigger, isQuiet }: { reason: string; trigger: Cancellation['trigger']; isQuiet: boolean },
  ): Cancellation => {
    const cancellation: Cancellation = {
      ...{ id: randomId(random, clock.now()), pgCancellationId: `C${randomDigits(random, 16)}`, status: 'REQUESTED' },
      ...{ totalAmount: wanted.amount, taxFreeAmount: wanted.taxFree, vatAmount: wanted.vat, reason, trigger },
      ...{ requestedAt: clock.now(), cancelledAt: null },
    };
    attempt.cancellations.push(cancellation);
    const later = nextLate();
    if (later === undefined) {
      succeed(attempt, cancellation, isQuiet);
      return cancellation;
    }
    attempt.updatedAt = clock.now();
    notify.tell(attempt, 'CancelPending', cancellation.id);
    clock.after(later.afterMs, () => {
      if (later.end === 'SUCCEEDED') succeed(attempt, cancellation, isQuiet);
      else cancellation.status = 'FAILED';
    });
    return cancellation;
  };

  const api = (paymentId: string, fields: Fields): SandboxReply => {
    const { reason, skipWebhook } = fields;
    if (typeof reason !== 'string' || reason === '') return invalid('reason은 필수입니다.');
    const attempt = attempts.current(paymentId);
    if (attempt === undefined) return refused('PAYMENT_NOT_FOUND', '결제 건이 존재하지 않습니다.');
    if (!wasPaid(attempt)) return refused('PAYMENT_NOT_PAID', '결제가 완료되지 않았습니다.');
    if (attempt.status === 'CANCELLED') return refused('PAYMENT_ALREADY_CANCELLED', '이미 취소된 결제입니다.');
    const wanted = wantedOf(attempt, fields);
    if ('body' in wanted) return wanted;
    if (attempt.cancellations.length >= most)
      return refused('MAX_CANCEL_COUNT_REACHED', '취소 시도 횟수를 초과했습니다.');
    if (attempt.account !== null && !hasAccount(fields))
      return pgRefused('INVALID_REFUND_ACCOUNT_INFO', '환불 계좌 정보가 올바르지 않습니다.');
    if (pgRefusals > 0) {
      pgRefusals -= 1;
      return pgRefused('FAILED_REFUND_PROCESS', '은행 응답 시간 지연이나 일시적인 오류로 환불 요청에 실패했습니다.');
    }
    const made = make(attempt, wanted, { reason, trigger: 'API', isQuiet: skipWebhook === true });
    return done({ cancellation: cancellationJson(made) });
  };

  return {
    api,
    /** Somebody cancels in the console, all that is left unless `amount` says how much. @throws Error when it cannot be */
    inConsole: (paymentId: string, amount?: number): void => {
      const attempt = attempts.current(paymentId);
      const left = attempt === undefined ? undefined : cancellableOf(attempt);
      const part = amount ?? left?.amount ?? 0;
      if (attempt === undefined || left === undefined || !wasPaid(attempt) || part <= 0 || part > left.amount)
        throw new Error(`There is no such amount of ${paymentId} to cancel`);
      // In the proportion of what is left, and never more taxable than there is.
      const taxFree = part === left.amount ? left.taxFree : Math.ceil((left.taxFree * part) / left.amount);
      const wanted = { amount: part, taxFree, vat: vatOf(part, taxFree) };
      make(attempt, wanted, { reason: '관리자 콘솔 취소', trigger: 'CONSOLE', isQuiet: false });
    },
    refuse: (times: number): void => {
      pgRefusals = times;
    },
    decideLater: (times: number, how: LateEnd): void => {
      late = { left: times, how };
    },
  };
}

/** What is to be cancelled, or why it cannot be. Nothing said about the amount is all that is left. */
function wantedOf(attempt: Attempt, fields: Fields): Wanted | SandboxReply {
  const left = cancellableOf(attempt);
  const [amount, taxFree, vat, current] = (
    ['amount', 'taxFreeAmount', 'vatAmount', 'currentCancellableAmount'] as const
  ).map((name) => amountIn(fields, name));
  if (amount === 'invalid' || taxFree === 'invalid' || vat === 'invalid' || current === 'invalid' || amount === 0)
    return invalid('금액이 올바르지 않습니다.');
  if (current !== undefined && current !== left.amount)
    return refused('CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN', '취소 가능 잔액 검증에 실패했습니다.');
  const total = amount ?? left.amount;
  if (total > left.amount || total === 0)
    return refused('CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT', '취소 금액이 취소 가능 금액을 초과했습니다.');
  // Nothing said about the VAT-free part of an amount that is said: all of it is taxable.
  const free = taxFree ?? (amount === undefined ? left.taxFree : 0);
  const tax = vat ?? vatOf(total, Math.min(free, total));
  if (free + tax > total)
    return refused('SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT', '하위 항목들의 합이 전체 취소 금액을 초과했습니다.');
  if (free > left.taxFree)
    return refused(
      'CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT',
      '취소 면세 금액이 취소 가능한 면세 금액을 초과했습니다.',
    );
  if (total - free > left.amount - left.taxFree)
    return refused(
      'CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT',
      '취소 과세 금액이 취소 가능한 과세 금액을 초과했습니다.',
    );
  return { amount: total, taxFree: free, vat: tax };
}

const hasAccount = ({ refundAccount }: Fields): boolean =>
  ['bank', 'number', 'holderName'].every((name) => {
    const value = Object(refundAccount)[name];
    return typeof value === 'string' && value !== '';
  });
