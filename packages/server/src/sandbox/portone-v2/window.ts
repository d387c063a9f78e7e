import type { SandboxClock } from '../kit/clock.js';
import type { BuyerAct } from '../kit/party.js';
import { type Attempt, type Attempts, wasPaid } from './attempts.js';
import type { Notifier } from './notify.js';
import type { V2Shop } from './options.js';
import { isPayError, type PayError, payError, readPayRequest } from './pay-request.js';
import type { PreRegistrations } from './pre-register.js';
import { randomDigits } from './random-id.js';

/** How a window ended. */
export interface Ending {
  /** What `requestPayment` resolves to. */
  readonly response: Readonly<Record<string, string>>;
  /** `redirectUrl` with the response in its query; null where the page gave none. */
  readonly destination: string | null;
}

interface WindowParts {
  readonly clock: SandboxClock;
  readonly random: () => number;
  readonly shop: V2Shop;
  readonly attempts: Attempts;
  readonly registrations: PreRegistrations;
  readonly notify: Notifier;
  readonly depositHours: number;
  /** The money was taken. */
  readonly onPaid: (attempt: Attempt) => void;
}

const alreadyPaid = payError('PaymentAlreadyPaid', '이미 결제가 완료된 결제 건입니다.');
const windowIsClosed = 'The payment window is closed';

/** The payment window: opened for what a page asks for, and acted in once. */
export function payWindow(parts: WindowParts) {
  const { clock, random, shop, attempts, registrations, notify } = parts;
  const opened = new Set<Attempt>();
  let approvalsLater = 0;

  /** Opens a window, or says why it stays closed. */
  const open = (data: Readonly<Record<string, unknown>>): Attempt | PayError => {
    const request = readPayRequest(data);
    if (isPayError(request)) return request;
    if (request.storeId !== shop.storeId) return payError('StoreNotFound', '상점 정보를 찾을 수 없습니다.');
    const isTest = request.channelKey === shop.testChannelKey;
    if (!isTest && request.channelKey !== shop.channelKey)
      return payError('ChannelNotFound', '채널 정보를 찾을 수 없습니다.');
    if (attempts.of(request.paymentId).some(wasPaid)) return alreadyPaid;
    if (!registrations.allows(request))
      return payError('AmountNotEqualToPredefined', '사전 등록된 결제 정보와 일치하지 않습니다.');
    const attempt = attempts.open(request, isTest);
    opened.add(attempt);
    notify.tell(attempt, 'Ready');
    return attempt;
  };

  const capture = (attempt: Attempt): void => {
    attempt.pgTxId ??= `T${randomDigits(random, 20)}`;
    if (attempt.request.payMethod === 'CARD') attempt.approvalNumber = randomDigits(random, 8);
    attempt.paidAt = clock.now();
    attempts.move(attempt, 'PAID');
    parts.onPaid(attempt);
    notify.tell(attempt, 'Paid');
  };

  /** Hands out an account to pay into; no money moves yet. */
  const issueAccount = (attempt: Attempt): void => {
    const hours = attempt.request.virtualAccount.accountExpiry?.validHours ?? parts.depositHours;
    attempt.pgTxId = `T${randomDigits(random, 20)}`;
    attempt.account = {
      ...{ bank: 'SHINHAN', accountNumber: randomDigits(random, 14), remitteeName: '디닥토' },
      ...{ issuedAt: clock.now(), expiredAt: clock.now() + hours * 3_600_000 },
    };
    attempts.move(attempt, 'VIRTUAL_ACCOUNT_ISSUED');
    notify.tell(attempt, 'VirtualAccountIssued');
  };

  const fail = (attempt: Attempt, why: PayError): Ending => {
    const { message, pgCode = '', pgMessage = '' } = why;
    attempt.failedAt = clock.now();
    attempt.failure = { reason: message, pgCode, pgMessage };
    attempts.move(attempt, 'FAILED');
    notify.tell(attempt, 'Failed');
    return endingOf(attempt, why);
  };

  const pay = (attempt: Attempt, { amount, test }: Pick<BuyerAct, 'amount' | 'test'>): Ending => {
    const { request } = attempt;
    // Another window of the same payment may have been faster.
    if (attempts.of(request.paymentId).some(wasPaid)) return fail(attempt, alreadyPaid);
    attempt.amount = amount ?? request.totalAmount;
    attempt.taxFree = Math.min(request.taxFreeAmount, attempt.amount);
    attempt.isTest = test ?? attempt.isTest;
    if (approvalsLater > 0) {
      approvalsLater -= 1;
      attempts.move(attempt, 'PAY_PENDING');
      notify.tell(attempt, 'PayPending');
    } else if (request.payMethod === 'VIRTUAL_ACCOUNT') issueAccount(attempt);
    else capture(attempt);
    return endingOf(attempt);
  };

  /** Null: the tab is closed, so that nothing comes back. @throws Error when the window is not open any more */
  const act = (attempt: Attempt, { act: what, ...how }: BuyerAct): Ending | null => {
    if (!opened.delete(attempt)) throw new Error(windowIsClosed);
    switch (what) {
      case 'pay':
        return pay(attempt, how);
      case 'pay_and_close':
        pay(attempt, how);
        return null;
      case 'decline':
        return fail(attempt, declined);
      case 'cancel':
        return fail(attempt, givenUp);
      case 'close':
        return null;
    }
  };

  /** The payment's attempt that waits in this state, where none was paid. @throws Error when there is none */
  const waiting = (paymentId: string, status: Attempt['status']): Attempt => {
    const known = attempts.of(paymentId);
    const found = known.findLast((attempt) => attempt.status === status);
    if (found === undefined || known.some(wasPaid)) throw new Error(`Nothing of ${paymentId} is ${status}`);
    return found;
  };

  return {
    open,
    act,
    /** Somebody pays into the account. @throws Error when none waits for it, or its time is over */
    deposit: (paymentId: string): void => {
      const attempt = waiting(paymentId, 'VIRTUAL_ACCOUNT_ISSUED');
      if (clock.now() > (attempt.account?.expiredAt ?? 0))
        throw new Error(`The virtual account of ${paymentId} is closed`);
      capture(attempt);
    },
    /** The next payments are approved only later, as with PayPal. */
    approveLater: (times: number): void => {
      approvalsLater = times;
    },
    /** @throws Error when nothing waits for an approval */
    approve: (paymentId: string): void => capture(waiting(paymentId, 'PAY_PENDING')),
  };
}

export type PayWindow = ReturnType<typeof payWindow>;

const ofPg = (message: string, pgCode: string, pgMessage: string): PayError => ({
  ...payError('PGProviderError', message),
  ...{ pgCode, pgMessage },
});
const declined = ofPg(
  '카드사에서 승인을 거절했습니다.',
  'REJECT_CARD_COMPANY',
  '한도초과 등의 사유로 승인이 거절되었습니다.',
);
const givenUp = ofPg('사용자가 결제를 취소했습니다.', 'PAY_PROCESS_CANCELED', '구매자에 의해 결제가 취소되었습니다.');

function endingOf({ txId, request }: Attempt, why?: PayError): Ending {
  const response = { transactionType: 'PAYMENT', txId, paymentId: request.paymentId, ...why };
  if (request.redirectUrl === null) return { response, destination: null };
  // Added to the merchant's address, whatever its query holds already.
  const url = new URL(request.redirectUrl);
  for (const [name, value] of Object.entries(response)) url.searchParams.set(name, value);
  return { response, destination: url.href };
}
