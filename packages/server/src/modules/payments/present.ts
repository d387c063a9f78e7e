import type { Payment, Refund } from '@didacto/sdk/contract';
import type { PaymentRecord, RefundRecord } from './record.js';

export const toPayment = (payment: PaymentRecord): Payment => ({
  id: payment.id,
  orderId: payment.orderId,
  provider: payment.provider,
  method: payment.method,
  installmentMonths: payment.installmentMonths,
  state: payment.state,
  reason: payment.reason,
  amount: payment.amount,
  taxFree: payment.taxFree,
  currency: 'KRW',
  refunded: payment.refunded,
  providerPaymentId: payment.providerPaymentId,
  receiptUrl: payment.receiptUrl,
  virtualAccount: payment.virtualAccount === null ? null : { ...payment.virtualAccount, dueAt: payment.dueAt },
  unknownSince: payment.unknownSince,
  createdAt: payment.createdAt,
  updatedAt: payment.updatedAt,
  capturedAt: payment.capturedAt,
});

export const toRefund = (refund: RefundRecord): Refund => ({
  id: refund.id,
  paymentId: refund.paymentId,
  amount: refund.amount,
  taxFree: refund.taxFree,
  state: refund.state,
  reason: refund.reason,
  lineId: refund.lineId,
  failure: refund.failure,
  createdAt: refund.createdAt,
  updatedAt: refund.updatedAt,
});
