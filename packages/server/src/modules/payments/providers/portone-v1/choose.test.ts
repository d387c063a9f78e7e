import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProviderPayment } from '../port.js';
import { chosen } from './choose.js';

const payment = (more: Partial<ProviderPayment>): ProviderPayment => ({
  ...{ providerPaymentId: 'imp_1', paymentId: 'pay_1', merchantId: null, status: 'failed', amount: 1_000 },
  ...{ taxFree: null, currency: 'KRW', refunded: 0, refunds: [], testMode: false, method: 'card' },
  ...{ installmentMonths: null, capturedAt: null, dueAt: null, virtualAccount: null, receiptUrl: null, secret: null },
  failure: null,
  ...more,
});

const attempt: fc.Arbitrary<ProviderPayment> = fc
  .record({
    providerPaymentId: fc.uuid(),
    status: fc.constantFrom('ready', 'pending', 'captured', 'failed', 'expired'),
    testMode: fc.boolean(),
    refunded: fc.constantFrom(0, 400, 1_000),
  })
  .map(payment);

const statusOf = (...attempts: Partial<ProviderPayment>[]) => chosen(attempts.map(payment));

describe('of several attempts', () => {
  test('paid comes before a deposit that is awaited, an open window and a failure, in any order', () => {
    const order = ['captured', 'pending', 'ready', 'failed'] as const;
    for (const [n, status] of order.entries())
      fc.assert(
        fc.property(fc.shuffledSubarray(order.slice(n), { minLength: order.length - n }), (statuses) => {
          expect(statusOf(...statuses.map((one) => ({ status: one })))?.status).toBe(status);
        }),
      );
  });

  test('money comes before what went through a test channel, wherever both moved', () => {
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 6 }), fc.nat(6), (attempts, at) => {
        const real = payment({ providerPaymentId: 'real', status: 'captured' });
        const best = chosen(attempts.toSpliced(at, 0, real));
        expect([best?.status, best?.testMode, best?.refunded === best?.amount]).toEqual(['captured', false, false]);
      }),
    );
  });

  test('one through a test channel still comes before attempts where nothing moved', () => {
    const test = { status: 'captured', testMode: true } as const;
    expect(statusOf({ status: 'ready' }, test, { status: 'pending' })).toMatchObject(test);
  });

  test('one that holds money comes before one that was given back', () => {
    const back = { status: 'captured', refunded: 1_000 } as const;
    expect(statusOf(back, { status: 'captured', refunded: 999 })?.refunded).toBe(999);
  });

  test('the first stays it among those that say the same', () => {
    fc.assert(
      fc.property(fc.array(attempt, { minLength: 1, maxLength: 6 }), (attempts) => {
        const again = attempts.map((one) => ({ ...one, providerPaymentId: `${one.providerPaymentId} again` }));
        expect(chosen([...attempts, ...again])).toBe(chosen(attempts));
        expect(attempts).toContain(chosen(attempts));
      }),
    );
  });

  test('none is chosen of none', () => {
    expect(chosen([])).toBeUndefined();
  });
});
