import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcomeOf, tally } from '../../testing/outcomes.js';
import { type Person, password, startTestServer, type TestServer } from '../../testing/test-server.js';

describe('enrollments', () => {
  let school: TestServer;
  let instructor: Person;
  beforeAll(async () => {
    school = await startTestServer();
    instructor = await school.person('instructor', { grade: 'premium' });
  });
  afterAll(() => school.stop());

  const lecture = async () => (await instructor.didacto.lectures.create({ title: '강의' })).id;
  const request = async (lectureId: string, { didacto }: Person) =>
    (await didacto.enrollments.request({ lectureId })).id;
  const decide = (enrollmentId: string, decision: 'accept' | 'reject') =>
    instructor.didacto.enrollments.decide({ enrollmentId, decision });
  const statusOf = async (enrollmentId: string) => (await instructor.didacto.enrollments.get({ enrollmentId })).status;

  test('requests at once never make a second place', async () => {
    const lectureId = await lecture();
    const { didacto } = await school.person('student');
    const calls = Array.from({ length: 20 }, () => didacto.enrollments.request({ lectureId }));
    expect(await tally(calls)).toEqual({ ok: 1, enrollment_waiting: 19 });
  });

  test('of decisions at once one counts', async () => {
    const id = await request(await lecture(), await school.person('student'));
    const calls = Array.from({ length: 20 }, (_, n) => decide(id, n % 2 ? 'accept' : 'reject'));
    expect(await tally(calls)).toEqual({ ok: 1, enrollment_decided: 19 });
  });

  test('taking back and accepting at once: one of them counts', async () => {
    for (let round = 0; round < 10; round++) {
      const student = await school.person('student');
      const id = await request(await lecture(), student);
      const calls = [decide(id, 'accept'), student.didacto.enrollments.cancel({ enrollmentId: id })];
      expect(await tally(calls)).toEqual({ ok: 1, enrollment_decided: 1 });
      expect(['accepted', 'cancelled']).toContain(await statusOf(id));
    }
  });

  test('who withdrew is not accepted, and their request is cancelled', async () => {
    const student = await school.person('student');
    const id = await request(await lecture(), student);
    await student.didacto.members.withdraw({ password });
    expect(await outcomeOf(decide(id, 'accept'))).toBe('requester_withdrawn');
    expect(await statusOf(id)).toBe('cancelled');
  });

  test('a request that slipped in while its member withdrew is cancelled when it is decided', async () => {
    const student = await school.person('student');
    const id = await request(await lecture(), student);
    await school.server.db('members').where({ id: student.member.id }).update({ withdrawn_at: '2026-01-01' });
    expect(await outcomeOf(decide(id, 'reject'))).toBe('requester_withdrawn');
    expect(await statusOf(id)).toBe('cancelled');
  });

  test('a closed lecture takes no request and accepts none, but rejects', async () => {
    const lectureId = await lecture();
    const id = await request(lectureId, await school.person('student'));
    await instructor.didacto.lectures.close({ lectureId });
    const late = await school.person('student');
    expect(await outcomeOf(late.didacto.enrollments.request({ lectureId }))).toBe('lecture_closed');
    expect(await outcomeOf(decide(id, 'accept'))).toBe('lecture_closed');
    expect(
      await outcomeOf(
        instructor.didacto.enrollments.decideMany({ lectureId, decision: 'accept', enrollmentIds: 'all_waiting' }),
      ),
    ).toBe('lecture_closed');
    expect(await decide(id, 'reject')).toMatchObject({ status: 'rejected' });
  });

  test('accepting and closing at once leaves nobody accepted after the close', async () => {
    const lectureId = await lecture();
    const ids: string[] = [];
    for (let n = 0; n < 10; n++) ids.push(await request(lectureId, await school.person('student')));
    const accepts = ids.map((id) => outcomeOf(decide(id, 'accept')));
    await instructor.didacto.lectures.close({ lectureId });
    const outcomes = await Promise.all(accepts);
    const accepted = await instructor.didacto.enrollments.list({ lectureId, status: 'accepted' }).toArray();
    expect(accepted).toHaveLength(outcomes.filter((outcome) => outcome === 'ok').length);
  });

  test('in bulk each has its own outcome, and an id of elsewhere is not known', async () => {
    const lectureId = await lecture();
    const [waiting, decided, gone] = [
      await school.person('student'),
      await school.person('student'),
      await school.person('student'),
    ];
    const waitingId = await request(lectureId, waiting);
    const decidedId = await request(lectureId, decided);
    await decide(decidedId, 'reject');
    const goneId = await request(lectureId, gone);
    await gone.didacto.members.withdraw({ password });
    const elsewhereId = await request(await lecture(), waiting);
    const unknownId = `enr_${'0'.repeat(26)}`;
    const { results } = await instructor.didacto.enrollments.decideMany({
      lectureId,
      decision: 'accept',
      enrollmentIds: [waitingId, waitingId, decidedId, goneId, elsewhereId, unknownId],
    });
    expect(results).toEqual([
      { enrollmentId: waitingId, outcome: 'accepted' },
      { enrollmentId: decidedId, outcome: 'enrollment_decided' },
      { enrollmentId: goneId, outcome: 'requester_withdrawn' },
      { enrollmentId: elsewhereId, outcome: 'not_found' },
      { enrollmentId: unknownId, outcome: 'not_found' },
    ]);
    expect(await statusOf(elsewhereId)).toBe('waiting');
  });

  test('all who wait are decided in the order they asked', async () => {
    const lectureId = await lecture();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await request(lectureId, await school.person('student')));
    const { results } = await instructor.didacto.enrollments.decideMany({
      lectureId,
      decision: 'accept',
      enrollmentIds: 'all_waiting',
    });
    expect(results).toEqual(ids.map((enrollmentId) => ({ enrollmentId, outcome: 'accepted' })));
  });

  test('lists are newest first, by status, page by page', async () => {
    const lectureId = await lecture();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await request(lectureId, await school.person('student')));
    await decide(ids[0] ?? '', 'reject');
    const { enrollments } = instructor.didacto;
    expect((await enrollments.list({ lectureId, limit: 2 }).toArray()).map(({ id }) => id)).toEqual(ids.toReversed());
    expect((await enrollments.list({ lectureId, status: 'rejected' })).data.map(({ id }) => id)).toEqual([ids[0]]);
  });
});
