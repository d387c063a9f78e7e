import type { CheckoutAction, PaymentMethod, ProviderName } from '@didacto/sdk/contract';

/**
 * What an exchange with a provider amounts to. `unknown` is a value, never an exception and never "failed": the effect
 * may have happened, and only asking again tells. `message` may repeat what the buyer typed, such as a card's number: it is
 * neither kept, logged nor shown. `code` may be.
 */
export type Outcome<T> =
  | { readonly outcome: 'approved'; readonly value: T }
  /** The provider refused for certain: no money moved, and by this request none will. */
  | { readonly outcome: 'declined'; readonly code: string; readonly message: string }
  /** `not_sent`: no byte left, so that the same may be sent again at once. */
  | { readonly outcome: 'unknown'; readonly code: string; readonly message: string };

/** How the provider is asked about one payment; all are on record before the first byte leaves. */
export interface PaymentKeys {
  /** Ours, which is the provider's order id, merchant_uid, paymentId or partner_order_id: 30 characters `[a-z0-9_]`. */
  readonly paymentId: string;
  /** The provider's: paymentKey, imp_uid, transactionId or tid. Null as long as we have not been told. */
  readonly providerPaymentId: string | null;
  /** Who pays, as the provider was told: partner_user_id, customerKey. */
  readonly buyerId: string;
}

export interface StartRequest extends PaymentKeys {
  /** At most 40 characters. */
  readonly orderName: string;
  /** Integer KRW. */
  readonly amount: number;
  /** The part of `amount` that is free of VAT. */
  readonly taxFree: number;
  readonly quantity: number;
  readonly method: PaymentMethod;
  /** 0: paid at once. */
  readonly installmentMonths: number;
  readonly buyer: { readonly name: string; readonly email: string };
  /** Where the buyer's browser comes back to; under PUBLIC_URL, with `payment` and `nonce` in the query. */
  readonly urls: { readonly success: string; readonly cancel: string; readonly fail: string };
  readonly webhookUrl: string;
}

export interface Started {
  readonly providerPaymentId: string | null;
  /** What the checkout page does next. */
  readonly action: CheckoutAction;
}

/** What the buyer's browser brought back; a hint, never the truth. */
export interface BuyerReturn {
  readonly providerPaymentId: string | null;
  /** KakaoPay's pg_token, PortOne V2's paymentToken. */
  readonly token: string | null;
}

export interface ProviderRefund {
  readonly cancellationId: string;
  readonly amount: number;
  /** Null where the provider does not say. */
  readonly taxFree: number | null;
  readonly at: string;
  /** The refund of ours that asked for it, found in its reason; null: made elsewhere, such as in the provider's console. */
  readonly refundId: string | null;
}

/** A payment as its provider sees it, in one shape for all. Amounts are integer KRW. */
export interface ProviderPayment {
  readonly providerPaymentId: string;
  /** Our payment id as the provider echoes it. */
  readonly paymentId: string;
  /** The provider's account that took it (mId, store, CID); null where it does not say. */
  readonly merchantId: string | null;
  /**
   * `ready`: the buyer has not finished. `authenticated`: finished, and our confirmation is awaited. `pending`: waits for a
   * deposit. `captured`: the money moved, however much of it went back since. `failed`, `expired`: none moved.
   */
  readonly status: 'ready' | 'authenticated' | 'pending' | 'captured' | 'failed' | 'expired';
  /** What was asked for or captured, before refunds. */
  readonly amount: number;
  readonly taxFree: number | null;
  readonly currency: string;
  /** Everything given back so far. */
  readonly refunded: number;
  readonly refunds: readonly ProviderRefund[];
  /** Paid through the provider's test channel: no money moved, whatever the status. */
  readonly testMode: boolean;
  /** `card`, `virtual_account` ...; the provider's own word where we have none. */
  readonly method: string | null;
  readonly installmentMonths: number | null;
  readonly capturedAt: string | null;
  /** Until when a deposit is awaited. */
  readonly dueAt: string | null;
  /** What the buyer pays into. */
  readonly virtualAccount: { readonly bank: string; readonly number: string; readonly holder: string } | null;
  readonly receiptUrl: string | null;
  /** Toss's `secret`, which its deposit callbacks repeat; kept as a digest only. */
  readonly secret: string | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
}

