import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PaymentProvider } from '../port.js';
import {
  authenticated,
  liveKeys,
  nothingReturned,
  paid,
  providerOf,
  rawCalls,
  scriptRequest,
  startRequest,
  startToss,
  type TossBench,
  testKeys,
} from './testing/target.js';

let bench: TossBench;
let toss: PaymentProvider;
let call: ReturnType<typeof rawCalls>;
async function open(...guesses: Parameters<typeof startToss>) {
  bench = await startToss(...guesses);
  toss = providerOf(bench);
  call = rawCalls(bench.send, liveKeys.secretKey);
}
beforeEach(() => open());
afterEach(() => bench.stop());

const minutes = (count: number): number => count * 60_000;
const confirmBody = (keys: { paymentId: string; providerPaymentId: string }, amount = 300_000) => ({
  body: { paymentKey: keys.providerPaymentId, orderId: keys.paymentId, amount },
});
const buy = async (act: Parameters<TossBench['party']['buy']>[1], request = startRequest()) => {
  const destination = await bench.party.buy(await scriptRequest(toss, request), act);
  return { request, destination, query: destination === null ? null : new URL(destination).searchParams };
};

describe('§3.2 the window', () => {
  test('[O] brings paymentType, paymentKey, orderId and amount back to successUrl, beside what was there', async () => {
    const { request, query } = await buy({ act: 'pay' });
    expect(Object.fromEntries(query ?? [])).toEqual({
      ...{ payment: '1', outcome: 'success', paymentType: 'NORMAL', paymentKey: expect.stringMatching(/^\S{1,200}$/) },
      ...{ orderId: request.paymentId, amount: '300000' },
    });
  });

  test.each([
    ['cancel', 'PAY_PROCESS_CANCELED'],
    ['decline', 'REJECT_CARD_COMPANY'],
  ] as const)('[O] brings code, message and orderId back to failUrl after %s', async (act, code) => {
    const { request, query } = await buy({ act });
    expect(Object.fromEntries(query ?? [])).toMatchObject({
      ...{ outcome: 'fail', code, message: expect.any(String), orderId: request.paymentId },
    });
    expect(bench.truth.rows).toEqual([]);
  });

  test('[O] is open for 30 minutes, then the payment is EXPIRED', async () => {
    const { request } = await buy({ act: 'close' });
    bench.clock.advance(minutes(30) - 1);
    expect(await call('GET', `/v1/payments/orders/${request.paymentId}`)).toMatchObject({ json: { status: 'READY' } });
    bench.clock.advance(1);
    expect(await call('GET', `/v1/payments/orders/${request.paymentId}`)).toMatchObject({
      json: { status: 'EXPIRED' },
    });
  });

  test('§3.4 [O] does not open below 100 won, or 200 for a transfer: BELOW_MINIMUM_AMOUNT', async () => {
    const given = await scriptRequest(toss, startRequest());
    const opened = (method: string, value: number) =>
      bench.party.buy({ ...given, method, amount: { currency: 'KRW', value } }, { act: 'close' });
    await expect(opened('CARD', 99)).rejects.toThrow('BELOW_MINIMUM_AMOUNT');
    await expect(opened('TRANSFER', 199)).rejects.toThrow('BELOW_MINIMUM_AMOUNT');
    await expect(opened('CARD', 100)).resolves.toBeNull();
    await expect(opened('TRANSFER', 200)).resolves.toBeNull();
  });

  test('§3.4 [O] does not open for an order id that was approved: DUPLICATED_ORDER_ID', async () => {
    const request = startRequest();
    await paid(bench, toss, request);
    await expect(buy({ act: 'pay' }, request)).rejects.toThrow('DUPLICATED_ORDER_ID');
  });
});

