import type { SecondFactor } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import { countOf, type Database, type Queries } from '../../platform/database.js';
import type { LiveEffects } from '../../platform/effects.js';
import type { RandomBytes } from '../../platform/ids.js';
import type { KeyedDigest } from '../../platform/keyed-digest.js';
import { normalCode, recoveryCodes } from '../../platform/one-time-codes.js';
import { type Language, Problem } from '../../platform/problem.js';
import type { SecretBox } from '../../platform/secret-box.js';
import { newTotpSecret, totpStep, totpUri } from '../../platform/totp.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import { mustNotBeOneself } from '../members/departure.js';
import type { Notices } from '../members/notices.js';
import type { PasswordCheck } from '../members/password-check.js';
import { type MemberRow, memberStore } from '../members/store.js';
import type { SignInThrottle } from '../sessions/sign-in-throttle.js';
import { sessionStore } from '../sessions/store.js';
import { recoveryDigest, type SecondFactorCheck, totpContext, useStep } from './check.js';

/** Who changes a second factor, by which session, told in which language. */
export interface Holder {
  readonly memberId: string;
  readonly sessionId: string;
  readonly language: Language;
  readonly by: Actor;
}

export interface SecondFactorService {
  get(memberId: string): Promise<SecondFactor>;
  /** @throws Problem credentials_wrong, second_factor_on */
  start(holder: Holder, password: string): Promise<{ secret: string; uri: string }>;
  /** Gives the recovery codes; other sessions end. @throws Problem second_factor_wrong, second_factor_on, second_factor_off */
  confirm(holder: Holder, code: string): Promise<string[]>;
  /** @throws Problem credentials_wrong, second_factor_wrong, second_factor_off, second_factor_demanded */
  disable(holder: Holder, password: string, code: string): Promise<void>;
  /** @throws Problem credentials_wrong, second_factor_wrong, second_factor_off */
  renewRecoveryCodes(holder: Holder, password: string, code: string): Promise<string[]>;
  /** An admin takes it off another member, who lost it. @throws Problem second_factor_off, own_account */
  reset(memberId: string, language: Language, by: Actor): Promise<void>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly box: SecretBox;
  readonly keyed: KeyedDigest;
  readonly check: SecondFactorCheck;
  readonly passwordCheck: PasswordCheck;
  readonly throttle: SignInThrottle;
  readonly isRequired: (role: MemberRow['role']) => Promise<boolean>;
  readonly institutionName: () => Promise<string>;
  readonly audit: AuditTrail;
  readonly notices: Notices;
  readonly effects: LiveEffects;
}

const off = { totp_secret: null, totp_pending: null, totp_step: null, second_factor_since: null };

