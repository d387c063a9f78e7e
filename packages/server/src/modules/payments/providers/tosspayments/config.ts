/** What a merchant has from Toss Payments, for the payment window ("API 개별 연동 키"). */
export interface TossPaymentsConfig {
  /** Where the API is; `Send` goes there. */
  readonly url: string;
  /** `live_sk_…` or `test_sk_…`. */
  readonly secretKey: string;
  /** `live_ck_…` or `test_ck_…`; public. */
  readonly clientKey: string;
  /** 상점아이디 (MID). */
  readonly merchantId: string;
  /** The browser script; Toss's own where none is given. */
  readonly scriptUrl?: string | undefined;
  /** Whether keys of the test environment are let in, where no money moves. */
  readonly testMode: boolean;
  /** How long a virtual account takes a deposit, 1 to 2160 hours; default 24. */
  readonly virtualAccountHours?: number | undefined;
  /** Rows of a feed per call, at most 5000; default 1000. */
  readonly feedPageSize?: number | undefined;
}

export const realScriptUrl = 'https://js.tosspayments.com/v2/standard';

/** @throws Error that says which setting is wrong; it repeats no key */
export function checkConfig({ secretKey, clientKey, merchantId, testMode }: TossPaymentsConfig): void {
  const secretWorld = /^(live|test)_sk_/.exec(secretKey)?.[1];
  const clientWorld = /^(live|test)_ck_/.exec(clientKey)?.[1];
  if (secretWorld === undefined)
    throw new Error('The secret key of Toss Payments must begin with live_sk_ or test_sk_');
  if (clientWorld === undefined)
    throw new Error('The client key of Toss Payments must begin with live_ck_ or test_ck_');
  if (secretWorld !== clientWorld)
    throw new Error('The keys of Toss Payments belong to different environments: one is live, one is test');
  if (secretWorld === 'test' && !testMode)
    throw new Error('The keys of Toss Payments are test keys; they are let in with PAYMENT_TEST_MODE=on only');
  if (merchantId === '') throw new Error('The merchant id (MID) of Toss Payments is missing');
}

/** A payment has no mark of its own for it: whose keys see it tells. */
export const isTestKey = ({ secretKey }: Pick<TossPaymentsConfig, 'secretKey'>): boolean =>
  secretKey.startsWith('test_');
