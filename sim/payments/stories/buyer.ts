import type { LineAsk } from '../../../packages/server/src/modules/orders/service.js';
import type { Dice } from '../dice.js';
import { callerOf, instructors, products, students } from '../school.js';
import type { World } from '../world.js';
import { actorOf } from './actor-of.js';
import { payOrder } from './checkout.js';
import { keyedRequest } from './keyed.js';

/** One buyer: puts something into an order, pays it in one way or another, and may go back on it. */
export async function buyerStory(world: World, name: string): Promise<void> {
  const draw = world.dice(name);
  await world.pause(name, draw.int(0, 5 * 60_000));
  const buyerId = draw.pick([...instructors, ...students]);
  const orderId = await placeOrder(world, name, buyerId, drawAsks(draw, buyerId));
  if (orderId === undefined) return;
  if (draw.chance(0.05)) await world.pause(name, draw.int(20, 40) * 60_000);
  const isGivenUp = draw.chance(0.12);
  if (isGivenUp) world.scheduler.spawn(`${name} cancels`, () => cancelLater(world, `${name} cancels`, orderId, draw));
  // Two people with the same link pay at once.
  if (draw.chance(0.1)) world.scheduler.spawn(`${name} too`, () => payOrder(world, `${name} too`, orderId, buyerId));
  await payOrder(world, name, orderId, buyerId);
}

/** What is bought, for whom: often for oneself, sometimes for several children. */
function drawAsks(draw: Dice, buyerId: string): LineAsk[] {
  const count = draw.weighted([
    [6, 1],
    [3, 2],
    [1, 3],
  ]);
  return Array.from({ length: count }, () => {
    const product = draw.pick(products);
    const isOwn = students.includes(buyerId) && draw.chance(0.5);
    const studentId = product.kind === 'tuition' && !isOwn ? draw.pick(students) : undefined;
    return { productId: product.id, quantity: product.kind === 'goods' ? draw.int(1, 2) : 1, studentId };
  });
}

async function placeOrder(world: World, name: string, buyerId: string, asks: LineAsk[]): Promise<string | undefined> {
  const request = { story: name, name: 'order', scope: buyerId, route: 'orders.create', key: `order-${name}`, asks };
  const answer = await keyedRequest(world, request, async ({ orders }, key) => {
    const { order } = await orders.create(callerOf(buyerId), asks, key, actorOf(buyerId));
    return { id: order.id };
  });
  if (answer.kind !== 'ok') return undefined;
  const { id } = Object(answer.value);
  world.known.orders.set(id, { buyerId, asks });
  return id;
}

async function cancelLater(world: World, name: string, orderId: string, draw: Dice): Promise<void> {
  await world.pause(name, draw.int(0, 15 * 60_000));
  await world.call('cancel order', ({ orders }) => orders.cancel(orderId, actorOf(null)));
}
