import type { BuyerAct, BuyerDestination } from '../kit/party.js';
import { messageOf, TossRefusal } from './errors.js';
import { isTestMerchant } from './options.js';
import { isTaken, type TossPayment, type TossRequest } from './payment.js';
import { paymentOfOrder, type TossWorld } from './world.js';

const minuteMs = 60_000;
/** So long the window is open. */
const readyMs = 30 * minuteMs;
/** So long the merchant may confirm what the buyer finished. */
const confirmMs = 10 * minuteMs;

/** What a buyer chooses in the window. */
export interface WindowChoice extends BuyerAct {
  readonly installmentMonths?: number;
  readonly bankCode?: string;
}

export interface TossWindow {
  /** @throws TossRefusal where the window does not open */
  open(request: TossRequest): TossPayment;
  act(payment: TossPayment, choice: WindowChoice): BuyerDestination;
}

/** The payment window, without its pages. */
export function tossWindow(world: TossWorld): TossWindow {
  const { clock } = world;

  const expireAfter = (payment: TossPayment, ms: number): void => {
    payment.stopTimer();
    payment.stopTimer = clock.after(ms, () => {
      // What is being confirmed right now does not run out meanwhile.
      if (payment.isBusy) return expireAfter(payment, 1_000);
      if (payment.status !== 'READY' && payment.status !== 'IN_PROGRESS') return;
      payment.status = 'EXPIRED';
      payment.failure = 'EXPIRED_PAYMENT';
      world.changed(payment);
    });
  };

  const authenticate = (payment: TossPayment, { amount, test, installmentMonths, bankCode }: WindowChoice): void => {
    if (test === true) payment.merchant = testTwin(world, payment);
    if (amount !== undefined) {
      payment.amount = amount;
      payment.balance = amount;
      payment.taxFree = Math.min(payment.taxFree, amount);
      payment.taxFreeBalance = payment.taxFree;
    }
    if (payment.request.installmentMonths === null && installmentMonths !== undefined)
      payment.installmentMonths = Math.min(installmentMonths, payment.request.mostInstallmentMonths);
    if (bankCode !== undefined) payment.bankCode = bankCode;
    payment.status = 'IN_PROGRESS';
    payment.authenticatedAt = clock.now();
    expireAfter(payment, confirmMs);
  };

  return {
    open: (request) => {
      if (paymentOfOrder(world, request.orderId, (one) => isTaken(one) && isOf(one, request)) !== undefined)
        throw new TossRefusal('DUPLICATED_ORDER_ID');
      const payment = world.add(request);
      expireAfter(payment, readyMs);
      return payment;
    },
    act: (payment, choice) => {
      const { act } = choice;
      if (act === 'close') return null;
      if (payment.status !== 'READY') return failed(payment, 'PAY_PROCESS_ABORTED');
      switch (act) {
        case 'cancel':
          // The buyer may come back to the window: nothing changes, so nobody is told.
          return failed(payment, 'PAY_PROCESS_CANCELED', world.guesses.orderIdOnCancel);
        case 'decline':
          payment.stopTimer();
          payment.status = 'ABORTED';
          payment.failure = 'REJECT_CARD_COMPANY';
          world.changed(payment);
          return failed(payment, 'REJECT_CARD_COMPANY');
        case 'pay':
          authenticate(payment, choice);
          return succeeded(payment);
        case 'pay_and_close':
          authenticate(payment, choice);
          return null;
      }
    },
  };
}

const isOf = (payment: TossPayment, { merchant }: TossRequest): boolean =>
  payment.merchant.mId === merchant.mId && isTestMerchant(payment.merchant) === isTestMerchant(merchant);

/** The test keys of the same account. @throws Error when it has none */
function testTwin({ merchants }: TossWorld, { merchant }: TossPayment) {
  if (isTestMerchant(merchant)) return merchant;
  const twin = merchants.find((one) => one.mId === merchant.mId && isTestMerchant(one));
  if (twin === undefined) throw new Error(`${merchant.mId} has no test keys in this sandbox`);
  return twin;
}

function succeeded({ request, paymentKey, amount }: TossPayment): string {
  const parameters = { paymentType: 'NORMAL', paymentKey, orderId: request.orderId, amount: String(amount) };
  return withParameters(request.successUrl, parameters);
}

function failed({ request }: TossPayment, code: string, hasOrderId = true): string {
  const parameters = { code, message: messageOf(code, 'ko'), ...(hasOrderId && { orderId: request.orderId }) };
  return withParameters(request.failUrl, parameters);
}

function withParameters(address: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
