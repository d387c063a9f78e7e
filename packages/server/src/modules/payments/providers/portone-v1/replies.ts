import * as z from 'zod';

/** Every reply; `code` other than 0 is a refusal, mostly under HTTP 200. */
export const Envelope = z.object({ code: z.int(), message: z.string().nullish(), response: z.unknown() });

export const TokenReply = z.object({ access_token: z.string().min(1), now: z.int(), expired_at: z.int() });
export type TokenReply = z.infer<typeof TokenReply>;

export const PrepareReply = z.object({ merchant_uid: z.string(), amount: z.number(), currency: z.string().nullish() });

const seconds = z.number().nullish();
const text = z.string().nullish();

const CancelReply = z.object({
  amount: z.int().min(0),
  cancelled_at: z.number(),
  reason: text,
  cancellation_id: text,
});

export const PaymentReply = z.object({
  imp_uid: z.string().min(1),
  merchant_uid: z.string(),
  amount: z.int().min(0),
  cancel_amount: z.int().min(0),
  currency: z.string(),
  status: z.string(),
  /** Without it nobody could tell money from a test. */
  sandbox: z.boolean(),
  pay_method: text,
  pg_id: text,
  card_quota: z.int().nullish(),
  vbank_name: text,
  vbank_num: text,
  vbank_holder: text,
  vbank_date: seconds,
  started_at: seconds,
  paid_at: seconds,
  cancelled_at: seconds,
  fail_reason: text,
  receipt_url: text,
  cancel_history: z.array(CancelReply).nullish(),
});
export type PaymentReply = z.infer<typeof PaymentReply>;

export const PageReply = z.object({
  total: z.int().min(0),
  next: z.int().min(0),
  list: z.array(PaymentReply).nullish(),
});

const webhookField = z.string().min(1).max(200);

export const WebhookBody = z.object({
  imp_uid: webhookField,
  merchant_uid: webhookField,
  status: webhookField,
  cancellation_id: webhookField.nullish(),
});
