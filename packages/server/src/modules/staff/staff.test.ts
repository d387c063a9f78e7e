import type { Role, StaffRole } from '@didacto/sdk/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { iso } from '../../platform/clock.js';
import { nobodyConnected } from '../../platform/effects.js';
import { Problem } from '../../platform/problem.js';
import { enrollmentStore } from '../enrollments/store.js';
import { lectureStore } from '../lectures/store.js';
import { asActor, onRecord, openWaysIn, outcomeOf, tally } from '../verifications/testing/ways-in.js';
import { mostStaff, staffService } from './service.js';
import { staffStore } from './store.js';

let ways: Awaited<ReturnType<typeof openWaysIn>>;
let service: ReturnType<typeof staffService>;
let [owner, lectureId] = ['', ''];
/** Lecture and member of whom walls were told. */
let told: string[];

beforeEach(async () => {
  ways = await openWaysIn();
  told = [];
  const staffChanged = (lecture: string, member: string) => void told.push(`${lecture} ${member}`);
  service = staffService({ ...ways, effects: { ...nobodyConnected, staffChanged } });
  owner = await member('owner', 'instructor');
  lectureId = await lecture();
});
afterEach(() => ways.db.destroy());

const address = (name: string) => `${name}@school.example`;
const member = async (name: string, role: Role, change: Readonly<Record<string, string>> = {}) =>
  (await ways.addMember(address(name), role, { name, ...change })).id;
async function lecture(): Promise<string> {
  const id = ways.newId('lec');
  await lectureStore(ways.db).insert({ id, title: 'Databases', ownerId: owner, slot: null, at: now() });
  return id;
}
const now = () => iso(ways.clock.now());
const add = (name: string, role: StaffRole, to = lectureId) =>
  service.add(to, { email: address(name), role }, asActor(owner));
const parts = async (of = lectureId) => (await service.list(of)).map(({ member, role }) => [member.name, role]);

describe('adding to the staff of a lecture', () => {
  test('shows who teaches or helps, in the order they came, and puts it on record', async () => {
    const minjun = await member('minjun', 'instructor');
    const haeun = await member('haeun', 'student');
    const since = now();
    expect(await add('minjun', 'co_instructor')).toEqual({
      member: { id: minjun, name: 'minjun' },
      role: 'co_instructor',
      since,
    });
    ways.clock.pass(1_000);
    await add('haeun', 'assistant');
    expect(await parts()).toEqual([
      ['minjun', 'co_instructor'],
      ['haeun', 'assistant'],
    ]);
    expect(told).toEqual([`${lectureId} ${minjun}`, `${lectureId} ${haeun}`]);
    expect((await onRecord(ways.db))[1]).toEqual({
      action: 'staff.added',
      actorId: owner,
      subjects: [haeun, lectureId].sort(),
      data: { role: 'assistant' },
    });
  });

  const open: Readonly<Record<StaffRole, readonly Role[]>> = {
    co_instructor: ['instructor'],
    assistant: ['instructor', 'student'],
  };
  const roles: readonly Role[] = ['student', 'instructor', 'finance', 'desk', 'admin'];
  test.each((['co_instructor', 'assistant'] as const).flatMap((part) => roles.map((role) => ({ part, role }))))(
    '$role as $part',
    async ({ part, role }) => {
      await member('someone', role);
      expect(await outcomeOf(add('someone', part))).toBe(open[part].includes(role) ? 'ok' : 'not_eligible');
    },
  );

  test('has one answer for all who may not, so that nobody learns who has an account', async () => {
    await member('suspended', 'instructor', { suspended_at: now() });
    await member('withdrawn', 'instructor', { withdrawn_at: now() });
    await member('service', 'instructor', { kind: 'service' });
    await member('desk', 'desk');
    const refusals = await Promise.all(
      ['nobody', 'suspended', 'withdrawn', 'service', 'desk', 'owner'].map((name) =>
        add(name, 'assistant').catch((error: unknown) => error),
      ),
    );
    for (const refusal of refusals) {
      expect(refusal).toBeInstanceOf(Problem);
      expect(refusal).toMatchObject({ code: 'not_eligible', options: {} });
    }
    expect(told).toEqual([]);
  });

  test.each(['waiting', 'accepted'] as const)('refuses a student whose enrollment in it is %s', async (status) => {
    const haeun = await member('haeun', 'student');
    await enrollmentStore(ways.db).insertWaiting(ways.newId('enr'), lectureId, haeun, now());
    await ways.db('enrollments').update({ status });
    expect(await outcomeOf(add('haeun', 'assistant'))).toBe('already_on_roster');
    expect(await outcomeOf(add('haeun', 'assistant', await lecture()))).toBe('ok');
    await ways.db('enrollments').update({ status: 'left' });
    expect(await outcomeOf(add('haeun', 'assistant'))).toBe('ok');
  });

  test('the same one many times at once adds them once, in one part', async () => {
    await member('minjun', 'instructor');
    const calls = Array.from({ length: 20 }, (_, n) => add('minjun', n % 2 ? 'assistant' : 'co_instructor'));
    expect(await tally(calls)).toEqual({ ok: 1, already_staff: 19 });
    expect(await parts()).toHaveLength(1);
    expect(await onRecord(ways.db)).toHaveLength(1);
    expect(told).toHaveLength(1);
  });

  test('stops at the limit, however many come at once; another lecture has its own', async () => {
    const names = Array.from({ length: mostStaff + 5 }, (_, n) => `student-${n}`);
    for (const name of names) await member(name, 'student');
    expect(await tally(names.map((name) => add(name, 'assistant')))).toEqual({
      ok: mostStaff,
      validation_failed: 5,
    });
    const [first] = await service.list(lectureId);
    // Whoever is in already is told so, and not of the limit.
    expect(await outcomeOf(add(first?.member.name ?? '', 'assistant'))).toBe('already_staff');
    expect(await outcomeOf(add(names.at(-1) ?? '', 'assistant', await lecture()))).toBe('ok');
    await service.remove(lectureId, first?.member.id ?? '', asActor(owner));
    expect(await outcomeOf(add(first?.member.name ?? '', 'assistant'))).toBe('ok');
  });

  test('needs a lecture that is there', async () => {
    await member('minjun', 'instructor');
    await lectureStore(ways.db).delete(lectureId, now());
    expect(await outcomeOf(add('minjun', 'assistant'))).toBe('not_found');
  });
});

