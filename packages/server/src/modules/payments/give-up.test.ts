import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { giveUpPayment } from './give-up.js';
import { openPaymentWorld, type PaymentWorld } from './testing/payment-world.js';

let world: PaymentWorld;
beforeEach(async () => {
  world = await openPaymentWorld();
});
afterEach(() => world.close());

async function begin(provider: 'tosspayments' | 'portone_v1') {
  const student = await world.member('student');
  const lines = [{ productId: world.tuition, quantity: 1 }];
  const { order } = await world.orders.create(student, lines, null, world.actor);
  const ask = { orderId: order.id, provider, method: 'card', installmentMonths: 0, idempotencyKey: null } as const;
  const { payment } = await world.payments.start(ask, world.actor);
  return { orderId: order.id, paymentId: payment.id };
}
const dueIn = async (paymentId: string): Promise<number> => {
  const { due_at } = await world.db('payment_tasks').where({ kind: 'settle', subject: paymentId }).first('due_at');
  return Date.parse(due_at) - world.deps.clock.now();
};

describe('an order that is cancelled', () => {
  test.each([
    ['tosspayments', 'before its confirmation nothing can have happened'],
    ['portone_v1', 'the buyer may still pay in an open window, and is looked after in half a minute'],
  ] as const)('gives up its attempt at %s: %s', async (provider, _why) => {
    const { orderId, paymentId } = await begin(provider);
    await world.orders.cancel(orderId, world.actor);
    expect(await world.payment(paymentId)).toMatchObject({ state: 'expired', reason: 'order_cancelled' });
    const [{ source } = { source: null }] = await world
      .db('payment_history')
      .where({ payment_id: paymentId, to_state: 'expired' });
    expect(source).toBe('manual');
    const looksSoon = (await dueIn(paymentId)) === 30_000;
    expect(looksSoon).toBe(provider === 'portone_v1');
  });

  test('stays where money may be on its way, and says how the attempt stands', async () => {
    const { orderId, paymentId } = await begin('tosspayments');
    world.toss.buyerPays(paymentId);
    world.toss.script('confirm', 'lost_before');
    await world.payments.returned(
      paymentId,
      { providerPaymentId: `key_${paymentId}`, token: undefined, amount: undefined },
      world.actor,
    );
    const { state } = await world.payment(paymentId);
    await expect(world.orders.cancel(orderId, world.actor)).rejects.toMatchObject({
      code: 'payment_in_progress',
      options: { detail: `It is ${state}` },
    });
    expect((await world.orders.get(orderId)).order.state).toBe('open');
  });

  test('whose provider is no longer set up here is given up all the same', async () => {
    const { orderId, paymentId } = await begin('portone_v1');
    const without = giveUpPayment({ ...world.deps, providers: new Map() });
    await world.db.transaction((tx) => without(tx, orderId, world.deps.clock.now()));
    expect((await world.payment(paymentId)).state).toBe('expired');
  });

  test('without an attempt is cancelled, no more', async () => {
    const student = await world.member('student');
    const lines = [{ productId: world.tuition, quantity: 1 }];
    const { order } = await world.orders.create(student, lines, null, world.actor);
    await world.orders.cancel(order.id, world.actor);
    expect((await world.orders.get(order.id)).order.state).toBe('cancelled');
  });
});
