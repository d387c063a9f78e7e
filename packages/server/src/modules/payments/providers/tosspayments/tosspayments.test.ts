import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { statusOf } from '../../../../sandbox/tosspayments/errors.js';
import { ExchangeError, type ProviderReply } from '../exchange.js';
import type { Outcome, PaymentProvider } from '../port.js';
import {
  authenticated,
  configFor,
  liveKeys,
  nothingReturned,
  paid,
  providerOf,
  refundRequest,
  startRequest,
  startToss,
  type TossBench,
  testKeys,
} from './testing/target.js';
import { createTossPayments } from './tosspayments.js';

let bench: TossBench;
let toss: PaymentProvider;
beforeEach(async () => {
  bench = await startToss();
  toss = providerOf(bench);
});
afterEach(() => bench.stop());

const charges = (paymentId: string) => bench.truth.of(paymentId).filter(({ kind }) => kind === 'charge');
const answering = (reply: Partial<ProviderReply>) =>
  createTossPayments(configFor(bench.url), async () => ({ status: 200, headers: {}, body: '', ...reply }));

describe('the strategy is set up', () => {
  test('§3.1 [O] with keys of one environment only, and test keys in test mode only; no key is in what it says', () => {
    const wrong = [
      { ...testKeys, testMode: false },
      { secretKey: testKeys.secretKey },
      { clientKey: testKeys.clientKey },
      { secretKey: 'live_gsk_sandbox' },
      { secretKey: liveKeys.clientKey },
      { merchantId: '' },
    ];
    for (const config of wrong) {
      let message = '';
      expect(() => {
        try {
          providerOf(bench, config);
        } catch (error) {
          message = String(error);
          throw error;
        }
      }).toThrow('Toss Payments');
      expect(message).not.toContain('sandbox');
    }
    expect(providerOf(bench, { testMode: false }).merchantIds).toEqual([liveKeys.mId]);
  });

  test('with the origins of Toss where its own script runs, and of one server where another does', () => {
    expect(providerOf(bench, { scriptUrl: undefined }).origins).toEqual({
      script: ['https://js.tosspayments.com'],
      connect: ['https://*.tosspayments.com'],
      frame: ['https://*.tosspayments.com'],
    });
    const { origin } = new URL(bench.url);
    expect(toss.origins).toEqual({ script: [origin], connect: [origin], frame: [origin] });
  });
});

describe('ready', () => {
  test('asks Toss nothing, and gives the page what the script is called with', async () => {
    const silent = createTossPayments(configFor(bench.url), () => Promise.reject(new Error('It was called')));
    const request = startRequest({ taxFree: 100_000, installmentMonths: 6 });
    const { paymentId, urls } = request;
    expect(await silent.ready(request)).toEqual({
      outcome: 'approved',
      value: {
        providerPaymentId: null,
        action: {
          ...{ kind: 'script', provider: 'tosspayments', scriptUrl: `${bench.url}/v2/standard` },
          setUp: { clientKey: liveKeys.clientKey, customerKey: 'mem_01k5z6y7x8w9v0t1s2r3q4p5n6' },
          request: {
            ...{ method: 'CARD', amount: { currency: 'KRW', value: 300_000 }, taxFreeAmount: 100_000 },
            ...{ orderId: paymentId, orderName: '9월 수강료', successUrl: urls.success, failUrl: urls.fail },
            ...{ windowTarget: 'self', customerName: '김하늘', customerEmail: 'haneul@school.example' },
            card: { useEscrow: false, flowMode: 'DEFAULT', cardInstallmentPlan: 6 },
          },
        },
      },
    });
  });

  test('says how long a virtual account is open', async () => {
    const request = startRequest({ method: 'virtual_account' });
    const given = await providerOf(bench, { virtualAccountHours: 48 }).ready(request);
    expect(given).toMatchObject({
      value: { action: { request: { method: 'VIRTUAL_ACCOUNT', virtualAccount: { validHours: 48 } } } },
    });
  });

  test.each([
    [{ amount: 99 }, 'BELOW_MINIMUM_AMOUNT'],
    [{ amount: 199, method: 'transfer' }, 'BELOW_MINIMUM_AMOUNT'],
    [{ amount: 49_999, installmentMonths: 2 }, 'NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT'],
    [{ installmentMonths: 13 }, 'EXCEED_MAX_CARD_INSTALLMENT_PLAN'],
    [{ installmentMonths: 1 }, 'EXCEED_MAX_CARD_INSTALLMENT_PLAN'],
    [{ method: 'easy_pay' }, 'NOT_SUPPORTED_METHOD'],
  ] as const)('declines what the window would refuse: %j', async (request, code) => {
    expect(await toss.ready(startRequest(request))).toMatchObject({ outcome: 'declined', code });
  });
});

