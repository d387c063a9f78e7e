import type { Order, Payment, ProviderName } from '@didacto/sdk';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import { systemSandboxClock } from '../../sandbox/kit/clock.js';
import { shiftedClock } from '../../testing/shifted-clock.js';
import { startTestServer, type TestServer } from '../../testing/test-server.js';

/** An order that waits to be paid, and the link to do it. */
interface ToPay {
  readonly order: Order;
  readonly link: string;
}

/** The real server with the sandbox's providers, as strict as in its real place. */
export interface CheckoutShop extends Pick<TestServer, 'url' | 'stop'> {
  readonly sandbox: Sandbox;
  /** Somebody orders goods at this price. */
  order(price?: number): Promise<ToPay>;
  orderNow(orderId: string): Promise<Order>;
  /** The newest payment of an order. @throws Error when there is none */
  paymentOf(orderId: string): Promise<Payment>;
  /** What the providers took for an order and did not give back, KRW. */
  held(orderId: string): Promise<number>;
  /** Asks the provider, as the office can. */
  settle(orderId: string): Promise<Payment>;
  /** Puts the clocks of both forward. */
  pass(ms: number): void;
  openAlarms(): Promise<readonly string[]>;
}

export async function startCheckoutShop(): Promise<CheckoutShop> {
  const clock = shiftedClock();
  const sandboxClock = systemSandboxClock();
  const sandbox = await startSandbox({ port: 0, clock: sandboxClock });
  const server = await startTestServer({ env: { ...sandbox.environment() }, effects: { clock } });
  sandbox.post.moveTo(`${server.url}/v1/webhooks`);
  const { orders, payments, products, alarms } = server.admin.didacto;
  const buyer = await server.person('student', { name: '김하은' });

  const paymentsOf = (orderId: string) => payments.list({ orderId, limit: 200 }).toArray();
  const paymentOf = async (orderId: string): Promise<Payment> => {
    const [newest] = await paymentsOf(orderId);
    if (!newest) throw new Error(`${orderId} has no payment`);
    return newest;
  };
  return {
    url: server.url,
    sandbox,
    order: async (price = 300_000) => {
      const product = await products.create({ kind: 'goods', name: '교재 <b>1</b>', price, stock: 5 });
      const order = await buyer.didacto.orders.create({ lines: [{ productId: product.id }] });
      return { order, link: (await buyer.didacto.orders.checkout({ orderId: order.id })).url };
    },
    orderNow: (orderId) => orders.get({ orderId }),
    paymentOf,
    held: async (orderId) => (await paymentsOf(orderId)).reduce((sum, { id }) => sum + sandbox.truth.held(id), 0),
    settle: async (orderId) => payments.settle({ paymentId: (await paymentOf(orderId)).id }),
    pass: (ms) => {
      sandboxClock.advance(ms);
      clock.pass(ms);
    },
    openAlarms: async () => (await alarms.list({ limit: 200 }).toArray()).map(({ code }) => code),
    stop: async () => {
      await server.stop();
      await sandbox.close();
    },
  };
}

/** How each provider is chosen on the page. */
export const wayOf: Readonly<Record<ProviderName, string>> = {
  tosspayments: 'tosspayments-card',
  kakaopay: 'kakaopay-easy_pay',
  portone_v1: 'portone_v1-card',
  portone_v2: 'portone_v2-card',
};
