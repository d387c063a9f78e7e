import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PaymentProvider } from '../port.js';
import {
  authenticated,
  liveKeys,
  nothingReturned,
  paid,
  passingTime,
  providerOf,
  rawCalls,
  startRequest,
  startToss,
  type TossBench,
} from './testing/target.js';

let bench: TossBench;
let toss: PaymentProvider;
let call: ReturnType<typeof rawCalls>;
beforeEach(async () => {
  bench = await startToss();
  toss = providerOf(bench);
  call = rawCalls(bench.send, liveKeys.secretKey);
});
afterEach(() => bench.stop());

const cancel = (paymentKey: string, body: object) =>
  call('POST', `/v1/payments/${paymentKey}/cancel`, { body: { cancelReason: '변심', ...body } });
const refused = (status: number, code: string) =>
  expect.objectContaining({ status, json: { code, message: expect.any(String) } });

describe('§3.2 POST /v1/payments/{paymentKey}/cancel', () => {
  test('[O] without cancelAmount gives all back: CANCELED, with one row in cancels', async () => {
    const { keys } = await paid(bench, toss, startRequest({ taxFree: 100_000 }));
    const { status, json } = await cancel(keys.providerPaymentId, {});
    expect(status).toBe(200);
    expect(json).toMatchObject({
      ...{ status: 'CANCELED', totalAmount: 300_000, balanceAmount: 0, taxFreeAmount: 0, vat: 0 },
      cancels: [
        {
          ...{ cancelAmount: 300_000, cancelReason: '변심', taxFreeAmount: 100_000, taxExemptionAmount: 0 },
          ...{ refundableAmount: 0, cancelStatus: 'DONE', canceledAt: '2026-09-01T09:00:00+09:00', receiptKey: null },
          transactionKey: expect.stringMatching(/^\S{1,64}$/),
        },
      ],
    });
    expect(bench.truth.held(keys.paymentId)).toBe(0);
  });

  test('[O] with cancelAmount gives a part back: PARTIAL_CANCELED, the rest of the tax reckoned anew', async () => {
    const { keys } = await paid(bench, toss, startRequest({ taxFree: 100_000 }));
    const { json } = await cancel(keys.providerPaymentId, { cancelAmount: 120_000, taxFreeAmount: 10_000 });
    expect(json).toMatchObject({
      ...{ status: 'PARTIAL_CANCELED', totalAmount: 300_000, balanceAmount: 180_000, taxFreeAmount: 90_000 },
      ...{ vat: 8_182, suppliedAmount: 81_818 },
      cancels: [{ cancelAmount: 120_000, taxFreeAmount: 10_000, refundableAmount: 180_000 }],
    });
    await cancel(keys.providerPaymentId, { cancelAmount: 180_000, taxFreeAmount: 90_000 });
    expect(await call('GET', `/v1/payments/${keys.providerPaymentId}`)).toMatchObject({
      json: { status: 'CANCELED', balanceAmount: 0, cancels: [{}, { refundableAmount: 0 }] },
    });
  });

  test('§3.3 [O] each cancellation has a transactionKey of its own, and the payment has the last', async () => {
    const { keys } = await paid(bench, toss);
    await cancel(keys.providerPaymentId, { cancelAmount: 1_000 });
    const { json } = await cancel(keys.providerPaymentId, { cancelAmount: 2_000 });
    const asked = await toss.inquire(keys);
    const refunds = asked.outcome === 'approved' ? asked.value?.refunds : undefined;
    expect(refunds).toMatchObject([{ amount: 1_000 }, { amount: 2_000 }]);
    const [first, second] = refunds?.map(({ cancellationId }) => cancellationId) ?? [];
    expect(first).not.toBe(second);
    expect(json).toMatchObject({ lastTransactionKey: second });
  });

  test('[O] taxFreeAmount left out of a part is 0, so that a tax-free rest cannot be given back like that', async () => {
    const { keys } = await paid(bench, toss, startRequest({ taxFree: 300_000 }));
    expect(await cancel(keys.providerPaymentId, { cancelAmount: 1_000 })).toEqual(
      refused(403, 'NOT_CANCELABLE_AMOUNT'),
    );
    expect(await cancel(keys.providerPaymentId, { cancelAmount: 1_000, taxFreeAmount: 1_000 })).toMatchObject({
      status: 200,
    });
  });

  test('§3.4 [O] with a refundableAmount that is not the balance does nothing: 400 NOT_MATCHES_REFUNDABLE_AMOUNT', async () => {
    const { keys } = await paid(bench, toss);
    const body = { cancelAmount: 1_000, refundableAmount: 299_999 };
    expect(await cancel(keys.providerPaymentId, body)).toEqual(refused(400, 'NOT_MATCHES_REFUNDABLE_AMOUNT'));
    expect(await cancel(keys.providerPaymentId, { ...body, refundableAmount: 300_000 })).toMatchObject({ status: 200 });
    expect(bench.truth.held(keys.paymentId)).toBe(299_000);
  });

  test('§3.4 [O] more than is left is 403 NOT_CANCELABLE_AMOUNT, what was cancelled 400 ALREADY_CANCELED_PAYMENT', async () => {
    const { keys } = await paid(bench, toss);
    expect(await cancel(keys.providerPaymentId, { cancelAmount: 300_001 })).toEqual(
      refused(403, 'NOT_CANCELABLE_AMOUNT'),
    );
    await cancel(keys.providerPaymentId, {});
    expect(await cancel(keys.providerPaymentId, {})).toEqual(refused(400, 'ALREADY_CANCELED_PAYMENT'));
    expect(bench.truth.of(keys.paymentId)).toHaveLength(2);
  });

  test('§3.4 [O] what was never approved is 403 NOT_CANCELABLE_PAYMENT', async () => {
    const keys = await authenticated(bench, toss);
    expect(await cancel(keys.providerPaymentId, {})).toEqual(refused(403, 'NOT_CANCELABLE_PAYMENT'));
  });

  test('[O] needs a cancelReason of at most 200 characters: else 400 INVALID_REQUEST', async () => {
    const { keys } = await paid(bench, toss);
    for (const cancelReason of [undefined, '', 'x'.repeat(201)])
      expect(await cancel(keys.providerPaymentId, { cancelReason })).toEqual(refused(400, 'INVALID_REQUEST'));
    expect(await cancel(keys.providerPaymentId, { cancelReason: 'x'.repeat(200) })).toMatchObject({ status: 200 });
  });

  test('§3.4 [O] at the same time as another one is 403 FORBIDDEN_CONSECUTIVE_REQUEST', async () => {
    await bench.stop();
    bench = await startToss({ thinkMs: 1_000 });
    toss = providerOf(bench);
    call = rawCalls(bench.send, liveKeys.secretKey);
    const keys = await authenticated(bench, toss);
    await passingTime(bench, toss.confirm(keys, nothingReturned, 300_000));
    const both = [cancel(keys.providerPaymentId, {}), cancel(keys.providerPaymentId, {})];
    expect(await Promise.race(both)).toEqual(refused(403, 'FORBIDDEN_CONSECUTIVE_REQUEST'));
    const replies = await passingTime(bench, Promise.all(both));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 403]);
    expect(bench.truth.of(keys.paymentId)).toHaveLength(2);
  });
});

