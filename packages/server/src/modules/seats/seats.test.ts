import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { outcomeOf } from '../../testing/outcomes.js';
import { startTestServer, type TestServer } from '../../testing/test-server.js';
import { type World, worldMaker } from '../../testing/world.js';

describe('seats', () => {
  let school: TestServer;
  let makeWorld: () => Promise<World>;
  let world: World;
  beforeAll(async () => {
    school = await startTestServer();
    makeWorld = await worldMaker(school.server);
  });
  beforeEach(async () => {
    world = await makeWorld();
  });
  afterAll(() => school.stop());

  const seats = () => school.admin.didacto.seats;
  const assign = (deviceId: string, studentId: string) =>
    seats().assign({ lectureId: world.lectureId, deviceId, studentId });
  const seating = async () =>
    (await seats().list({ lectureId: world.lectureId, limit: 1 }).toArray()).map((seat) => [
      seat.device.id,
      seat.student.id,
    ]);

  test('who is seated anew leaves the former seat', async () => {
    await assign(world.unseatedDevice, world.seatedStudent.id);
    expect(await seating()).toEqual([[world.unseatedDevice, world.seatedStudent.id]]);
  });

  test('who sat there is let go', async () => {
    await assign(world.seatedDevice, world.rostered.id);
    expect(await seating()).toEqual([[world.seatedDevice, world.rostered.id]]);
  });

  test('seating the same again changes nothing', async () => {
    const before = await seating();
    await assign(world.seatedDevice, world.seatedStudent.id);
    expect(await seating()).toEqual(before);
  });

  test('assignments at once leave one device to one student', async () => {
    const devices = [world.seatedDevice, world.unseatedDevice, world.revokedDevice];
    const students = [world.rostered.id, world.seatedStudent.id];
    await Promise.all(devices.flatMap((deviceId) => students.map((id) => assign(deviceId, id))));
    const pairs = await seating();
    expect(new Set(pairs.map(([device]) => device)).size).toBe(pairs.length);
    expect(new Set(pairs.map(([, student]) => student)).size).toBe(pairs.length);
  });

  test('only who is on the roster is seated, at a device that is there', async () => {
    expect(await outcomeOf(assign(world.unseatedDevice, world.waiting.id))).toBe('not_on_roster');
    expect(await outcomeOf(assign(world.unseatedDevice, world.owner.id))).toBe('not_on_roster');
    expect(await outcomeOf(assign(`dev_${'0'.repeat(26)}`, world.rostered.id))).toBe('not_found');
  });

  test('a device sits one student in each lecture, apart from the others', async () => {
    const other = await makeWorld();
    await seats().assign({
      lectureId: other.lectureId,
      deviceId: world.seatedDevice,
      studentId: other.rostered.id,
    });
    expect(await seating()).toEqual([[world.seatedDevice, world.seatedStudent.id]]);
  });

  test('a free device is not freed again', async () => {
    const { lectureId, seatedDevice: deviceId } = world;
    expect(await outcomeOf(seats().free({ lectureId, deviceId }))).toBe('ok');
    expect(await outcomeOf(seats().free({ lectureId, deviceId }))).toBe('not_found');
  });

  test('an import of more rows than a statement takes seats everyone, and shifts everyone by one', async () => {
    const { lectureId, labId } = world;
    const { db } = school.server;
    const count = 450;
    const idOf = (prefix: string, n: number) => `${prefix}_${lectureId.slice(4, 24)}${String(n).padStart(6, '0')}`;
    const at = new Date().toISOString();
    const rows = Array.from({ length: count }, (_, n) => ({ device: idOf('dev', n), student: idOf('mem', n) }));
    await db.batchInsert(
      'members',
      rows.map(({ student: id }) => ({
        ...{
          id,
          email: `${id}@x.example`,
          password_hash: '',
          name: id,
          role: 'student',
          grade: 'free',
          created_at: at,
        },
      })),
      50,
    );
    const place = { lecture_id: lectureId, status: 'accepted', created_at: at, updated_at: at };
    const enrollments = rows.map(({ student }, n) => ({ ...place, id: idOf('enr', n), member_id: student }));
    await db.batchInsert('enrollments', enrollments, 50);
    const pc = { lab_id: labId, state: 'paired', created_at: at };
    await db.batchInsert(
      'devices',
      rows.map(({ device: id }) => ({ ...pc, id, name: id })),
      50,
    );
    for (const shift of [0, 1]) {
      const wanted = rows.map(({ device }, n) => ({ device, student: rows[(n + shift) % count]?.student ?? '' }));
      const lines = wanted.map((row, n) => ({ ...row, line: n + 1 }));
      const { results } = await seats().import({ lectureId, rows: lines });
      expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set([shift ? 'moved' : 'created']));
      const seated = await db('seats')
        .where({ lecture_id: lectureId })
        .whereIn(
          'device_id',
          rows.map(({ device }) => device),
        );
      expect(new Map(seated.map((seat) => [seat.device_id, seat.student_id]))).toEqual(
        new Map(wanted.map(({ device, student }) => [device, student])),
      );
    }
  });

  test('an import does the good rows and answers each; a dry run answers the same and changes nothing', async () => {
    const { lectureId, seatedDevice, unseatedDevice, seatedStudent, rostered, waiting } = world;
    const rows = [
      { line: 2, device: seatedDevice, student: rostered.email },
      { line: 3, device: unseatedDevice, student: seatedStudent.id },
      { line: 4, device: 'no such', student: rostered.email },
      { line: 5, device: world.revokedDevice, student: waiting.email },
    ];
    const expected = [
      { line: 2, outcome: 'moved' },
      { line: 3, outcome: 'moved' },
      { line: 4, outcome: 'device_unknown' },
      { line: 5, outcome: 'not_on_roster' },
    ];
    const before = await seating();
    expect((await seats().import({ lectureId, rows, dryRun: true })).results).toEqual(expected);
    expect(await seating()).toEqual(before);
    expect((await seats().import({ lectureId, rows })).results).toEqual(expected);
    const swapped = [
      [seatedDevice, rostered.id],
      [unseatedDevice, seatedStudent.id],
    ];
    expect(await seating()).toEqual(swapped);
    const again = await seats().import({ lectureId, rows });
    expect(again.results.slice(0, 2).map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
    expect(await seating()).toEqual(swapped);
  });
});
