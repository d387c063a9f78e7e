import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPaymentWorld, type PaymentWorld } from './testing/payment-world.js';

let world: PaymentWorld;
beforeEach(async () => {
  world = await openPaymentWorld();
});
afterEach(() => world.close());

/** Starting an attempt for a new order, any number of times under one key. */
async function starting(provider: 'tosspayments' | 'portone_v1' = 'tosspayments') {
  const buyer = await world.member('student');
  const { order } = await world.orders.create(buyer, [{ productId: world.goods, quantity: 1 }], null, world.actor);
  const ask = { orderId: order.id, provider, method: 'card', installmentMonths: 0 } as const;
  return (idempotencyKey: string) => world.payments.start({ ...ask, idempotencyKey }, world.actor);
}
const states = () => world.db('payments').orderBy('id').pluck('state');

describe('an attempt that is started again under its key', () => {
  test('goes on where the provider did not answer', async () => {
    const start = await starting();
    world.toss.script('ready', 'lost_before');
    await expect(start('key-1')).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect((await start('key-1')).payment.state).toBe('not_started');
    expect(await states()).toEqual(['not_started']);
  });

  test('is another one where the provider refused to begin the first', async () => {
    const start = await starting();
    world.toss.script('ready', 'declined');
    await expect(start('key-1')).rejects.toMatchObject({ code: 'provider_unavailable' });
    const { payment } = await start('key-1');
    expect(payment.state).toBe('not_started');
    expect(await states()).toEqual(['declined', 'not_started']);
  });

  test('is not handed to the provider once more when the buyer has gone on with it', async () => {
    const start = await starting();
    const { payment } = await start('key-1');
    await world.payments.abandoned(payment.id, 'buyer_cancel', world.actor);
    const asked = world.toss.calls.length;
    await expect(start('key-1')).rejects.toMatchObject({ code: 'payment_in_progress' });
    expect(world.toss.calls).toHaveLength(asked);
    expect(await states()).toEqual(['declined']);
  });
});