export interface RefundRequest extends PaymentKeys {
  readonly refundId: string;
  /** Above 0, always said: a missing amount means "all" to some providers. */
  readonly amount: number;
  readonly taxFree: number;
  /** What could be refunded before this refund: the provider refuses when it sees another balance. */
  readonly expectedBalance: number;
  readonly reason: string;
  /** Where a refund of a virtual account goes to. */
  readonly account: { readonly bank: string; readonly number: string; readonly holder: string } | null;
}

/** A webhook as it came: the body's bytes, untouched. */
export interface RawWebhook {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export type WebhookReading =
  /** Not the provider's: a wrong signature, too old, too new, not readable. */
  | { readonly kind: 'refused'; readonly code: string }
  /** A kind of event that means nothing to us. */
  | {
      readonly kind: 'ignored';
      readonly eventType: string;
      readonly deliveryId: string;
      readonly proof: 'signed' | 'unsigned';
    }
  /** Something may have happened to this payment: ask the provider. Nothing else in it is believed. */
  | {
      readonly kind: 'hint';
      readonly eventType: string;
      /** The same for a repeated delivery of one event. */
      readonly deliveryId: string;
      readonly paymentId: string | null;
      readonly providerPaymentId: string | null;
      /** `signed`: its signature holds. `secret`: good only when `secret` is the payment's. `unsigned`: anyone can send it. */
      readonly proof: 'signed' | 'secret' | 'unsigned';
      readonly secret: string | null;
    };

/** From `from` (included) to `to` (not included), UTC. */
export interface TimeWindow {
  readonly from: string;
  readonly to: string;
}

/** One movement in a provider's feed; a refund is a row of its own, `amount` below 0. */
export interface ProviderTransaction {
  readonly transactionId: string;
  readonly providerPaymentId: string;
  readonly paymentId: string | null;
  readonly kind: 'capture' | 'refund';
  readonly amount: number;
  readonly currency: string;
  readonly at: string;
}

/** One row of a provider's settlement: `payOut` = amount - fee - feeVat. Below 0 for a refund. */
export interface ProviderSettlement {
  readonly transactionId: string;
  readonly providerPaymentId: string;
  readonly paymentId: string | null;
  readonly kind: 'capture' | 'refund';
  readonly amount: number;
  readonly fee: number;
  readonly feeVat: number;
  readonly payOut: number;
  /** Business dates. */
  readonly soldOn: string;
  readonly paidOutOn: string;
}

/** One provider's strategy. It throws nothing that the provider or the network did: that is an outcome. */
export interface PaymentProvider {
  readonly name: ProviderName;
  /** `on_confirm`: money moves by our confirmation only. `at_provider`: it moves while the buyer is there. */
  readonly captures: 'on_confirm' | 'at_provider';
  readonly methods: readonly PaymentMethod[];
  /** The account ids of ours that `ProviderPayment.merchantId` may be; null: not checked, the provider does not say. */
  readonly merchantIds: readonly string[] | null;
  /** Origins that the checkout page's content policy must let in, by directive. */
  readonly origins: {
    readonly script: readonly string[];
    readonly connect: readonly string[];
    readonly frame: readonly string[];
  };
  ready(request: StartRequest): Promise<Outcome<Started>>;
  /** Moves the money where the provider waits for us; else asks. Safe to repeat with the same arguments. */
  confirm(keys: PaymentKeys, returned: BuyerReturn, amount: number): Promise<Outcome<ProviderPayment>>;
  /** `approved` with null: the provider knows no such payment. */
  inquire(keys: PaymentKeys): Promise<Outcome<ProviderPayment | null>>;
  /** Safe to repeat with the same arguments: the idempotency key and `expectedBalance` keep it from happening twice. */
  refund(request: RefundRequest): Promise<Outcome<ProviderRefund>>;
  parseWebhook(webhook: RawWebhook): WebhookReading;
  /** Null where the provider has no such feed. @throws FeedError when the feed cannot be read */
  listTransactions(window: TimeWindow): AsyncIterable<ProviderTransaction> | null;
  listSettlements(window: TimeWindow): AsyncIterable<ProviderSettlement> | null;
}

/** A feed broke off: nothing of it is to be taken for whole. */
export class FeedError extends Error {
  override name = 'FeedError';
}
