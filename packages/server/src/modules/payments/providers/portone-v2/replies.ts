import * as z from 'zod';
import { ProviderCode } from '../provider-code.js';

/** A refusal: `type` is for programs. A PG's own words come with PG_PROVIDER. */
export const ErrorReply = z.object({
  type: z.string().min(1).pipe(ProviderCode),
  message: z.string().nullish(),
  pgCode: z.string().nullish(),
  pgMessage: z.string().nullish(),
});

/** RFC 3339, whatever its offset and fractions; UTC with milliseconds from here on. */
const time = z.string().transform((text, context) => {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  context.addIssue('is no time');
  return z.NEVER;
});

const amount = z.int().min(0);
const text = z.string().nullish();

export const CancellationReply = z.object({
  status: z.string(),
  id: z.string().min(1),
  totalAmount: amount,
  taxFreeAmount: amount,
  reason: text,
  requestedAt: time,
  cancelledAt: time.nullish(),
});
export type CancellationReply = z.infer<typeof CancellationReply>;

export const CancelReply = z.object({ cancellation: CancellationReply });
export type CancelReply = z.infer<typeof CancelReply>;

const installment = z.object({ month: z.int() }).nullish().catch(null);

/** How it was paid: nothing of it decides about money, so that what is new in it is no obstacle. */
const MethodReply = z.object({
  type: z.string(),
  installment,
  easyPayMethod: z.object({ installment }).nullish().catch(null),
  bank: text.catch(null),
  accountNumber: text.catch(null),
  remitteeName: text.catch(null),
  expiredAt: time.nullish().catch(null),
});

export const PaymentReply = z.object({
  status: z.string(),
  id: z.string(),
  transactionId: z.string().min(1),
  storeId: z.string(),
  channel: z.object({ type: z.string() }).nullish(),
  statusChangedAt: time,
  amount: z.object({ total: amount, taxFree: amount, paid: amount, cancelled: amount, cancelledTaxFree: amount }),
  currency: z.string(),
  paidAt: time.nullish(),
  cancellations: z.array(CancellationReply).nullish(),
  method: MethodReply.nullish().catch(null),
  receiptUrl: text.catch(null),
  failure: z.object({ reason: text, pgCode: text, pgMessage: text }).nullish().catch(null),
});
export type PaymentReply = z.infer<typeof PaymentReply>;

export const PageReply = z.object({ items: z.array(PaymentReply) });

const field = z.string().min(1).max(200);

/** Version 2024-04-25: every event has a type, and what else there is depends on it. */
export const WebhookType = z.object({ type: field });

export const WebhookBody = WebhookType.extend({
  data: z.object({ storeId: field, paymentId: field, transactionId: field.nullish() }),
});

/** Version 2024-01-01, which the console can still be set to. */
export const OldWebhookBody = z.object({ payment_id: z.string(), tx_id: z.string(), status: z.string() });
