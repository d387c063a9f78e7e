/** The parties, by the names that payments carry. */
export const partyNames = ['tosspayments', 'portone_v1', 'portone_v2', 'kakaopay'] as const;
export type PartyName = (typeof partyNames)[number];

/** Where each is mounted. */
export const partyPrefixes: Readonly<Record<PartyName, `/${string}`>> = {
  tosspayments: '/tosspayments',
  portone_v1: '/portone-v1',
  portone_v2: '/portone-v2',
  kakaopay: '/kakaopay',
};

/** The one merchant of the sandbox. None of it opens anything outside of it. */
export const sandboxMerchant = {
  tosspayments: { secretKey: 'live_sk_sandbox', clientKey: 'live_ck_sandbox', mId: 'didacto_toss' },
  kakaopay: { secretKey: 'SANDBOX', cid: 'CS00000001' },
  portone_v1: {
    impKey: 'sandbox_key',
    impSecret: 'sandbox_secret',
    storeCode: 'imp00000000',
    channelKey: 'channel-key-v1',
    pgId: 'didacto_v1',
  },
  portone_v2: {
    apiSecret: 'sandbox_v2_secret',
    storeId: 'store-sandbox',
    channelKey: 'channel-key-v2',
    webhookSecret: `whsec_${Buffer.from('didacto-sandbox-webhook!').toString('base64')}`,
  },
} as const;
