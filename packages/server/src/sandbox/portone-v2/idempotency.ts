import type { SandboxHandler, SandboxReply } from '../kit/http.js';
import { invalid, refused } from './replies.js';

const lifeMs = 3 * 3_600_000;

/** A string of RFC 8941: printable ASCII in quotes, with `\"` and `\\` for the two signs that end it. */
const quoted = /^"((?:[ !#-[\]-~]|\\["\\])*)"$/;

/** The key in the header; undefined where it has not the form that PortOne takes. */
export function idempotencyKeyIn(header: string): string | undefined {
  const key = quoted.exec(header.trim())?.[1]?.replace(/\\(["\\])/g, '$1');
  return key !== undefined && key.length >= 16 && key.length <= 256 ? key : undefined;
}

/**
 * What was answered to a key once is answered again for three hours, refusals too; while the first is being worked on,
 * nothing else is done. It is not looked at what is asked with the key: the merchant must not use one for two things.
 */
export function idempotent(handler: SandboxHandler, now: () => number): SandboxHandler {
  const known = new Map<string, { readonly at: number; reply: SandboxReply | undefined }>();
  return async (request) => {
    const header = request.headers['idempotency-key'];
    if (header === undefined || request.method === 'GET') return handler(request);
    const key = idempotencyKeyIn(header);
    if (key === undefined) return invalid('Idempotency-Key가 올바르지 않습니다.');
    const before = known.get(key);
    if (before !== undefined && now() < before.at + lifeMs)
      return before.reply ?? refused('IDEMPOTENCY_OUTSTANDING_REQUEST', '같은 멱등 키의 요청이 처리 중입니다.');
    const entry: { readonly at: number; reply: SandboxReply | undefined } = { at: now(), reply: undefined };
    known.set(key, entry);
    entry.reply = await handler(request);
    return entry.reply;
  };
}
