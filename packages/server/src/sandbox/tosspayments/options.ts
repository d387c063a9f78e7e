import type { PartyOptions } from '../kit/party.js';
import { sandboxMerchant } from '../merchant.js';

/** One pair of keys of a merchant. Keys that begin with `test_` see the payments of their own world only. */
export interface TossMerchant {
  readonly secretKey: string;
  readonly clientKey: string;
  /** 상점아이디. */
  readonly mId: string;
  /** `taxable` (일반 과세) drops every tax-free amount, as the API does for such merchants. Default `mixed` (복합 과세). */
  readonly tax?: 'mixed' | 'taxable';
}

/** What no document states; a client must be right whichever way it is. */
export interface TossGuesses {
  /** A confirmation of another amount than the window's: refused, or captured as the window had it. */
  readonly amountMismatch: 'refuse' | 'capture';
  /** Whether payments can be looked up that were never approved. */
  readonly showsUnapproved: boolean;
  /** Whether failUrl gets the orderId when the buyer gave up. */
  readonly orderIdOnCancel: boolean;
  /** The sign of amounts on rows of cancellations in both feeds. */
  readonly cancelRows: 'negative' | 'positive';
  readonly feeSpelling: 'supplyAmount' | 'suppliedAmount';
  /** Whether settlement rows have `fees`. */
  readonly listsFees: boolean;
  readonly soldAfterDays: number;
  readonly paidOutAfterDays: number;
  /** How long a confirmation or cancellation takes; until then it is under way. */
  readonly thinkMs: number;
  /** The version of the API that the merchant is set to. */
  readonly version: string;
}

export const usualGuesses: TossGuesses = {
  amountMismatch: 'refuse',
  showsUnapproved: true,
  orderIdOnCancel: true,
  cancelRows: 'negative',
  feeSpelling: 'supplyAmount',
  listsFees: true,
  soldAfterDays: 1,
  paidOutAfterDays: 3,
  thinkMs: 0,
  version: '2022-11-16',
};

const { mId } = sandboxMerchant.tosspayments;

/** The sandbox's merchant, with its live keys and its test keys. */
export const usualMerchants: readonly TossMerchant[] = [
  sandboxMerchant.tosspayments,
  { secretKey: 'test_sk_sandbox', clientKey: 'test_ck_sandbox', mId },
];

export interface TossSettings {
  readonly merchants?: readonly TossMerchant[];
  /** Where webhooks go to, both kinds; null: none is registered. */
  readonly webhookUrl: () => string | null;
  readonly guesses?: Partial<TossGuesses>;
}

export type TossSandboxOptions = PartyOptions & TossSettings;

export const isTestMerchant = ({ secretKey }: TossMerchant): boolean => secretKey.startsWith('test_');
