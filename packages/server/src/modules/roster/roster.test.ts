import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcomeOf } from '../../testing/outcomes.js';
import { type Person, startTestServer, type TestServer } from '../../testing/test-server.js';

describe('roster', () => {
  let school: TestServer;
  let instructor: Person;
  let lectureId: string;
  beforeAll(async () => {
    school = await startTestServer();
    instructor = await school.person('instructor', { grade: 'premium' });
    lectureId = (await instructor.didacto.lectures.create({ title: '강의' })).id;
  });
  afterAll(() => school.stop());

  const rostered = async (name?: string): Promise<Person> => {
    const student = await school.person('student', name === undefined ? {} : { name });
    const { id } = await student.didacto.enrollments.request({ lectureId });
    await instructor.didacto.enrollments.decide({ enrollmentId: id, decision: 'accept' });
    return student;
  };
  const seated = async (student: Person) => {
    const lab = await school.admin.didacto.labs.create({ name: `Lab of ${student.member.id}` });
    const { device } = await school.admin.didacto.devices.create({ labId: lab.id, name: 'PC' });
    await instructor.didacto.seats.assign({ lectureId, deviceId: device.id, studentId: student.member.id });
    return device;
  };
  const entries = () => instructor.didacto.roster.list({ lectureId, limit: 2 }).toArray();

  test('it lists students in the order they asked, with their seats, page by page', async () => {
    const students = [await rostered('첫째'), await rostered('둘째'), await rostered('셋째')];
    const device = await seated(students[1] ?? instructor);
    expect((await entries()).map((entry) => [entry.student.name, entry.device])).toEqual([
      ['첫째', null],
      ['둘째', { id: device.id, name: 'PC' }],
      ['셋째', null],
    ]);
  });

  test('who leaves is off the roster, and their seat is free', async () => {
    const student = await rostered();
    const device = await seated(student);
    await student.didacto.roster.leave({ lectureId });
    expect((await entries()).map((entry) => entry.student.id)).not.toContain(student.member.id);
    expect(await outcomeOf(instructor.didacto.seats.free({ lectureId, deviceId: device.id }))).toBe('not_found');
    expect(await outcomeOf(student.didacto.roster.leave({ lectureId }))).toBe('forbidden');
  });

  test('who is removed is off the roster, and their seat is free', async () => {
    const student = await rostered();
    const device = await seated(student);
    await instructor.didacto.roster.remove({ lectureId, memberId: student.member.id });
    expect((await entries()).map((entry) => entry.student.id)).not.toContain(student.member.id);
    expect(await outcomeOf(instructor.didacto.seats.free({ lectureId, deviceId: device.id }))).toBe('not_found');
  });

  test('a member who is not on it is not removed', async () => {
    const { member } = await school.person('student');
    const remove = (memberId: string) => outcomeOf(instructor.didacto.roster.remove({ lectureId, memberId }));
    expect(await remove(member.id)).toBe('not_on_roster');
    expect(await remove(`mem_${'0'.repeat(26)}`)).toBe('not_on_roster');
  });

  test('who left or was removed may ask again', async () => {
    const student = await rostered();
    await instructor.didacto.roster.remove({ lectureId, memberId: student.member.id });
    expect(await student.didacto.enrollments.request({ lectureId })).toMatchObject({ status: 'waiting' });
  });

  test('an admin too is told that a lecture is not there', async () => {
    const unknown = `lec_${'0'.repeat(26)}`;
    const { didacto } = school.admin;
    for (const call of [didacto.roster.list, didacto.seats.list, didacto.enrollments.list, didacto.lessons.list])
      expect(await outcomeOf(call({ lectureId: unknown }))).toBe('not_found');
    expect(await outcomeOf(didacto.screens.list({ lectureId: unknown }))).toBe('not_found');
  });
});
