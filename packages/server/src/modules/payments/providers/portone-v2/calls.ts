import type * as z from 'zod';
import { type ProviderCall, type ProviderReply, type Send, unknownOf } from '../exchange.js';
import type { PortOneV2Config } from './config.js';
import { ErrorReply } from './replies.js';

/** Not to be told: whatever was asked for may have happened. */
export interface Unknown {
  readonly outcome: 'unknown';
  readonly code: string;
  readonly message: string;
}

export const unknown = (code: string, message: string): Unknown => ({
  ...{ outcome: 'unknown', code: code.slice(0, 100), message },
});

/** What came of a call. */
export type Answer<T> =
  | { readonly outcome: 'ok'; readonly value: T }
  /** 4xx in PortOne's own words: by this call nothing happened; what an earlier one did is another question. */
  | { readonly outcome: 'refused'; readonly status: number; readonly type: string; readonly message: string }
  | Unknown;

interface CallContent {
  readonly method: ProviderCall['method'];
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** 16 to 256 characters that need no escaping; held for three hours. */
  readonly idempotencyKey?: string;
}

export type Call = <T>(schema: z.ZodType<T>, content: CallContent) => Promise<Answer<T>>;

/** PortOne waits for the PG behind it, and asks its callers for at least a minute. */
const patienceMs = 65_000;

/** Calls in the merchant's name. It throws nothing that PortOne or the network did. */
export function portOneCalls({ apiSecret }: Pick<PortOneV2Config, 'apiSecret'>, send: Send): Call {
  return async (schema, { method, path, body, idempotencyKey }) => {
    try {
      const reply = await send({
        ...{ method, path, timeoutMs: patienceMs },
        headers: {
          ...{ authorization: `PortOne ${apiSecret}`, accept: 'application/json' },
          ...(body && { 'content-type': 'application/json' }),
          // A string of RFC 8941, so it stands in quotes.
          ...(idempotencyKey !== undefined && { 'idempotency-key': `"${idempotencyKey}"` }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      return answerOf(schema, reply);
    } catch (error) {
      return unknownOf(error);
    }
  };
}

function answerOf<T>(schema: z.ZodType<T>, { status, body }: ProviderReply): Answer<T> {
  const json = jsonOf(body);
  if (status === 200) {
    const read = schema.safeParse(json);
    return read.success
      ? { outcome: 'ok', value: read.data }
      : unknown('unreadable_reply', 'The reply lacks what it must hold');
  }
  const refusal = ErrorReply.safeParse(json).data;
  // Only PortOne's own words count: a proxy's page proves nothing.
  if (refusal === undefined) return unknown(`http_${status}`, `HTTP ${status}`);
  const { type, message, pgCode, pgMessage } = refusal;
  const told = [message, pgCode, pgMessage].filter(Boolean).join(' ');
  if (status < 400 || status >= 500 || status === 429) return unknown(type, told);
  return { outcome: 'refused', status, type, message: told };
}

/** Undefined: no JSON. */
export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

export const paymentPath = (paymentId: string): string => `/payments/${encodeURIComponent(paymentId)}`;
