import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../../platform/problem.js';
import { type Actor, systemActor } from '../audit/actor.js';
import { openTestAlarms, type TestAlarms } from './testing/test-alarms.js';

let school: TestAlarms;
beforeEach(async () => {
  school = await openTestAlarms();
});
afterEach(() => school.close());

const list = async (state?: 'open' | 'acknowledged' | 'resolved') =>
  (await school.alarms.list({ state, limit: 50 })).data;
const actorOf = (id: string): Actor => ({ ...systemActor, kind: 'member', id });

describe('an alarm', () => {
  test('is one for each cause, counted while it goes on', async () => {
    await school.open('payment_unknown', 'pay_1', 'first');
    school.clock.pass(1_000);
    await school.open('payment_unknown', 'pay_1', 'second');
    await school.open('payment_unknown', 'pay_2');
    await school.open('refund_failed', 'pay_1');
    expect((await list()).map(({ code, subject, count }) => [code, subject, count])).toEqual([
      ['refund_failed', 'pay_1', 1],
      ['payment_unknown', 'pay_2', 1],
      ['payment_unknown', 'pay_1', 2],
    ]);
    expect((await list()).at(-1)).toMatchObject({
      ...{ state: 'open', detail: 'second', openedAt: '2026-03-02T00:00:00.000Z', lastAt: '2026-03-02T00:00:01.000Z' },
      ...{ acknowledgedBy: null, acknowledgedAt: null, resolvedBy: null, resolvedAt: null },
    });
  });

  test('of many at once for one cause is one', async () => {
    await Promise.all(Array.from({ length: 40 }, () => school.open()));
    expect(await list()).toMatchObject([{ count: 40 }]);
  });

  test('is acknowledged by one person, and resolved by another, on record', async () => {
    const admin = await school.member('admin');
    const finance = await school.member('finance');
    await school.open();
    const [alarm] = await list();
    const id = alarm?.id ?? '';
    const seen = await school.alarms.acknowledge(id, admin, actorOf(admin));
    expect(seen).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: { id: admin, name: 'admin' },
      resolvedBy: null,
    });
    await school.open();
    expect(await list()).toMatchObject([{ id, state: 'acknowledged', count: 2 }]);
    const done = await school.alarms.resolveOne(id, finance, actorOf(finance), '통장에서 확인');
    expect(done).toMatchObject({ state: 'resolved', resolvedBy: { id: finance, name: 'finance' } });
    expect([await list(), (await list('resolved')).map((one) => one.id)]).toEqual([[], [id]]);
    const kept: { action: string; actor_id: string; subjects: string }[] = await school.db('audit_log').orderBy('seq');
    expect(kept.map(({ action, actor_id, subjects }) => [action, actor_id, JSON.parse(subjects)])).toEqual([
      ['alarm.acknowledged', admin, [id, 'pay_1'].sort()],
      ['alarm.resolved', finance, [id, 'pay_1'].sort()],
    ]);
  });

  test('is not acknowledged twice, nor once it is resolved; one that is not there is not found', async () => {
    const admin = await school.member('admin');
    await school.open();
    const [alarm] = await list();
    const id = alarm?.id ?? '';
    const acknowledge = (which = id) => school.alarms.acknowledge(which, admin, actorOf(admin));
    const resolve = (which = id) => school.alarms.resolveOne(which, admin, actorOf(admin));
    await acknowledge();
    await expect(acknowledge()).rejects.toThrow(new Problem('alarm_not_open'));
    await resolve();
    await expect(acknowledge()).rejects.toThrow(new Problem('alarm_not_open'));
    await expect(resolve()).rejects.toThrow(new Problem('alarm_not_open'));
    await expect(acknowledge('alm_x')).rejects.toThrow(new Problem('not_found'));
    await expect(resolve('alm_x')).rejects.toThrow(new Problem('not_found'));
    expect(await school.db('audit_log').count({ n: '*' })).toEqual([{ n: 2 }]);
  });

  test('whose cause is gone is resolved by itself, and opens anew when it comes again', async () => {
    await school.open();
    await school.db.transaction((tx) => school.alarms.resolve(tx, 'payment_unknown', 'pay_1'));
    expect(await list('resolved')).toMatchObject([{ state: 'resolved', resolvedBy: null, count: 1 }]);
    await school.open();
    expect(await list()).toMatchObject([{ state: 'open', count: 1 }]);
    await school.db.transaction((tx) => school.alarms.resolve(tx, 'payment_unknown', 'pay_other'));
    expect(await list()).toHaveLength(1);
  });
});

