import type { Checkout, CheckoutPayment, CheckoutStatus } from '@didacto/sdk/contract';
import type { HandlersOf } from '../../http/handlers.js';
import { sameText } from '../../platform/keyed-digest.js';
import { Problem } from '../../platform/problem.js';
import { sha256 } from '../../platform/sha256.js';
import { paymentOf } from '../orders/handlers.js';
import type { OrderService, OrderWithLines } from '../orders/service.js';
import type { PaymentDependencies } from './dependencies.js';
import { codeOf } from './providers/provider-code.js';
import type { PaymentRecord } from './record.js';
import type { Payments } from './service.js';
import { paymentStore } from './store.js';

interface Dependencies {
  readonly deps: Pick<PaymentDependencies, 'db' | 'providers' | 'testModeAllowed'>;
  readonly orders: OrderService;
  readonly payments: Payments;
}

const toShown = (payment: PaymentRecord): CheckoutPayment => ({
  id: payment.id,
  provider: payment.provider,
  method: payment.method,
  state: payment.state,
  reason: payment.reason,
  virtualAccount: payment.virtualAccount === null ? null : { ...payment.virtualAccount, dueAt: payment.dueAt },
  receiptUrl: payment.receiptUrl,
});

/** What the checkout page calls: the link's code proves that one may pay, the nonce that one came back from paying. */
export function checkoutHandlers({ deps, orders, payments }: Dependencies): HandlersOf<'checkouts'> {
  const { db, providers, testModeAllowed } = deps;

  const statusOf = async (orderId: string): Promise<CheckoutStatus> => {
    const { order } = await orders.get(orderId);
    const payment = await paymentOf(db, orderId);
    return { orderState: order.state, payment: payment === undefined ? null : toShown(payment) };
  };

  /** @throws Problem checkout_invalid where the nonce is not the one of this payment's last start */
  const byNonce = async (orderId: string, paymentId: string, nonce: string): Promise<PaymentRecord> => {
    const payment = await paymentStore(db).byId(paymentId);
    if (payment?.orderId !== orderId || !sameText(sha256(nonce), payment.nonceDigest))
      throw new Problem('checkout_invalid');
    return payment;
  };

  const summary = async ({ order, lines }: OrderWithLines): Promise<Checkout> => ({
    orderId: order.id,
    state: order.state,
    lines: lines.map(({ name, quantity, amount }) => ({ name, quantity, amount })),
    total: order.total,
    currency: 'KRW',
    expiresAt: order.expiresAt,
    testMode: testModeAllowed,
    providers: [...providers.values()].map(({ name, methods }) => ({ provider: name, methods: [...methods] })),
    payment: (await statusOf(order.id)).payment,
  });

  return {
    open: async ({ params, body }) => summary(await orders.byCheckoutCode(params.orderId, body.code)),
    pay: async ({ params, body: { code, ...ask } }, { actor, idempotencyKey }) => {
      await orders.byCheckoutCode(params.orderId, code);
      const { payment, action } = await payments.start({ ...ask, orderId: params.orderId, idempotencyKey }, actor);
      return { payment: toShown(payment), action };
    },
    return: async ({ params, body }, { actor }) => {
      const { paymentId, nonce, outcome, providerPaymentId, token, amount, reason } = body;
      await byNonce(params.orderId, paymentId, nonce);
      if (outcome === 'success') await payments.returned(paymentId, { providerPaymentId, token, amount }, actor);
      else await payments.abandoned(paymentId, codeOf(reason ?? `buyer_${outcome}`), actor);
      return statusOf(params.orderId);
    },
    status: async ({ params, body }) => {
      if ('code' in body) await orders.byCheckoutCode(params.orderId, body.code);
      else await byNonce(params.orderId, body.paymentId, body.nonce);
      return statusOf(params.orderId);
    },
  };
}
