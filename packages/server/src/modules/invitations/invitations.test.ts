import { InvitationCode } from '@didacto/sdk/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  asActor,
  everythingIn,
  onRecord,
  openWaysIn,
  outcomeOf,
  tally,
  visitor,
} from '../verifications/testing/ways-in.js';
import { invitationService } from './service.js';

const hour = 3_600_000;
const week = 7 * 24 * hour;
const guest = { name: '민준', password: 'correct horse battery' };

let ways: Awaited<ReturnType<typeof openWaysIn>>;
let service: ReturnType<typeof invitationService>;
let admin: { readonly id: string };
beforeEach(async () => {
  ways = await openWaysIn();
  service = invitationService(ways);
  admin = await ways.addMember('admin@school.example', 'admin');
});
afterEach(() => ways.db.destroy());

const invite = async (email = 'minjun@school.example', language: 'en' | 'ko' = 'en', by = admin.id) => {
  const made = await service.create(email, { memberId: by, language }, asActor(by));
  return { ...made, typed: InvitationCode.parse(made.code) };
};
const accept = (code: string) => service.accept({ ...guest, code }, visitor);
const states = async () => (await service.list({ limit: 10 })).data.map(({ state }) => state);
const accounts = () => ways.db('members').where({ role: 'instructor' }).select('email', 'grade', 'name');

describe('an invitation', () => {
  test('is mailed with its code and a link that carries it behind the #', async () => {
    const { invitation, code, link } = await invite('minjun@school.example', 'ko');
    expect(code).toMatch(/^\w{5}-\w{5}-\w{5}-\w{5}$/);
    expect(link).toBe(`https://school.example/account/invitation#code=${code}`);
    expect(Date.parse(invitation.expiresAt) - ways.clock.now()).toBe(week);
    expect(invitation).toMatchObject({ state: 'waiting', invitedBy: { id: admin.id, name: '하은' } });
    const [letter] = ways.letters;
    expect([letter?.to, letter?.subject]).toEqual(['minjun@school.example', '한빛 학원 강사 초대']);
    expect(letter?.text).toContain(link);
    expect(letter?.text).toContain(`    ${code}\n`);
    expect(letter?.text).toContain('2026년 3월 9일');
  });

  test('makes an instructor of the free grade, once', async () => {
    const { invitation, typed } = await invite();
    expect(await service.preview(typed)).toEqual({
      email: 'minjun@school.example',
      institution: '한빛 학원',
      role: 'instructor',
      expiresAt: invitation.expiresAt,
    });
    const member = await accept(typed);
    expect(member).toMatchObject({ email: 'minjun@school.example', role: 'instructor', grade: 'free', name: '민준' });
    expect(await outcomeOf(accept(typed))).toBe('invitation_invalid');
    expect(await outcomeOf(service.preview(typed))).toBe('invitation_invalid');
    expect(await states()).toEqual(['accepted']);
    expect(await onRecord(ways.db)).toEqual([
      { action: 'invitation.created', actorId: admin.id, subjects: [invitation.id, admin.id].sort(), data: {} },
      {
        action: 'invitation.accepted',
        actorId: member.id,
        subjects: [member.id],
        data: { role: 'instructor', invitationId: invitation.id },
      },
    ]);
  });

  test('makes one account of 20 that accept it at once', async () => {
    const { typed } = await invite();
    expect(await tally(Array.from({ length: 20 }, () => accept(typed)))).toEqual({ ok: 1, invitation_invalid: 19 });
    expect(await accounts()).toHaveLength(1);
    expect((await onRecord(ways.db)).filter(({ action }) => action === 'invitation.accepted')).toHaveLength(1);
  });

  test('is good for 7 days', async () => {
    const { invitation, typed } = await invite();
    ways.clock.pass(week - 1);
    expect(await outcomeOf(service.preview(typed))).toBe('ok');
    ways.clock.pass(1);
    const revoke = () => service.revoke(invitation.id, asActor(admin.id));
    for (const late of [() => service.preview(typed), () => accept(typed), revoke])
      expect(await outcomeOf(late())).toBe('invitation_invalid');
    expect(await states()).toEqual(['expired']);
    expect(await accounts()).toEqual([]);
  });

  test('that is revoked while the password is hashed makes no account', async () => {
    const { invitation, typed } = await invite();
    const slow = { ...ways.maker, hash: () => service.revoke(invitation.id, asActor(admin.id)).then(() => 'a hash') };
    const late = invitationService({ ...ways, maker: slow }).accept({ ...guest, code: typed }, visitor);
    expect(await outcomeOf(late)).toBe('invitation_invalid');
    expect(await accounts()).toEqual([]);
  });

  test('costs nothing when the password is refused, or the address has an account by then', async () => {
    const { typed } = await invite();
    expect(await outcomeOf(service.accept({ code: typed, name: 'Minjun', password: 'password1' }, visitor))).toBe(
      'password_common',
    );
    const other = await ways.addMember('minjun@school.example', 'student');
    expect(await outcomeOf(accept(typed))).toBe('email_taken');
    await ways.db('members').where({ id: other.id }).update({ withdrawn_at: '2026-03-02T00:00:00.000Z' });
    expect(await outcomeOf(accept(typed))).toBe('ok');
  });
});

