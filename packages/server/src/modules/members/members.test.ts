import { createDidacto } from '@didacto/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proofOf } from '../../testing/mailbox.js';
import { outcomeOf, tally } from '../../testing/outcomes.js';
import { type Person, password, startTestServer, type TestServer } from '../../testing/test-server.js';

describe('members', () => {
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer();
  });
  afterAll(() => school.stop());

  /** A second sign-in of the same member, as from another computer. */
  const elsewhere = async ({ member }: Person) => {
    const session = await school.visitor.sessions.signIn({ email: member.email, password });
    return { session, didacto: createDidacto({ baseUrl: school.url, auth: session.accessToken }) };
  };

  test('who signs up is a student of the free grade, by an address in lower case', async () => {
    const proof = await proofOf(school, 'HaEun@School.example', 'sign_up');
    const member = await school.visitor.members.signUp({ proof, password, name: '김하은' });
    expect(member).toMatchObject({ email: 'haeun@school.example', name: '김하은', role: 'student', grade: 'free' });
  });

  test('nobody makes themselves an admin', async () => {
    const proof = await proofOf(school, 'sly@school.example', 'sign_up');
    const body = { proof, password, name: 'Sly', role: 'admin', grade: 'premium' };
    expect(await school.visitor.members.signUp(body)).toMatchObject({ role: 'student', grade: 'free' });
  });

  test('of many sign-ups with one proof at once exactly one is served', async () => {
    const proof = await proofOf(school, 'Crowd@school.example', 'sign_up');
    const calls = Array.from({ length: 20 }, (_, n) =>
      school.visitor.members.signUp({ proof, password, name: `Crowd ${n}` }),
    );
    expect(await tally(calls)).toEqual({ ok: 1, proof_invalid: 19 });
    expect((await school.admin.didacto.members.list({ keyword: 'crowd@' }).toArray()).length).toBe(1);
  });

  test('a member changes their name, an admin the grade', async () => {
    const { didacto, member } = await school.person('student');
    expect(await didacto.members.updateMe({ name: '새 이름' })).toMatchObject({ name: '새 이름' });
    expect(await school.admin.didacto.members.update({ memberId: member.id, grade: 'premium' })).toMatchObject({
      name: '새 이름',
      grade: 'premium',
    });
    expect(await didacto.members.updateMe({})).toMatchObject({ name: '새 이름' });
  });

  test('a new password needs the current one', async () => {
    const { didacto } = await school.person('student');
    const change = { password: 'a quite new one' };
    expect(await outcomeOf(didacto.members.updateMe(change))).toBe('validation_failed');
    expect(await outcomeOf(didacto.members.updateMe({ ...change, currentPassword: 'wrong' }))).toBe(
      'credentials_wrong',
    );
  });

  test('a new password ends every other session, and the old one is no good', async () => {
    const person = await school.person('student');
    const other = await elsewhere(person);
    await person.didacto.members.updateMe({ password: 'a quite new one', currentPassword: password });
    expect(await outcomeOf(other.didacto.members.me())).toBe('session_ended');
    expect(await outcomeOf(school.visitor.sessions.refresh({ refreshToken: other.session.refreshToken }))).toBe(
      'session_ended',
    );
    expect(await outcomeOf(person.didacto.members.me())).toBe('ok');
    const { email } = person.member;
    expect(await outcomeOf(school.visitor.sessions.signIn({ email, password }))).toBe('credentials_wrong');
    expect(await outcomeOf(school.visitor.sessions.signIn({ email, password: 'a quite new one' }))).toBe('ok');
  });

  test('a sign-in with the old password that is under way while it changes leaves no session behind', async () => {
    const person = await school.person('student');
    const { email } = person.member;
    const signIns = Array.from({ length: 10 }, () => school.visitor.sessions.signIn({ email, password }));
    const settled = Promise.allSettled(signIns);
    await person.didacto.members.updateMe({ password: 'a quite new one', currentPassword: password });
    for (const result of await settled) {
      if (result.status === 'rejected') continue;
      const didacto = createDidacto({ baseUrl: school.url, auth: result.value.accessToken });
      expect(await outcomeOf(didacto.members.me())).toBe('session_ended');
    }
  });

  test('the list is for admins: newest first, by role and by words, wildcards taken literally', async () => {
    const { didacto } = school.admin;
    await didacto.members.create({ email: 'dean@school.example', password, name: '100% Dean', role: 'finance' });
    const names = async (query: { keyword?: string; role?: 'finance' }) =>
      (await didacto.members.list(query).toArray()).map(({ name }) => name);
    expect(await names({ role: 'finance' })).toEqual(['100% Dean']);
    expect(await names({ keyword: '100%' })).toEqual(['100% Dean']);
    expect(await names({ keyword: 'DEAN@' })).toEqual(['100% Dean']);
    expect(await names({ keyword: '1_0%' })).toEqual([]);
  });

  test('pages neither repeat nor skip a member', async () => {
    const { didacto } = school.admin;
    const whole = await didacto.members.list({ limit: 200 }).toArray();
    const pieces = await didacto.members.list({ limit: 3 }).toArray();
    expect(pieces.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
  });

  describe('who withdraws', () => {
    test('needs the password', async () => {
      const { didacto } = await school.person('student');
      expect(await outcomeOf(didacto.members.withdraw({ password: 'wrong' }))).toBe('credentials_wrong');
      expect(await outcomeOf(didacto.members.me())).toBe('ok');
    });

    test('loses every session, token and refresh token at once', async () => {
      const person = await school.person('student');
      const other = await elsewhere(person);
      await person.didacto.members.withdraw({ password });
      const token = createDidacto({ baseUrl: school.url, auth: person.accessToken });
      expect(await outcomeOf(token.members.me())).toBe('session_ended');
      expect(await outcomeOf(other.didacto.members.me())).toBe('session_ended');
      const { refreshToken } = other.session;
      expect(await outcomeOf(school.visitor.sessions.refresh({ refreshToken }))).toBe('session_ended');
      const { email } = person.member;
      expect(await outcomeOf(school.visitor.sessions.signIn({ email, password }))).toBe('credentials_wrong');
    });

    test('is nowhere to be found, and nothing personal is kept', async () => {
      const { didacto, member } = await school.person('student', { name: '사라질 이름' });
      await didacto.members.withdraw({ password });
      expect(await outcomeOf(school.admin.didacto.members.get({ memberId: member.id }))).toBe('not_found');
      const row: object = await school.server.db('members').where({ id: member.id }).first();
      expect(JSON.stringify(row)).not.toMatch(new RegExp(`사라질|argon2|${member.email}`));
    });

    test('can come back with the same address, as someone new', async () => {
      const { didacto, member } = await school.person('student');
      await didacto.members.withdraw({ password });
      const proof = await proofOf(school, member.email, 'sign_up');
      const again = await school.visitor.members.signUp({ proof, password, name: 'Again' });
      expect(again.id).not.toBe(member.id);
    });

    test('leaves rosters and seats, and waiting requests are cancelled', async () => {
      const instructor = await school.person('instructor');
      const student = await school.person('student');
      const [first, second] = await Promise.all(
        ['a', 'b'].map((title) => instructor.didacto.lectures.create({ title })),
      );
      const accepted = await student.didacto.enrollments.request({ lectureId: first?.id ?? '' });
      await instructor.didacto.enrollments.decide({ enrollmentId: accepted.id, decision: 'accept' });
      const waiting = await student.didacto.enrollments.request({ lectureId: second?.id ?? '' });
      await student.didacto.members.withdraw({ password });
      const status = async (enrollmentId: string) =>
        (await instructor.didacto.enrollments.get({ enrollmentId })).status;
      expect([await status(accepted.id), await status(waiting.id)]).toEqual(['left', 'cancelled']);
    });

    test('has their lectures closed', async () => {
      const { didacto } = await school.person('instructor');
      const { id } = await didacto.lectures.create({ title: 'left behind' });
      await didacto.members.withdraw({ password });
      expect(await school.admin.didacto.lectures.get({ lectureId: id })).toMatchObject({ state: 'closed' });
    });

    test('ends their active lesson first', async () => {
      const { didacto } = await school.person('instructor');
      const { id: lectureId } = await didacto.lectures.create({ title: 'in class' });
      const { id: lessonId } = await didacto.lessons.start({ lectureId });
      expect(await outcomeOf(didacto.members.withdraw({ password }))).toBe('lesson_in_progress');
      await didacto.lessons.end({ lessonId });
      expect(await outcomeOf(didacto.members.withdraw({ password }))).toBe('ok');
    });
  });
});