export function secondFactorService(deps: Dependencies): SecondFactorService {
  const { db, clock, random, box, keyed, check, passwordCheck, throttle, audit, notices, effects } = deps;
  const found = async (id: string, queries: Queries = db): Promise<MemberRow> => {
    const member = await memberStore(queries).byId(id);
    if (!member) throw new Problem('not_found');
    return member;
  };
  const withoutFactor = async (id: string): Promise<MemberRow> => {
    const member = await found(id);
    if (member.second_factor_since !== null) throw new Problem('second_factor_on');
    return member;
  };
  /** A member who proves both factors again. */
  const proven = async ({ memberId, language, by }: Holder, password: string, code: string): Promise<MemberRow> => {
    const member = await passwordCheck.mustMatch(memberId, password);
    if (member.second_factor_since === null) throw new Problem('second_factor_off');
    const attempt = await throttle.admitMember(memberId, 'code');
    if (!(await check.take(member, code, language, by))) throw new Problem('second_factor_wrong');
    await attempt.succeeded();
    return member;
  };
  const writeCodes = async (tx: Queries, memberId: string): Promise<string[]> => {
    const codes = recoveryCodes(random);
    await tx('recovery_codes').where({ member_id: memberId }).delete();
    const rows = codes.map((code) => recoveryDigest(keyed, memberId, normalCode(code)));
    await tx('recovery_codes').insert(rows.map((code_hash) => ({ member_id: memberId, code_hash })));
    return codes;
  };
  const turnOff = async (tx: Queries, memberId: string): Promise<void> => {
    await memberStore(tx).update(memberId, off);
    await tx('recovery_codes').where({ member_id: memberId }).delete();
  };

  return {
    get: async (memberId) => {
      const { role, second_factor_since } = await found(memberId);
      return {
        on: second_factor_since !== null,
        since: second_factor_since,
        recoveryCodesLeft: await countOf(db('recovery_codes').where({ member_id: memberId })),
        required: await deps.isRequired(role),
      };
    },
    start: async ({ memberId }, password) => {
      await withoutFactor(memberId);
      const { email } = await passwordCheck.mustMatch(memberId, password);
      const secret = newTotpSecret(random);
      await memberStore(db).update(memberId, { totp_pending: box.seal(secret, totpContext(memberId)) });
      return { secret, uri: totpUri({ secret, account: email, issuer: await deps.institutionName() }) };
    },
    confirm: async ({ memberId, sessionId, language, by }, code) => {
      const member = await withoutFactor(memberId);
      const pending = member.totp_pending;
      if (pending === null) throw new Problem('second_factor_off', { detail: 'Begin to set it up first' });
      const attempt = await throttle.admitMember(memberId, 'code');
      const step = totpStep(box.open(pending, totpContext(memberId)), code, clock.now());
      if (step === undefined) throw new Problem('second_factor_wrong');
      await attempt.succeeded();
      const at = iso(clock.now());
      const { codes, ended } = await db.transaction(async (tx) => {
        const on = { totp_secret: pending, totp_pending: null, second_factor_since: at };
        const unchanged = tx('members').where({ id: memberId, totp_pending: pending }).whereNull('second_factor_since');
        if ((await unchanged.update(on)) !== 1) throw new Problem('second_factor_on');
        await useStep(tx, memberId, step);
        await audit.append(tx, [{ action: 'second_factor.turned_on', by, subjects: [memberId] }]);
        return {
          codes: await writeCodes(tx, memberId),
          ended: await sessionStore(tx).endAllOf(memberId, at, sessionId),
        };
      });
      effects.credentialsEnded(ended);
      effects.memberChanged(memberId);
      notices.secondFactorChanged(member, language, 'turned_on');
      return codes;
    },
    disable: async (holder, password, code) => {
      const { memberId, language, by } = holder;
      if (await deps.isRequired((await found(memberId)).role)) throw new Problem('second_factor_demanded');
      const member = await proven(holder, password, code);
      await db.transaction(async (tx) => {
        await turnOff(tx, memberId);
        await audit.append(tx, [{ action: 'second_factor.turned_off', by, subjects: [memberId] }]);
      });
      effects.memberChanged(memberId);
      notices.secondFactorChanged(member, language, 'turned_off');
    },
    renewRecoveryCodes: async (holder, password, code) => {
      const { memberId, by } = holder;
      await proven(holder, password, code);
      return db.transaction(async (tx) => {
        await audit.append(tx, [{ action: 'second_factor.recovery_codes_renewed', by, subjects: [memberId] }]);
        return writeCodes(tx, memberId);
      });
    },
    reset: async (memberId, language, by) => {
      // One's own needs password and code: a stolen token alone must not turn it off.
      mustNotBeOneself(memberId, by);
      const member = await db.transaction(async (tx) => {
        const row = await found(memberId, tx);
        if (row.second_factor_since === null) throw new Problem('second_factor_off');
        await turnOff(tx, memberId);
        await audit.append(tx, [{ action: 'second_factor.reset', by, subjects: [memberId] }]);
        return row;
      });
      effects.memberChanged(memberId);
      notices.secondFactorChanged(member, language, 'reset');
    },
  };
}
