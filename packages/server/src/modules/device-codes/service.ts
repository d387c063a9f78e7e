import { pairingAlphabet, type SessionTokens } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database, Queries } from '../../platform/database.js';
import type { RandomBytes } from '../../platform/ids.js';
import { Problem } from '../../platform/problem.js';
import { randomText } from '../../platform/random-text.js';
import { sha256 } from '../../platform/sha256.js';
import type { Throttle, ThrottleRule } from '../../platform/throttle.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import type { Place } from '../members/notices.js';
import { type MemberRow, memberStore } from '../members/store.js';
import { type Decision, type DeviceCodeRow, deviceCodeStore } from './store.js';

export interface BegunSignIn {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUrl: string;
  readonly verificationUrlComplete: string;
  /** Seconds, as the interval. */
  readonly expiresIn: number;
  readonly interval: number;
}

/** Sign-in of a program without a browser, after RFC 8628. */
export interface DeviceCodeService {
  /** @throws Problem rate_limited */
  create(place: Place): Promise<BegunSignIn>;
  /**
   * Gives the session of an approved sign-in, once.
   * @throws Problem sign_in_pending, sign_in_denied, device_code_invalid, member_suspended, rate_limited (asked too soon)
   */
  redeem(deviceCode: string, by: Actor): Promise<SessionTokens>;
  /** @throws Problem device_code_invalid, rate_limited */
  get(
    userCode: string,
    memberId: string,
  ): Promise<{ client: string; address: string; createdAt: string; expiresAt: string }>;
  /** @throws Problem device_code_invalid, rate_limited */
  approve(userCode: string, memberId: string, by: Actor): Promise<void>;
  /** @throws Problem device_code_invalid, rate_limited */
  deny(userCode: string, memberId: string, by: Actor): Promise<void>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly audit: AuditTrail;
  readonly throttle: Throttle;
  readonly publicUrl: () => string;
  /** Asks `stillHolds` of the member as they are then. @throws Problem member_suspended, credentials_wrong (it does not hold) */
  readonly openSession: (
    memberId: string,
    place: Place,
    by: Actor,
    stillHolds: (member: MemberRow) => boolean,
  ) => Promise<SessionTokens>;
}

const userCodeLength = 8;
const lifeSeconds = 600;
const intervalSeconds = 5;
const maxWaiting = 1_000;
/** How long a program waits when too many others do. */
const crowdedSeconds = 60;
/** A user code has 40 bits: whoever types one wrong may mistype; whoever tries many guesses. */
const misses: ThrottleRule = { limit: 10, windowMs: 10 * 60_000 };

const asInvalid = (error: unknown): unknown =>
  error instanceof Problem && error.code === 'credentials_wrong' ? new Problem('device_code_invalid') : error;

export function deviceCodeService(deps: Dependencies): DeviceCodeService {
  const { db, clock, random, audit, throttle, publicUrl, openSession } = deps;
  const now = () => iso(clock.now());

  const insert = async (tx: Queries, device_digest: string, { client, address }: Place): Promise<string> => {
    const times = { created_at: now(), expires_at: iso(clock.now() + lifeSeconds * 1000) };
    for (;;) {
      const user_code = randomText(random, pairingAlphabet, userCodeLength);
      if (await deviceCodeStore(tx).insert({ user_code, device_digest, client, address, ...times })) return user_code;
    }
  };
  /** Runs what a member does with a user code; one that is not there counts as a guess. */
  const counted = async <T>(memberId: string, work: () => Promise<T | undefined>): Promise<T> => {
    const key = `device code of ${memberId}`;
    const taken = await throttle.take(key, misses);
    if (!taken.ok) throw new Problem('rate_limited', { retryAfterSeconds: taken.retryAfterSeconds });
    const found = await work();
    if (found === undefined) throw new Problem('device_code_invalid');
    await throttle.giveBack(key);
    return found;
  };
  const decide = (userCode: string, memberId: string, by: Actor, decision: Decision) =>
    counted(memberId, () =>
      db.transaction(async (tx) => {
        if (!(await deviceCodeStore(tx).decide(userCode, now(), decision))) return undefined;
        const action = decision.state === 'approved' ? 'device_code.approved' : 'device_code.denied';
        await audit.append(tx, [{ action, by, subjects: [memberId] }]);
        return decision.state;
      }),
    );
  /** The sign-in a program asks for, when it has let the interval pass. */
  const asked = async (digest: string): Promise<DeviceCodeRow> => {
    const since = iso(clock.now() - intervalSeconds * 1000);
    const isInTime = await deviceCodeStore(db).ask(digest, now(), since);
    const row = await deviceCodeStore(db).byDigest(digest, now());
    if (!row) throw new Problem('device_code_invalid');
    if (!isInTime) throw new Problem('rate_limited', { retryAfterSeconds: intervalSeconds });
    return row;
  };
  /** Uses an approved code up; gives who approved it. */
  const takeApproved = (digest: string, approvedBy: string | null): Promise<MemberRow> =>
    db.transaction(async (tx) => {
      const isMine = await deviceCodeStore(tx).takeApproved(digest, now());
      const approver = approvedBy === null ? undefined : await memberStore(tx).byId(approvedBy);
      if (!isMine || !approver) throw new Problem('device_code_invalid');
      return approver;
    });

  return {
    create: async (place) => {
      const deviceCode = random(32).toString('base64url');
      const code = await db.transaction(async (tx) => {
        await deviceCodeStore(tx).deleteExpired(now());
        if ((await deviceCodeStore(tx).countWaiting()) >= maxWaiting)
          throw new Problem('rate_limited', { retryAfterSeconds: crowdedSeconds });
        return insert(tx, sha256(deviceCode), place);
      });
      const userCode = `${code.slice(0, 4)}-${code.slice(4)}`;
      const verificationUrl = `${publicUrl()}/device`;
      // After the #, which a browser sends to no server and names in no Referer.
      const verificationUrlComplete = `${verificationUrl}#code=${userCode}`;
      const seconds = { expiresIn: lifeSeconds, interval: intervalSeconds };
      return { deviceCode, userCode, verificationUrl, verificationUrlComplete, ...seconds };
    },
    redeem: async (deviceCode, by) => {
      const digest = sha256(deviceCode);
      const { state, client, member_id } = await asked(digest);
      if (state === 'waiting') throw new Problem('sign_in_pending');
      if (state === 'denied') throw new Problem('sign_in_denied');
      // Used up before the session begins: a failure costs a new sign-in, never a second session.
      const approver = await takeApproved(digest, member_id);
      // A password changed in between ends what was approved under the former one.
      const stillHolds = ({ password_hash }: MemberRow) => password_hash === approver.password_hash;
      return openSession(approver.id, { client, address: by.address }, by, stillHolds).catch((error: unknown) =>
        Promise.reject(asInvalid(error)),
      );
    },
    get: (userCode, memberId) =>
      counted(memberId, async () => {
        const row = await deviceCodeStore(db).waiting(userCode, now());
        if (!row) return undefined;
        const { client, address, created_at, expires_at } = row;
        return { client, address, createdAt: created_at, expiresAt: expires_at };
      }),
    approve: async (userCode, memberId, by) => {
      await decide(userCode, memberId, by, { state: 'approved', member_id: memberId });
    },
    deny: async (userCode, memberId, by) => {
      await decide(userCode, memberId, by, { state: 'denied' });
    },
  };
}
