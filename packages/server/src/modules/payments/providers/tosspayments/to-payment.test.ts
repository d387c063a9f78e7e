import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeOf, toPayment } from './to-payment.js';

const reply = {
  ...{ mId: 'didacto_toss', paymentKey: 'key_1', orderId: 'pay_1', status: 'DONE', currency: 'KRW', method: '카드' },
  ...{ totalAmount: 300_000, balanceAmount: 300_000, taxFreeAmount: 100_000, secret: 'ps_1', cancels: null },
  ...{
    approvedAt: '2026-09-01T09:01:00+09:00',
    card: { installmentPlanMonths: 3 },
    receipt: { url: 'https://r.test/1' },
  },
};
const cancel = (amount: number, more: object = {}) => ({
  ...{ cancelAmount: amount, taxFreeAmount: 0, cancelReason: '변심', canceledAt: '2026-09-02T09:00:00+09:00' },
  ...{ transactionKey: `txn_${amount}`, cancelStatus: 'DONE' },
  ...more,
});
const account = { accountNumber: '110123', bankCode: '88', customerName: '김하늘', dueDate: '2026-09-02T09:00:00' };
const statusOf = (more: object) => toPayment({ ...reply, ...more }, false)?.status;

describe('a Payment object', () => {
  test('becomes a payment of ours', () => {
    expect(toPayment(reply, false)).toEqual({
      ...{ providerPaymentId: 'key_1', paymentId: 'pay_1', merchantId: 'didacto_toss', status: 'captured' },
      ...{ amount: 300_000, taxFree: 100_000, currency: 'KRW', refunded: 0, refunds: [], testMode: false },
      ...{ method: 'card', installmentMonths: 3, capturedAt: '2026-09-01T00:01:00.000Z', dueAt: null },
      ...{ virtualAccount: null, receiptUrl: 'https://r.test/1', secret: 'ps_1', failure: null },
    });
  });

  test('is a test payment when test keys see it', () => {
    expect(toPayment(reply, true)).toMatchObject({ status: 'captured', testMode: true });
  });

  test.each([
    [{ status: 'READY' }, 'ready'],
    [{ status: 'IN_PROGRESS' }, 'authenticated'],
    [{ status: 'WAITING_FOR_DEPOSIT', virtualAccount: account }, 'pending'],
    [{ status: 'WAITING_FOR_DEPOSIT', virtualAccount: { ...account, expired: true } }, 'expired'],
    [{ status: 'PARTIAL_CANCELED', cancels: [cancel(1)] }, 'captured'],
    [{ status: 'CANCELED', cancels: [cancel(300_000)] }, 'captured'],
    [{ status: 'CANCELED', approvedAt: null, cancels: [cancel(300_000)] }, 'failed'],
    [{ status: 'ABORTED', approvedAt: null }, 'failed'],
    [{ status: 'EXPIRED', approvedAt: null }, 'expired'],
  ])('with %j is %s', (more, status) => {
    expect(statusOf(more)).toBe(status);
  });

  test('that nobody paid has given nothing back, though it lists a cancellation', () => {
    const never = toPayment({ ...reply, status: 'CANCELED', approvedAt: null, cancels: [cancel(300_000)] }, false);
    expect(never).toMatchObject({ refunded: 0, refunds: [], capturedAt: null, failure: { code: 'CANCELED' } });
  });

  test('lists what went back and whose refund it was; the tax-free part stays that of the whole', () => {
    const ours = 'rfd_01k5z6y7x8w9v0t1s2r3q4p5n6';
    const cancels = [
      cancel(50_000, { taxFreeAmount: 20_000, cancelReason: `수강 취소 [${ours}]` }),
      cancel(1_000),
      cancel(9_000, { cancelStatus: 'IN_PROGRESS' }),
    ];
    expect(toPayment({ ...reply, status: 'PARTIAL_CANCELED', taxFreeAmount: 80_000, cancels }, false)).toMatchObject({
      ...{ amount: 300_000, taxFree: 100_000, refunded: 51_000 },
      refunds: [
        {
          cancellationId: 'txn_50000',
          amount: 50_000,
          taxFree: 20_000,
          at: '2026-09-02T00:00:00.000Z',
          refundId: ours,
        },
        { cancellationId: 'txn_1000', amount: 1_000, refundId: null },
      ],
    });
  });

  test('says where and until when a deposit is awaited', () => {
    const waiting = { ...reply, status: 'WAITING_FOR_DEPOSIT', approvedAt: null, virtualAccount: account };
    expect(toPayment(waiting, false)).toMatchObject({
      ...{ dueAt: '2026-09-02T00:00:00.000Z', capturedAt: null },
      virtualAccount: { bank: '신한은행', number: '110123', holder: '김하늘' },
    });
  });

  test('is none where it says what cannot be', () => {
    const wrong = [
      { totalAmount: 300_000.5 },
      { totalAmount: -1 },
      { totalAmount: '300000' },
      { status: 'PAID' },
      { paymentKey: '' },
      { currency: '' },
      { status: 'PARTIAL_CANCELED', cancels: [cancel(200_000), cancel(100_001)] },
      { status: 'CANCELED', cancels: [cancel(1_000, { canceledAt: 'yesterday' })] },
    ];
    for (const more of wrong) expect(toPayment({ ...reply, ...more }, false)).toBeUndefined();
  });

  test('of another currency is a payment, whatever its amounts are: that is a mismatch, and must be seen', () => {
    expect(toPayment({ ...reply, currency: 'USD', totalAmount: 12.5 }, false)).toMatchObject({ currency: 'USD' });
  });

  test('hands no receipt on that is no address', () => {
    expect(toPayment({ ...reply, receipt: { url: 'javascript:alert(1)' } }, false)?.receiptUrl).toBeNull();
  });

  test('whatever it holds, is read without a throw, and what is read adds up', () => {
    const amounts = fc.oneof(fc.integer({ min: -1, max: 400_000 }), fc.double(), fc.string());
    const cancels = fc.option(
      fc.array(
        fc.record(
          {
            ...{
              cancelAmount: amounts,
              taxFreeAmount: amounts,
              cancelReason: fc.string(),
              transactionKey: fc.string(),
            },
            canceledAt: fc.oneof(fc.constant('2026-09-02T09:00:00+09:00'), fc.string()),
            cancelStatus: fc.constantFrom('DONE', 'IN_PROGRESS', 'ABORTED', null),
          },
          { requiredKeys: [] },
        ),
        { maxLength: 4 },
      ),
    );
    const payments = fc.record(
      {
        ...{
          paymentKey: fc.string(),
          orderId: fc.string(),
          mId: fc.string(),
          currency: fc.constantFrom('KRW', 'USD', ''),
        },
        status: fc.constantFrom(
          'READY',
          'IN_PROGRESS',
          'WAITING_FOR_DEPOSIT',
          'DONE',
          'CANCELED',
          'PARTIAL_CANCELED',
          'X',
        ),
        ...{ totalAmount: amounts, taxFreeAmount: fc.option(amounts), approvedAt: fc.option(fc.string()), cancels },
        ...{ method: fc.option(fc.string()), receipt: fc.jsonValue(), card: fc.jsonValue(), failure: fc.jsonValue() },
        virtualAccount: fc.jsonValue(),
      },
      { requiredKeys: ['paymentKey', 'orderId', 'currency', 'status', 'totalAmount'] },
    );
    fc.assert(
      fc.property(fc.oneof(payments, fc.jsonValue()), (json) => {
        const payment = toPayment(json, false);
        if (payment?.currency !== 'KRW') return;
        expect(Number.isSafeInteger(payment.amount)).toBe(true);
        expect(payment.refunded).toBe(payment.refunds.reduce((sum, { amount }) => sum + amount, 0));
        expect(payment.refunded).toBeLessThanOrEqual(payment.amount);
        if (payment.status !== 'captured') expect(payment.refunds).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a time', () => {
  test('without an offset is Korea’s; what is none is null', () => {
    expect(timeOf('2026-09-02T09:00:00')).toBe('2026-09-02T00:00:00.000Z');
    expect(timeOf('2026-09-02T09:00:00Z')).toBe('2026-09-02T09:00:00.000Z');
    for (const none of ['', null, undefined, 'soon', '2026-13-99T00:00:00']) expect(timeOf(none)).toBeNull();
    fc.assert(
      fc.property(fc.string(), (text) => {
        timeOf(text);
      }),
    );
  });
});
