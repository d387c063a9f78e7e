import type { PaymentMethod, PaymentState, ProviderName } from '@didacto/sdk/contract';

/** A payment as it is on record. */
export interface PaymentRecord {
  readonly id: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly provider: ProviderName;
  readonly method: PaymentMethod;
  readonly installmentMonths: number;
  readonly state: PaymentState;
  readonly reason: string | null;
  readonly amount: number;
  readonly taxFree: number;
  /** Moves with every change. */
  readonly version: number;
  /** Money that came for an order which another payment had paid. */
  readonly surplus: boolean;
  readonly nonceDigest: string;
  readonly providerPaymentId: string | null;
  readonly providerSecretDigest: string | null;
  /** Sealed. */
  readonly returnToken: string | null;
  readonly receiptUrl: string | null;
  readonly virtualAccount: { readonly bank: string; readonly number: string; readonly holder: string } | null;
  readonly dueAt: string | null;
  readonly captured: number;
  readonly captures: number;
  readonly bookedAs: 'earnings' | 'payable' | null;
  readonly refunded: number;
  readonly unknownSince: string | null;
  readonly capturedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type PaymentChange = Partial<
  Omit<
    PaymentRecord,
    'id' | 'orderId' | 'buyerId' | 'provider' | 'amount' | 'taxFree' | 'version' | 'createdAt' | 'updatedAt'
  >
>;

/** What made a payment change. */
export type TransitionSource =
  | 'create'
  | 'start'
  | 'confirm'
  | 'return'
  | 'webhook'
  | 'poll'
  | 'refund'
  | 'reconcile'
  | 'manual';

export type RefundState = 'requested' | 'executing' | 'unknown' | 'succeeded' | 'declined';

/**
 * Why money goes back. `member`: somebody asked. `mismatch`: it was not what was asked for. `surplus`: the order was paid
 * already, or can no longer be. `not_granted`: what it was for is gone. `provider`: made in the provider's console.
 */
export type RefundCause = 'member' | 'mismatch' | 'surplus' | 'not_granted' | 'provider';

export interface RefundRecord {
  readonly id: string;
  readonly paymentId: string;
  readonly lineId: string | null;
  readonly amount: number;
  readonly taxFree: number;
  readonly state: RefundState;
  readonly cause: RefundCause;
  readonly reason: string;
  readonly expectedBalance: number;
  readonly tries: number;
  /** Sealed. */
  readonly account: string | null;
  readonly cancellationId: string | null;
  readonly failure: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The part of a refund that is of one order line. */
export interface RefundPart {
  readonly lineId: string;
  readonly amount: number;
  readonly taxFree: number;
}