describe('confirm', () => {
  test.each(['lost_before', 'lost_after', 'reset', 'error_before', 'error_after', 'refuse'] as const)(
    '§3.4 [O] with the fault %s is unknown, and the same once more charges once',
    async (kind) => {
      const keys = await authenticated(bench, toss);
      bench.faults.add({ kind, path: '/confirm' });
      expect(await toss.confirm(keys, nothingReturned, 300_000)).toMatchObject({ outcome: 'unknown' });
      expect(await toss.confirm(keys, nothingReturned, 300_000)).toMatchObject({
        outcome: 'approved',
        value: { status: 'captured', paymentId: keys.paymentId, merchantId: liveKeys.mId, amount: 300_000 },
      });
      expect(charges(keys.paymentId)).toHaveLength(1);
    },
  );

  test('that the network delivers twice charges once', async () => {
    const keys = await authenticated(bench, toss);
    bench.faults.add({ kind: 'duplicate', path: '/confirm' });
    expect(await toss.confirm(keys, nothingReturned, 300_000)).toMatchObject({ outcome: 'approved' });
    expect(charges(keys.paymentId)).toHaveLength(1);
  });

  test('a hundred times at once charges once', async () => {
    const keys = await authenticated(bench, toss);
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => toss.confirm(keys, nothingReturned, 300_000)));
    expect(outcomes.filter(({ outcome }) => outcome === 'declined')).toEqual([]);
    expect(charges(keys.paymentId)).toHaveLength(1);
  });

  test('says not_sent when no byte left', async () => {
    const keys = await authenticated(bench, toss);
    const cut = createTossPayments(configFor(bench.url), async () => {
      throw new ExchangeError('connection_refused', false);
    });
    expect(await cut.confirm(keys, nothingReturned, 300_000)).toMatchObject({ outcome: 'unknown', code: 'not_sent' });
  });

  test('takes the paymentKey that the browser brought only where none is on record', async () => {
    const [ours, other] = [await authenticated(bench, toss), await authenticated(bench, toss)];
    const returned = { providerPaymentId: other.providerPaymentId, token: null };
    expect(await toss.confirm(ours, returned, 300_000)).toMatchObject({ value: { paymentId: ours.paymentId } });
    const keys = { ...other, providerPaymentId: null };
    expect(await toss.confirm(keys, nothingReturned, 300_000)).toMatchObject({ code: 'no_payment_key' });
    expect(await toss.confirm(keys, returned, 300_000)).toMatchObject({ value: { paymentId: other.paymentId } });
  });

  test('of a paymentKey that belongs to another order is declined, and takes nothing', async () => {
    const [ours, other] = [await authenticated(bench, toss), await authenticated(bench, toss)];
    const mixed = { ...ours, providerPaymentId: other.providerPaymentId };
    expect(await toss.confirm(mixed, nothingReturned, 300_000)).toMatchObject({ outcome: 'declined' });
    expect(bench.truth.rows).toEqual([]);
  });

  test('of what was paid with test keys finds nothing with live ones', async () => {
    const request = startRequest();
    const ready = await toss.ready(request);
    if (ready.outcome !== 'approved' || ready.value.action.kind !== 'script') throw new Error('It is not ready');
    const { setUp, request: argument } = ready.value.action;
    const destination = await bench.party.buy({ ...setUp, ...argument }, { act: 'pay', test: true });
    const keys = { ...request, providerPaymentId: new URL(destination ?? '').searchParams.get('paymentKey') };
    expect(await toss.confirm(keys, nothingReturned, 300_000)).toMatchObject({ code: 'NOT_FOUND_PAYMENT' });
    expect(await toss.inquire(keys)).toEqual({ outcome: 'approved', value: null });
    const inTestMode = providerOf(bench, testKeys);
    expect(await inTestMode.confirm(keys, nothingReturned, 300_000)).toMatchObject({ value: { testMode: true } });
    expect(bench.truth.held(request.paymentId)).toBe(0);
  });
});