describe('an admin', () => {
  test('revokes an invitation that waits, once', async () => {
    const { invitation, typed } = await invite();
    const other = await ways.addMember('other@school.example', 'admin');
    expect(await service.revoke(invitation.id, asActor(other.id))).toMatchObject({
      id: invitation.id,
      state: 'revoked',
    });
    expect(await outcomeOf(service.revoke(invitation.id, asActor(other.id)))).toBe('invitation_invalid');
    expect(await outcomeOf(service.revoke('inv_01h2xcejqtf2nbrexx3vqjhp41', asActor(other.id)))).toBe('not_found');
    expect(await outcomeOf(accept(typed))).toBe('invitation_invalid');
    expect((await onRecord(ways.db)).slice(1)).toEqual([
      { action: 'invitation.revoked', actorId: other.id, subjects: [invitation.id, admin.id].sort(), data: {} },
    ]);
  });

  test('who invites an address again revokes what waits for it, and nothing else', async () => {
    const [former, neighbour] = [await invite(), await invite('jiwoo@school.example')];
    const next = await invite();
    expect(await states()).toEqual(['waiting', 'waiting', 'revoked']);
    expect(await outcomeOf(accept(former.typed))).toBe('invitation_invalid');
    expect(await tally([accept(next.typed), accept(neighbour.typed)])).toEqual({ ok: 2 });
    const revoked = (await onRecord(ways.db)).filter(({ action }) => action === 'invitation.revoked');
    expect(revoked.map(({ subjects }) => subjects)).toEqual([[former.invitation.id, admin.id].sort()]);
  });

  test('cannot invite who has an account, but who withdrew', async () => {
    const member = await ways.addMember('minjun@school.example', 'student');
    expect(await outcomeOf(invite())).toBe('email_taken');
    expect(ways.letters).toEqual([]);
    await ways.db('members').where({ id: member.id }).update({ withdrawn_at: '2026-03-02T00:00:00.000Z' });
    expect(await outcomeOf(invite())).toBe('ok');
  });

  test('who is erased leaves their invitations in the list, without a name', async () => {
    const gone = await ways.addMember('gone@school.example', 'admin');
    const { typed } = await invite('minjun@school.example', 'en', gone.id);
    await invite('jiwoo@school.example');
    await ways
      .db('members')
      .where({ id: gone.id })
      .update({ name: '(withdrawn)', email: '', withdrawn_at: '2026-03-02T00:00:00.000Z' });
    const { data } = await service.list({ limit: 10 });
    expect(data.map(({ invitedBy }) => invitedBy)).toEqual([
      { id: admin.id, name: '하은' },
      { id: gone.id, name: '(withdrawn)' },
    ]);
    expect(await outcomeOf(accept(typed))).toBe('ok');
  });

  test('lists invitations page by page, newest first', async () => {
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) ids.unshift((await invite(`${name}@school.example`)).invitation.id);
    const first = await service.list({ limit: 2 });
    const second = await service.list({ limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
  });
});

test('the code is not in the database, before and after it is used', async () => {
  const { code, typed } = await invite();
  const before = await everythingIn(ways.db);
  await accept(typed);
  for (const written of [before, await everythingIn(ways.db)]) {
    expect(written).toContain('minjun@school.example');
    for (const secret of [code, typed]) expect(written).not.toContain(secret);
  }
});
