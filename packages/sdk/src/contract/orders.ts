import * as z from 'zod';
import {
  LectureId,
  MemberId,
  OrderId,
  OrderLineId,
  PageQuery,
  PaymentId,
  Person,
  ProductId,
  page,
  Time,
} from './common.js';
import { PaymentState, Won } from './payment-words.js';
import { ProductKind } from './products.js';
import { route } from './route.js';

export const OrderState = z
  .enum(['open', 'paid', 'partially_refunded', 'refunded', 'cancelled', 'expired'])
  .meta({ id: 'OrderState' });

export const OrderLine = z
  .object({
    id: OrderLineId,
    productId: ProductId,
    kind: ProductKind,
    name: z.string(),
    /** Whose place or goods it is; null: the buyer's own. */
    student: Person.nullable(),
    quantity: z.number().int(),
    unitPrice: Won,
    amount: Won,
    taxFree: Won,
    lectureId: LectureId.nullable(),
    premiumDays: z.number().int().nullable(),
    /** What it is for was given, and not taken back. */
    granted: z.boolean(),
    refunded: Won,
  })
  .meta({ id: 'OrderLine' });

export const Order = z
  .object({
    id: OrderId,
    buyer: Person,
    state: OrderState,
    lines: z.array(OrderLine),
    total: Won,
    taxFree: Won,
    currency: z.literal('KRW'),
    /** Until then an open order holds its prices and its stock. */
    expiresAt: Time,
    createdAt: Time,
    updatedAt: Time,
    /** The payment that holds it, else the newest. */
    payment: z.object({ id: PaymentId, state: PaymentState }).nullable(),
  })
  .meta({ id: 'Order', description: 'One checkout of one buyer' });
export type Order = z.infer<typeof Order>;

const params = z.object({ orderId: OrderId });
const concerned = ['buyer', 'admin', 'finance'] as const;

export const orders = {
  /** Orders products at today's prices, for oneself or for several students, and holds their stock for half an hour. */
  create: route({
    method: 'POST',
    path: '/v1/orders',
    summary: 'Create an order',
    access: ['member'],
    idempotent: true,
    body: z.object({
      lines: z
        .array(
          z.object({
            productId: ProductId,
            quantity: z.number().int().min(1).max(1_000).default(1),
            studentId: MemberId.optional(),
          }),
        )
        .min(1)
        .max(20),
    }),
    response: Order,
    status: 201,
    errors: ['product_not_on_sale', 'out_of_stock', 'student_not_found', 'already_enrolled', 'lecture_closed'],
  }),
  get: route({
    method: 'GET',
    path: '/v1/orders/:orderId',
    summary: 'Get an order',
    access: concerned,
    params,
    response: Order,
  }),
  /** My orders, newest first. */
  mine: route({
    method: 'GET',
    path: '/v1/members/me/orders',
    summary: 'List my orders',
    access: ['member'],
    query: PageQuery.extend({ state: OrderState.optional() }),
    response: page(Order),
    paginated: true,
  }),
  /** Everybody's orders, newest first. */
  list: route({
    method: 'GET',
    path: '/v1/orders',
    summary: 'List orders',
    access: ['admin', 'finance'],
    query: PageQuery.extend({ state: OrderState.optional(), buyerId: MemberId.optional() }),
    response: page(Order),
    paginated: true,
  }),
  /** Cancels an order that was not paid; its stock is let go. */
  cancel: route({
    method: 'POST',
    path: '/v1/orders/:orderId/cancel',
    summary: 'Cancel an order',
    access: concerned,
    idempotent: true,
    params,
    response: Order,
    errors: ['order_not_open', 'order_already_paid', 'payment_in_progress'],
  }),
  /** A link to the page where this order is paid; whoever has it can pay, for as long as the order is open. */
  checkout: route({
    method: 'POST',
    path: '/v1/orders/:orderId/checkout',
    summary: 'Make a link to pay an order',
    access: ['buyer'],
    repeatable: true,
    params,
    response: z.object({ url: z.string(), expiresAt: Time }),
    errors: ['order_not_open'],
  }),
} as const;