describe('§3.4 what a refusal of a confirmation means', () => {
  const outcomeOf = async (code: string): Promise<Outcome<unknown>['outcome']> => {
    const keys = await authenticated(bench, toss);
    bench.party.refuse(keys.paymentId, code);
    return (await toss.confirm(keys, nothingReturned, 300_000)).outcome;
  };

  test.each([
    ...['ALREADY_PROCESSED_PAYMENT', 'PROVIDER_ERROR', 'UNKNOWN_PAYMENT_ERROR', 'IDEMPOTENT_REQUEST_PROCESSING'],
    ...['FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING', 'FAILED_INTERNAL_SYSTEM_PROCESSING', 'ALREADY_CANCELED_PAYMENT'],
  ])('[O] %s has to be asked about', async (code) => {
    expect(await outcomeOf(code)).toBe('unknown');
  });

  test.each(['TOO_MANY_REQUESTS', 'FORBIDDEN_CONSECUTIVE_REQUEST'])(
    '[O] %s turned this copy away only: an earlier one may be at work',
    async (code) => {
      expect(await outcomeOf(code)).toBe('unknown');
    },
  );

  test.each([
    ...['REJECT_CARD_COMPANY', 'REJECT_CARD_PAYMENT', 'INVALID_STOPPED_CARD', 'EXCEED_MAX_AMOUNT', 'INVALID_REQUEST'],
    ...['NOT_FOUND_PAYMENT_SESSION', 'NOT_FOUND_PAYMENT', 'FDS_ERROR', 'INVALID_API_KEY', 'UNAPPROVED_ORDER_ID'],
  ])('[O] %s is a refusal for certain', async (code) => {
    expect(statusOf(code)).toBeLessThan(500);
    expect(await outcomeOf(code)).toBe('declined');
  });

  test('an answer that is not the API’s own is none', async () => {
    const keys = { paymentId: 'pay_01k5z6', buyerId: 'mem_1', providerPaymentId: 'key_1' };
    const replies = [
      { status: 404, body: '<html>not here</html>' },
      { status: 403, body: '{"error":"blocked by a proxy"}' },
      { status: 200, body: '' },
      { status: 200, body: '{"status":"DONE"}' },
      { status: 302, body: '' },
      { status: 400, body: '{"code":"","message":"?"}' },
    ];
    for (const reply of replies) {
      expect(await answering(reply).confirm(keys, nothingReturned, 1_000)).toMatchObject({ outcome: 'unknown' });
      expect(await answering(reply).inquire(keys)).toMatchObject({ outcome: 'unknown' });
      expect(await answering(reply).refund(refundRequest(keys))).toMatchObject({ outcome: 'unknown' });
    }
  });
});

describe('inquire', () => {
  test('finds a payment by paymentKey, or by our id as long as there is none', async () => {
    const { keys } = await paid(bench, toss);
    for (const providerPaymentId of [keys.providerPaymentId, null])
      expect(await toss.inquire({ ...keys, providerPaymentId })).toMatchObject({
        value: { status: 'captured', providerPaymentId: keys.providerPaymentId },
      });
  });

  test('says that there is none for a 404 of the API, and nothing for any other refusal', async () => {
    const keys = { paymentId: 'pay_nobody_began', buyerId: 'mem_1', providerPaymentId: null };
    expect(await toss.inquire(keys)).toEqual({ outcome: 'approved', value: null });
    const stranger = createTossPayments(configFor(bench.url, { secretKey: 'live_sk_stranger' }), bench.send);
    expect(await stranger.inquire(keys)).toMatchObject({ outcome: 'unknown', code: 'UNAUTHORIZED_KEY' });
    bench.faults.add({ kind: 'lost_after' });
    expect(await toss.inquire(keys)).toMatchObject({ outcome: 'unknown' });
    const odd = answering({ status: 400, body: '{"code":"NOT_FOUND_PAYMENT","message":"?"}' });
    expect(await odd.inquire(keys)).toMatchObject({ outcome: 'unknown' });
  });

  test('[I] knows a window that nobody finished, or takes it for none where Toss shows only what was approved', async () => {
    const keys = await authenticated(bench, toss);
    expect(await toss.inquire(keys)).toMatchObject({ value: { status: 'authenticated' } });
    await bench.stop();
    bench = await startToss({ showsUnapproved: false });
    toss = providerOf(bench);
    const hidden = await authenticated(bench, toss);
    expect(await toss.inquire(hidden)).toEqual({ outcome: 'approved', value: null });
    expect(await toss.confirm(hidden, nothingReturned, 300_000)).toMatchObject({ outcome: 'approved' });
  });
});
