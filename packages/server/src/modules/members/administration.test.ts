import { createDidacto } from '@didacto/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mailTo } from '../../testing/mailbox.js';
import { outcomeOf, tally } from '../../testing/outcomes.js';
import { openClass } from '../../testing/test-class.js';
import { type Person, password, startTestServer, type TestServer } from '../../testing/test-server.js';

describe('an admin', () => {
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer();
  });
  afterAll(() => school.stop());

  const members = () => school.admin.didacto.members;
  const signIn = ({ member }: Person, word = password) =>
    school.visitor.sessions.signIn({ email: member.email, password: word });
  const onRecord = async (subjectId: string) =>
    (await school.admin.didacto.audit.list({ subjectId }).toArray()).map(({ action, actorId }) => [action, actorId]);

  test('suspends and restores a member, who is out at once and told by mail', async () => {
    const person = await school.person('student');
    const memberId = person.member.id;
    expect(await members().suspend({ memberId, note: 'left school' })).toMatchObject({ state: 'suspended' });
    expect(await outcomeOf(person.didacto.members.me())).toBe('session_ended');
    expect(await outcomeOf(signIn(person))).toBe('member_suspended');
    // Whoever does not know the password does not learn of it.
    expect(await outcomeOf(signIn(person, 'wrong'))).toBe('credentials_wrong');
    await mailTo(school, person.member.email, /was suspended/);
    const suspended = await members().list({ state: 'suspended' }).toArray();
    expect(suspended.map(({ id }) => id)).toContain(memberId);
    expect(await members().restore({ memberId })).toMatchObject({ state: 'active' });
    expect(await outcomeOf(signIn(person))).toBe('ok');
    const actions = (await onRecord(memberId)).map(([action]) => action);
    expect(actions).toEqual(expect.arrayContaining(['member.suspended', 'member.restored']));
  });

  test('leaves a note beside the record, where it can be erased', async () => {
    const { member } = await school.person('student');
    await members().suspend({ memberId: member.id, note: '장기 결석' });
    const wanted = { subjectId: member.id, action: 'member.suspended' } as const;
    const [entry] = await school.admin.didacto.audit.list(wanted).toArray();
    expect(entry).toMatchObject({ actorId: school.admin.member.id, detail: { note: '장기 결석' } });
  });

  test('changes a role: sign-ins and tokens of the former end, lectures are closed', async () => {
    const person = await school.person('instructor');
    const { text } = await person.didacto.accessTokens.create({ name: 'x', scopes: ['members:write'], password });
    const lecture = await person.didacto.lectures.create({ title: 'mine' });
    await members().update({ memberId: person.member.id, role: 'admin' });
    expect(await outcomeOf(person.didacto.members.me())).toBe('session_ended');
    const byToken = createDidacto({ baseUrl: school.url, auth: text, retry: { retries: 0 } });
    expect(await outcomeOf(byToken.members.list())).toBe('token_invalid');
    expect(await school.admin.didacto.lectures.get({ lectureId: lecture.id })).toMatchObject({ state: 'closed' });
  });

  test('waits for the end of a lesson before its instructor becomes something else', async () => {
    const { instructor, startLesson } = await openClass(school, 0);
    const { id: lessonId } = await startLesson();
    const change = () => outcomeOf(members().update({ memberId: instructor.member.id, role: 'desk' }));
    expect(await change()).toBe('lesson_in_progress');
    await instructor.didacto.lessons.end({ lessonId });
    expect(await change()).toBe('ok');
  });

  test('who is no instructor any more teaches nothing they once owned', async () => {
    const { instructor, lectureId } = await openClass(school, 1);
    await members().update({ memberId: instructor.member.id, role: 'student' });
    const { accessToken } = await signIn(instructor);
    const former = createDidacto({ baseUrl: school.url, auth: accessToken, retry: { retries: 0 } });
    expect(await outcomeOf(former.roster.list({ lectureId }))).toBe('forbidden');
    expect(await outcomeOf(former.lectures.reopen({ lectureId }))).toBe('forbidden');
  });

  test('does none of this to themselves', async () => {
    const memberId = school.admin.member.id;
    const { didacto } = await school.person('admin');
    await didacto.members.me();
    expect(await outcomeOf(members().suspend({ memberId }))).toBe('own_account');
    expect(await outcomeOf(members().update({ memberId, role: 'student' }))).toBe('own_account');
    expect(await outcomeOf(members().erase({ memberId }))).toBe('own_account');
  });

  test('is never the last to go, also when two suspend each other at once', async () => {
    const own = await startTestServer();
    try {
      const { admin } = own;
      expect(await outcomeOf(admin.didacto.members.withdraw({ password }))).toBe('last_admin');
      const other = await own.person('admin');
      const calls = [
        admin.didacto.members.suspend({ memberId: other.member.id }),
        other.didacto.members.suspend({ memberId: admin.member.id }),
      ];
      const counts = await tally(calls);
      expect(counts.ok).toBe(1);
      const left = await own.server.db('members').where({ role: 'admin' }).whereNull('suspended_at');
      expect(left).toHaveLength(1);
    } finally {
      await own.stop();
    }
  });

  test('finds no service account among the members', async () => {
    const { serviceAccounts } = school.admin.didacto;
    const account = await serviceAccounts.create({ name: '연동 프로그램', role: 'desk' });
    const found = await members().list({ keyword: '연동' }).toArray();
    expect(found.map(({ id }) => id)).not.toContain(account.id);
    expect(await outcomeOf(members().erase({ memberId: account.id }))).toBe('not_found');
  });
});
