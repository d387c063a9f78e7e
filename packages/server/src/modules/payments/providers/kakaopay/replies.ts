import * as z from 'zod';
import { ProviderCode } from '../provider-code.js';

/** Korea's time without an offset, as UTC. */
const time = z.string().transform((text, context) => {
  const ms = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}+09:00`);
  if (!Number.isNaN(ms)) return new Date(ms).toISOString();
  context.addIssue('is no time');
  return z.NEVER;
});

const won = z.int().min(0);
const amount = z.object({ total: won, tax_free: won.nullish(), vat: won.nullish() });
/** `"03"` or 3; nothing where it was no card. */
const months = z
  .union([z.int(), z.string().regex(/^\d{0,2}$/)])
  .transform(Number)
  .nullish();

export const ReadyReply = z.object({
  tid: z.string().min(1).max(100),
  next_redirect_pc_url: z.url({ protocol: /^https?$/ }),
  next_redirect_mobile_url: z.url({ protocol: /^https?$/ }),
});

const payment = {
  tid: z.string(),
  cid: z.string().nullish(),
  partner_order_id: z.string(),
  payment_method_type: z.string().nullish(),
  amount,
};

export const ApproveReply = z.object({
  ...payment,
  card_info: z.object({ install_month: months }).nullish(),
  approved_at: time,
});
export type ApproveReply = z.infer<typeof ApproveReply>;

export const OrderReply = z.object({
  ...payment,
  status: z.string(),
  canceled_amount: amount.nullish(),
  cancel_available_amount: amount.nullish(),
  selected_card_info: z.object({ install_month: months }).nullish(),
  approved_at: time.nullish(),
  payment_action_details: z
    .array(
      z.object({
        aid: z.string(),
        payment_action_type: z.string(),
        amount: won,
        approved_at: time,
        payload: z.string().nullish(),
      }),
    )
    .nullish(),
});
export type OrderReply = z.infer<typeof OrderReply>;

export const CancelReply = z.object({
  tid: z.string(),
  aid: z.string(),
  approved_cancel_amount: amount,
  canceled_at: time,
});

export const ErrorReply = z.object({
  error_code: z.int(),
  error_message: z.string().default(''),
  extras: z
    .object({ method_result_code: ProviderCode.nullish(), method_result_message: z.string().nullish() })
    .nullish(),
});