describe('a part in a lecture ends', () => {
  test.each(['remove', 'leave'] as const)('once, by %s, and is put on record', async (way) => {
    const minjun = await member('minjun', 'instructor');
    await add('minjun', 'co_instructor');
    const by = asActor(way === 'leave' ? minjun : owner);
    const end = () => service[way](lectureId, minjun, by);
    expect(await tally([end(), end(), end()])).toEqual({ ok: 1, not_found: 2 });
    expect(await parts()).toEqual([]);
    expect(told).toEqual([`${lectureId} ${minjun}`, `${lectureId} ${minjun}`]);
    expect((await onRecord(ways.db)).slice(1)).toEqual([
      {
        action: way === 'leave' ? 'staff.left' : 'staff.removed',
        actorId: by.id,
        subjects: [lectureId, minjun].sort(),
        data: { role: 'co_instructor' },
      },
    ]);
  });

  test('only there: the same member’s other parts, and other members, stay', async () => {
    const minjun = await member('minjun', 'instructor');
    await member('haeun', 'student');
    const other = await lecture();
    await add('minjun', 'co_instructor');
    await add('minjun', 'assistant', other);
    await add('haeun', 'assistant');
    await service.remove(lectureId, minjun, asActor(owner));
    expect(await parts()).toEqual([['haeun', 'assistant']]);
    expect(await parts(other)).toEqual([['minjun', 'assistant']]);
  });

  test('everywhere when the member goes', async () => {
    const minjun = await member('minjun', 'instructor');
    await member('haeun', 'student');
    const other = await lecture();
    await add('minjun', 'co_instructor');
    await add('minjun', 'assistant', other);
    await add('haeun', 'assistant');
    expect((await staffStore(ways.db).removeAllOf(minjun)).sort()).toEqual([lectureId, other].sort());
    expect(await parts()).toEqual([['haeun', 'assistant']]);
    expect(await parts(other)).toEqual([]);
  });

  test.each([
    ['instructor', ['co_instructor', 'assistant']],
    ['student', ['assistant']],
    ['desk', []],
    ['finance', []],
    ['admin', []],
  ] as const)('where the new role is %s, but for %j', async (role, kept) => {
    const minjun = await member('minjun', 'instructor');
    const other = await lecture();
    await add('minjun', 'co_instructor');
    await add('minjun', 'assistant', other);
    const touched = await staffStore(ways.db).removePartsOf(minjun, role);
    expect(touched).toHaveLength(2 - kept.length);
    expect([...(await parts()), ...(await parts(other))].map(([, part]) => part)).toEqual(kept);
  });
});
