import type * as z from 'zod';
import type { ProviderCall, ProviderReply, Send } from '../exchange.js';
import { unknownOf } from '../exchange.js';
import { type AccessTokens, jsonOf, type Unknown, unknown } from './access.js';
import { Envelope } from './replies.js';

/** What came of a call. */
export type Answer<T> =
  | { readonly outcome: 'ok'; readonly value: T }
  /** `code` other than 0: by this call nothing happened at PortOne; what an earlier one did is another question. */
  | { readonly outcome: 'refused'; readonly code: number; readonly message: string }
  /** HTTP 404, said by PortOne itself. */
  | { readonly outcome: 'missing'; readonly message: string }
  | Unknown;

export type Call = <T>(
  schema: z.ZodType<T>,
  method: ProviderCall['method'],
  path: string,
  body?: Readonly<Record<string, unknown>>,
) => Promise<Answer<T>>;

/** Calls the API with a token, and with a new one where PortOne no longer takes it. */
export function authorizedCalls(tokens: AccessTokens, send: Send): Call {
  const once = async (call: ProviderCall): Promise<{ reply: ProviderReply; token: string } | Unknown> => {
    const access = await tokens.get();
    if (access.outcome === 'unknown') return access;
    try {
      const headers = { ...call.headers, authorization: `Bearer ${access.token}` };
      return { reply: await send({ ...call, headers }), token: access.token };
    } catch (error) {
      return unknownOf(error);
    }
  };

  return async (schema, method, path, body) => {
    const call: ProviderCall = {
      ...{ method, path },
      headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    };
    let sent = await once(call);
    if ('reply' in sent && sent.reply.status === 401) {
      // Refused at the door, so nothing was done: the only reply after which even a cancellation may be sent again.
      tokens.drop(sent.token);
      sent = await once(call);
    }
    return 'reply' in sent ? answerOf(schema, sent.reply) : sent;
  };
}

function answerOf<T>(schema: z.ZodType<T>, { status, body }: ProviderReply): Answer<T> {
  if (status === 401) return unknown('unauthorized', 'PortOne refuses the access token');
  const envelope = Envelope.safeParse(jsonOf(body)).data;
  // Only PortOne's own words count: a proxy's page proves nothing.
  if (envelope === undefined) return unknown(status === 200 ? 'unreadable_reply' : `http_${status}`, `HTTP ${status}`);
  const message = envelope.message ?? '';
  if (status === 404) return { outcome: 'missing', message };
  if (status !== 200) return unknown(`http_${status}`, message);
  if (envelope.code !== 0) return { outcome: 'refused', code: envelope.code, message };
  const read = schema.safeParse(envelope.response);
  return read.success
    ? { outcome: 'ok', value: read.data }
    : unknown('unreadable_reply', 'The reply lacks what it must hold');
}
