import * as z from 'zod';
import { line, OrderId, OrderLineId, PageQuery, PaymentId, page, RefundId, TaskId, Time } from './common.js';
import { CheckoutAction, PaymentMethod, PaymentState, ProviderName, Won } from './payment-words.js';
import { route } from './route.js';

export const Payment = z
  .object({
    id: PaymentId,
    orderId: OrderId,
    provider: ProviderName,
    method: PaymentMethod,
    installmentMonths: z.number().int(),
    state: PaymentState,
    /** Why it is in its state, such as the provider's code. */
    reason: z.string().nullable(),
    amount: Won,
    taxFree: Won,
    currency: z.literal('KRW'),
    refunded: Won,
    providerPaymentId: z.string().nullable(),
    receiptUrl: z.string().nullable(),
    /** What a buyer pays into. */
    virtualAccount: z
      .object({ bank: z.string(), number: z.string(), holder: z.string(), dueAt: Time.nullable() })
      .nullable(),
    /** Since when nobody knows whether money moved. */
    unknownSince: Time.nullable(),
    createdAt: Time,
    updatedAt: Time,
    capturedAt: z.string().nullable(),
  })
  .meta({ id: 'Payment', description: 'One attempt at one provider' });
export type Payment = z.infer<typeof Payment>;

export const PaymentTransition = z
  .object({
    at: Time,
    from: PaymentState,
    to: PaymentState,
    source: z.enum(['create', 'start', 'confirm', 'return', 'webhook', 'poll', 'refund', 'reconcile', 'manual']),
    reason: z.string().nullable(),
  })
  .meta({ id: 'PaymentTransition' });
export type PaymentTransition = z.infer<typeof PaymentTransition>;

