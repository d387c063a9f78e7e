import type { Order } from '@didacto/sdk/contract';
import type { PaymentRecord } from '../payments/record.js';
import type { OrderWithLines } from './service.js';

/** An order as the contract shows it, with the payment that holds it, or else the newest. */
export const toOrder = ({ order, lines }: OrderWithLines, payment: PaymentRecord | undefined): Order => ({
  id: order.id,
  buyer: order.buyer,
  state: order.state,
  lines: lines.map((line) => ({
    id: line.id,
    productId: line.productId,
    kind: line.kind,
    name: line.name,
    student: line.student,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    amount: line.amount,
    taxFree: line.taxFree,
    lectureId: line.lectureId,
    premiumDays: line.premiumDays,
    granted: line.grantedAt !== null && line.revokedAt === null,
    refunded: line.refunded,
  })),
  total: order.total,
  taxFree: order.taxFree,
  currency: 'KRW',
  expiresAt: order.expiresAt,
  createdAt: order.createdAt,
  updatedAt: order.updatedAt,
  payment: payment === undefined ? null : { id: payment.id, state: payment.state },
});
