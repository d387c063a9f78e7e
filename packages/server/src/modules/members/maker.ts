import type { AuditAction, Grade, Member, Role } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import { isUniqueViolation, type Queries } from '../../platform/database.js';
import type { NewId } from '../../platform/ids.js';
import type { PasswordPolicy } from '../../platform/password-policy.js';
import type { Passwords } from '../../platform/passwords.js';
import { Problem } from '../../platform/problem.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import { memberStore, toMember } from './store.js';

export interface NewMember {
  readonly email: string;
  readonly passwordHash: string;
  readonly name: string;
  readonly role: Role;
  readonly grade: Grade;
}

/** Makes accounts, whatever way somebody came in. */
export interface MemberMaker {
  /** The hash of a password that may be set; slow by design, so outside of any transaction. @throws Problem password_common, password_personal */
  hash(password: string, about: { readonly email: string; readonly name: string }): Promise<string>;
  /**
   * Writes the account, and the audit entry with the new member as its subject; the actor of somebody who makes their
   * own account is the new member. @throws Problem email_taken
   */
  insert(
    tx: Queries,
    member: NewMember,
    by: Actor,
    action: Extract<AuditAction, 'member.signed_up' | 'member.created' | 'invitation.accepted'>,
    data?: Readonly<Record<string, string>>,
  ): Promise<Member>;
}

interface Dependencies {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly passwords: Passwords;
  readonly policy: PasswordPolicy;
  readonly audit: AuditTrail;
}

export function memberMaker({ clock, newId, passwords, policy, audit }: Dependencies): MemberMaker {
  return {
    hash: async (password, about) => {
      const fault = policy.fault(password, about);
      if (fault !== undefined) throw new Problem(fault);
      return passwords.hash(password);
    },
    insert: async (tx, { email, passwordHash, name, role, grade }, by, action, data = {}) => {
      const id = newId('mem');
      const at = iso(clock.now());
      const row = {
        id,
        email,
        password_hash: passwordHash,
        name,
        role,
        grade,
        created_at: at,
        password_changed_at: at,
      };
      try {
        await memberStore(tx).insert(row);
      } catch (error) {
        throw isUniqueViolation(error) ? new Problem('email_taken') : error;
      }
      const actor: Actor = by.kind === 'anonymous' ? { ...by, kind: 'member', id } : by;
      await audit.append(tx, [{ action, by: actor, subjects: [id], data: { role, ...data } }]);
      const member = await memberStore(tx).byId(id);
      if (!member) throw new Problem('internal_error');
      return toMember(member);
    },
  };
}
