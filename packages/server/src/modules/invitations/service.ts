import { type Invitation, type Member, pairingAlphabet } from '@didacto/sdk/contract';
import { mails } from '../../mails/index.js';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database, Queries } from '../../platform/database.js';
import type { NewId, RandomBytes } from '../../platform/ids.js';
import type { Postman } from '../../platform/mail/postman.js';
import type { PageRequest } from '../../platform/page.js';
import { type Language, Problem } from '../../platform/problem.js';
import { randomText } from '../../platform/random-text.js';
import { sha256 } from '../../platform/sha256.js';
import type { Actor } from '../audit/actor.js';
import type { AuditTrail } from '../audit/trail.js';
import type { MemberMaker } from '../members/maker.js';
import { memberStore } from '../members/store.js';
import { invitationStore } from './store.js';

export interface InvitationService {
  /** Mails an invitation, good once for 7 days; a waiting one of the same address is revoked. @throws Problem email_taken */
  create(
    email: string,
    inviter: { readonly memberId: string; readonly language: Language },
    by: Actor,
  ): Promise<{ invitation: Invitation; code: string; link: string }>;
  list(request: PageRequest): Promise<{ data: Invitation[]; nextCursor: string | null }>;
  /** @throws Problem not_found, invitation_invalid where it does not wait */
  revoke(id: string, by: Actor): Promise<Invitation>;
  /** @throws Problem invitation_invalid */
  preview(code: string): Promise<{ email: string; institution: string; role: Invitation['role']; expiresAt: string }>;
  /** Makes the account. @throws Problem invitation_invalid, email_taken, password_common, password_personal */
  accept(shown: { code: string; name: string; password: string }, by: Actor): Promise<Member>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly newId: NewId;
  readonly audit: AuditTrail;
  readonly maker: MemberMaker;
  readonly postman: Pick<Postman, 'post'>;
  readonly publicUrl: () => string;
  readonly institutionName: () => Promise<string>;
  readonly timeZone: string;
}

const codeLength = 20;
const lifeMs = 7 * 86_400_000;

export function invitationService(deps: Dependencies): InvitationService {
  const { db, clock, random, newId, audit, maker, postman, publicUrl, institutionName, timeZone } = deps;
  const now = () => iso(clock.now());
  const found = async (queries: Queries, id: string): Promise<Invitation> => {
    const invitation = await invitationStore(queries).byId(id, now());
    if (!invitation) throw new Problem('not_found');
    return invitation;
  };
  const revokeWaiting = async (tx: Queries, which: { id: string } | { email: string }, by: Actor): Promise<number> => {
    const revoked = await invitationStore(tx).revoke(which, now());
    const onRecord = { action: 'invitation.revoked', by } as const;
    const entries = revoked.map(({ id, invited_by }) => ({ ...onRecord, subjects: [id, invited_by] }));
    await audit.append(tx, entries);
    return entries.length;
  };
  const waiting = async (code: string) => {
    const row = await invitationStore(db).byCode(sha256(code), now());
    if (!row) throw new Problem('invitation_invalid');
    return row;
  };

  return {
    create: async (email, { memberId, language }, by) => {
      const institution = await institutionName();
      const id = newId('inv');
      const secret = randomText(random, pairingAlphabet, codeLength);
      const invitation = await db.transaction(async (tx) => {
        if (await memberStore(tx).byEmail(email)) throw new Problem('email_taken');
        await revokeWaiting(tx, { email }, by);
        await invitationStore(tx).insert({
          ...{ id, email, role: 'instructor', invited_by: memberId, code_digest: sha256(secret) },
          ...{ created_at: now(), expires_at: iso(clock.now() + lifeMs) },
        });
        await audit.append(tx, [{ action: 'invitation.created', by, subjects: [id, memberId] }]);
        return found(tx, id);
      });
      const code = secret.replace(/.{5}(?=.)/g, '$&-');
      // After the #, which a browser sends to no server and names in no Referer.
      const link = `${publicUrl()}/account/invitation#code=${code}`;
      const { invitedBy, expiresAt: validUntil } = invitation;
      const fields = { institution, invitedBy: invitedBy.name, link, code, validUntil, timeZone };
      postman.post({ to: email, ...mails.invitation(language, fields) });
      return { invitation, code, link };
    },
    list: (request) => invitationStore(db).page(request, now()),
    revoke: (id, by) =>
      db.transaction(async (tx) => {
        await found(tx, id);
        if ((await revokeWaiting(tx, { id }, by)) === 0) throw new Problem('invitation_invalid');
        return found(tx, id);
      }),
    preview: async (code) => {
      const { email, role, expires_at } = await waiting(code);
      return { email, institution: await institutionName(), role, expiresAt: expires_at };
    },
    accept: async ({ code, name, password }, by) => {
      // Read before the slow hash, used up with the account: a refused password costs no new invitation.
      const passwordHash = await maker.hash(password, { email: (await waiting(code)).email, name });
      return db.transaction(async (tx) => {
        const invitation = await invitationStore(tx).accept(sha256(code), now());
        if (!invitation) throw new Problem('invitation_invalid');
        const { id: invitationId, email, role } = invitation;
        const member = { email, passwordHash, name, role, grade: 'free' } as const;
        return maker.insert(tx, member, by, 'invitation.accepted', { invitationId });
      });
    },
  };
}
