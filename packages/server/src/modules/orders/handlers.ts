import type { Order } from '@didacto/sdk/contract';
import type { HandlersOf } from '../../http/handlers.js';
import type { Database } from '../../platform/database.js';
import { asMember } from '../../policy/caller.js';
import type { PaymentRecord } from '../payments/record.js';
import { paymentStore } from '../payments/store.js';
import { toOrder } from './present.js';
import type { OrderService, OrderWithLines } from './service.js';
import type { OrderFilter } from './store.js';

interface Dependencies {
  readonly db: Database;
  readonly orders: OrderService;
}

export function orderHandlers({ db, orders }: Dependencies): HandlersOf<'orders'> {
  const shown = async (found: OrderWithLines): Promise<Order> => toOrder(found, await paymentOf(db, found.order.id));
  const list = async (filter: OrderFilter) => {
    const { data, nextCursor } = await orders.list(filter);
    return { data: await Promise.all(data.map(shown)), nextCursor };
  };
  return {
    create: async ({ body }, { caller, actor, idempotencyKey }) =>
      shown(await orders.create(asMember(caller), body.lines, idempotencyKey, actor)),
    get: async ({ params }) => shown(await orders.get(params.orderId)),
    mine: async ({ query }, { caller }) => list({ ...query, buyerId: asMember(caller).memberId }),
    list: async ({ query }) => list(query),
    cancel: async ({ params }, { actor }) => shown(await orders.cancel(params.orderId, actor)),
    checkout: async ({ params }) => orders.checkout(params.orderId),
  };
}

/** The payment that holds an order, else its newest. */
export const paymentOf = async (db: Database, orderId: string): Promise<PaymentRecord | undefined> =>
  (await paymentStore(db).liveOf(orderId)) ?? paymentStore(db).newestOf(orderId);
