import type { CheckoutAction, PaymentMethod, ProviderName } from '@didacto/sdk/contract';
import type { BuyerAct } from '../../packages/server/src/sandbox/kit/party.js';
import { callerOf, finance, products, students } from './school.js';
import { actorOf } from './stories/actor-of.js';
import { actInWindow } from './stories/window.js';
import type { Answer, World } from './world.js';

/** A fixed course of events, in which whoever gets no answer asks again. */
export interface Scenario {
  readonly name: string;
  run(world: World): Promise<void>;
  /** What the order and its payment have come to, whatever happened on the way. */
  readonly ends: { readonly order: string; readonly payment: string };
}

const pauseMs = 5_000;
/** Longer than a server is down, and than a call that was cut off keeps its key. */
const mostTries = 90;
const story = 'scenario';

async function insist<T>(world: World, send: () => Promise<Answer<T>>): Promise<T> {
  for (let tries = 1; tries <= mostTries; tries++) {
    const answer = await send();
    if (answer.kind === 'ok') return answer.value;
    const isPassing =
      answer.kind === 'gone' ||
      ['idempotency_in_flight', 'provider_unavailable', 'database_busy', 'refund_in_progress'].includes(answer.code);
    if (!isPassing) throw new Error(`Refused: ${answer.code}`);
    await world.pause(story, pauseMs);
  }
  throw new Error(`No answer in ${mostTries} tries`);
}

interface Begun {
  readonly paymentId: string;
  readonly provider: ProviderName;
  readonly action: CheckoutAction;
}

async function begin(world: World, provider: ProviderName, method: PaymentMethod): Promise<Begun> {
  const [buyerId = ''] = students;
  const asks = products
    .filter(({ price }) => price === 300_000 || price === 9_901)
    .map(({ id }) => ({ productId: id, quantity: 1 }));
  const keyed = (route: string) => ({ scope: buyerId, route, key: `scenario-${route}`, asks: [] });
  const order = await insist(world, () =>
    world.keyed('order', keyed('orders.create'), async ({ orders }, key) => {
      const made = await orders.create(callerOf(buyerId), asks, key, actorOf(buyerId));
      return made.order.id;
    }),
  );
  const orderId = String(order);
  world.known.orders.set(orderId, { buyerId, asks });
  const started = await insist(world, () =>
    world.keyed('start', keyed('payments.start'), async ({ payments }, key) => {
      const ask = { orderId, provider, method, installmentMonths: 0, idempotencyKey: key };
      const { payment, action } = await payments.start(ask, actorOf(buyerId));
      return { paymentId: payment.id, action };
    }),
  );
  const { paymentId, action }: Pick<Begun, 'paymentId' | 'action'> = Object(started);
  world.known.payments.set(paymentId, { orderId, provider, action });
  return { paymentId, provider, action };
}

async function goThrough(world: World, { paymentId, provider, action }: Begun, act: BuyerAct): Promise<void> {
  const back = await actInWindow(world, provider, action, act);
  await world.scheduler.turn(null, 'comes out of the window', story);
  if (back?.outcome !== 'success') throw new Error('The buyer did not come back');
  await insist(world, () => world.call('return', ({ payments }) => payments.returned(paymentId, back, actorOf(null))));
}

const pay = (provider: ProviderName, method: PaymentMethod): Scenario => ({
  name: `pay by ${provider}`,
  ends: { order: 'paid', payment: 'succeeded' },
  run: async (world) => goThrough(world, await begin(world, provider, method), { act: 'pay' }),
});

const refund = (provider: ProviderName, method: PaymentMethod): Scenario => ({
  name: `refund by ${provider}`,
  ends: { order: 'refunded', payment: 'refunded' },
  run: async (world) => {
    const begun = await begin(world, provider, method);
    await goThrough(world, begun, { act: 'pay' });
    await untilState(world, begun.paymentId, 'succeeded');
    for (const amount of [100_001, undefined]) {
      const key = `refund-${amount ?? 'rest'}`;
      const keyed = { scope: finance, route: 'payments.refund', key, asks: amount ?? null };
      const ask = { paymentId: begun.paymentId, amount, lineId: undefined, reason: '수강 취소', account: undefined };
      await insist(world, () =>
        world.keyed('refund', keyed, async ({ refunds }, idempotencyKey) => {
          const { id } = await refunds.request({ ...ask, idempotencyKey }, actorOf(finance));
          return id;
        }),
      );
      await untilState(world, begun.paymentId, amount === undefined ? 'refunded' : 'partially_refunded');
    }
  },
});

/** Deposits do not wait for the server: they come when they come, and so does the bank that takes one back. */
const account = (provider: 'tosspayments' | 'portone_v1' | 'portone_v2'): Scenario => ({
  name: `virtual account of ${provider}`,
  ends: { order: 'paid', payment: 'succeeded' },
  run: async (world) => {
    const { parties } = world.outside;
    const begun = await begin(world, provider, 'virtual_account');
    await goThrough(world, begun, { act: 'pay' });
    const { paymentId } = begun;
    await world.pause(story, 60_000);
    parties[provider].deposit(paymentId);
    if (provider !== 'tosspayments') return;
    await untilState(world, paymentId, 'succeeded');
    parties.tosspayments.revertDeposit(paymentId);
    await untilState(world, paymentId, 'pending');
    parties.tosspayments.deposit(paymentId);
  },
});

const mismatch: Scenario = {
  name: 'another amount is taken',
  ends: { order: 'expired', payment: 'declined' },
  run: async (world) => goThrough(world, await begin(world, 'portone_v1', 'card'), { act: 'pay', amount: 4_321 }),
};

async function untilState(world: World, paymentId: string, state: string): Promise<void> {
  for (let tries = 1; tries <= mostTries; tries++) {
    const [row] = await world.look<{ state: string }>('select state from payments where id = ?', [paymentId]);
    if (row?.state === state) return;
    await world.pause(story, pauseMs);
  }
  throw new Error(`${paymentId} did not become ${state}`);
}

export const scenarios: readonly Scenario[] = [
  pay('tosspayments', 'card'),
  pay('kakaopay', 'easy_pay'),
  pay('portone_v1', 'card'),
  pay('portone_v2', 'card'),
  refund('tosspayments', 'card'),
  refund('kakaopay', 'easy_pay'),
  refund('portone_v1', 'card'),
  refund('portone_v2', 'card'),
  account('tosspayments'),
  account('portone_v1'),
  account('portone_v2'),
  mismatch,
];
