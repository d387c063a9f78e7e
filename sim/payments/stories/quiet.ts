import type { ProviderName } from '@didacto/sdk/contract';
import { callerOf, products, students } from '../school.js';
import type { World } from '../world.js';
import { actorOf } from './actor-of.js';
import { actInWindow } from './window.js';

/** A buyer who buys one thing that there is enough of, some time within `withinMs`, and does everything right. */
export async function payQuietly(world: World, name: string, provider: ProviderName, withinMs: number): Promise<void> {
  const draw = world.dice(name);
  await world.pause(name, draw.int(0, withinMs));
  const buyerId = draw.pick(students);
  const asks = products.filter(({ price }) => price === 1_117).map(({ id }) => ({ productId: id, quantity: 1 }));
  const made = await world.call('order', ({ orders }) =>
    orders.create(callerOf(buyerId), asks, null, actorOf(buyerId)),
  );
  if (made.kind !== 'ok') return;
  const orderId = made.value.order.id;
  world.known.orders.set(orderId, { buyerId, asks });
  const method = provider === 'kakaopay' ? 'easy_pay' : 'card';
  const ask = { orderId, provider, method, installmentMonths: 0, idempotencyKey: null } as const;
  // The breaker can be open: nothing was begun then.
  for (let tries = 1; tries <= 60; tries++) {
    const started = await world.call('start', ({ payments }) => payments.start(ask, actorOf(buyerId)));
    if (started.kind === 'ok') {
      const { payment, action } = started.value;
      world.known.payments.set(payment.id, { orderId, provider, action });
      const back = await actInWindow(world, provider, action, { act: 'pay' });
      await world.scheduler.turn(null, 'comes out of the window', name);
      if (back?.outcome === 'success')
        await world.call('return', ({ payments }) => payments.returned(payment.id, back, actorOf(buyerId)));
      return;
    }
    await world.pause(name, 5_000);
  }
}
