import { createDidacto } from '@didacto/sdk';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcomeOf } from '../../testing/outcomes.js';
import { type Person, password, startTestServer, type TestServer } from '../../testing/test-server.js';

describe('what an admin does to a member', () => {
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer();
  });
  afterAll(() => school.stop());

  const withFactor = async (person: Person) => {
    const { secret } = await person.didacto.secondFactor.start({ password });
    await person.didacto.secondFactor.confirm({ code: new TOTP({ secret }).generate() });
  };

  test.each(['a sign-in', 'an access token'])(
    'by %s is on record, act by act, with who did it and to whom',
    async (by) => {
      const admin = await school.person('admin');
      const wanted = { name: 'x', scopes: ['members:write' as const], password };
      const made = by === 'an access token' ? await admin.didacto.accessTokens.create(wanted) : undefined;
      const { members } = made ? createDidacto({ baseUrl: school.url, auth: made.text }) : admin.didacto;
      const person = await school.person('student');
      await withFactor(person);
      const memberId = person.member.id;
      const { seq: before } = await school.admin.didacto.audit.head();
      await members.update({ memberId, grade: 'premium' });
      await members.update({ memberId, name: '다른 이름' });
      await members.endSessions({ memberId });
      await members.resetSecondFactor({ memberId });
      await members.suspend({ memberId, note: '왜' });
      await members.restore({ memberId, note: '이제' });
      await members.update({ memberId, role: 'desk' });
      await members.erase({ memberId, note: '떠남' });
      const entries = (await school.admin.didacto.audit.list({ order: 'asc' }).toArray()).filter(
        ({ seq }) => seq > before,
      );
      expect(entries.map(({ action }) => action)).toEqual([
        ...['member.updated', 'member.updated', 'session.ended', 'second_factor.reset'],
        ...['member.suspended', 'member.restored', 'member.role_changed', 'member.erased'],
      ]);
      for (const { action, actorKind, actorId, tokenId, subjects } of entries)
        expect([action, actorKind, actorId, tokenId, subjects]).toEqual([
          ...[action, 'member', admin.member.id, made?.accessToken.id ?? null],
          [memberId],
        ]);
      // Notes were with the others until the member was erased; the one of the erasure stays.
      expect(entries.map(({ detail }) => detail?.note ?? null)).toEqual([...Array(7).fill(null), '떠남']);
    },
  );

  test('is not done to their own second factor, which needs password and code', async () => {
    const admin = await school.person('admin');
    await withFactor(admin);
    const { text } = await admin.didacto.accessTokens.create({ name: 'x', scopes: ['members:write'], password });
    const byToken = createDidacto({ baseUrl: school.url, auth: text, retry: { retries: 0 } });
    const memberId = admin.member.id;
    for (const { members } of [admin.didacto, byToken])
      expect(await outcomeOf(members.resetSecondFactor({ memberId }))).toBe('own_account');
    expect(await admin.didacto.secondFactor.get()).toMatchObject({ on: true, recoveryCodesLeft: 10 });
    // Another admin may.
    expect(await outcomeOf(school.admin.didacto.members.resetSecondFactor({ memberId }))).toBe('ok');
  });

  test('done twice is done once: a suspended member is not suspended again, nor told again', async () => {
    const { member } = await school.person('student');
    const { members, audit } = school.admin.didacto;
    for (const act of [members.suspend, members.suspend, members.restore, members.restore])
      expect(await outcomeOf(act({ memberId: member.id }))).toBe('ok');
    const actions = (await audit.list({ subjectId: member.id, order: 'asc' }).toArray()).map(({ action }) => action);
    expect(actions.filter((action) => /suspended|restored/.test(action))).toEqual([
      'member.suspended',
      'member.restored',
    ]);
  });
});
