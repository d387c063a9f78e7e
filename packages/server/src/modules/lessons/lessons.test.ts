import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcomeOf, tally } from '../../testing/outcomes.js';
import { type Person, startTestServer, type TestServer } from '../../testing/test-server.js';

describe('lessons', () => {
  let school: TestServer;
  let instructor: Person;
  beforeAll(async () => {
    school = await startTestServer();
    instructor = await school.person('instructor', { grade: 'premium' });
  });
  afterAll(() => school.stop());

  const lecture = async () => (await instructor.didacto.lectures.create({ title: '강의' })).id;

  test('of starts at once one is served, and a lecture shows that its lesson is active', async () => {
    const lectureId = await lecture();
    const { lessons, lectures } = instructor.didacto;
    expect(await tally(Array.from({ length: 20 }, () => lessons.start({ lectureId })))).toEqual({
      ok: 1,
      lesson_already_active: 19,
    });
    expect(await lectures.get({ lectureId })).toMatchObject({ lessonActive: true });
  });

  test('of ends at once one is served', async () => {
    const { id: lessonId } = await instructor.didacto.lessons.start({ lectureId: await lecture() });
    const ends = Array.from({ length: 10 }, () => instructor.didacto.lessons.end({ lessonId }));
    expect(await tally(ends)).toEqual({ ok: 1, lesson_ended: 9 });
    expect(await instructor.didacto.lessons.get({ lessonId })).toMatchObject({ state: 'ended' });
  });

  test('after one has ended the next may start; the list is newest first', async () => {
    const lectureId = await lecture();
    const { lessons } = instructor.didacto;
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) {
      const { id } = await lessons.start({ lectureId });
      await lessons.end({ lessonId: id });
      ids.unshift(id);
    }
    expect((await lessons.list({ lectureId, limit: 2 }).toArray()).map(({ id }) => id)).toEqual(ids);
  });

  test('a closed lecture starts none, and a lecture in lesson is neither closed nor deleted', async () => {
    const lectureId = await lecture();
    const { lessons, lectures } = instructor.didacto;
    const { id: lessonId } = await lessons.start({ lectureId });
    expect(await outcomeOf(lectures.close({ lectureId }))).toBe('lesson_in_progress');
    expect(await outcomeOf(lectures.delete({ lectureId }))).toBe('lesson_in_progress');
    await lessons.end({ lessonId });
    await lectures.close({ lectureId });
    expect(await outcomeOf(lessons.start({ lectureId }))).toBe('lecture_closed');
  });

  test('starting and closing at once: a closed lecture has no active lesson', async () => {
    for (let round = 0; round < 10; round++) {
      const lectureId = await lecture();
      const { lessons, lectures } = instructor.didacto;
      await tally([lessons.start({ lectureId }), lectures.close({ lectureId })]);
      const { state, lessonActive } = await lectures.get({ lectureId });
      expect([state, lessonActive]).not.toEqual(['closed', true]);
    }
  });

  test('everyone on the roster is in the attendance, also who never came', async () => {
    const lectureId = await lecture();
    const student = await school.person('student', { name: '안 온 학생' });
    const { id } = await student.didacto.enrollments.request({ lectureId });
    await instructor.didacto.enrollments.decide({ enrollmentId: id, decision: 'accept' });
    const { id: lessonId } = await instructor.didacto.lessons.start({ lectureId });
    await instructor.didacto.lessons.end({ lessonId });
    const { students } = await instructor.didacto.lessons.attendance({ lessonId });
    expect(students.map(({ student: { name }, presentMs, gaps }) => ({ name, presentMs, gaps }))).toEqual([
      { name: '안 온 학생', presentMs: 0, gaps: 0 },
    ]);
  });
});