describe('§3.2 POST /v1/payments/confirm', () => {
  test('[O] approves: a Payment that is DONE, with the fields of §3.3', async () => {
    const keys = await authenticated(bench, toss, startRequest({ taxFree: 100_000 }));
    const { status, json } = await call('POST', '/v1/payments/confirm', confirmBody(keys));
    expect(status).toBe(200);
    expect(json).toMatchObject({
      ...{ mId: liveKeys.mId, version: '2022-11-16', type: 'NORMAL', status: 'DONE', currency: 'KRW', method: '카드' },
      ...{ paymentKey: keys.providerPaymentId, orderId: keys.paymentId, totalAmount: 300_000, balanceAmount: 300_000 },
      ...{ taxFreeAmount: 100_000, vat: 18_182, suppliedAmount: 181_818, cancels: null, failure: null },
      ...{ requestedAt: '2026-09-01T09:00:00+09:00', approvedAt: '2026-09-01T09:00:00+09:00' },
      ...{ secret: expect.stringMatching(/^\S{1,50}$/), isPartialCancelable: true, useEscrow: false },
      card: { installmentPlanMonths: 0, approveNo: expect.stringMatching(/^\d{1,8}$/), acquireStatus: 'READY' },
      receipt: { url: expect.stringMatching(/^http/) },
    });
    expect(bench.truth.held(keys.paymentId)).toBe(300_000);
  });

  test('[O] moves no money before it: the buyer alone does not', async () => {
    const keys = await authenticated(bench, toss);
    expect(bench.truth.rows).toEqual([]);
    expect(await call('GET', `/v1/payments/${keys.providerPaymentId}`)).toMatchObject({
      json: { status: 'IN_PROGRESS', approvedAt: null },
    });
  });

  test('[O] within 10 minutes of the buyer, else 404 NOT_FOUND_PAYMENT_SESSION and EXPIRED', async () => {
    const inTime = await authenticated(bench, toss);
    bench.clock.advance(minutes(10) - 1);
    expect(await call('POST', '/v1/payments/confirm', confirmBody(inTime))).toMatchObject({ status: 200 });
    const late = await authenticated(bench, toss);
    bench.clock.advance(minutes(10));
    expect(await call('POST', '/v1/payments/confirm', confirmBody(late))).toMatchObject({
      ...{ status: 404, json: { code: 'NOT_FOUND_PAYMENT_SESSION' } },
    });
    expect(await call('GET', `/v1/payments/${late.providerPaymentId}`)).toMatchObject({ json: { status: 'EXPIRED' } });
    expect(bench.truth.held(late.paymentId)).toBe(0);
  });

  test('§3.3 [O] a second one is 400 ALREADY_PROCESSED_PAYMENT, and takes nothing', async () => {
    const { keys } = await paid(bench, toss);
    expect(await call('POST', '/v1/payments/confirm', confirmBody(keys))).toMatchObject({
      ...{ status: 400, json: { code: 'ALREADY_PROCESSED_PAYMENT' } },
    });
    expect(bench.truth.held(keys.paymentId)).toBe(300_000);
  });

  test('§3.4 [O] of a paymentKey that there is not is 404 NOT_FOUND_PAYMENT; of other keys there is not either', async () => {
    const keys = await authenticated(bench, toss);
    const other = rawCalls(bench.send, testKeys.secretKey);
    for (const reply of [
      await call('POST', '/v1/payments/confirm', confirmBody({ ...keys, providerPaymentId: 'none' })),
      await other('POST', '/v1/payments/confirm', confirmBody(keys)),
    ])
      expect(reply).toMatchObject({ status: 404, json: { code: 'NOT_FOUND_PAYMENT' } });
  });

  test('§3.4 [O] without one of its fields, or no JSON, is 400 INVALID_REQUEST', async () => {
    const keys = await authenticated(bench, toss);
    const { body } = confirmBody(keys);
    const bodies = [
      { ...body, amount: undefined },
      { ...body, orderId: undefined },
      { ...body, amount: '300000' },
      'no',
    ];
    for (const wrong of bodies)
      expect(await call('POST', '/v1/payments/confirm', { body: wrong })).toMatchObject({
        ...{ status: 400, json: { code: 'INVALID_REQUEST' } },
      });
    expect(bench.truth.rows).toEqual([]);
  });

  test('§3.3, §3.4 [O] refused by the card company is 403, ABORTED, and has a failure', async () => {
    const keys = await authenticated(bench, toss);
    bench.party.refuse(keys.paymentId, 'REJECT_CARD_PAYMENT');
    expect(await call('POST', '/v1/payments/confirm', confirmBody(keys))).toMatchObject({
      ...{ status: 403, json: { code: 'REJECT_CARD_PAYMENT' } },
    });
    expect(await call('GET', `/v1/payments/${keys.providerPaymentId}`)).toMatchObject({
      json: { status: 'ABORTED', failure: { code: 'REJECT_CARD_PAYMENT' } },
    });
  });

  test('§3.3 [O] has the instalment months that the merchant fixed', async () => {
    const { payment } = await paid(bench, toss, startRequest({ installmentMonths: 3 }));
    expect(payment.installmentMonths).toBe(3);
  });

  test('§3.3 [O] goes from READY to IN_PROGRESS to DONE, or ends ABORTED or EXPIRED; what goes back is CANCELED', async () => {
    const statusOf = async (paymentId: string) => {
      const { json } = await call('GET', `/v1/payments/orders/${paymentId}`);
      return typeof json === 'object' && json !== null && 'status' in json ? json.status : undefined;
    };
    const { request } = await buy({ act: 'close' });
    const seen = [await statusOf(request.paymentId)];
    const keys = await authenticated(bench, toss, request);
    seen.push(await statusOf(request.paymentId));
    await call('POST', '/v1/payments/confirm', confirmBody(keys));
    seen.push(await statusOf(request.paymentId));
    for (const cancelAmount of [100_000, 200_000]) {
      const body = { cancelReason: '변심', cancelAmount };
      await call('POST', `/v1/payments/${keys.providerPaymentId}/cancel`, { body });
      seen.push(await statusOf(request.paymentId));
    }
    expect(seen).toEqual(['READY', 'IN_PROGRESS', 'DONE', 'PARTIAL_CANCELED', 'CANCELED']);
    const declined = await buy({ act: 'decline' });
    expect(await statusOf(declined.request.paymentId)).toBe('ABORTED');
    const late = await authenticated(bench, toss);
    bench.clock.advance(minutes(10));
    expect(await statusOf(late.paymentId)).toBe('EXPIRED');
  });

  test('§7 [I] whatever a confirmation of another amount does, no more than the window showed is taken', async () => {
    for (const amountMismatch of ['refuse', 'capture'] as const) {
      await bench.stop();
      await open({ amountMismatch });
      const { request, query } = await buy({ act: 'pay', amount: 1_000 });
      const returned = { providerPaymentId: query?.get('paymentKey') ?? null, token: null };
      const outcome = await toss.confirm(request, returned, 300_000);
      expect(outcome).toMatchObject(
        amountMismatch === 'refuse'
          ? { outcome: 'declined' }
          : { outcome: 'approved', value: { amount: 1_000, status: 'captured' } },
      );
      expect(bench.truth.held(request.paymentId)).toBe(amountMismatch === 'refuse' ? 0 : 1_000);
    }
  });
});

