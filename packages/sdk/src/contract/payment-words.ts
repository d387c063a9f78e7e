import * as z from 'zod';

export const ProviderName = z
  .enum(['portone_v1', 'portone_v2', 'tosspayments', 'kakaopay'])
  .meta({ id: 'ProviderName', description: 'A payment provider' });
export type ProviderName = z.infer<typeof ProviderName>;

export const PaymentMethod = z
  .enum(['card', 'virtual_account', 'transfer', 'easy_pay', 'mobile_phone'])
  .meta({ id: 'PaymentMethod', description: 'How a buyer pays' });
export type PaymentMethod = z.infer<typeof PaymentMethod>;

/**
 * One payment, one attempt at one provider:
 * `not_started` -> `executing` -> `pending` (waits for a deposit) | `unknown` (the provider has to be asked) -> `succeeded` |
 * `declined` | `expired` -> `partially_refunded` | `refunded`.
 */
export const PaymentState = z
  .enum([
    'not_started',
    'executing',
    'pending',
    'unknown',
    'succeeded',
    'declined',
    'expired',
    'partially_refunded',
    'refunded',
  ])
  .meta({ id: 'PaymentState' });
export type PaymentState = z.infer<typeof PaymentState>;

type JsonValue = z.infer<ReturnType<typeof z.json>>;
/** `z.json()`, with a name that OpenAPI can point to from inside it. */
const Json: z.ZodType<JsonValue> = z
  .lazy(() => z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(Json), z.record(z.string(), Json)]))
  .meta({ id: 'Json', description: 'Any JSON value' });

/** What the checkout page does next: goes to an address, or hands `request` to the provider's own browser script. */
export const CheckoutAction = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('redirect'), desktopUrl: z.string(), mobileUrl: z.string() }),
    z.object({
      kind: z.literal('script'),
      provider: ProviderName,
      /** The provider's script. */
      scriptUrl: z.string(),
      /** What the script is set up with, such as a client key or store code; public by nature. */
      setUp: z.record(z.string(), z.string()),
      /** What its request function is called with. */
      request: z.record(z.string(), Json),
    }),
  ])
  .meta({ id: 'CheckoutAction' });
export type CheckoutAction = z.infer<typeof CheckoutAction>;

/** Integer Korean won. */
export const Won = z
  .number()
  .int()
  .min(0)
  .max(100_000_000_000)
  .meta({ id: 'Won', description: 'Integer KRW', examples: [1000] });
