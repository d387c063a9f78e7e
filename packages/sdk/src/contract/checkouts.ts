import * as z from 'zod';
import { OrderId, PaymentId, Time } from './common.js';
import { OrderState } from './orders.js';
import { CheckoutAction, PaymentMethod, PaymentState, ProviderName, Won } from './payment-words.js';
import { InstallmentMonths } from './payments.js';
import { route } from './route.js';

/** A payment as the checkout page shows it: nothing that names the buyer. */
export const CheckoutPayment = z
  .object({
    id: PaymentId,
    provider: ProviderName,
    method: PaymentMethod,
    state: PaymentState,
    reason: z.string().nullable(),
    virtualAccount: z
      .object({ bank: z.string(), number: z.string(), holder: z.string(), dueAt: Time.nullable() })
      .nullable(),
    receiptUrl: z.string().nullable(),
  })
  .meta({ id: 'CheckoutPayment' });
export type CheckoutPayment = z.infer<typeof CheckoutPayment>;

export const Checkout = z
  .object({
    orderId: OrderId,
    state: OrderState,
    lines: z.array(z.object({ name: z.string(), quantity: z.number().int(), amount: Won })),
    total: Won,
    currency: z.literal('KRW'),
    expiresAt: Time,
    testMode: z.boolean(),
    providers: z.array(z.object({ provider: ProviderName, methods: z.array(PaymentMethod) })),
    payment: CheckoutPayment.nullable(),
  })
  .meta({ id: 'Checkout', description: 'What the checkout page shows' });
export type Checkout = z.infer<typeof Checkout>;

export const CheckoutStatus = z
  .object({ orderState: OrderState, payment: CheckoutPayment.nullable() })
  .meta({ id: 'CheckoutStatus' });
export type CheckoutStatus = z.infer<typeof CheckoutStatus>;

const params = z.object({ orderId: OrderId });
/** From the link's fragment. */
const Code = z.string().min(16).max(100);
/** From the address that the browser came back to; good for its one payment. */
const Nonce = z.string().min(16).max(100);

// The page's own: public, for what they take proves enough for what they do.
export const checkouts = {
  open: route({
    method: 'POST',
    path: '/v1/checkouts/:orderId/open',
    summary: 'Open a checkout',
    access: ['public'],
    repeatable: true,
    params,
    body: z.object({ code: Code }),
    response: Checkout,
    errors: ['checkout_invalid'],
  }),
  pay: route({
    method: 'POST',
    path: '/v1/checkouts/:orderId/payments',
    summary: 'Start a payment from the checkout page',
    access: ['public'],
    idempotent: true,
    params,
    body: z.object({
      code: Code,
      provider: ProviderName,
      method: PaymentMethod.default('card'),
      installmentMonths: InstallmentMonths.default(0),
    }),
    response: z.object({ payment: CheckoutPayment, action: CheckoutAction }),
    status: 201,
    errors: [
      'checkout_invalid',
      'order_not_open',
      'order_expired',
      'order_already_paid',
      'payment_in_progress',
      'provider_not_configured',
      'method_not_supported',
      'provider_unavailable',
    ],
  }),
  /** The browser came back from the provider. */
  return: route({
    method: 'POST',
    path: '/v1/checkouts/:orderId/return',
    summary: 'Come back from a provider',
    access: ['public'],
    repeatable: true,
    params,
    body: z.object({
      paymentId: PaymentId,
      nonce: Nonce,
      outcome: z.enum(['success', 'cancel', 'fail']),
      providerPaymentId: z.string().min(1).max(200).optional(),
      token: z.string().min(1).max(500).optional(),
      amount: Won.optional(),
      /** The provider's own word for why. */
      reason: z.string().max(100).optional(),
    }),
    response: CheckoutStatus,
    errors: [
      'checkout_invalid',
      'payment_mismatch',
      'provider_payment_used',
      'order_expired',
      'order_not_open',
      'order_already_paid',
      'provider_not_configured',
    ],
  }),
  status: route({
    method: 'POST',
    path: '/v1/checkouts/:orderId/status',
    summary: 'Ask how a checkout stands',
    access: ['public'],
    repeatable: true,
    params,
    body: z.union([z.object({ paymentId: PaymentId, nonce: Nonce }), z.object({ code: Code })]),
    response: CheckoutStatus,
    errors: ['checkout_invalid'],
  }),
} as const;
