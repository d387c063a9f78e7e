import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { iso } from '../../platform/clock.js';
import { nobodyConnected } from '../../platform/effects.js';
import type { MemberCaller } from '../../policy/caller.js';
import { openPaymentWorld, type PaymentWorld } from '../payments/testing/payment-world.js';
import { fulfilment } from './fulfilment.js';
import { premiumStore } from './premium-store.js';
import { type OrderLineRecord, type OrderRecord, orderStore } from './store.js';

let world: PaymentWorld;
let now: number;
beforeEach(async () => {
  world = await openPaymentWorld();
  now = world.deps.clock.now();
});
afterEach(() => world.close());

const day = 86_400_000;
const gifts = () => fulfilment({ newId: world.deps.newId, effects: nobodyConnected });
const left = async (productId: string): Promise<number | null> =>
  (await world.db('products').where({ id: productId }).first('stock')).stock;
const gradeOf = async ({ memberId }: MemberCaller): Promise<string> =>
  (await world.db('members').where({ id: memberId }).first('grade')).grade;
const placesOf = ({ memberId }: MemberCaller) =>
  world.db('enrollments').where({ member_id: memberId }).select('lecture_id', 'status');

interface Bought {
  readonly order: OrderRecord;
  readonly line: OrderLineRecord;
}

async function buys(buyer: MemberCaller, productId: string): Promise<Bought> {
  const { order } = await world.orders.create(buyer, [{ productId, quantity: 1 }], null, world.actor);
  return read(order.id);
}
async function read(orderId: string): Promise<Bought> {
  const order = await orderStore(world.db).byId(orderId);
  const [line] = await orderStore(world.db).linesOf(orderId);
  if (order === undefined || line === undefined) throw new Error('no order of one line');
  return { order, line };
}
const grant = ({ order, line }: Bought, at = now) => world.db.transaction((tx) => gifts().grant(tx, order, [line], at));
const revoke = ({ order, line }: Bought, at: number, stock?: 'stays_held') =>
  world.db.transaction((tx) => gifts().revoke(tx, order, line, at, stock));

describe('tuition that is paid', () => {
  test('gives the place, and those who see the roster hear of it', async () => {
    const student = await world.member('student');
    const bought = await buys(student, world.tuition);
    expect(await grant(bought)).toEqual({ rosters: [world.lectureId], members: [], notGranted: [] });
    expect(await placesOf(student)).toEqual([{ lecture_id: world.lectureId, status: 'accepted' }]);
    const { line } = await read(bought.order.id);
    expect(line).toMatchObject({ reserved: 0, grantedAt: iso(now), revokedAt: null });
    expect(await left(world.tuition)).toBe(29);
  });

  test('accepts who waits already', async () => {
    const student = await world.member('student');
    const at = iso(now);
    await world.db('enrollments').insert({
      ...{ id: 'enr_1', lecture_id: world.lectureId, member_id: student.memberId, status: 'waiting' },
      ...{ created_at: at, updated_at: at },
    });
    expect((await grant(await buys(student, world.tuition))).notGranted).toEqual([]);
    expect(await placesOf(student)).toEqual([{ lecture_id: world.lectureId, status: 'accepted' }]);
  });

  test.each<[why: string, change: (student: MemberCaller) => Promise<unknown>]>([
    ['its lecture is closed', () => world.db('lectures').update({ state: 'closed' })],
    ['its lecture is gone', () => world.db('lectures').update({ deleted_at: iso(now) })],
    [
      'its student has left',
      ({ memberId }) =>
        world
          .db('members')
          .where({ id: memberId })
          .update({ withdrawn_at: iso(now) }),
    ],
    ['it is given already', async (student) => grant(await buys(student, world.tuition))],
  ])('is not given where %s: nothing is held for it any more', async (_, change) => {
    const student = await world.member('student');
    const bought = await buys(student, world.tuition);
    await world.db('products').where({ id: world.tuition }).update({ stock: 20 });
    await change(student);
    const before = await left(world.tuition);
    const outcome = await grant(bought);
    expect(outcome).toEqual({ rosters: [], members: [], notGranted: [bought.line] });
    expect(await left(world.tuition)).toBe((before ?? 0) + 1);
    expect((await read(bought.order.id)).line).toMatchObject({ reserved: 0, grantedAt: null });
  });

  test('is taken back: the place is free, its stock is back, once', async () => {
    const student = await world.member('student');
    const bought = await buys(student, world.tuition);
    await grant(bought);
    const given = await read(bought.order.id);
    expect(await revoke(given, now + day)).toEqual({ rosters: [world.lectureId], members: [] });
    expect(await placesOf(student)).toEqual([{ lecture_id: world.lectureId, status: 'removed' }]);
    const taken = await read(bought.order.id);
    expect(taken.line).toMatchObject({ reserved: 0, revokedAt: iso(now + day) });
    expect(await revoke(taken, now + 2 * day)).toEqual({ rosters: [], members: [] });
    expect(await left(world.tuition)).toBe(30);
  });

  test('was never given: there is nothing to take back', async () => {
    const bought = await buys(await world.member('student'), world.tuition);
    expect(await revoke(bought, now)).toEqual({ rosters: [], members: [] });
    expect(await left(world.tuition)).toBe(29);
  });
});

