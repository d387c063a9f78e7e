import { type ProviderCall, type ProviderReply, type Send, unknownOf } from '../exchange.js';
import type { Outcome } from '../port.js';
import type { TossPaymentsConfig } from './config.js';
import { ErrorReply } from './replies.js';

/** What came back of one call, before it is taken for anything. */
export type Answer =
  | { readonly kind: 'ok'; readonly json: unknown }
  /** The API refused in its own words: 4xx with a code. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly message: string }
  /** Whatever was asked for may have happened. */
  | { readonly kind: 'unknown'; readonly outcome: Extract<Outcome<never>, { outcome: 'unknown' }> };

export type Call = (call: Pick<ProviderCall, 'method' | 'path' | 'timeoutMs'> & CallContent) => Promise<Answer>;

interface CallContent {
  readonly body?: Readonly<Record<string, unknown>>;
  /** At most 300 characters; held for 15 days, whatever the body is. */
  readonly idempotencyKey?: string;
}

/**
 * 4xx that say nothing final: it may have been done before, be under way, or wait for a provider behind Toss. Together
 * with a lost reply and every 5xx these are what has to be asked about.
 */
const undecidedCodes: ReadonlySet<string> = new Set([
  'ALREADY_PROCESSED_PAYMENT',
  'ALREADY_CANCELED_PAYMENT',
  'ALREADY_REFUND_PAYMENT',
  'ALREADY_REFUNDING_PAYMENT',
  'PROVIDER_ERROR',
  'IDEMPOTENT_REQUEST_PROCESSING',
  'UNKNOWN_PAYMENT_ERROR',
  // This copy was turned away unread; an earlier one of the same request may still be at work.
  'FORBIDDEN_CONSECUTIVE_REQUEST',
]);

/** Calls in the merchant's name. It throws nothing that Toss or the network did. */
export function tossCalls({ secretKey }: Pick<TossPaymentsConfig, 'secretKey'>, send: Send): Call {
  const authorization = `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}`;
  return async ({ method, path, timeoutMs, body, idempotencyKey }) => {
    try {
      const reply = await send({
        ...{ method, path, ...(timeoutMs !== undefined && { timeoutMs }) },
        headers: {
          authorization,
          ...(body && { 'content-type': 'application/json' }),
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      return answerOf(reply);
    } catch (error) {
      return { kind: 'unknown', outcome: unknownOf(error) };
    }
  };
}

function answerOf({ status, body }: ProviderReply): Answer {
  const json = jsonOf(body);
  if (status >= 200 && status < 300 && json !== undefined) return { kind: 'ok', json };
  const read = ErrorReply.safeParse(json);
  if (!read.success) return unknown(`http_${status}`, 'Toss Payments gave no answer that can be read');
  const { code, message } = read.data;
  if (status < 400 || status >= 500 || status === 429 || undecidedCodes.has(code)) return unknown(code, message);
  return { kind: 'refused', status, code, message };
}

export const unknown = (code: string, message: string): Extract<Answer, { kind: 'unknown' }> => ({
  kind: 'unknown',
  outcome: { outcome: 'unknown', code: code.slice(0, 100), message },
});

/** Undefined: no JSON. */
export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
