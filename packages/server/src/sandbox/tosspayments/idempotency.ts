import type { SandboxClock } from '../kit/clock.js';
import type { SandboxReply, SandboxRequest } from '../kit/http.js';
import { TossRefusal } from './errors.js';

const validMs = 15 * 86_400_000;
const longestKey = 300;

/** The first reply to a key is the reply to all; undefined as long as it is being made. */
interface Kept {
  readonly at: number;
  reply: SandboxReply | undefined;
}

/**
 * Replays by Idempotency-Key. A key belongs to one secret key, method and address; the body is not compared, and a
 * refusal is kept as any other reply.
 */
export function idempotency(clock: SandboxClock) {
  const kept = new Map<string, Kept>();
  /** @throws TossRefusal when the key is too long, or its first request is under way */
  return async (
    { method, path, headers }: SandboxRequest,
    secretKey: string,
    work: () => Promise<SandboxReply>,
  ): Promise<SandboxReply> => {
    const key = headers['idempotency-key'];
    if (key === undefined || method !== 'POST') return work();
    if (key.length > longestKey) throw new TossRefusal('INVALID_IDEMPOTENCY_KEY');
    const place = JSON.stringify([secretKey, method, path, key]);
    const found = kept.get(place);
    if (found !== undefined && clock.now() - found.at < validMs) {
      if (found.reply === undefined) throw new TossRefusal('IDEMPOTENT_REQUEST_PROCESSING');
      return found.reply;
    }
    const entry: Kept = { at: clock.now(), reply: undefined };
    kept.set(place, entry);
    entry.reply = await work();
    return entry.reply;
  };
}
