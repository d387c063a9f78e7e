/** What a merchant has from KakaoPay. */
export interface KakaoPayConfig {
  /** Of the current API: `PRD…`, or `DEV…` for tests. */
  readonly secretKey: string;
  /** 가맹점 코드, ten characters. Those that begin with `TC` are KakaoPay's own, for tests. */
  readonly cid: string;
  /** Whether keys of the test channel are let in, where no money moves. */
  readonly testMode: boolean;
}

/** KakaoPay's own CID for one-off payments that are no payments; every merchant's `DEV…` key opens it. */
export const testCid = 'TC0ONETIME';

export const isTestCid = (cid: string): boolean => cid.startsWith('TC');

/** @throws Error that says which setting is wrong; it repeats no key */
export function checkConfig({ secretKey, cid, testMode }: KakaoPayConfig): void {
  if (secretKey === '') throw new Error('The secret key of KakaoPay is missing');
  if (!/^[A-Za-z0-9]{10}$/.test(cid)) throw new Error('The CID of KakaoPay must have 10 characters');
  if (testMode) return;
  const only = 'it is let in with PAYMENT_TEST_MODE=on only';
  if (isTestCid(cid)) throw new Error(`The CID of KakaoPay is one for tests; ${only}`);
  if (secretKey.startsWith('DEV')) throw new Error(`The secret key of KakaoPay is one for tests; ${only}`);
}
