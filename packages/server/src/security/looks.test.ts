import { createDidacto } from '@didacto/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rawRequest } from '../testing/raw-http.js';
import { openClass, openWall } from '../testing/test-class.js';
import { testJpeg } from '../testing/test-pictures.js';
import { type Person, password, startTestServer, type TestServer } from '../testing/test-server.js';
import { until } from '../testing/until.js';

describe('a look at a screen', () => {
  let school: TestServer;
  beforeAll(async () => {
    school = await startTestServer();
  });
  afterAll(() => school.stop());

  const inClass = async (count: number) => {
    const opened = await openClass(school, count);
    const { lectureId, students } = opened;
    const push = async (sequence = 1) => {
      const [lesson] = await opened.instructor.didacto.lessons.list({ lectureId }).toArray();
      const pushed = { lectureId, lessonId: lesson?.id ?? '', sequence, capturedAt: new Date().toISOString() };
      const picture = { mediaType: 'image/jpeg', bytes: new Uint8Array(testJpeg(sequence)) } as const;
      for (const { didacto } of students) await didacto.screens.push({ ...pushed, ...picture });
    };
    return { ...opened, push };
  };
  /** Who looked, with what, as the audit log has it of a student; oldest first. */
  const looks = async ({ member }: Person) => {
    const wanted = { subjectId: member.id, action: 'screen.viewed' as const, order: 'asc' as const };
    return (await school.admin.didacto.audit.list(wanted).toArray()).map(({ actorId, tokenId, subjects, data }) => ({
      ...{ viewer: actorId, tokenId, lesson: subjects.find((id) => id.startsWith('les_')), kind: data.kind },
    }));
  };

  test('is one entry for each viewer, student, lesson and kind, however often and by whichever way', async () => {
    const { instructor, lectureId, students, startLesson, push } = await inClass(2);
    const [one, other] = students;
    if (!one || !other) throw new Error('nobody is in class');
    const { id: lesson } = await startLesson();
    await push();
    const look = ({ didacto }: Person, { member }: Person) =>
      didacto.screens.picture({ lectureId, studentId: member.id });
    await look(instructor, one);
    await look(instructor, one);
    const byInstructor = { viewer: instructor.member.id, tokenId: null, lesson, kind: 'wall' };
    expect(await looks(one)).toEqual([byInstructor]);
    expect(await looks(other)).toEqual([]);

    const wall = openWall(school, instructor, lectureId);
    await until('the pictures', () => wall.of(one)?.bytes && wall.of(other)?.bytes);
    await push(2);
    expect(await looks(one)).toEqual([byInstructor]);
    expect(await looks(other)).toEqual([byInstructor]);
    wall.close();

    await look(school.admin, one);
    const byAdmin = { ...byInstructor, viewer: school.admin.member.id };
    expect(await looks(one)).toEqual([byInstructor, byAdmin]);

    await instructor.didacto.lessons.end({ lessonId: lesson });
    const { id: next } = await startLesson();
    await push();
    await look(instructor, one);
    expect(await looks(one)).toEqual([byInstructor, byAdmin, { ...byInstructor, lesson: next }]);
  });

  test('is on record with the token it was made by, also where the viewer has that picture already', async () => {
    const { instructor, lectureId, students, startLesson, push } = await inClass(1);
    const [student] = students;
    if (!student) throw new Error('nobody is in class');
    const { id: lesson } = await startLesson();
    await push();
    const wanted = { name: 'x', scopes: ['screens:read' as const], password };
    const { text, accessToken } = await instructor.didacto.accessTokens.create(wanted);
    const byToken = createDidacto({ baseUrl: school.url, auth: text, retry: { retries: 0 } });
    const picture = await byToken.screens.picture({ lectureId, studentId: student.member.id });
    const byInstructor = { viewer: instructor.member.id, tokenId: accessToken.id, lesson, kind: 'wall' };
    expect(await looks(student)).toEqual([byInstructor]);

    const { status } = await rawRequest(`${school.url}/v1/lectures/${lectureId}/screens/${student.member.id}`, {
      headers: { authorization: `Bearer ${school.admin.accessToken}`, 'if-none-match': picture?.etag ?? '' },
    });
    expect(status).toBe(304);
    expect((await looks(student)).map(({ viewer }) => viewer)).toEqual([instructor.member.id, school.admin.member.id]);
  });

  test('that shows no picture is none: a list of screens, a wall without pictures, a refusal', async () => {
    const { instructor, lectureId, students, startLesson, push } = await inClass(1);
    const [student] = students;
    if (!student) throw new Error('nobody is in class');
    await startLesson();
    await push();
    await instructor.didacto.screens.list({ lectureId });
    const wall = openWall(school, instructor, lectureId, false);
    await until('the screens', () => wall.of(student)?.state === 'live');
    wall.close();
    const stranger = await school.person('instructor');
    const refused = stranger.didacto.screens.picture({ lectureId, studentId: student.member.id });
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    expect(await looks(student)).toEqual([]);
  });
});
