import type { Clock } from '../../../../platform/clock.js';
import { type ProviderCall, type ProviderReply, type Send, unknownOf } from '../exchange.js';
import type { PortOneV1Config } from './config.js';
import { Envelope, TokenReply } from './replies.js';

/** Not to be told: whatever was asked for may have happened. */
export interface Unknown {
  readonly outcome: 'unknown';
  readonly code: string;
  readonly message: string;
}

export const unknown = (code: string, message: string): Unknown => ({ outcome: 'unknown', code, message });

type Access = { readonly outcome: 'token'; readonly token: string } | Unknown;

/**
 * Asked for with less than a minute left, PortOne lets the same token live five minutes longer; asked for earlier, it only
 * gives the same token again. So a token is used until shortly before its end.
 */
const marginMs = 45_000;

export interface AccessTokens {
  /** The token to use now; of many callers one fetches it. */
  get(): Promise<Access>;
  /** This one was refused. */
  drop(token: string): void;
}

/** https://developers.portone.io/api/rest-v1/auth: 30 minutes, the same again until it expires. */
export function accessTokens(config: PortOneV1Config, send: Send, clock: Clock): AccessTokens {
  let held: { readonly token: string; readonly goodUntil: number } | undefined;
  let underWay: Promise<Access> | undefined;

  const fetchToken = async (): Promise<Access> => {
    const askedAt = clock.now();
    let reply: ProviderReply;
    try {
      reply = await send(getToken(config));
    } catch (error) {
      // The call that the token is for has not left.
      return { ...unknownOf(error), code: 'not_sent' };
    }
    if (reply.status === 401) return unknown('unauthorized', 'PortOne refuses the key or secret');
    const read = TokenReply.safeParse(Envelope.safeParse(jsonOf(reply.body)).data?.response);
    if (!read.success) return unknown('not_sent', `No access token came (HTTP ${reply.status})`);
    const { access_token: token, now, expired_at: expiredAt } = read.data;
    // PortOne's two times tell how long; their clock and ours need not agree.
    held = { token, goodUntil: askedAt + (expiredAt - now) * 1000 - marginMs };
    return { outcome: 'token', token };
  };

  return {
    get: () => {
      if (held !== undefined && clock.now() < held.goodUntil)
        return Promise.resolve({ outcome: 'token', token: held.token });
      underWay ??= fetchToken().finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
    drop: (token) => {
      if (held?.token === token) held = undefined;
    },
  };
}

const getToken = ({ key, secret }: PortOneV1Config): ProviderCall => ({
  method: 'POST',
  path: '/users/getToken',
  headers: { 'content-type': 'application/json', accept: 'application/json' },
  body: JSON.stringify({ imp_key: key, imp_secret: secret }),
});

/** Undefined: no JSON. */
export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
