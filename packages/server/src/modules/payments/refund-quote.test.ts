import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type QuoteAsk, refundQuotes } from './refund-quote.js';
import { paidOrder } from './testing/paid-order.js';
import { openPaymentWorld, type PaymentWorld } from './testing/payment-world.js';

let world: PaymentWorld;
beforeEach(async () => {
  world = await openPaymentWorld();
});
afterEach(() => world.close());

const quote = async (paymentId: string, ask: QuoteAsk = {}) => {
  const { db, clock } = world.deps;
  return refundQuotes({ db, clock, timeZone: 'Asia/Seoul' }).quote(await world.payment(paymentId), ask);
};

describe('a refund quote', () => {
  test('of tuition says which period it reckons with: the one that is named', async () => {
    const { id } = await paidOrder(world, [{ productId: world.tuition, quantity: 1 }]);
    const course = { startsOn: '2026-09-10', endsOn: '2026-10-09' };
    expect(await quote(id, { ...course, on: '2026-09-09' })).toMatchObject({
      lines: [{ refundable: 300_000, step: 'not_begun', period: { from: '2026-09-10', to: '2026-10-09' } }],
    });
    await expect(quote(id, { startsOn: '2026-09-10', endsOn: '2026-09-09' })).rejects.toMatchObject({
      options: { fields: [{ path: 'endsOn', message: 'must not be before 2026-09-10' }] },
    });
  });

  test('of tuition takes a month from the day of the payment where no period is named', async () => {
    const { id } = await paidOrder(world, [{ productId: world.tuition, quantity: 1 }]);
    expect(await quote(id)).toMatchObject({
      on: '2026-09-01',
      lines: [{ refundable: 200_000, step: 'before_third', period: { from: '2026-09-01', to: '2026-09-30' } }],
      total: 200_000,
    });
  });

  test('of premium names its own period', async () => {
    const { id } = await paidOrder(world, [{ productId: world.premium, quantity: 1 }], 'instructor');
    expect(await quote(id, { on: '2026-09-16' })).toMatchObject({
      lines: [{ rule: 'premium_unused_days', period: { from: '2026-09-01', to: expect.stringMatching(/^2026-/) } }],
    });
  });
});
