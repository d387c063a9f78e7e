import * as z from 'zod';
import type { ProviderCall, Send } from '../../../modules/payments/providers/exchange.js';
import { sandboxMerchant } from '../../merchant.js';

const Envelope = z.object({ code: z.int(), message: z.string().nullable(), response: z.unknown() });
const Token = z.object({ access_token: z.string(), now: z.int(), expired_at: z.int() });

/** A reply as it came, and its envelope; null: it has none. */
export interface V1Answer {
  readonly status: number;
  readonly envelope: z.infer<typeof Envelope> | null;
}

export interface V1Keys {
  readonly key: string;
  readonly secret: string;
}

const sandboxKeys: V1Keys = { key: sandboxMerchant.portone_v1.impKey, secret: sandboxMerchant.portone_v1.impSecret };

/** Calls PortOne V1 as a careless merchant might: any path, any header, any body. */
export function v1Client(send: Send, { key, secret }: V1Keys = sandboxKeys) {
  const call = async (
    spec: Omit<ProviderCall, 'headers'> & Partial<Pick<ProviderCall, 'headers'>>,
  ): Promise<V1Answer> => {
    const { status, body } = await send({ headers: {}, ...spec });
    return { status, envelope: Envelope.safeParse(JSON.parse(body)).data ?? null };
  };
  const json = { 'content-type': 'application/json' };
  const getToken = async (keys: object = { imp_key: key, imp_secret: secret }) =>
    call({ method: 'POST', path: '/users/getToken', headers: json, body: JSON.stringify(keys) });
  const token = async () => Token.parse((await getToken()).envelope?.response);
  const authorized = async () => ({ authorization: (await token()).access_token });
  return {
    call,
    getToken,
    token,
    get: async (path: string) => call({ method: 'GET', path, headers: await authorized() }),
    send: async (method: 'POST' | 'PUT', path: string, body: object) =>
      call({ method, path, headers: { ...json, ...(await authorized()) }, body: JSON.stringify(body) }),
    form: async (method: 'POST' | 'PUT', path: string, body: Readonly<Record<string, string>>) =>
      call({
        ...{ method, path, body: new URLSearchParams(body).toString() },
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...(await authorized()) },
      }),
    /** The payment as GET by imp_uid gives it. */
    payment: async (impUid: string): Promise<Readonly<Record<string, unknown>>> => {
      const path = `/payments/${impUid}?include_sandbox=true`;
      const { envelope } = await call({ method: 'GET', path, headers: await authorized() });
      return z.record(z.string(), z.unknown()).parse(envelope?.response);
    },
  };
}

/** What a merchant's page hands to `IMP.request_pay`. */
export const payData = (merchantUid: string, more: Readonly<Record<string, unknown>> = {}) => ({
  channelKey: sandboxMerchant.portone_v1.channelKey,
  pay_method: 'card',
  merchant_uid: merchantUid,
  name: '9월 수강료',
  amount: 300_000,
  m_redirect_url: 'https://school.test/checkout?payment=1',
  ...more,
});

/** The imp_uid in an address that a buyer's browser was sent to. */
export function impUidIn(destination: string | null): string {
  const impUid = destination === null ? null : new URL(destination).searchParams.get('imp_uid');
  if (impUid === null) throw new Error(`No imp_uid in ${destination}`);
  return impUid;
}