describe('§3.1 the Idempotency-Key', () => {
  const key = { headers: { 'idempotency-key': 'one' } };

  test('[C] on another order replays the first result: the body is not compared', async () => {
    const [one, other] = [await authenticated(bench, toss), await authenticated(bench, toss)];
    const first = await call('POST', '/v1/payments/confirm', { ...confirmBody(one), ...key });
    const second = await call('POST', '/v1/payments/confirm', { ...confirmBody(other), ...key });
    expect(second.json).toEqual(first.json);
    expect(bench.truth.held(other.paymentId)).toBe(0);
  });

  test('[O] belongs to key, address and method: another payment has another address to cancel at', async () => {
    const [one, other] = [await paid(bench, toss), await paid(bench, toss)];
    for (const { keys } of [one, other]) {
      const path = `/v1/payments/${keys.providerPaymentId}/cancel`;
      expect(await call('POST', path, { body: { cancelReason: '변심' }, ...key })).toMatchObject({ status: 200 });
      expect(bench.truth.held(keys.paymentId)).toBe(0);
    }
  });

  test('[O] is good for 15 days', async () => {
    const { keys } = await paid(bench, toss);
    const cancel = () =>
      call('POST', `/v1/payments/${keys.providerPaymentId}/cancel`, {
        ...{ body: { cancelReason: '변심', cancelAmount: 1_000 }, ...key },
      });
    await cancel();
    bench.clock.advance(15 * 86_400_000 - 1);
    await cancel();
    expect(bench.truth.held(keys.paymentId)).toBe(299_000);
    bench.clock.advance(1);
    await cancel();
    expect(bench.truth.held(keys.paymentId)).toBe(298_000);
  });

  test('[O] of a request that still runs is 409 IDEMPOTENT_REQUEST_PROCESSING; our strategy calls that unknown', async () => {
    await bench.stop();
    await open({ thinkMs: 5_000 });
    const keys = await authenticated(bench, toss);
    const first = toss.confirm(keys, nothingReturned, 300_000);
    // Of two that leave at once, whichever comes second is told that the other runs.
    const second = toss.confirm(keys, nothingReturned, 300_000);
    expect(await Promise.race([first, second])).toMatchObject({
      ...{ outcome: 'unknown', code: 'IDEMPOTENT_REQUEST_PROCESSING' },
    });
    bench.clock.advance(5_000);
    const outcomes = (await Promise.all([first, second])).map(({ outcome }) => outcome);
    expect(outcomes.toSorted()).toEqual(['approved', 'unknown']);
    expect(bench.truth.of(keys.paymentId)).toHaveLength(1);
  });

  test('[O] means nothing to a GET', async () => {
    const keys = await authenticated(bench, toss);
    const look = () => call('GET', `/v1/payments/${keys.providerPaymentId}`, key);
    expect(await look()).toMatchObject({ json: { status: 'IN_PROGRESS' } });
    await toss.confirm(keys, nothingReturned, 300_000);
    expect(await look()).toMatchObject({ json: { status: 'DONE' } });
  });

  test('§3.1 [O] TossPayments-Test-Code means nothing to a live key', async () => {
    const keys = await authenticated(bench, toss);
    const headers = { 'tosspayments-test-code': 'REJECT_CARD_COMPANY' };
    expect(await call('POST', '/v1/payments/confirm', { ...confirmBody(keys), headers })).toMatchObject({
      status: 200,
    });
  });
});
