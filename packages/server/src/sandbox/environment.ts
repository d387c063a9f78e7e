import { partyPrefixes, sandboxMerchant } from './merchant.js';

/**
 * The environment variables that point a server at a sandbox. The keys look like real ones, so that the server is as strict
 * as in its real place and takes no test-mode payment.
 */
export function environmentFor(url: string): Readonly<Record<string, string>> {
  const { tosspayments: toss, kakaopay, portone_v1: v1, portone_v2: v2 } = sandboxMerchant;
  const { tosspayments, kakaopay: kakao, portone_v1, portone_v2 } = partyPrefixes;
  return {
    TOSSPAYMENTS_URL: url + tosspayments,
    TOSSPAYMENTS_SECRET_KEY: toss.secretKey,
    TOSSPAYMENTS_CLIENT_KEY: toss.clientKey,
    TOSSPAYMENTS_MERCHANT_ID: toss.mId,
    TOSSPAYMENTS_SCRIPT_URL: `${url}${tosspayments}/v2/standard`,
    KAKAOPAY_URL: url + kakao,
    KAKAOPAY_SECRET_KEY: kakaopay.secretKey,
    KAKAOPAY_CID: kakaopay.cid,
    PORTONE_V1_URL: url + portone_v1,
    PORTONE_V1_KEY: v1.impKey,
    PORTONE_V1_SECRET: v1.impSecret,
    PORTONE_V1_STORE_CODE: v1.storeCode,
    PORTONE_V1_CHANNEL_KEY: v1.channelKey,
    PORTONE_V1_PG_ID: v1.pgId,
    PORTONE_V1_SCRIPT_URL: `${url}${portone_v1}/v1/iamport.js`,
    PORTONE_V2_URL: url + portone_v2,
    PORTONE_V2_API_SECRET: v2.apiSecret,
    PORTONE_V2_STORE_ID: v2.storeId,
    PORTONE_V2_CHANNEL_KEY: v2.channelKey,
    PORTONE_V2_WEBHOOK_SECRET: v2.webhookSecret,
    PORTONE_V2_SCRIPT_URL: `${url}${portone_v2}/v2/browser-sdk.js`,
  };
}
