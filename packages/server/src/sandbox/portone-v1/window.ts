import type { BuyerAct } from '../kit/party.js';
import { type Attempt, type Attempts, wasPaid } from './attempts.js';
import { type AskMerchant, objectionOf } from './confirm-process.js';
import type { Notify } from './notify.js';
import type { PortOneV1Options, V1Merchant } from './options.js';
import { isRefusal, type Refusal, readPayRequest, refusal } from './pay-request.js';
import { pgProvider, quotaOf, receiptUrlOf } from './payment-json.js';
import type { Preparations } from './prepare.js';
import { randomText } from './random-text.js';

interface WindowOptions extends PortOneV1Options {
  readonly attempts: Attempts;
  readonly prepared: Preparations;
  readonly merchant: V1Merchant;
  readonly testChannelKey: string;
  readonly ask: AskMerchant;
  readonly notify: Notify;
  readonly nowSeconds: () => number;
}

/** What became of an open window: the callback's argument, and where a mobile browser goes. */
export interface Ending {
  readonly callback: Readonly<Record<string, unknown>>;
  /** Null: the page gave no `m_redirect_url`. */
  readonly destination: string | null;
}

export type PayWindow = ReturnType<typeof payWindow>;

const digits = '0123456789';
const vbankDays = 7;
const windowIsClosed = '이미 종료된 결제창입니다.';
const givenUp = refusal('F0002', '사용자가 결제를 취소하셨습니다');
const alreadyPaid = refusal('F1002', '이미 결제가 이루어진 거래건입니다.');

export function payWindow(options: WindowOptions) {
  const { attempts, prepared, merchant, testChannelKey, ask, notify, clock, nowSeconds, random, truth, url } = options;

  /** Opens the window, which makes a payment that is `ready`; or says why it stays closed. */
  const open = (data: Readonly<Record<string, unknown>>, channel: Attempt['channel']): Attempt | Refusal => {
    const isTest = data.channelKey === testChannelKey;
    if (!isTest && data.channelKey !== merchant.channelKey) return refusal('F0003', '유효하지 않은 channelKey입니다.');
    const request = readPayRequest(data);
    if (isRefusal(request)) return request;
    if (attempts.byMerchantUid(request.merchantUid).some(wasPaid)) return alreadyPaid;
    const objection = prepared.objection(request.merchantUid, request.amount, request.currency);
    return objection === undefined ? attempts.open(request, channel, isTest) : refusal('F0004', objection);
  };

  /** Takes the money. */
  const capture = (attempt: Attempt): void => {
    const now = nowSeconds();
    Object.assign(attempt, { status: 'paid', paidAt: now, failedAt: 0, failReason: null, updatedAt: now });
    attempt.pgTid ??= `T${randomText(random, digits, 20)}`;
    if (attempt.request.payMethod === 'card') attempt.applyNum = randomText(random, digits, 8);
    truth.add({
      ...{ provider: 'portone_v1', reference: attempt.request.merchantUid, providerPaymentId: attempt.impUid },
      ...{ kind: 'charge', amount: attempt.amount, taxFree: attempt.taxFree, test: attempt.sandbox },
      at: new Date(clock.now()).toISOString(),
    });
    notify(attempt, 'paid');
  };

  /** Hands out an account to pay into; no money moves yet. */
  const issueAccount = (attempt: Attempt): void => {
    const now = nowSeconds();
    attempt.pgTid = `T${randomText(random, digits, 20)}`;
    attempt.vbank = {
      ...{ code: '088', name: '신한은행', number: randomText(random, digits, 14), holder: '디닥토' },
      ...{ dueAt: now + vbankDays * 86_400, issuedAt: now },
    };
    attempt.updatedAt = now;
    notify(attempt, 'ready');
  };

  const fail = (attempt: Attempt, why: Refusal): Ending => {
    const now = nowSeconds();
    Object.assign(attempt, { status: 'failed', failedAt: now, failReason: why.error_msg, updatedAt: now });
    return endingOf(attempt, why);
  };

  const pay = async (attempt: Attempt, { amount, test }: Pick<BuyerAct, 'amount' | 'test'>): Promise<Ending> => {
    const { impUid, request } = attempt;
    attempt.amount = amount ?? request.amount;
    attempt.taxFree = Math.min(request.taxFree, attempt.amount);
    attempt.sandbox = test ?? attempt.sandbox;
    if (request.confirmUrl !== null) {
      const facts = { imp_uid: impUid, merchant_uid: request.merchantUid, amount: attempt.amount };
      const objection = await objectionOf(ask, clock, request.confirmUrl, facts);
      if (attempt.status !== 'ready') throw new Error(windowIsClosed);
      if (objection !== undefined) return fail(attempt, refusal('F0005', objection));
    }
    // Another window of the same order may have been faster.
    if (attempts.byMerchantUid(request.merchantUid).some(wasPaid)) return fail(attempt, alreadyPaid);
    if (request.payMethod === 'vbank') issueAccount(attempt);
    else capture(attempt);
    return endingOf(attempt);
  };

  /** Null: the tab is closed, so that nothing comes back. @throws Error when the window is not open any more */
  const act = async (attempt: Attempt, { act: what, ...how }: BuyerAct): Promise<Ending | null> => {
    if (attempt.status !== 'ready' || attempt.vbank !== null) throw new Error(windowIsClosed);
    switch (what) {
      case 'pay':
        return pay(attempt, how);
      case 'pay_and_close':
        await pay(attempt, how);
        return null;
      case 'decline':
        return fail(attempt, refusal('F0006', '한도초과 등의 사유로 카드사에서 승인을 거절하였습니다.'));
      case 'cancel':
        return fail(attempt, givenUp);
      case 'close':
        return null;
    }
  };

  const endingOf = (attempt: Attempt, why?: Refusal): Ending => ({
    callback: callbackOf(attempt, url(), why),
    destination: redirectOf(attempt, why, options.oldRedirect ?? false),
  });

  /** Somebody pays into the account. @throws Error when none waits for it */
  const deposit = (merchantUid: string): void => {
    const known = attempts.byMerchantUid(merchantUid);
    const waiting = known.find(({ vbank, status }) => vbank !== null && status === 'ready');
    if (waiting?.vbank == null || known.some(wasPaid))
      throw new Error(`No virtual account of ${merchantUid} waits for a deposit`);
    if (nowSeconds() > waiting.vbank.dueAt) throw new Error(`The virtual account of ${merchantUid} is closed`);
    capture(waiting);
  };

  /** A payment that was told as failed is paid after all. @throws Error when there is none, or another was paid */
  const payLate = (merchantUid: string): void => {
    const known = attempts.byMerchantUid(merchantUid);
    const failed = known.findLast(({ status }) => status === 'failed');
    if (failed === undefined || known.some(wasPaid))
      throw new Error(`No failed payment of ${merchantUid} can be paid late`);
    capture(failed);
  };

  return { open, act, deposit, payLate };
}

