import { createDidacto, type Role } from '@didacto/sdk';
import { Role as AnyRole } from '@didacto/sdk/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcomeOf, tally } from '../../testing/outcomes.js';
import { openClass } from '../../testing/test-class.js';
import { type Person, password, startTestServer, type TestServer } from '../../testing/test-server.js';

const roles = AnyRole.options;
const pairs = roles.flatMap((from) => roles.filter((to) => to !== from).map((to): [Role, Role] => [from, to]));

describe('another role', () => {
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer();
  });
  afterAll(() => school.stop());

  const as = (token: string) => createDidacto({ baseUrl: school.url, auth: token, retry: { retries: 0 } });
  const change = ({ member }: Person, role: Role) => school.admin.didacto.members.update({ memberId: member.id, role });
  const entries = (subjectId: string, action: 'member.role_changed') =>
    school.admin.didacto.audit.list({ subjectId, action }).toArray();

  test.each(pairs)(
    'than %s, %s, ends sign-ins and access tokens, counts from then on, and is on record',
    async (from, to) => {
      const person = await school.person(from);
      const { text } = await person.didacto.accessTokens.create({ name: 'x', scopes: ['members:write'], password });
      expect(await outcomeOf(as(text).members.me())).toBe('ok');
      expect(await change(person, to)).toMatchObject({ role: to });
      expect(await outcomeOf(as(person.accessToken).members.me())).toBe('session_ended');
      expect(await outcomeOf(as(text).members.me())).toBe('token_invalid');
      const { accessToken } = await school.visitor.sessions.signIn({ email: person.member.email, password });
      expect(await outcomeOf(as(accessToken).members.list())).toBe(to === 'admin' ? 'ok' : 'forbidden');
      expect(await entries(person.member.id, 'member.role_changed')).toMatchObject([
        { actorId: school.admin.member.id, actorKind: 'member', tokenId: null, data: { from, to }, outcome: 'done' },
      ]);
    },
  );

  test('that is the same changes nothing, and ends nothing', async () => {
    const person = await school.person('desk');
    await change(person, 'desk');
    expect(await outcomeOf(as(person.accessToken).members.me())).toBe('ok');
    expect(await entries(person.member.id, 'member.role_changed')).toEqual([]);
  });

  test('takes a student off rosters and seats, cancels what waits, and leaves them what they assist in', async () => {
    const { instructor, lectureId, students } = await openClass(school, 1);
    const [student] = students;
    if (!student) throw new Error('nobody is in class');
    const [elsewhere, assisted] = [await openClass(school, 0), await openClass(school, 0)];
    const waiting = await student.didacto.enrollments.request({ lectureId: elsewhere.lectureId });
    const part = { lectureId: assisted.lectureId, email: student.member.email, role: 'assistant' as const };
    await assisted.instructor.didacto.staff.add(part);
    const lab = await school.admin.didacto.labs.create({ name: 'Lab' });
    const { device } = await school.admin.didacto.devices.create({ labId: lab.id, name: 'PC' });
    await instructor.didacto.seats.assign({ lectureId, deviceId: device.id, studentId: student.member.id });

    await change(student, 'instructor');
    expect(await instructor.didacto.roster.list({ lectureId }).toArray()).toEqual([]);
    expect(JSON.stringify(await instructor.didacto.seats.list({ lectureId }))).not.toContain(student.member.id);
    const { enrollments } = elsewhere.instructor.didacto;
    expect(await enrollments.get({ enrollmentId: waiting.id })).toMatchObject({ status: 'cancelled' });
    const staffOf = async () => (await assisted.instructor.didacto.staff.list({ lectureId: assisted.lectureId })).staff;
    expect(await staffOf()).toMatchObject([{ member: { id: student.member.id }, role: 'assistant' }]);
    await change(student, 'finance');
    expect(await staffOf()).toEqual([]);
  });

  test('takes a co-instructor off the lectures of others', async () => {
    const { instructor, lectureId } = await openClass(school, 0);
    const helper = await school.person('instructor');
    await instructor.didacto.staff.add({ lectureId, email: helper.member.email, role: 'co_instructor' });
    await change(helper, 'student');
    expect(await instructor.didacto.staff.list({ lectureId })).toEqual({ staff: [] });
  });

  test('is not given to the last admin by the last but one, who gives up theirs at the same time', async () => {
    const own = await startTestServer();
    try {
      const other = await own.person('admin');
      const counts = await tally([
        own.admin.didacto.members.update({ memberId: other.member.id, role: 'desk' }),
        other.didacto.members.erase({ memberId: own.admin.member.id }),
        own.admin.didacto.members.withdraw({ password }),
        other.didacto.members.withdraw({ password }),
      ]);
      expect(counts.ok).toBe(1);
      const left = own.server.db('members').where({ role: 'admin' }).whereNull('withdrawn_at');
      expect(await left).toHaveLength(1);
    } finally {
      await own.stop();
    }
  });
});
