import * as z from 'zod';
import { KakaoRefusal } from './errors.js';

const text = (longest: number) => z.string().min(1).max(longest);
const won = z.int().min(0);
const address = z.url({ protocol: /^https?$/ }).max(255);
const merchant = { cid: z.string().length(10), cid_secret: z.string().length(24).optional() };

/** Field names, types and lengths of the four calls; fields that are not known are passed over. */
export const bodies = {
  ready: z.object({
    ...merchant,
    partner_order_id: text(100),
    partner_user_id: text(100),
    item_name: text(100),
    item_code: z.string().max(100).optional(),
    quantity: z.int().min(1),
    total_amount: won,
    tax_free_amount: won,
    vat_amount: won.optional(),
    green_deposit: won.optional(),
    approval_url: address,
    cancel_url: address,
    fail_url: address,
    available_cards: z.array(z.string()).optional(),
    payment_method_type: z.enum(['CARD', 'MONEY']).optional(),
    install_month: z.int().min(0).max(12).optional(),
    use_share_installment: z.enum(['Y', 'N']).optional(),
    custom_json: z.unknown().optional(),
  }),
  approve: z.object({
    ...merchant,
    tid: text(20),
    partner_order_id: text(100),
    partner_user_id: text(100),
    pg_token: text(200),
    payload: z.string().max(200).optional(),
    total_amount: won.optional(),
  }),
  cancel: z.object({
    ...merchant,
    tid: text(20),
    cancel_amount: won,
    cancel_tax_free_amount: won,
    cancel_vat_amount: won.optional(),
    cancel_available_amount: won.optional(),
    payload: z.string().max(200).optional(),
  }),
  order: z.object({ ...merchant, tid: text(20) }),
};

export type Body<K extends keyof typeof bodies> = z.infer<(typeof bodies)[K]>;

/** @throws KakaoRefusal -2 that names the fields */
export function read<S extends z.ZodObject>(schema: S, body: string): z.infer<S> {
  const json = jsonOf(body);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new KakaoRefusal(-2, 'body must be JSON');
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))];
  const isMissing = (field: string) => !(field in json);
  const missing = fields.filter(isMissing);
  const wrong = fields.filter((field) => !isMissing(field));
  const parts = [
    ...(missing.length > 0 ? [`missing ${missing.join(', ')}`] : []),
    ...(wrong.length > 0 ? [`invalid ${wrong.join(', ')}`] : []),
  ];
  throw new KakaoRefusal(-2, parts.join('; '));
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