describe('goods', () => {
  test('that are paid are nobody’s to let go any more; nobody has to hear of it', async () => {
    const bought = await buys(await world.member('student'), world.goods);
    expect(await grant(bought)).toEqual({ rosters: [], members: [], notGranted: [] });
    expect((await read(bought.order.id)).line.reserved).toBe(0);
    expect(await left(world.goods)).toBe(0);
  });

  test('whose deposit was taken back stay held for the order, where there is a limited number', async () => {
    const unlimited = await world.product({ kind: 'goods', name: '파일', price: 1_000 });
    const student = await world.member('student');
    for (const [productId, held] of [
      [world.goods, 1],
      [unlimited, 0],
    ] as const) {
      const bought = await buys(student, productId);
      await grant(bought);
      const before = await left(productId);
      expect(await revoke(await read(bought.order.id), now, 'stays_held')).toEqual({ rosters: [], members: [] });
      expect((await read(bought.order.id)).line.reserved).toBe(held);
      expect(await left(productId)).toBe(before);
    }
  });
});

describe('premium', () => {
  const periodOf = (lineId: string) => premiumStore(world.db).ofLine(lineId);

  test('runs for the days that were bought, and the buyer hears of it', async () => {
    const bought = await buys(world.instructor, world.premium);
    expect(await grant(bought)).toEqual({ rosters: [], members: [world.instructor.memberId], notGranted: [] });
    expect(await periodOf(bought.line.id)).toEqual({ from: iso(now), until: iso(now + 30 * day), endedAt: null });
    expect(await gradeOf(world.instructor)).toBe('premium');
  });

  test('follows the period that runs, so that no paid day is lost; of this member alone', async () => {
    const other = await world.member('instructor');
    const [first, second] = [await buys(world.instructor, world.premium), await buys(world.instructor, world.premium)];
    await grant(first);
    await grant(second, now + day);
    expect(await periodOf(second.line.id)).toMatchObject({ from: iso(now + 30 * day), until: iso(now + 60 * day) });
    const others = await buys(other, world.premium);
    await grant(others, now + day);
    expect(await periodOf(others.line.id)).toMatchObject({ from: iso(now + day) });
  });

  test('that is taken back ends at once, and with the last one the grade; nobody else’s', async () => {
    const other = await world.member('instructor');
    await grant(await buys(other, world.premium));
    const [first, second] = [await buys(world.instructor, world.premium), await buys(world.instructor, world.premium)];
    await grant(first);
    await grant(second);
    const members = { rosters: [], members: [world.instructor.memberId] };
    expect(await revoke(await read(first.order.id), now + day)).toEqual(members);
    expect([await gradeOf(world.instructor), (await periodOf(first.line.id))?.endedAt]).toEqual([
      'premium',
      iso(now + day),
    ]);
    expect((await periodOf(second.line.id))?.endedAt).toBeNull();
    await revoke(await read(second.order.id), now + 2 * day);
    expect([await gradeOf(world.instructor), await gradeOf(other)]).toEqual(['free', 'premium']);
    // When it ended first is when it ended.
    await premiumStore(world.db).end(first.line.id, iso(now + 5 * day));
    expect((await periodOf(first.line.id))?.endedAt).toBe(iso(now + day));
  });

  test('that is over closes by itself; who has another one keeps the grade', async () => {
    const other = await world.member('instructor');
    await grant(await buys(other, world.premium));
    for (let n = 0; n < 2; n++) await grant(await buys(world.instructor, world.premium));
    const store = premiumStore(world.db);
    expect(await store.closeOver(iso(now + 30 * day - 1))).toEqual([]);
    // Of two periods in a row the first is over, and the second goes on.
    expect(await store.closeOver(iso(now + 30 * day))).toEqual([other.memberId]);
    expect([await gradeOf(other), await gradeOf(world.instructor)]).toEqual(['free', 'premium']);
    await grant(await buys(world.instructor, world.premium));
    expect(await store.closeOver(iso(now + 60 * day))).toEqual([]);
    expect(await store.closeOver(iso(now + 90 * day))).toEqual([world.instructor.memberId]);
    expect(await gradeOf(world.instructor)).toBe('free');
  });

  test('of a line that has none is none, and ending it does nothing', async () => {
    const store = premiumStore(world.db);
    expect(await store.ofLine('orl_none')).toBeUndefined();
    await store.end('orl_none', iso(now));
    expect(await store.lastUntil(world.instructor.memberId)).toBeUndefined();
  });
});
