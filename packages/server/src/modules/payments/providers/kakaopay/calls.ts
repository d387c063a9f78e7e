import type * as z from 'zod';
import { type ProviderReply, type Send, unknownOf } from '../exchange.js';
import type { Outcome } from '../port.js';
import type { KakaoPayConfig } from './config.js';
import type { Refusal } from './refusals.js';
import { ErrorReply } from './replies.js';

/** What came back of one call. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly reply: T }
  /** The API refused in its own words: 4xx with a code. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Whatever was asked for may have happened. */
  | { readonly kind: 'unknown'; readonly outcome: Extract<Outcome<never>, { outcome: 'unknown' }> };

type Operation = 'ready' | 'approve' | 'cancel' | 'order';

export type Call = <S extends z.ZodType>(
  operation: Operation,
  body: Readonly<Record<string, unknown>>,
  reply: S,
) => Promise<Answer<z.infer<S>>>;

/** Calls in the merchant's name. It throws nothing that KakaoPay or the network did. */
export function kakaoCalls({ secretKey, cid }: Pick<KakaoPayConfig, 'secretKey' | 'cid'>, send: Send): Call {
  const headers = { authorization: `SECRET_KEY ${secretKey}`, 'content-type': 'application/json' };
  return async (operation, body, schema) => {
    try {
      const path = `/online/v1/payment/${operation}`;
      return answerOf(await send({ method: 'POST', path, headers, body: JSON.stringify({ cid, ...body }) }), schema);
    } catch (error) {
      return { kind: 'unknown', outcome: unknownOf(error) };
    }
  };
}

function answerOf<S extends z.ZodType>({ status, body }: ProviderReply, schema: S): Answer<z.infer<S>> {
  const json = jsonOf(body);
  if (status >= 200 && status < 300) {
    const parsed = schema.safeParse(json);
    return parsed.success ? { kind: 'ok', reply: parsed.data } : unreadable;
  }
  const error = ErrorReply.safeParse(json);
  if (!error.success) return unknown(`http_${status}`, 'KakaoPay gave no answer that can be read');
  const { error_code: code, error_message: message, extras } = error.data;
  const result = extras?.method_result_code ?? null;
  const refusal = { code, result, message: extras?.method_result_message ?? message };
  if (status < 400 || status >= 500 || status === 429) return unknown(nameOf(refusal), refusal.message);
  return { kind: 'refused', refusal };
}

export const unknown = (code: string, message: string): Extract<Answer<never>, { kind: 'unknown' }> => ({
  kind: 'unknown',
  outcome: { outcome: 'unknown', code: code.slice(0, 100), message },
});

export const unreadable = unknown('unreadable_reply', 'KakaoPay gave an answer that cannot be read');

/** `-723`, `-780 LACK_BALANCE`. */
export const nameOf = ({ code, result }: Refusal): string => (result === null ? String(code) : `${code} ${result}`);

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
