import type { DeadLetter, Order, Payment, Product, Refund, WebhookRecord } from '@didacto/sdk';
import { sampleId } from './samples.js';

const time = '2026-11-21T01:02:03.456Z';

export const sampleProduct = (number: number, name: string, over: Partial<Product> = {}): Product => ({
  id: sampleId('prd', number),
  kind: 'goods',
  name,
  price: 20_000,
  taxFree: 0,
  stock: 50,
  lectureId: null,
  premiumDays: null,
  state: 'on_sale',
  createdAt: time,
  updatedAt: time,
  ...over,
});

export const sampleOrder = (number: number, over: Partial<Order> = {}): Order => ({
  id: sampleId('ord', number),
  buyer: { id: sampleId('mem', 1), name: '김하은' },
  state: 'open',
  lines: [
    {
      id: sampleId('orl', number),
      productId: sampleId('prd', 1),
      kind: 'goods',
      name: '교재',
      student: { id: sampleId('mem', 2), name: '이민준' },
      quantity: 2,
      unitPrice: 20_000,
      amount: 40_000,
      taxFree: 0,
      lectureId: null,
      premiumDays: null,
      granted: false,
      refunded: 0,
    },
  ],
  total: 40_000,
  taxFree: 0,
  currency: 'KRW',
  expiresAt: time,
  createdAt: time,
  updatedAt: time,
  payment: null,
  ...over,
});

export const samplePayment = (number: number, over: Partial<Payment> = {}): Payment => ({
  id: sampleId('pay', number),
  orderId: sampleId('ord', number),
  provider: 'tosspayments',
  method: 'card',
  installmentMonths: 3,
  state: 'succeeded',
  reason: null,
  amount: 1_234_567,
  taxFree: 0,
  currency: 'KRW',
  refunded: 0,
  providerPaymentId: 'pk_1',
  receiptUrl: 'https://pay.example/r/1',
  virtualAccount: null,
  unknownSince: null,
  createdAt: time,
  updatedAt: time,
  capturedAt: time,
  ...over,
});

export const sampleRefund = (number: number, over: Partial<Refund> = {}): Refund => ({
  id: sampleId('rfd', number),
  paymentId: sampleId('pay', 1),
  amount: 100_000,
  taxFree: 0,
  state: 'succeeded',
  reason: '수강 취소',
  lineId: null,
  failure: null,
  createdAt: time,
  updatedAt: time,
  ...over,
});

export const sampleDeadLetter = (number: number): DeadLetter => ({
  id: sampleId('tsk', number),
  kind: 'refund',
  paymentId: sampleId('pay', 1),
  refundId: sampleId('rfd', 1),
  attempts: 12,
  lastError: 'PROVIDER_ERROR',
  since: time,
});

export const sampleWebhook = (number: number, over: Partial<WebhookRecord> = {}): WebhookRecord => ({
  id: sampleId('whk', number),
  provider: 'tosspayments',
  eventType: 'PAYMENT_STATUS_CHANGED',
  deliveryId: `d${number}`,
  paymentId: sampleId('pay', 1),
  proof: 'unsigned',
  outcome: 'queued',
  copies: 2,
  receivedAt: time,
  ...over,
});