describe('people are told of an alarm', () => {
  test('once for each opening: those who look after the money, by mail, and the log', async () => {
    await school.member('admin');
    await school.member('finance');
    await school.member('instructor');
    await school.member('desk');
    await school.member('admin', { email: 'gone@school.example', withdrawn_at: 'x' });
    await school.member('admin', { email: 'away@school.example', suspended_at: 'x' });
    await school.member('admin', { email: 'program@school.example', kind: 'service' });
    for (let n = 0; n < 3; n++) await school.open();
    await school.settled();
    expect(school.letters.map(({ to }) => to)).toEqual(['admin@school.example', 'finance@school.example']);
    expect(school.letters[0]).toMatchObject({ subject: '한빛고등학교 알림 1건' });
    expect(school.letters[0]?.text).toContain('pay_1');
    expect(school.letters[0]?.text).toContain('결제 결과 확인 안 됨 (payment_unknown)');
    expect(school.logged).toMatchObject([{ code: 'payment_unknown', subject: 'pay_1', detail: 'timeout' }]);
    school.clock.pass(600_000);
    await school.open();
    await school.settled();
    expect(school.letters).toHaveLength(2);
    await school.db.transaction((tx) => school.alarms.resolve(tx, 'payment_unknown', 'pay_1'));
    await school.open();
    await school.settled();
    expect(school.letters).toHaveLength(4);
  });

  test('in the language of where business is done', async () => {
    const abroad = await openTestAlarms('Europe/London');
    await abroad.member('admin');
    await abroad.open();
    await abroad.settled();
    expect(abroad.letters[0]).toMatchObject({ subject: 'An alarm at 한빛고등학교' });
    expect(abroad.letters[0]?.text).toContain('outcome of a payment unknown (payment_unknown)');
    await abroad.close();
  });

  test('only once its cause is committed', async () => {
    await school.member('admin');
    const failed = school.db.transaction(async (tx) => {
      await school.alarms.open(tx, 'payment_unknown', 'pay_1', '');
      throw new Error('the rest failed');
    });
    await expect(failed).rejects.toThrow('the rest failed');
    await school.settled();
    expect([await list(), school.letters, school.changes()]).toEqual([[], [], 0]);
    await school.db.transaction(async (tx) => {
      await school.alarms.open(tx, 'payment_unknown', 'pay_1', '');
      expect([school.letters.length, school.changes()]).toEqual([0, 0]);
    });
    await school.settled();
    expect([school.letters.length, school.changes()]).toEqual([1, 1]);
  });

  test('also of one that is opened outside of a transaction', async () => {
    await school.member('admin');
    await school.alarms.open(school.db, 'provider_down', 'tosspayments', '');
    await school.settled();
    expect(school.letters).toHaveLength(1);
  });

  test('in one letter, where many open within a minute of the last one', async () => {
    await school.member('admin');
    await school.open('payment_unknown', 'pay_0');
    await school.settled();
    for (let n = 1; n <= 30; n++) await school.open('payment_unknown', `pay_${n}`);
    await school.settled();
    school.clock.pass(50_000);
    await school.settled();
    expect(school.letters).toHaveLength(1);
    school.clock.pass(10_000);
    await school.settled();
    expect(school.letters).toHaveLength(2);
    expect(school.letters[1]).toMatchObject({ subject: '한빛고등학교 알림 30건' });
    expect(school.letters[1]?.text).toContain('그 밖의 10건');
    school.clock.pass(600_000);
    await school.settled();
    expect(school.letters).toHaveLength(2);
  });

  test('after a crash too, and when the server stops within that minute', async () => {
    await school.member('admin');
    await school.store.open({
      id: 'alm_1',
      code: 'payment_unknown',
      subject: 'pay_1',
      detail: '',
      openedAt: '2026-03-02T00:00:00.000Z',
    });
    school.clock.pass(10_000);
    await school.settled();
    expect(school.letters).toHaveLength(1);
    await school.open('payment_unknown', 'pay_2');
    await school.teller.stop();
    expect(school.letters).toHaveLength(2);
  });

  test('not of one whose cause was gone before they could be', async () => {
    await school.member('admin');
    await school.open('payment_unknown', 'pay_1');
    await school.settled();
    await school.open('payment_unknown', 'pay_2');
    await school.db.transaction((tx) => school.alarms.resolve(tx, 'payment_unknown', 'pay_2'));
    school.clock.pass(600_000);
    await school.settled();
    expect(school.letters).toHaveLength(1);
  });
});

test('what an administrator’s wall says in brief is how many are open, and the kinds of the newest', async () => {
  const admin = await school.member('admin');
  for (const code of ['a_one', 'b_two', 'c_three', 'd_four', 'b_two']) {
    await school.open(code, `pay_${(await list()).length}`);
    school.clock.pass(1);
  }
  expect(await school.store.brief(3)).toEqual({ count: 5, codes: ['b_two', 'd_four', 'c_three'] });
  const [newest] = await list();
  const before = school.changes();
  await school.alarms.acknowledge(newest?.id ?? '', admin, actorOf(admin));
  expect(school.changes()).toBe(before + 1);
  expect(await school.store.brief(3)).toEqual({ count: 4, codes: ['d_four', 'c_three', 'b_two'] });
});
