import type { PartyOptions } from '../kit/party.js';
import { sandboxMerchant } from '../merchant.js';

/** What no document states; a client must be right whichever way it is. */
export interface KakaoGuesses {
  /** From ready on; an approval after it is -723. */
  readonly sessionMs: number;
  /** How long a bank that did not answer stays unknown (BANK_FIRM_UNKNOWN). */
  readonly bankMs: number;
  /** How long an approval or cancellation takes; another one meanwhile is -785. */
  readonly thinkMs: number;
  /** What a `cancel_available_amount` that differs is refused with. */
  readonly balanceMismatch: number;
}

export const usualGuesses: KakaoGuesses = {
  sessionMs: 15 * 60_000,
  bankMs: 20 * 60_000,
  thinkMs: 0,
  balanceMismatch: -722,
};

export interface KakaoSettings {
  /** Any of these opens everything. */
  readonly secretKeys?: readonly string[];
  /** Those that begin with `TC` are of the test channel. */
  readonly cids?: readonly string[];
  readonly guesses?: Partial<KakaoGuesses>;
}

export type KakaoPayOptions = PartyOptions & KakaoSettings;

/** For tests; they open nothing outside of the sandbox. The merchant's own are those of one that is no test. */
export const testKeys = { secretKey: 'DEVSANDBOX', cid: 'TC0ONETIME' } as const;

const { kakaopay: merchant } = sandboxMerchant;
export const usualSecretKeys: readonly string[] = [merchant.secretKey, testKeys.secretKey];
export const usualCids: readonly string[] = [merchant.cid, testKeys.cid];

export const isTestCid = (cid: string): boolean => cid.startsWith('TC');
