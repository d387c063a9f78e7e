import { createDidacto } from '@didacto/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { outcomeOf, tally } from '../../testing/outcomes.js';
import { openClass, openWall, type TestClass } from '../../testing/test-class.js';
import { type Person, password, startTestServer, type TestServer } from '../../testing/test-server.js';
import { promised, until } from '../../testing/until.js';

let school: TestServer;
let room: TestClass;
beforeAll(async () => {
  school = await startTestServer();
});
beforeEach(async () => {
  room = await openClass(school, 1);
});
afterAll(() => school.stop());

const add = ({ member }: Person, role: 'co_instructor' | 'assistant') =>
  room.instructor.didacto.staff.add({ lectureId: room.lectureId, email: member.email, role });
async function staffMember(role: 'co_instructor' | 'assistant'): Promise<Person> {
  const person = await school.person(role === 'assistant' ? 'student' : 'instructor');
  await add(person, role);
  return person;
}
const mine = async ({ didacto }: Person) => (await didacto.lectures.mine().toArray()).map(({ id }) => id);

describe('an assistant', () => {
  test('watches and seats, and runs nothing', async () => {
    const { lectureId } = room;
    const { didacto } = await staffMember('assistant');
    expect(await outcomeOf(didacto.roster.list({ lectureId }))).toBe('ok');
    expect((await didacto.staff.list({ lectureId })).staff).toHaveLength(1);
    const [student] = room.students;
    const calls = [
      didacto.lessons.start({ lectureId }),
      didacto.lectures.update({ lectureId, title: 'theirs now' }),
      didacto.roster.remove({ lectureId, memberId: student?.member.id ?? '' }),
      didacto.staff.add({ lectureId, email: 'friend@school.example', role: 'assistant' }),
      didacto.lectures.delete({ lectureId }),
    ];
    expect(await tally(calls)).toEqual({ forbidden: calls.length });
  });

  test('asks for no place on the roster of their lecture', async () => {
    const { didacto } = await staffMember('assistant');
    expect(await outcomeOf(didacto.enrollments.request({ lectureId: room.lectureId }))).toBe('already_staff');
    expect(await outcomeOf(didacto.enrollments.request({ lectureId: (await openClass(school, 0)).lectureId }))).toBe(
      'ok',
    );
  });

  test('is nobody of the roster, waiting or accepted', async () => {
    const [accepted] = room.students;
    const waiting = await school.person('student');
    await waiting.didacto.enrollments.request({ lectureId: room.lectureId });
    for (const student of [accepted, waiting])
      expect(student && (await outcomeOf(add(student, 'assistant')))).toBe('already_on_roster');
  });
});

describe('a co-instructor', () => {
  test('runs the lecture, which stays the owner’s', async () => {
    const { lectureId } = room;
    const { didacto } = await staffMember('co_instructor');
    expect(await outcomeOf(didacto.lessons.start({ lectureId }))).toBe('ok');
    expect((await didacto.lectures.update({ lectureId, title: 'ours' })).owner.id).toBe(room.instructor.member.id);
    const calls = [
      didacto.staff.add({ lectureId, email: school.admin.member.email, role: 'assistant' }),
      didacto.staff.remove({ lectureId, memberId: room.instructor.member.id }),
      didacto.lectures.close({ lectureId }),
      didacto.lectures.delete({ lectureId }),
    ];
    expect(await tally(calls)).toEqual({ forbidden: calls.length });
  });

  test('who is an instructor no longer teaches no longer', async () => {
    const { lectureId } = room;
    const { member } = await staffMember('co_instructor');
    await school.admin.didacto.members.update({ memberId: member.id, role: 'student' });
    const again = await school.visitor.sessions.signIn({ email: member.email, password });
    const didacto = createDidacto({ baseUrl: school.url, auth: again.accessToken });
    expect(await outcomeOf(didacto.roster.list({ lectureId }))).toBe('forbidden');
    expect((await room.instructor.didacto.staff.list({ lectureId })).staff).toEqual([]);
  });
});

test('the lectures somebody helps in are among theirs, once, until they leave', async () => {
  const { lectureId } = room;
  const person = await staffMember('co_instructor');
  const own = await person.didacto.lectures.create({ title: 'own' });
  expect(await mine(person)).toEqual([own.id, lectureId]);
  expect(await mine(room.instructor)).toEqual([lectureId]);
  await person.didacto.staff.leave({ lectureId });
  expect(await mine(person)).toEqual([own.id]);
  expect(await outcomeOf(person.didacto.staff.leave({ lectureId }))).toBe('forbidden');
});

test('whoever is removed is refused at once, and the wall they watch ends', async () => {
  const { lectureId } = room;
  const person = await staffMember('assistant');
  const wall = openWall(school, person, lectureId, false);
  const owners = openWall(school, room.instructor, lectureId, false);
  const showsScreens = ({ events }: typeof wall) => events.some(({ kind }) => kind === 'screens');
  await until('the walls are open', () => showsScreens(wall) && showsScreens(owners));
  await room.instructor.didacto.staff.remove({ lectureId, memberId: person.member.id });
  expect(await outcomeOf(person.didacto.roster.list({ lectureId }))).toBe('forbidden');
  const ended = () => wall.events.find(({ kind }) => kind === 'ended');
  promised('a removed assistant’s wall ends', await until('the wall ends', ended), 1_000);
  expect(ended()).toEqual({ kind: 'ended', code: 'forbidden' });
  expect(owners.events.filter(({ kind }) => kind === 'ended')).toEqual([]);
  wall.close();
  owners.close();
});

test('many adds of one person at once make them staff once', async () => {
  const person = await school.person('instructor');
  const calls = Array.from({ length: 20 }, () => add(person, 'co_instructor'));
  expect(await tally(calls)).toEqual({ ok: 1, already_staff: 19 });
});
