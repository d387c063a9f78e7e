import * as z from 'zod';

const secret = z.string().min(1).max(500).optional();
const address = (fallback: string) => z.url({ protocol: /^https?$/ }).default(fallback);
const loopbackHosts = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** The variables of payments; a provider is used where its keys are given. */
export const paymentVariables = {
  PAYMENT_TEST_MODE: z
    .enum(['on', 'off'])
    .default('off')
    .describe('Take test-mode payments and test keys for real ones: on or off; never on where real goods are sold'),
  TOSSPAYMENTS_SECRET_KEY: secret.describe('Toss Payments: secret key'),
  TOSSPAYMENTS_CLIENT_KEY: secret.describe('Toss Payments: client key'),
  TOSSPAYMENTS_MERCHANT_ID: secret.describe('Toss Payments: mId, which every payment is checked for'),
  TOSSPAYMENTS_URL: address('https://api.tosspayments.com').describe('Toss Payments: address of the API'),
  TOSSPAYMENTS_SCRIPT_URL: address('https://js.tosspayments.com/v2/standard').describe('Toss Payments: browser script'),
  KAKAOPAY_SECRET_KEY: secret.describe('KakaoPay: secret key'),
  KAKAOPAY_CID: secret.describe('KakaoPay: CID'),
  KAKAOPAY_URL: address('https://open-api.kakaopay.com').describe('KakaoPay: address of the API'),
  PORTONE_V1_KEY: secret.describe('PortOne V1: REST API key'),
  PORTONE_V1_SECRET: secret.describe('PortOne V1: REST API secret'),
  PORTONE_V1_STORE_CODE: secret.describe('PortOne V1: store code for the browser (imp…)'),
  PORTONE_V1_CHANNEL_KEY: secret.describe('PortOne V1: channel key'),
  PORTONE_V1_PG_ID: secret.describe('PortOne V1: pg_id, which every payment is checked for'),
  PORTONE_V1_URL: address('https://api.iamport.kr').describe('PortOne V1: address of the API'),
  PORTONE_V1_SCRIPT_URL: address('https://cdn.iamport.kr/v1/iamport.js').describe('PortOne V1: browser script'),
  PORTONE_V2_API_SECRET: secret.describe('PortOne V2: API secret'),
  PORTONE_V2_STORE_ID: secret.describe('PortOne V2: store id'),
  PORTONE_V2_CHANNEL_KEY: secret.describe('PortOne V2: channel key'),
  PORTONE_V2_WEBHOOK_SECRET: secret.describe('PortOne V2: webhook secret; two, comma-separated, while it is changed'),
  PORTONE_V2_URL: address('https://api.portone.io').describe('PortOne V2: address of the API'),
  PORTONE_V2_PG_ORIGINS: z
    .string()
    .default('')
    .describe('PortOne V2: origins of the PG whose window lies in the page itself, comma-separated'),
  PORTONE_V2_SCRIPT_URL: address('https://cdn.portone.io/v2/browser-sdk.js').describe('PortOne V2: browser script'),
  PAYMENT_TIMEOUT_MS: z.coerce
    .number<string | number>()
    .int()
    .min(100)
    .max(120_000)
    .default(30_000)
    .describe('How long a provider’s reply is waited for; then the payment is unknown, and asked about'),
} as const;

type Values = Readonly<Record<string, string | undefined>>;
const Schema = z.object(paymentVariables);
type Env = z.output<typeof Schema>;

export interface PaymentConfig {
  readonly testMode: boolean;
  readonly timeoutMs: number;
  readonly tosspayments: TossKeys | undefined;
  readonly kakaopay: KakaoPayKeys | undefined;
  readonly portOneV1: PortOneV1Keys | undefined;
  readonly portOneV2: PortOneV2Keys | undefined;
}

interface TossKeys {
  readonly secretKey: string;
  readonly clientKey: string;
  readonly merchantId: string;
  readonly url: string;
  readonly scriptUrl: string;
}

interface KakaoPayKeys {
  readonly secretKey: string;
  readonly cid: string;
  readonly url: string;
}

interface PortOneV1Keys {
  readonly key: string;
  readonly secret: string;
  readonly storeCode: string;
  readonly channelKey: string;
  readonly pgId: string | undefined;
  readonly url: string;
  readonly scriptUrl: string;
}

interface PortOneV2Keys {
  readonly apiSecret: string;
  readonly storeId: string;
  readonly channelKey: string;
  readonly webhookSecrets: readonly string[];
  readonly pgOrigins: readonly string[];
  readonly url: string;
  readonly scriptUrl: string;
}

