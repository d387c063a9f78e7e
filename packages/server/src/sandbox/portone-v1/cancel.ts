import type { SandboxReply } from '../kit/http.js';
import { type Attempt, type Attempts, balanceOf, taxFreeLeft, wasPaid } from './attempts.js';
import { done, refused } from './envelope.js';
import type { Parameters } from './parameters.js';
import { randomText } from './random-text.js';

interface Wanted {
  readonly amount: number;
  readonly taxFree: number;
  readonly reason: string;
}

interface CancelOptions {
  readonly attempts: Attempts;
  readonly nowSeconds: () => number;
  readonly random: () => number;
  readonly toJson: (attempt: Attempt) => Record<string, unknown>;
  /** Whether the PG says no to this one. */
  readonly pgRefuses: () => boolean;
  /** The money went back, whoever asked for it. */
  readonly onCancelled: (attempt: Attempt, amount: number, taxFree: number) => void;
  readonly notify: (attempt: Attempt, cancellationId: string) => void;
}

const isGiven = (value: number | undefined): value is number => value !== undefined;
const pgRefusal = (): SandboxReply => refused(-1, '결제취소에 실패하였습니다.(PG 사유)');

export function cancellations(options: CancelOptions) {
  const { attempts, nowSeconds, random, toJson, pgRefuses, onCancelled, notify } = options;

  /** imp_uid wins, even when nothing is found by it. */
  const chosen = (parameters: Parameters): Attempt | undefined => {
    const impUid = parameters.text('imp_uid');
    const found =
      impUid === undefined
        ? attempts.byMerchantUid(parameters.text('merchant_uid') ?? '').findLast(wasPaid)
        : attempts.byImpUid(impUid);
    return found !== undefined && wasPaid(found) ? found : undefined;
  };

  /** Takes the money back. Gives the id of the cancellation. */
  const make = (attempt: Attempt, { amount, taxFree, reason }: Wanted): string => {
    const id = `cxl_${randomText(random, '0123456789abcdef', 24)}`;
    const at = nowSeconds();
    attempt.cancellations.push({ id, amount, taxFree, at, reason });
    Object.assign(attempt, { status: 'cancelled', cancelledAt: at, updatedAt: at });
    onCancelled(attempt, amount, taxFree);
    return id;
  };

  const api = (parameters: Parameters): SandboxReply => {
    const attempt = chosen(parameters);
    if (attempt === undefined) return refused(1, '취소할 결제건이 존재하지 않습니다.');
    const balance = balanceOf(attempt);
    if (balance === 0) return refused(1, '이미 전액취소된 주문입니다.');
    const checksum = parameters.number('checksum');
    if (isGiven(checksum) && checksum !== balance)
      return refused(1, '취소 가능한 잔액이 checksum과 일치하지 않습니다.');
    const asked = parameters.number('amount') ?? 0;
    // Nothing said, or 0, is everything.
    const amount = asked === 0 ? balance : asked;
    if (!Number.isInteger(amount) || amount < 0 || amount > balance)
      return refused(1, '취소요청금액이 취소 가능한 잔액을 초과합니다.');
    if (attempt.vbank !== null && !hasAccount(parameters)) return refused(1, '환불계좌 정보가 누락되었습니다.');
    const taxFree = parameters.number('tax_free') ?? (amount === balance ? taxFreeLeft(attempt) : 0);
    const isPossible = Number.isInteger(taxFree) && taxFree >= 0 && taxFree <= Math.min(amount, taxFreeLeft(attempt));
    if (!isPossible || amount - taxFree > balance - taxFreeLeft(attempt) || pgRefuses()) return pgRefusal();
    const id = make(attempt, { amount, taxFree, reason: parameters.text('reason') ?? '' });
    if (parameters.flag('enable_webhook')) notify(attempt, id);
    return done(toJson(attempt));
  };

  /** Somebody cancels in the console; the merchant is told. @throws Error when that much is not there */
  const inConsole = (attempt: Attempt, amount = balanceOf(attempt)): void => {
    if (!wasPaid(attempt) || amount <= 0 || amount > balanceOf(attempt))
      throw new Error('취소 가능한 잔액을 확인하세요.');
    const left = balanceOf(attempt) - amount;
    const taxFree = taxFreeLeft(attempt) - Math.ceil((attempt.taxFree * left) / attempt.amount);
    notify(attempt, make(attempt, { amount, taxFree, reason: '관리자 콘솔 취소' }));
  };

  return { api, inConsole };
}

const hasAccount = (parameters: Parameters): boolean =>
  ['refund_holder', 'refund_bank', 'refund_account'].every((name) => parameters.text(name) !== undefined);
