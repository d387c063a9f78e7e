import * as z from 'zod';
import { ProviderCode } from '../provider-code.js';

/** Replies of the core API, version 2022-11-16 and later; what we do not use may be there or not. */

const Cancel = z.object({
  cancelAmount: z.number(),
  cancelReason: z.string().nullish(),
  taxFreeAmount: z.number().nullish(),
  canceledAt: z.string(),
  transactionKey: z.string().min(1),
  /** `DONE`, or what asynchronous payments pass through. */
  cancelStatus: z.string().nullish(),
});
export type Cancel = z.infer<typeof Cancel>;

export const PaymentReply = z.object({
  paymentKey: z.string().min(1).max(200),
  orderId: z.string().min(1),
  mId: z.string().nullish(),
  status: z.enum([
    'READY',
    'IN_PROGRESS',
    'WAITING_FOR_DEPOSIT',
    'DONE',
    'CANCELED',
    'PARTIAL_CANCELED',
    'ABORTED',
    'EXPIRED',
  ]),
  currency: z.string().min(1),
  totalAmount: z.number(),
  taxFreeAmount: z.number().nullish(),
  method: z.string().nullish(),
  approvedAt: z.string().nullish(),
  cancels: z.array(Cancel).nullish(),
  card: z.object({ installmentPlanMonths: z.number().int().nullish() }).nullish(),
  virtualAccount: z
    .object({
      accountNumber: z.string(),
      bankCode: z.string().nullish(),
      customerName: z.string().nullish(),
      dueDate: z.string().nullish(),
      expired: z.boolean().nullish(),
    })
    .nullish(),
  secret: z.string().nullish(),
  receipt: z.object({ url: z.string().nullish() }).nullish(),
  failure: z.object({ code: ProviderCode, message: z.string().nullish() }).nullish(),
});
export type PaymentReply = z.infer<typeof PaymentReply>;

export const ErrorReply = z.object({ code: z.string().min(1).pipe(ProviderCode), message: z.string().default('') });

export const TransactionRow = z.object({
  mId: z.string(),
  transactionKey: z.string().min(1),
  paymentKey: z.string().min(1),
  orderId: z.string().nullish(),
  status: z.string(),
  transactionAt: z.string(),
  currency: z.string(),
  amount: z.number().int(),
});
export type TransactionRow = z.infer<typeof TransactionRow>;

/** Some rows say the fee, all say its two parts, under one name or the other. */
export const SettlementRow = z.object({
  mId: z.string(),
  transactionKey: z.string().min(1),
  paymentKey: z.string().min(1),
  orderId: z.string().nullish(),
  amount: z.number().int(),
  interestFee: z.number().int().nullish(),
  /** All of the fee, its VAT included; it can be missing, as can `fees`. */
  fee: z.number().int().nullish(),
  vat: z.number().int(),
  /** The document has the one name, the specification the other. */
  supplyAmount: z.number().int().nullish(),
  suppliedAmount: z.number().int().nullish(),
  payOutAmount: z.number().int(),
  soldDate: z.iso.date(),
  paidOutDate: z.iso.date(),
  cancel: z.object({ transactionKey: z.string().nullish() }).nullish(),
});
export type SettlementRow = z.infer<typeof SettlementRow>;
