import type { BuyerAct, BuyerDestination } from '../kit/party.js';
import { isExpired } from './calls.js';
import { testKeys } from './options.js';
import { isOpen, type KakaoPayment, usualVat } from './payment.js';
import type { KakaoWorld } from './world.js';

export interface WindowChoice extends BuyerAct {
  /** What the bank will say to the approval: a `method_result_code`; absent: it does as it is asked. */
  readonly bank?: string;
}

/** The buyer is in the window. */
export function open({ clock, guesses }: KakaoWorld, payment: KakaoPayment): void {
  if (payment.status === 'READY' && !isExpired(payment, clock.now(), guesses.sessionMs))
    payment.status = 'OPEN_PAYMENT';
}

/**
 * What the buyer does, and where the browser goes. Paying only authenticates: no money moves before the approval.
 * @throws Error when the window was used already
 */
export function act(world: KakaoWorld, payment: KakaoPayment, choice: WindowChoice): BuyerDestination {
  open(world, payment);
  const { cancelUrl, failUrl } = payment.request;
  if (choice.act === 'close') return null;
  if (!isOpen(payment)) throw new Error(`The payment window was used: it is ${payment.status}`);
  if (isExpired(payment, world.clock.now(), world.guesses.sessionMs)) return failUrl;
  switch (choice.act) {
    case 'cancel':
      payment.status = 'QUIT_PAYMENT';
      return cancelUrl;
    case 'decline':
      payment.status = 'FAIL_PAYMENT';
      return failUrl;
    case 'pay':
    case 'pay_and_close': {
      const destination = authenticate(world, payment, choice);
      return choice.act === 'pay' ? destination : null;
    }
  }
}

function authenticate(world: KakaoWorld, payment: KakaoPayment, { amount, test, bank }: WindowChoice): string {
  payment.status = 'AUTH_PASSWORD';
  const pgToken = world.pgToken();
  payment.pgToken = pgToken;
  if (test) payment.cid = testKeys.cid;
  if (bank !== undefined) payment.bankAnswers = [bank];
  if (amount !== undefined && amount !== payment.amount.total) {
    const taxFree = Math.min(payment.amount.taxFree, amount);
    payment.amount = { total: amount, taxFree, vat: usualVat(amount, taxFree) };
  }
  const destination = new URL(payment.request.approvalUrl);
  destination.searchParams.append('pg_token', pgToken);
  return destination.href;
}
