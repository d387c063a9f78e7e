import { join } from 'node:path';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proofOf } from '../../testing/mailbox.js';
import { outcomeOf } from '../../testing/outcomes.js';
import { openClass } from '../../testing/test-class.js';
import { testJpeg } from '../../testing/test-pictures.js';
import { password, startTestServer, type TestServer } from '../../testing/test-server.js';
import { verifyAudit } from '../audit/verify.js';

describe('what is stored about a member', () => {
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer();
  });
  afterAll(() => school.stop());

  let known = 0;
  /** A student who has left a trace of every kind. */
  const wellKnown = async () => {
    const mark = `독고${++known}씨`;
    const { instructor, lectureId, students, startLesson } = await openClass(school, 1);
    const [student] = students;
    if (!student) throw new Error('nobody is in class');
    const { didacto, member } = student;
    await didacto.members.updateMe({ name: mark });
    const lab = await school.admin.didacto.labs.create({ name: `Lab of ${member.id}` });
    const { device } = await school.admin.didacto.devices.create({ labId: lab.id, name: 'PC' });
    await instructor.didacto.seats.assign({ lectureId, deviceId: device.id, studentId: member.id });
    const { id: lessonId } = await startLesson();
    const capturedAt = new Date().toISOString();
    const picture = { mediaType: 'image/jpeg', bytes: new Uint8Array(testJpeg(1)) } as const;
    await didacto.screens.push({ lectureId, lessonId, sequence: 1, capturedAt, ...picture });
    await instructor.didacto.screens.picture({ lectureId, studentId: member.id });
    await instructor.didacto.lessons.end({ lessonId });
    const { text } = await didacto.accessTokens.create({ name: `${mark}의 토큰`, scopes: ['lectures:read'], password });
    const { secret } = await didacto.secondFactor.start({ password });
    const { recoveryCodes } = await didacto.secondFactor.confirm({ code: new TOTP({ secret }).generate() });
    await proofOf(school, member.email, 'password_reset');
    await outcomeOf(school.visitor.sessions.signIn({ email: member.email, password: 'wrong', client: `${mark}의 PC` }));
    return { student, mark, instructor, lectureId, lessonId, secrets: [text, secret, ...recoveryCodes] };
  };
  const tables = async (): Promise<string[]> => {
    const rows: { name: string }[] = await school.server.db('sqlite_master').where({ type: 'table' }).select('name');
    return rows.map(({ name }) => name);
  };
  const everywhere = async (text: string): Promise<string[]> => {
    const found: string[] = [];
    for (const table of await tables())
      for (const row of await school.server.db(table).select('*'))
        if (JSON.stringify(row).includes(text)) found.push(table);
    return found;
  };

  test('is exported whole, without a secret', async () => {
    const { student, mark, instructor, lectureId, lessonId, secrets } = await wellKnown();
    const document = await student.didacto.members.export();
    expect(document.member).toMatchObject({ id: student.member.id, name: mark, secondFactor: true });
    expect(document.sessions.length).toBeGreaterThan(0);
    expect(document.accessTokens).toMatchObject([{ name: `${mark}의 토큰` }]);
    expect(document.enrollments).toMatchObject([{ lecture: { id: lectureId }, status: 'accepted' }]);
    expect(document.seats).toMatchObject([{ lectureId, deviceName: 'PC' }]);
    expect(document.attendance).toMatchObject([{ lessonId }]);
    expect(document.views).toMatchObject([{ viewer: { id: instructor.member.id }, lessonId, kind: 'wall' }]);
    const actions = document.audit.map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['sign_in.succeeded', 'sign_in.refused', 'screen.viewed']));
    const text = JSON.stringify(document);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/argon2|digest|hash/i);
    expect(text).not.toContain(instructor.member.email);
  });

  test('shows no address of others in one’s own record', async () => {
    const { student } = await wellKnown();
    const entries = await student.didacto.audit.ofMe().toArray();
    const viewed = entries.find(({ action }) => action === 'screen.viewed');
    expect(viewed).toMatchObject({ byMe: false, address: null, client: null });
    expect(entries.find(({ byMe }) => byMe)?.address).toContain('127.0.0.1');
  });

  test.each([
    [
      'withdraws',
      ({ didacto }: Awaited<ReturnType<typeof wellKnown>>['student']) => didacto.members.withdraw({ password }),
    ],
    [
      'is erased by an admin',
      ({ member }: Awaited<ReturnType<typeof wellKnown>>['student']) =>
        school.admin.didacto.members.erase({ memberId: member.id }),
    ],
  ])('is nowhere once the member %s, and the audit log still verifies', async (_, leave) => {
    const { student, mark, lectureId, instructor, lessonId } = await wellKnown();
    const { email, id } = student.member;
    const marks = [mark, email];
    for (const one of marks) expect((await everywhere(one)).length, one).toBeGreaterThan(0);
    await leave(student);
    for (const one of marks) expect(await everywhere(one), one).toEqual([]);
    const details = await school.server
      .db('audit_details as d')
      .join('audit_log as l', 'l.seq', 'd.seq')
      .where('l.actor_id', id)
      .select('d.detail');
    expect(JSON.stringify(details)).not.toContain('127.0.0.1');
    const report = await verifyAudit({
      db: school.server.db,
      publicKey: (await school.visitor.institution.get()).serverKey,
      anchorFile: join(school.dataDir, 'audit.anchor'),
    });
    expect(report).toMatchObject({ ok: true, faults: 0 });
    // What was, was: the record of the lesson stays, with nobody's name in it.
    const { students } = await instructor.didacto.lessons.attendance({ lessonId });
    expect(students.map(({ student: { name } }) => name)).toEqual(['(withdrawn)']);
    expect(await instructor.didacto.roster.list({ lectureId }).toArray()).toEqual([]);
  });

  test('is in no chained row of the audit log from the start', async () => {
    const { student } = await wellKnown();
    const chained = JSON.stringify(await school.server.db('audit_log').select('*'));
    for (const mark of ['독고', student.member.email, '127.0.0.1', 'school.example'])
      expect(chained).not.toContain(mark);
  });
});
