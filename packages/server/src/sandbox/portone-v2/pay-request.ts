import * as z from 'zod';

const Amount = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const Text = z.string().min(1);
const WebAddress = z.url({ protocol: /^https?$/ });

/** What `PortOne.requestPayment` takes, as far as the sandbox's channel knows it; the rest is left alone. */
const Request = z
  .object({
    storeId: Text,
    channelKey: Text,
    paymentId: Text,
    orderName: Text,
    totalAmount: Amount.min(1),
    taxFreeAmount: Amount.default(0),
    currency: Text.transform((name) => name.replace(/^CURRENCY_/, '')),
    payMethod: z.enum(['CARD', 'VIRTUAL_ACCOUNT', 'TRANSFER', 'MOBILE', 'EASY_PAY']),
    customer: z
      .object({ customerId: z.string(), fullName: z.string(), email: z.string(), phoneNumber: z.string() })
      .partial()
      .default({}),
    customData: z.record(z.string(), z.unknown()).nullable().default(null),
    noticeUrls: z.array(WebAddress).default([]),
    redirectUrl: WebAddress.nullable().default(null),
    card: z
      .object({ installment: z.object({ monthOption: z.object({ fixedMonth: Amount }).partial() }).partial() })
      .partial()
      .default({}),
    virtualAccount: z
      .object({ accountExpiry: z.object({ validHours: Amount.min(1) }).partial() })
      .partial()
      .default({}),
  })
  .refine(({ totalAmount, taxFreeAmount }) => taxFreeAmount <= totalAmount, { path: ['taxFreeAmount'] });

export type PayRequest = z.infer<typeof Request>;

/** Why no window opens, or how one ended, as the script tells it. */
export interface PayError {
  readonly code: string;
  readonly message: string;
  readonly pgCode?: string;
  readonly pgMessage?: string;
}

export const payError = (code: string, message: string): PayError => ({ code, message });

export const isPayError = (value: object): value is PayError => 'code' in value;

/** Reads what the merchant's page handed to `PortOne.requestPayment`. */
export function readPayRequest(data: unknown): PayRequest | PayError {
  const read = Request.safeParse(data);
  if (read.success) return read.data;
  const name = read.error.issues[0]?.path.join('.') ?? '';
  return payError('BadRequest', `${name} 파라미터가 누락되었거나 올바르지 않습니다.`);
}
