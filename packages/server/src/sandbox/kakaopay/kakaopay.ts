import { withFaults } from '../kit/faults.js';
import type { Party } from '../kit/party.js';
import { partyPrefixes } from '../merchant.js';
import { kakaoApi } from './api.js';
import { cancel } from './calls.js';
import { KakaoRefusal, refusalReply } from './errors.js';
import { type KakaoPayOptions, usualCids, usualGuesses, usualSecretKeys } from './options.js';
import { availableOf, type KakaoPayment } from './payment.js';
import { act } from './window.js';
import { windowKeyIn, windowRoutes } from './window-routes.js';
import { type KakaoWorld, kakaoWorld } from './world.js';

/** KakaoPay, and what happens there without the merchant. */
export interface KakaoPaySandbox extends Party {
  /**
   * What the bank says to the next approval or cancellation of this tid: a `method_result_code`. `BANK_FIRM_UNKNOWN`
   * stays unknown for 20 minutes and was not done then; `BANK_FIRM_UNKNOWN_DONE` was. @throws Error when there is no such tid
   */
  bankAnswers(tid: string, answer: string): void;
  /** Refuses the next call whose path contains `path` with a documented code; nothing is done. */
  refuse(code: number, path?: string): void;
  /** Cancelled in the merchant's console, all of it unless `amount` says how much. @throws Error when it cannot be */
  cancelInConsole(tid: string, amount?: number): Promise<void>;
}

/**
 * A local server of KakaoPay's payment API for one-off payments, and its window. It sends no webhooks, as the original.
 * A buyer's request is `{ redirectUrl }` or `{ tid }`, and `bank` where the bank is to answer the approval in its own way.
 */
export function createKakaoPaySandbox(options: KakaoPayOptions): KakaoPaySandbox {
  const { clock, random, truth, faults, url, secretKeys = usualSecretKeys, cids = usualCids } = options;
  const world = kakaoWorld({
    ...{ clock, random, cids, guesses: { ...usualGuesses, ...options.guesses } },
    addTruth: truth.add,
  });
  let refusals: readonly { readonly code: number; readonly path: string }[] = [];
  const refused = (path: string): number | undefined => {
    const found = refusals.find((one) => path.includes(one.path));
    refusals = refusals.filter((one) => one !== found);
    return found?.code;
  };
  const serverError = () => ({ ...refusalReply(new KakaoRefusal(-1)), status: 500 });
  const api = withFaults(kakaoApi({ world, secretKeys, url, refused }), faults.plan, clock, serverError);
  const pages = windowRoutes(world);
  return {
    prefix: partyPrefixes.kakaopay,
    handler: async (request) => pages(request) ?? api(request),
    buy: async ({ bank, ...request }, choice) =>
      act(world, wanted(world, request), { ...choice, ...(typeof bank === 'string' && { bank }) }),
    bankAnswers: (tid, answer) => {
      const payment = ofTid(world, tid);
      payment.bankAnswers = [...payment.bankAnswers, answer];
    },
    refuse: (code, path = '') => {
      refusals = [...refusals, { code, path }];
    },
    cancelInConsole: async (tid, amount) => {
      const payment = ofTid(world, tid);
      const left = availableOf(payment);
      const total = amount ?? left.total;
      // What is taxed goes back first, as far as it reaches.
      const taxFree = Math.max(total - (left.total - left.taxFree), 0);
      await cancel(world, {
        ...{ cid: payment.request.cid, tid, cancel_amount: total, cancel_tax_free_amount: taxFree },
        ...(total === left.total && { cancel_vat_amount: left.vat }),
      });
    },
  };
}

function wanted(world: KakaoWorld, request: Readonly<Record<string, unknown>>): KakaoPayment {
  const { tid, redirectUrl } = request;
  if (typeof tid === 'string') return ofTid(world, tid);
  const key = typeof redirectUrl === 'string' ? windowKeyIn(new URL(redirectUrl).pathname) : undefined;
  const payment = world.byWindow(key ?? '');
  if (payment === undefined) throw new Error('KakaoPay knows no such window: say its redirectUrl, or the tid');
  return payment;
}

function ofTid(world: KakaoWorld, tid: string): KakaoPayment {
  const payment = world.byTid(tid);
  if (payment === undefined) throw new Error(`KakaoPay knows no tid ${tid}`);
  return payment;
}
