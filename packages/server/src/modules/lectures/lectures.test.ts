import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.js';

describe('lectures', () => {
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer();
  });
  afterAll(() => school.stop());

  test('the free grade owns at most 3 open lectures, even when 100 are asked for at once', async () => {
    const { didacto } = await school.person('instructor');
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, n) => didacto.lectures.create({ title: `Lecture ${n}` })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
    expect(new Set(refusals)).toEqual(new Set(['lecture_limit_reached']));
    expect(await didacto.lectures.mine({ state: 'open' }).toArray()).toHaveLength(3);
  });

  test('closing a lecture frees its slot, and reopening needs one', async () => {
    const { didacto } = await school.person('instructor');
    const [first] = await Promise.all(['a', 'b', 'c'].map((title) => didacto.lectures.create({ title })));
    if (!first) throw new Error('no lecture was made');
    await didacto.lectures.close({ lectureId: first.id });
    await didacto.lectures.create({ title: 'd' });
    await expect(didacto.lectures.reopen({ lectureId: first.id })).rejects.toMatchObject({
      code: 'lecture_limit_reached',
    });
  });

  test('deleting a lecture frees its slot, cancels who waits and hides it', async () => {
    const { didacto } = await school.person('instructor');
    const student = await school.person('student');
    const lecture = await didacto.lectures.create({ title: '사라질 강의' });
    const enrollment = await student.didacto.enrollments.request({ lectureId: lecture.id });
    await didacto.lectures.delete({ lectureId: lecture.id });
    await expect(student.didacto.lectures.get({ lectureId: lecture.id })).rejects.toMatchObject({ code: 'not_found' });
    expect(await student.didacto.enrollments.get({ enrollmentId: enrollment.id })).toMatchObject({
      status: 'cancelled',
    });
  });

  test('premium is not limited, and after a downgrade what is open still counts', async () => {
    const { didacto, member } = await school.person('instructor', { grade: 'premium' });
    for (let n = 0; n < 5; n++) await didacto.lectures.create({ title: `Premium ${n}` });
    await school.admin.didacto.members.update({ memberId: member.id, grade: 'free' });
    await expect(didacto.lectures.create({ title: 'one more' })).rejects.toMatchObject({
      code: 'lecture_limit_reached',
    });
  });

  test('keywords find titles in any case, and wildcards are taken literally', async () => {
    const { didacto } = await school.person('instructor');
    await didacto.lectures.create({ title: '자료구조 100% Python' });
    const titles = async (keyword: string) =>
      (await didacto.lectures.list({ keyword }).toArray()).map(({ title }) => title);
    expect(await titles('python 자료')).toEqual(['자료구조 100% Python']);
    expect(await titles('100%')).toEqual(['자료구조 100% Python']);
    expect(await titles('1_0%')).toEqual([]);
  });

  test('an admin opens a lecture for an instructor, and for no one else', async () => {
    const instructor = await school.person('instructor');
    const student = await school.person('student');
    const lecture = await school.admin.didacto.lectures.create({
      title: 'By the office',
      ownerId: instructor.member.id,
    });
    expect(lecture.owner.id).toBe(instructor.member.id);
    await expect(
      school.admin.didacto.lectures.create({ title: 'x', ownerId: student.member.id }),
    ).rejects.toMatchObject({
      code: 'owner_not_instructor',
    });
    await expect(
      instructor.didacto.lectures.create({ title: 'x', ownerId: school.admin.member.id }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('a title with control characters is refused with its field named', async () => {
    const { didacto } = await school.person('instructor');
    const refused = didacto.lectures.create({ title: 'nice\u001b[2Jtitle' });
    await expect(refused).rejects.toMatchObject({
      code: 'validation_failed',
      problem: { errors: [{ path: 'title' }] },
    });
  });
});
