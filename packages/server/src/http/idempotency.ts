import { type ErrorCode, errors } from '@didacto/sdk/contract';
import { type Clock, iso } from '../platform/clock.js';
import { type Database, isUniqueViolation } from '../platform/database.js';
import { type FieldError, Problem } from '../platform/problem.js';
import type { SecretBox } from '../platform/secret-box.js';
import { sha256 } from '../platform/sha256.js';

/** A call that is to happen once. */
export interface KeyedCall {
  /** Who calls: a member, or the order of a public checkout. Keys of others are none of theirs. */
  readonly scope: string;
  readonly route: string;
  readonly key: string;
  /** What the call asks for: path, query and body. */
  readonly asks: unknown;
}

export interface Idempotency {
  /**
   * Runs `work` for the first call with a key; later ones get the first one's answer, refusals included. `work` is given
   * what names the call for good: what it makes carries that, so that it is made once even if we crash in between.
   * @throws Problem idempotency_key_missing, idempotency_key_reused, idempotency_in_flight, and what the first call threw
   */
  once(call: KeyedCall, work: (name: string) => Promise<unknown>): Promise<unknown>;
}

interface KeyRow {
  readonly body_hash: string;
  readonly state: 'running' | 'done';
  readonly reply: string | null;
  readonly lease_until: string;
}

/** A call that has not answered by then was cut off by a crash, and is begun anew by whoever repeats it. */
export const leaseMs = 120_000;
const wellFormed = /^[\x21-\x7e]{1,255}$/;

type Stored =
  | { readonly reply: unknown }
  | { readonly code: ErrorCode; readonly detail?: string; readonly fields?: readonly FieldError[] };

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly box: SecretBox;
}

export function idempotency({ db, clock, box }: Dependencies): Idempotency {
  const rowOf = ({ scope, route, key }: KeyedCall) => db('idempotency_keys').where({ scope, route, key });
  const contextOf = ({ scope, route, key }: KeyedCall): string => JSON.stringify(['idempotency', scope, route, key]);

  /** The lease of a caller that is the first, or takes over from one that was cut off; else what the first one answered. */
  const begin = async (call: KeyedCall, bodyHash: string): Promise<string | KeyRow> => {
    const now = clock.now();
    const lease = { lease_until: iso(now + leaseMs) };
    try {
      const { scope, route, key } = call;
      await db('idempotency_keys').insert({
        scope,
        route,
        key,
        body_hash: bodyHash,
        state: 'running',
        ...lease,
        created_at: iso(now),
      });
      return lease.lease_until;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
    const held: KeyRow | undefined = await rowOf(call).first('body_hash', 'state', 'reply', 'lease_until');
    // Released in between: whoever was first failed in a way that may be tried again.
    if (held === undefined) throw new Problem('idempotency_in_flight', { retryAfterSeconds: 1 });
    if (held.body_hash !== bodyHash) throw new Problem('idempotency_key_reused');
    if (held.state === 'done') return held;
    const isMine = await rowOf(call)
      .where({ state: 'running', lease_until: held.lease_until })
      .where('lease_until', '<=', iso(now))
      .update(lease);
    if (isMine !== 1) throw new Problem('idempotency_in_flight', { retryAfterSeconds: 1 });
    return lease.lease_until;
  };

  /** Whoever was taken over from no longer has a say: each lease ends later than the one before, and so tells them apart. */
  const heldBy = (call: KeyedCall, lease: string) => rowOf(call).where({ state: 'running', lease_until: lease });

  const finish = async (call: KeyedCall, lease: string, stored: Stored): Promise<void> => {
    // Replies can name people and hold links: they lie sealed, and not for long.
    await heldBy(call, lease).update({ state: 'done', reply: box.seal(JSON.stringify(stored), contextOf(call)) });
  };

  const answerOf = (call: KeyedCall, { reply }: KeyRow): unknown => {
    const stored: Stored = JSON.parse(box.open(reply ?? '', contextOf(call)));
    if ('code' in stored) {
      const { code, detail, fields } = stored;
      throw new Problem(code, { ...(detail !== undefined && { detail }), ...(fields !== undefined && { fields }) });
    }
    return stored.reply;
  };

  return {
    once: async (call, work) => {
      if (!wellFormed.test(call.key)) throw new Problem('idempotency_key_missing');
      const bodyHash = sha256(canonical(call.asks));
      const lease = await begin(call, bodyHash);
      if (typeof lease !== 'string') return answerOf(call, lease);
      try {
        const reply = await work(sha256(contextOf(call)));
        await finish(call, lease, { reply });
        return reply;
      } catch (error) {
        if (isFinal(error)) {
          const { detail, fields } = error.options;
          const refusal = { code: error.code, ...(detail !== undefined && { detail }), ...(fields && { fields }) };
          await finish(call, lease, refusal);
        } else await heldBy(call, lease).delete();
        throw error;
      }
    },
  };
}

/**
 * A refusal that the same request would get again; what may pass is not kept. Nor is one of whoever has no business
 * here: nothing happened, and a stranger must not fill the table.
 */
const isFinal = (error: unknown): error is Problem =>
  error instanceof Problem &&
  error.status < 500 &&
  ![401, 403, 404].includes(error.status) &&
  !errors[error.code].retryable;

/** The same text for the same value, whatever the order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
