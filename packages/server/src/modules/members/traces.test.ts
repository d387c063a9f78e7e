import { join } from 'node:path';
import { createDidacto } from '@didacto/sdk';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mailedCode, proofOf } from '../../testing/mailbox.js';
import { outcomeOf } from '../../testing/outcomes.js';
import { openClass } from '../../testing/test-class.js';
import { testJpeg } from '../../testing/test-pictures.js';
import { password, startTestServer, type TestServer } from '../../testing/test-server.js';
import { verifyAudit } from '../audit/verify.js';

/** In which part of the export the rows of a table are; or why they are in none. */
const exportedAs: Readonly<Record<string, string>> = {
  members: 'member',
  sessions: 'sessions',
  access_tokens: 'accessTokens',
  lectures: 'lectures',
  lecture_staff: 'staffOf',
  enrollments: 'enrollments',
  seats: 'seats',
  attendance_spans: 'attendance',
  view_records: 'views',
  audit_log: 'audit',
};
const notExported: Readonly<Record<string, string>> = {
  recovery_codes: 'digests of secrets; how many are left is told by the second factor',
  audit_subjects: 'finds the entries of the audit log, and holds nothing else',
  verifications: 'a code on its way, gone within a day',
  device_codes: 'a sign-in on its way, gone within minutes; then it is a session',
};

