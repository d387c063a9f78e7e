import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcomeOf } from '../../testing/outcomes.js';
import { startOwnAgent } from '../../testing/test-agent.js';
import { openClass, openWall } from '../../testing/test-class.js';
import { isTestJpeg, testJpeg } from '../../testing/test-pictures.js';
import { type Person, startTestServer, type TestServer } from '../../testing/test-server.js';
import { until } from '../../testing/until.js';

let school: TestServer;
beforeAll(async () => {
  school = await startTestServer();
});
afterAll(() => school.stop());

async function openLesson(students = 1) {
  const room = await openClass(school, students);
  const lesson = await room.startLesson();
  const [student] = room.students;
  if (!student) throw new Error('there is no student');
  let sequence = 0;
  const push = (who: Person, seed: number) =>
    who.didacto.screens.push({
      lectureId: room.lectureId,
      lessonId: lesson.id,
      sequence: ++sequence,
      capturedAt: new Date().toISOString(),
      mediaType: 'image/jpeg',
      bytes: testJpeg(seed),
    });
  const picture = { lectureId: room.lectureId, studentId: student.member.id };
  return { ...room, lesson, student, push, picture };
}

/** Files of the server that hold the beginning of a JPEG. */
function filesWithPictures(): string[] {
  const names = readdirSync(school.dataDir, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.filter((file) => readFileSync(file).includes(Buffer.of(0xff, 0xd8, 0xff)));
}

describe('screens', () => {
  test('are read by the lecture’s owner and an admin, and by no one else', async () => {
    const { lectureId, instructor, student, push, picture } = await openLesson();
    await push(student, 1);
    const other = await school.person('instructor');
    for (const reader of [instructor, school.admin]) {
      expect((await reader.didacto.screens.list({ lectureId })).screens).toHaveLength(1);
      expect(isTestJpeg((await reader.didacto.screens.picture(picture))?.bytes, 1)).toBe(true);
    }
    for (const reader of [student, other]) {
      expect(await outcomeOf(reader.didacto.screens.list({ lectureId }))).toBe('forbidden');
      expect(await outcomeOf(reader.didacto.screens.picture(picture))).toBe('forbidden');
    }
  });

  test('are gone with the lesson’s end, and were never on disk', async () => {
    const { lectureId, instructor, lesson, student, push, picture } = await openLesson();
    await push(student, 1);
    await instructor.didacto.screens.picture(picture);
    await instructor.didacto.lessons.end({ lessonId: lesson.id });
    expect(await outcomeOf(instructor.didacto.screens.picture(picture))).toBe('no_active_lesson');
    expect(await instructor.didacto.screens.list({ lectureId })).toMatchObject({ lessonId: null, screens: [] });
    expect(school.server.modules.lessons.of(lectureId)).toBeUndefined();
    expect(filesWithPictures()).toEqual([]);
  });

  test('that changed after a version are listed, and all of them for another lesson', async () => {
    const { lectureId, instructor, students, push } = await openLesson(3);
    const [first, second] = students;
    if (!first || !second) throw new Error('there are no students');
    await push(first, 1);
    const { screens } = instructor.didacto;
    const all = await screens.list({ lectureId });
    expect(all.screens).toHaveLength(3);
    const { version: since, lessonId } = all;
    const listed = { lectureId, since, ...(lessonId !== null && { lessonId }) };
    expect(await screens.list(listed)).toMatchObject({ version: since, screens: [] });
    await push(second, 2);
    expect((await screens.list(listed)).screens).toMatchObject([{ student: { id: second.member.id }, state: 'live' }]);
    const stranger = 'les_01h2xcejqtf2nbrexx3vqjhp41';
    expect((await screens.list({ ...listed, lessonId: stranger })).screens).toHaveLength(3);
    expect((await screens.list({ lectureId, since: Number.MAX_SAFE_INTEGER })).screens).toHaveLength(3);
  });

  test('a picture that is already held is not sent again', async () => {
    const { instructor, student, push, picture } = await openLesson();
    expect(await outcomeOf(instructor.didacto.screens.picture(picture))).toBe('no_picture');
    await push(student, 1);
    const held = await instructor.didacto.screens.picture(picture);
    const etag = held?.etag ?? '';
    expect(await instructor.didacto.screens.picture(picture, { etag })).toBeNull();
    await push(student, 2);
    expect((await instructor.didacto.screens.picture(picture, { etag }))?.etag).not.toBe(etag);
  });

  test('without a socket live on by reports', async () => {
    const { lectureId, instructor, student, push } = await openLesson();
    const { screens } = student.didacto;
    expect(await outcomeOf(screens.report({ lectureId, state: 'unchanged' }))).toBe('picture_base_missing');
    await push(student, 1);
    await screens.report({ lectureId, state: 'unchanged' });
    const state = async () => (await instructor.didacto.screens.list({ lectureId })).screens[0];
    expect(await state()).toMatchObject({ state: 'unchanged', picture: { bytes: testJpeg(1).length } });
    await screens.report({ lectureId, state: 'no_display', reason: 'wayland' });
    expect(await state()).toMatchObject({ state: 'no_display', reason: 'wayland', picture: null });
  });
});

describe('a look', () => {
  test('is one record for each viewer, student and lesson, with its first and last time, for the student alone', async () => {
    const { lectureId, instructor, lesson, student, push, picture } = await openLesson(2);
    await push(student, 1);
    const views = () => student.didacto.screens.viewsOfMe().toArray();
    expect(await views()).toEqual([]);
    await instructor.didacto.screens.picture(picture);
    const [first] = await views();
    expect(first).toMatchObject({
      viewer: { id: instructor.member.id, name: instructor.member.name },
      lecture: { id: lectureId },
      lessonId: lesson.id,
      kind: 'wall',
    });
    for (let n = 0; n < 5; n++) await instructor.didacto.screens.picture(picture);
    // What is only a later time is written within seconds, and at the latest when the lesson ends.
    await instructor.didacto.lessons.end({ lessonId: lesson.id });
    await until('the last time is written', async () => (await views())[0]?.lastAt !== first?.lastAt);
    const [last, ...others] = await views();
    expect(others).toEqual([]);
    expect(last?.firstAt).toBe(first?.firstAt);
    expect(Date.parse(last?.lastAt ?? '')).toBeGreaterThan(Date.parse(first?.firstAt ?? ''));
    const [, classmate] = await Promise.all([undefined, school.person('student')]);
    expect(await classmate.didacto.screens.viewsOfMe().toArray()).toEqual([]);
  });

  test('by a wall is on record before the picture arrives', async () => {
    const { lectureId, instructor, student } = await openLesson();
    const agent = await startOwnAgent(school, student.accessToken);
    await agent.push(1, testJpeg(1));
    const wall = openWall(school, instructor, lectureId);
    const rows: () => Promise<{ viewer_id: string }[]> = async () =>
      school.server.db('view_records').where({ student_id: student.member.id });
    let recordedFirst = false;
    await until('the picture arrives', async () => {
      recordedFirst = (await rows()).length === 1;
      return wall.of(student)?.bytes !== undefined;
    });
    expect(recordedFirst || (await rows()).length === 1).toBe(true);
    expect(await student.didacto.screens.viewsOfMe().toArray()).toHaveLength(1);
    wall.close();
    agent.close();
  });
});