describe('§3.2, §3.3 a virtual account', () => {
  const request = () => startRequest({ method: 'virtual_account' });
  const look = async (paymentId: string) => (await call('GET', `/v1/payments/orders/${paymentId}`)).json;
  const account = { bank: '88', accountNumber: '110123456789', holderName: '김하늘' };

  test('[O] is given out by the confirmation: WAITING_FOR_DEPOSIT until validHours are over, and no money moved', async () => {
    const { keys } = await paid(bench, toss, request());
    expect(await look(keys.paymentId)).toMatchObject({
      ...{ status: 'WAITING_FOR_DEPOSIT', method: '가상계좌', approvedAt: null, secret: expect.any(String) },
      virtualAccount: {
        ...{ accountNumber: expect.stringMatching(/^\d{1,20}$/), bankCode: '88', customerName: '김하늘' },
        ...{ dueDate: '2026-09-02T09:00:00', expired: false, refundStatus: 'NONE' },
      },
    });
    expect(bench.truth.rows).toEqual([]);
  });

  test('[O] is DONE with its deposit', async () => {
    const { keys } = await paid(bench, toss, request());
    bench.clock.advance(3_600_000);
    bench.party.deposit(keys.paymentId);
    expect(await look(keys.paymentId)).toMatchObject({ status: 'DONE', approvedAt: '2026-09-01T10:00:00+09:00' });
    expect(bench.truth.held(keys.paymentId)).toBe(300_000);
    expect(() => bench.party.deposit(keys.paymentId)).toThrow('waits for no deposit');
  });

  test('[O] goes back from DONE to WAITING_FOR_DEPOSIT on an error of the bank, and can be paid again', async () => {
    const { keys } = await paid(bench, toss, request());
    bench.party.deposit(keys.paymentId);
    bench.party.revertDeposit(keys.paymentId);
    expect(await look(keys.paymentId)).toMatchObject({ status: 'WAITING_FOR_DEPOSIT', approvedAt: null });
    expect(bench.truth.held(keys.paymentId)).toBe(0);
    bench.party.deposit(keys.paymentId);
    expect(bench.truth.held(keys.paymentId)).toBe(300_000);
  });

  test('§3.5 [C] keeps its status when its time is over, says expired, takes nothing more, and nobody is told', async () => {
    const { keys } = await paid(bench, toss, request());
    const told = bench.webhooks.length;
    bench.clock.advance(24 * 3_600_000 - 1);
    expect(await look(keys.paymentId)).toMatchObject({ virtualAccount: { expired: false } });
    bench.clock.advance(1);
    expect(await look(keys.paymentId)).toMatchObject({
      status: 'WAITING_FOR_DEPOSIT',
      virtualAccount: { expired: true },
    });
    expect(() => bench.party.deposit(keys.paymentId)).toThrow('waits for no deposit');
    expect(bench.webhooks).toHaveLength(told);
  });

  test('§3.4 [O] is cancelled before its deposit as a whole only, without an account, and no money moves', async () => {
    const { keys } = await paid(bench, toss, request());
    expect(await cancel(keys.providerPaymentId, { cancelAmount: 1_000 })).toEqual(
      refused(403, 'NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT'),
    );
    expect(await cancel(keys.providerPaymentId, {})).toMatchObject({
      json: { status: 'CANCELED', approvedAt: null, cancels: [{ cancelAmount: 300_000 }] },
    });
    expect(bench.truth.rows).toEqual([]);
  });

  test('§3.4 [O] is given back after its deposit to refundReceiveAccount, which is checked; two days later it is there', async () => {
    const { keys } = await paid(bench, toss, request());
    bench.party.deposit(keys.paymentId);
    const wrong: [object | undefined, string][] = [
      [undefined, 'INVALID_REFUND_ACCOUNT_INFO'],
      [{ ...account, holderName: '' }, 'INVALID_REFUND_ACCOUNT_INFO'],
      [{ ...account, bank: '신한' }, 'INVALID_BANK'],
      [{ ...account, bank: '088' }, 'INVALID_BANK'],
      [{ ...account, bank: '04' }, 'INVALID_BANK'],
      [{ ...account, accountNumber: '110-123-456789' }, 'INVALID_REFUND_ACCOUNT_NUMBER'],
    ];
    for (const [refundReceiveAccount, code] of wrong)
      expect(await cancel(keys.providerPaymentId, { refundReceiveAccount })).toEqual(refused(400, code));
    expect(await cancel(keys.providerPaymentId, { refundReceiveAccount: account })).toMatchObject({
      json: { status: 'CANCELED', virtualAccount: { refundStatus: 'PENDING' } },
    });
    bench.clock.advance(2 * 86_400_000);
    expect(await look(keys.paymentId)).toMatchObject({ virtualAccount: { refundStatus: 'COMPLETED' } });
    expect(bench.truth.held(keys.paymentId)).toBe(0);
  });
});