function callbackOf(attempt: Attempt, url: string, why?: Refusal): Ending['callback'] {
  const { request, vbank } = attempt;
  const common = { imp_uid: attempt.impUid, merchant_uid: request.merchantUid, pay_method: request.payMethod };
  if (why !== undefined)
    return { success: false, ...why, ...common, paid_amount: 0, status: 'failed', pg_provider: pgProvider };
  return {
    ...{ success: true, error_code: null, error_msg: null, ...common, paid_amount: attempt.amount },
    ...{ status: attempt.status, name: request.name, currency: request.currency, custom_data: request.customData },
    ...{ pg_provider: pgProvider, pg_type: 'payment', pg_tid: attempt.pgTid, apply_num: attempt.applyNum },
    ...{ buyer_name: request.buyerName, buyer_email: request.buyerEmail, buyer_tel: request.buyerTel },
    ...{ paid_at: attempt.paidAt, receipt_url: receiptUrlOf(attempt, url), card_quota: quotaOf(attempt) },
    ...(vbank !== null && {
      vbank_num: vbank.number,
      vbank_name: vbank.name,
      vbank_holder: vbank.holder,
      vbank_date: vbank.dueAt,
    }),
  };
}

/** Added to the merchant's address, whatever its query holds already. */
function redirectOf({ impUid, request }: Attempt, why: Refusal | undefined, old: boolean): string | null {
  if (request.redirectUrl === null) return null;
  const url = new URL(request.redirectUrl);
  url.searchParams.set('imp_uid', impUid);
  url.searchParams.set('merchant_uid', request.merchantUid);
  if (old) url.searchParams.set('imp_success', String(why === undefined));
  for (const [name, value] of Object.entries(why ?? {})) url.searchParams.set(name, value);
  return url.href;
}