describe('the traces of a member', () => {
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer({ env: { TRUST_PROXY: 'loopback' } });
  });
  afterAll(() => school.stop());

  const rowsOfAll = async () => {
    const { db } = school.server;
    const tables: { name: string }[] = await db('sqlite_master').where({ type: 'table' }).select('name');
    const rows = await Promise.all(tables.map(async ({ name }) => [name, await db(name).select('*')] as const));
    return rows.flatMap(([table, found]) => found.map((row: object) => ({ table, text: JSON.stringify(row) })));
  };
  const tablesWith = async (...marks: string[]) =>
    new Set(
      (await rowsOfAll()).filter(({ text }) => marks.some((mark) => text.includes(mark))).map(({ table }) => table),
    );

  let known = 0;
  /** Somebody who came from an address and by a browser that nobody else has, and did what members do. */
  const traced = async () => {
    const n = ++known;
    const [address, browser, email, name] = [
      `203.0.113.${n}`,
      `Browser/${n}.7331`,
      `traced-${n}@school.example`,
      `흔적${n}`,
    ];
    const client = (auth?: string) =>
      createDidacto({
        baseUrl: school.url,
        retry: { retries: 0 },
        headers: { 'x-forwarded-for': address, 'user-agent': browser },
        ...(auth !== undefined && { auth }),
      });
    const { id: verificationId } = await client().verifications.request({ email, purpose: 'sign_up' });
    const code = await mailedCode(school, email);
    const { proof } = await client().verifications.confirm({ verificationId, code });
    const { id } = await client().members.signUp({ proof, password, name });
    const first = await client().sessions.signIn({ email, password, client: `${name}의 PC` });
    await outcomeOf(client().sessions.signIn({ email, password: 'wrong' }));
    await client().sessions.refresh(first);
    await outcomeOf(client().sessions.refresh(first));
    const { accessToken } = await client().sessions.signIn({ email, password });
    const me = client(accessToken);
    const made = await me.accessTokens.create({ name: `${name}의 토큰`, scopes: ['lectures:read'], password });
    await client(made.text).members.me();
    await me.accessTokens.revoke({ tokenId: made.accessToken.id });
    const begun = await client().deviceCodes.create({ client: browser });
    await me.deviceCodes.approve({ userCode: begun.userCode });
    const { secret } = await me.secondFactor.start({ password });
    await me.secondFactor.confirm({ code: new TOTP({ secret }).generate() });
    await me.members.updateMe({ password: 'a quite new one indeed', currentPassword: password });
    await me.members.export();
    return { id, me, marks: [address, browser, email, name] };
  };
  type Traced = Awaited<ReturnType<typeof traced>>;

  const leavings: [string, (one: Traced) => Promise<unknown>][] = [
    ['withdraws', ({ me }) => me.members.withdraw({ password: 'a quite new one indeed' })],
    ['is erased by an admin', ({ id }) => school.admin.didacto.members.erase({ memberId: id, note: 'asked for it' })],
  ];
  test.each(leavings)('are in no table once the member %s: no address, browser, mail or name', async (_, leave) => {
    const one = await traced();
    for (const mark of one.marks) expect(await tablesWith(mark), mark).not.toEqual(new Set());
    await leave(one);
    for (const mark of one.marks) expect(await tablesWith(mark), mark).toEqual(new Set());
    expect(await tablesWith(one.id)).toContain('audit_log');
    const { serverKey: publicKey } = await school.visitor.institution.get();
    const anchorFile = join(school.dataDir, 'audit.anchor');
    expect(await verifyAudit({ db: school.server.db, publicKey, anchorFile })).toMatchObject({ ok: true });
  });

  test.each(['waits', 'was revoked', 'was accepted'])('go from an invitation too that %s', async (state) => {
    const email = `invited-${state.replace(' ', '-')}@school.example`;
    const { admin, visitor } = school;
    const { invitation, code } = await admin.didacto.invitations.create({ email });
    const invitationId = invitation.id;
    if (state === 'was revoked') await admin.didacto.invitations.revoke({ invitationId });
    const joined = async () =>
      state === 'was accepted'
        ? visitor.invitations.accept({ code, name: 'Invited', password })
        : visitor.members.signUp({ proof: await proofOf(school, email, 'sign_up'), password, name: 'Invited' });
    const { id: memberId } = await joined();
    await admin.didacto.members.erase({ memberId });
    expect(await tablesWith(email)).toEqual(new Set());
    // Whoever left is not let in by what was meant for them before.
    expect(await outcomeOf(visitor.invitations.accept({ code, name: 'Back', password }))).toBe('invitation_invalid');
    const { data } = await admin.didacto.invitations.list();
    expect(data.find(({ id }) => id === invitationId)).toMatchObject({ email: '' });
  });

  test('are all in what the member can export, but for what is listed with its reason', async () => {
    const { instructor, lectureId, students, startLesson } = await openClass(school, 1);
    const [student] = students;
    if (!student) throw new Error('nobody is in class');
    const elsewhere = await openClass(school, 0);
    const staff = { lectureId: elsewhere.lectureId, email: student.member.email, role: 'assistant' as const };
    await elsewhere.instructor.didacto.staff.add(staff);
    const { didacto, member } = student;
    const lab = await school.admin.didacto.labs.create({ name: 'Lab' });
    const { device } = await school.admin.didacto.devices.create({ labId: lab.id, name: 'PC' });
    await instructor.didacto.seats.assign({ lectureId, deviceId: device.id, studentId: member.id });
    const { id: lessonId } = await startLesson();
    const pushed = { lectureId, lessonId, sequence: 1, capturedAt: new Date().toISOString() };
    await didacto.screens.push({ ...pushed, mediaType: 'image/jpeg', bytes: new Uint8Array(testJpeg(1)) });
    await instructor.didacto.screens.picture({ lectureId, studentId: member.id });
    await instructor.didacto.lessons.end({ lessonId });
    await didacto.accessTokens.create({ name: 'x', scopes: ['lectures:read'], password });
    const { secret } = await didacto.secondFactor.start({ password });
    await didacto.secondFactor.confirm({ code: new TOTP({ secret }).generate() });
    const { userCode } = await school.visitor.deviceCodes.create({ client: 'a program' });
    await didacto.deviceCodes.approve({ userCode });
    await proofOf(school, member.email, 'password_reset');

    const document = await didacto.members.export();
    const sections: Readonly<Record<string, unknown>> = { ...document };
    const isHeld = (section: unknown) => (Array.isArray(section) ? section.length > 0 : typeof section === 'object');
    for (const table of await tablesWith(member.id, member.email)) {
      if (Object.hasOwn(notExported, table)) continue;
      expect(isHeld(sections[exportedAs[table] ?? '']), table).toBe(true);
    }
    const { lectures, viewsByMe } = await instructor.didacto.members.export();
    expect(lectures).toMatchObject([{ id: lectureId }]);
    expect(viewsByMe).toMatchObject([{ studentId: member.id, lessonId }]);
    // All that was made for it is there, or the loop above proves nothing.
    const tables = await tablesWith(member.id, member.email);
    for (const table of [...Object.keys(exportedAs), ...Object.keys(notExported)])
      if (table !== 'lectures') expect(tables, table).toContain(table);
    // Of others it says their names where they taught or looked on, and nothing else.
    const text = JSON.stringify(document);
    expect(text).toContain(instructor.member.name);
    for (const other of [instructor.member.email, elsewhere.instructor.member.email, school.admin.member.email])
      expect(text).not.toContain(other);
    expect(text).not.toMatch(/argon2|"[0-9a-f]{64}"|hash|digest|signature|totp|secret|dct_\w{10}/i);
  });
});
