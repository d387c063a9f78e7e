import { withFaults } from '../kit/faults.js';
import type { Party } from '../kit/party.js';
import { partyPrefixes } from '../merchant.js';
import { tossApi } from './api.js';
import { deposit, revertDeposit } from './approval.js';
import { cancel } from './cancellation.js';
import { refusalReply, TossRefusal } from './errors.js';
import { type TossSandboxOptions, usualGuesses, usualMerchants } from './options.js';
import type { TossPayment } from './payment.js';
import { paymentJson } from './payment-json.js';
import { tossWebhooks } from './webhooks.js';
import { tossWindow } from './window.js';
import { readWindowRequest } from './window-request.js';
import { windowRoutes } from './window-routes.js';
import { paymentOfOrder, type TossWorld, tossWorld } from './world.js';

/** Toss Payments, and what happens there without the merchant. */
export interface TossSandbox extends Party {
  /** Somebody pays into the virtual account of this order. @throws Error when none waits for it */
  deposit(orderId: string): void;
  /** The deposit turns out to have failed: it is waited for again. @throws Error when there is none */
  revertDeposit(orderId: string): void;
  /** The next confirmation of this order is refused with a documented code; 5xx ones leave everything as it was. */
  refuse(orderId: string, code: string): void;
  /** Cancelled in the console, all of it unless `amount` says how much; the merchant is told. @throws Error when it cannot be */
  cancelInConsole(orderId: string, amount?: number): void;
  /** The feeds answer 429 to so many of the next calls. */
  limitFeeds(times: number): void;
}

/**
 * A local server of Toss Payments' core API, its browser script and payment window. A buyer's request is what the script
 * gets, set-up and argument in one object: `{ clientKey, customerKey, method, amount: { currency, value }, ... }`.
 */
export function createTossSandbox(options: TossSandboxOptions): TossSandbox {
  const { clock, random, truth, webhooks, faults, url, webhookUrl, merchants = usualMerchants } = options;
  const guesses = { ...usualGuesses, ...options.guesses };
  const toJson = (payment: TossPayment) => paymentJson(payment, guesses.version, url());
  const changed = tossWebhooks({ clock, webhooks, webhookUrl, random, toJson });
  const world = tossWorld({ clock, guesses, merchants, changed, random, addTruth: truth.add });
  const window = tossWindow(world);
  let limited = 0;
  const isTooOften = () => limited > 0 && limited-- > 0;
  const serverError = () => refusalReply(new TossRefusal('FAILED_INTERNAL_SYSTEM_PROCESSING'), 'ko');
  const api = withFaults(tossApi({ world, url, isTooOften }), faults.plan, clock, serverError);
  const pages = windowRoutes(world, window, url);
  return {
    prefix: partyPrefixes.tosspayments,
    handler: async (request) => (await pages(request)) ?? api(request),
    buy: async (request, act) => window.act(window.open(readWindowRequest(request, merchants, clock.now())), act),
    deposit: (orderId) => deposit(world, ofOrder(world, orderId)),
    revertDeposit: (orderId) => revertDeposit(world, ofOrder(world, orderId)),
    refuse: (orderId, code) => void world.refusals.set(orderId, code),
    cancelInConsole: (orderId, amount) => cancelInConsole(world, ofOrder(world, orderId), amount),
    limitFeeds: (times) => {
      limited = times;
    },
  };
}

function ofOrder(world: TossWorld, orderId: string): TossPayment {
  const payment = paymentOfOrder(world, orderId, () => true);
  if (payment === undefined) throw new Error(`There is no payment of ${orderId}`);
  return payment;
}

/** What is taxed goes back first, as far as it reaches. */
function cancelInConsole(world: TossWorld, payment: TossPayment, amount = payment.balance): void {
  const taxFree = Math.max(amount - (payment.balance - payment.taxFreeBalance), 0);
  cancel(world, payment, {
    ...{ reason: '상점관리자에서 취소', amount, taxFree, refundable: null },
    account: { bank: '88', accountNumber: '110000000000', holderName: '구매자' },
  });
}