/** Keys that only make sense together. */
const together: readonly (readonly string[])[] = [
  ['TOSSPAYMENTS_SECRET_KEY', 'TOSSPAYMENTS_CLIENT_KEY', 'TOSSPAYMENTS_MERCHANT_ID'],
  ['KAKAOPAY_SECRET_KEY', 'KAKAOPAY_CID'],
  ['PORTONE_V1_KEY', 'PORTONE_V1_SECRET', 'PORTONE_V1_STORE_CODE', 'PORTONE_V1_CHANNEL_KEY'],
  ['PORTONE_V2_API_SECRET', 'PORTONE_V2_STORE_ID', 'PORTONE_V2_CHANNEL_KEY', 'PORTONE_V2_WEBHOOK_SECRET'],
];

/** What is wrong between the variables of payments. */
export function paymentFaults(env: Values): string[] {
  const faults = together.flatMap((names) => {
    const missing = names.filter((name) => env[name] === undefined);
    if (missing.length === 0 || missing.length === names.length) return [];
    return missing.map(
      (name) => `${name}: goes together with ${names.filter((one) => !missing.includes(one)).join(', ')}`,
    );
  });
  for (const name of Object.keys(paymentVariables).filter((one) => one.endsWith('_URL'))) {
    const value = env[name];
    if (value !== undefined && URL.canParse(value) && isOpenHttp(new URL(value)))
      faults.push(`${name}: must be https, but for this machine`);
  }
  if (env.PAYMENT_TEST_MODE !== 'on') faults.push(...testKeyFaults(env));
  return faults;
}

const isOpenHttp = ({ protocol, hostname }: URL): boolean => protocol === 'http:' && !loopbackHosts.has(hostname);

/** Keys that their own name tells to be for tests: with them everybody could pay with money that is none. */
function testKeyFaults(env: Values): string[] {
  const isTest = (name: string, pattern: RegExp) => (pattern.test(env[name] ?? '') ? [name] : []);
  return [
    ...isTest('TOSSPAYMENTS_SECRET_KEY', /^test_/),
    ...isTest('TOSSPAYMENTS_CLIENT_KEY', /^test_/),
    ...isTest('KAKAOPAY_CID', /^TC/),
    ...isTest('KAKAOPAY_SECRET_KEY', /^DEV/),
  ].map((name) => `${name}: is a key for tests; say PAYMENT_TEST_MODE=on, or give the real one`);
}

const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

export const paymentConfig = (env: Env): PaymentConfig => ({
  testMode: env.PAYMENT_TEST_MODE === 'on',
  timeoutMs: env.PAYMENT_TIMEOUT_MS,
  tosspayments: tossKeys(env),
  kakaopay: kakaoPayKeys(env),
  portOneV1: portOneV1Keys(env),
  portOneV2: portOneV2Keys(env),
});

function tossKeys(env: Env): TossKeys | undefined {
  const { TOSSPAYMENTS_SECRET_KEY: secretKey, TOSSPAYMENTS_CLIENT_KEY: clientKey } = env;
  const { TOSSPAYMENTS_MERCHANT_ID: merchantId, TOSSPAYMENTS_URL: url, TOSSPAYMENTS_SCRIPT_URL: scriptUrl } = env;
  if (secretKey === undefined || clientKey === undefined || merchantId === undefined) return undefined;
  return { secretKey, clientKey, merchantId, url, scriptUrl };
}

function kakaoPayKeys({ KAKAOPAY_SECRET_KEY: secretKey, KAKAOPAY_CID: cid, KAKAOPAY_URL: url }: Env) {
  return secretKey === undefined || cid === undefined ? undefined : { secretKey, cid, url };
}

function portOneV1Keys(env: Env): PortOneV1Keys | undefined {
  const { PORTONE_V1_KEY: key, PORTONE_V1_SECRET: secret, PORTONE_V1_STORE_CODE: storeCode } = env;
  const { PORTONE_V1_CHANNEL_KEY: channelKey, PORTONE_V1_PG_ID: pgId } = env;
  if (key === undefined || secret === undefined || storeCode === undefined || channelKey === undefined)
    return undefined;
  const { PORTONE_V1_URL: url, PORTONE_V1_SCRIPT_URL: scriptUrl } = env;
  return { key, secret, storeCode, channelKey, pgId, url, scriptUrl };
}

function portOneV2Keys(env: Env): PortOneV2Keys | undefined {
  const { PORTONE_V2_API_SECRET: apiSecret, PORTONE_V2_STORE_ID: storeId } = env;
  const { PORTONE_V2_CHANNEL_KEY: channelKey, PORTONE_V2_WEBHOOK_SECRET: secrets } = env;
  if (apiSecret === undefined || storeId === undefined || channelKey === undefined || secrets === undefined)
    return undefined;
  const { PORTONE_V2_URL: url, PORTONE_V2_SCRIPT_URL: scriptUrl } = env;
  const pgOrigins = list(env.PORTONE_V2_PG_ORIGINS);
  return { apiSecret, storeId, channelKey, webhookSecrets: list(secrets), pgOrigins, url, scriptUrl };
}
