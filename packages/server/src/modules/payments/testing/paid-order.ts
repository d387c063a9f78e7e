import type { LineAsk } from '../../orders/service.js';
import type { PaymentWorld } from './payment-world.js';

/** Pays an order at Toss Payments. Gives the payment's id. */
export async function payOrder(world: PaymentWorld, order: { id: string; total: number }): Promise<string> {
  const ask = { orderId: order.id, provider: 'tosspayments', method: 'card', installmentMonths: 0 } as const;
  const { payment } = await world.payments.start({ ...ask, idempotencyKey: null }, world.actor);
  world.toss.buyerPays(payment.id);
  const returned = { providerPaymentId: `key_${payment.id}`, token: undefined, amount: order.total };
  await world.payments.returned(payment.id, returned, world.actor);
  return payment.id;
}

/** Somebody orders these lines and pays them at Toss Payments. */
export async function paidOrder(
  world: PaymentWorld,
  lines: readonly LineAsk[],
  role: 'student' | 'instructor' = 'student',
) {
  const buyer = await world.member(role);
  const { order } = await world.orders.create(buyer, lines, null, world.actor);
  return { buyer, order, id: await payOrder(world, order) };
}