export const Refund = z
  .object({
    id: RefundId,
    paymentId: PaymentId,
    amount: Won,
    taxFree: Won,
    state: z.enum(['requested', 'executing', 'unknown', 'succeeded', 'declined']),
    reason: z.string(),
    /** The one line that it is of. */
    lineId: OrderLineId.nullable(),
    /** The provider's last word, where it was no success. */
    failure: z.string().nullable(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'Refund' });
export type Refund = z.infer<typeof Refund>;

export const RefundQuote = z
  .object({
    /** Business date. */
    on: z.iso.date(),
    lines: z.array(
      z.object({
        lineId: OrderLineId,
        name: z.string(),
        paid: Won,
        refunded: Won,
        /** What the rule gives back, less what went back already. */
        refundable: Won,
        rule: z.enum(['statutory_table', 'premium_unused_days', 'all']),
        /** The row of the table. */
        step: z.string().nullable(),
        /** What was reckoned with: the first and last business date of what was paid for. */
        period: z.object({ from: z.iso.date(), to: z.iso.date() }).nullable(),
      }),
    ),
    total: Won,
  })
  .meta({ id: 'RefundQuote' });
export type RefundQuote = z.infer<typeof RefundQuote>;

export const DeadLetter = z
  .object({
    id: TaskId,
    kind: z.enum(['settle', 'refund']),
    paymentId: PaymentId,
    refundId: RefundId.nullable(),
    attempts: z.number().int(),
    lastError: z.string().nullable(),
    since: Time,
  })
  .meta({ id: 'DeadLetter', description: 'Work that was given up and waits for a person' });
export type DeadLetter = z.infer<typeof DeadLetter>;

const params = z.object({ paymentId: PaymentId });
const concerned = ['buyer', 'admin', 'finance'] as const;
const office = ['admin', 'finance'] as const;

export const InstallmentMonths = z.number().int().min(0).max(36);

export const payments = {
  /** Begins an attempt to pay an order, and says what the buyer's browser does next. */
  start: route({
    method: 'POST',
    path: '/v1/orders/:orderId/payments',
    summary: 'Start a payment',
    access: ['buyer'],
    idempotent: true,
    params: z.object({ orderId: OrderId }),
    body: z.object({
      provider: ProviderName,
      method: PaymentMethod.default('card'),
      installmentMonths: InstallmentMonths.default(0),
    }),
    response: z.object({ payment: Payment, action: CheckoutAction }),
    status: 201,
    errors: [
      'order_not_open',
      'order_expired',
      'order_already_paid',
      'payment_in_progress',
      'provider_not_configured',
      'method_not_supported',
      'provider_unavailable',
    ],
  }),
  /** All payments, newest first. */
  list: route({
    method: 'GET',
    path: '/v1/payments',
    summary: 'List payments',
    access: office,
    query: PageQuery.extend({
      state: PaymentState.optional(),
      provider: ProviderName.optional(),
      orderId: OrderId.optional(),
      /** Those that are not decided. */
      unresolved: z.enum(['true', 'false']).optional(),
    }),
    response: page(Payment),
    paginated: true,
  }),
  get: route({
    method: 'GET',
    path: '/v1/payments/:paymentId',
    summary: 'Get a payment',
    access: concerned,
    params,
    response: Payment,
  }),
  /** Every change of state, oldest first, and what made it. */
  history: route({
    method: 'GET',
    path: '/v1/payments/:paymentId/history',
    summary: 'Read the history of a payment',
    access: concerned,
    params,
    query: PageQuery,
    response: page(PaymentTransition),
    paginated: true,
  }),
  /** The buyer came back from the provider: confirms where it waits for that, else asks. What the browser says is a hint. */
  confirm: route({
    method: 'POST',
    path: '/v1/payments/:paymentId/confirm',
    summary: 'Confirm a payment',
    access: ['buyer'],
    idempotent: true,
    params,
    body: z.object({
      providerPaymentId: z.string().min(1).max(200).optional(),
      token: z.string().min(1).max(500).optional(),
      amount: Won.optional(),
    }),
    response: Payment,
    errors: [
      'payment_mismatch',
      'provider_payment_used',
      'order_expired',
      'order_not_open',
      'order_already_paid',
      'provider_not_configured',
    ],
  }),
  /** Asks the provider now, and applies what it says. */
  settle: route({
    method: 'POST',
    path: '/v1/payments/:paymentId/settle',
    summary: 'Ask the provider about a payment',
    access: concerned,
    repeatable: true,
    params,
    response: Payment,
    errors: ['provider_not_configured'],
  }),
  /** Gives money back: all that is left, an amount, or one line. */
  refund: route({
    method: 'POST',
    path: '/v1/payments/:paymentId/refunds',
    summary: 'Refund a payment',
    access: office,
    idempotent: true,
    params,
    body: z.object({
      amount: Won.optional(),
      lineId: OrderLineId.optional(),
      reason: line(150),
      /** Where a refund of a virtual account goes to. */
      account: z
        .object({ bank: z.string().min(1).max(30), number: z.string().regex(/^[\d-]{4,30}$/), holder: line(60) })
        .optional(),
    }),
    response: Refund,
    status: 201,
    errors: ['payment_not_refundable', 'refund_exceeds_balance', 'refund_in_progress', 'provider_not_configured'],
  }),
  refunds: route({
    method: 'GET',
    path: '/v1/payments/:paymentId/refunds',
    summary: 'List the refunds of a payment',
    access: concerned,
    params,
    query: PageQuery,
    response: page(Refund),
    paginated: true,
  }),
  /** What the statutory table and the rules of the house give back on a day. Nothing is refunded by asking. */
  refundQuote: route({
    method: 'GET',
    path: '/v1/payments/:paymentId/refund-quote',
    summary: 'Quote a refund',
    access: concerned,
    params,
    query: z.object({
      /** The day of asking; default today. */
      on: z.iso.date().optional(),
      /** First and last day of the paid course; default: from the payment on for one month. */
      startsOn: z.iso.date().optional(),
      endsOn: z.iso.date().optional(),
    }),
    response: RefundQuote,
  }),
  deadLetters: route({
    method: 'GET',
    path: '/v1/dead-letters',
    summary: 'List dead letters',
    access: office,
    query: PageQuery,
    response: page(DeadLetter),
    paginated: true,
  }),
  /** Tries a dead letter again. */
  retryDeadLetter: route({
    method: 'POST',
    path: '/v1/dead-letters/:taskId/retry',
    summary: 'Retry a dead letter',
    access: office,
    idempotent: true,
    params: z.object({ taskId: TaskId }),
    response: DeadLetter,
    errors: ['dead_letter_not_open'],
  }),
  /** Says that a person saw to a dead letter. */
  resolveDeadLetter: route({
    method: 'POST',
    path: '/v1/dead-letters/:taskId/resolve',
    summary: 'Resolve a dead letter',
    access: office,
    idempotent: true,
    params: z.object({ taskId: TaskId }),
    body: z.object({ note: line(200) }),
    response: DeadLetter,
    errors: ['dead_letter_not_open'],
  }),
} as const;
