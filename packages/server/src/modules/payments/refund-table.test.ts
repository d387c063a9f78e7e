import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  premiumRefund,
  statutorySteps,
  tuitionRefundByDates,
  tuitionRefundByLessons,
  tuitionRefundOfStoppedTeaching,
} from './refund-table.js';

const dayMs = 86_400_000;
const dateOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);
const dayOf = (date: string) => Date.parse(date) / dayMs;

test('the steps are those of annex 4', () => {
  expect(statutorySteps).toEqual([
    { name: 'before_third', before: { parts: 1, of: 3 }, back: { parts: 2, of: 3 } },
    { name: 'before_half', before: { parts: 1, of: 2 }, back: { parts: 1, of: 2 } },
  ]);
});

describe('tuition of at most a month', () => {
  // 30 days: a third has gone by with the 10th, half with the 15th.
  test.each([
    ['2026-08-31', 300_000],
    ['2026-09-01', 200_000],
    ['2026-09-09', 200_000],
    ['2026-09-10', 150_000],
    ['2026-09-14', 150_000],
    ['2026-09-15', 0],
    ['2026-09-30', 0],
    ['2026-12-31', 0],
  ])('given up on %s gives back %i', (requestedOn, back) => {
    expect(tuitionRefundByDates({ paid: 300_000, from: '2026-09-01', to: '2026-09-30', requestedOn }).amount).toBe(
      back,
    );
  });

  // 12 lessons: a third has gone by with the 4th, half with the 6th.
  test.each([
    [0, 120_000],
    [1, 80_000],
    [3, 80_000],
    [4, 60_000],
    [5, 60_000],
    [6, 0],
    [12, 0],
  ])('given up after %i of 12 lessons gives back %i', (held, back) => {
    expect(tuitionRefundByLessons({ paid: 120_000, lessons: [12], held }).amount).toBe(back);
  });

  test('counts lessons where their dates are known, and the one on the day of the request too', () => {
    const lessons = ['2026-09-03', '2026-09-10', '2026-09-17', '2026-09-24'];
    const on = (requestedOn: string) =>
      tuitionRefundByDates({ paid: 100_000, from: '2026-09-01', to: '2026-09-30', requestedOn, lessons }).amount;
    expect(['2026-09-02', '2026-09-03', '2026-09-09', '2026-09-10'].map(on)).toEqual([100_000, 66_667, 66_667, 0]);
  });

  test.each([
    ['2026-01-31', '2026-02-27', '2026-02-10'],
    ['2026-03-15', '2026-04-14', '2026-03-25'],
  ])('from %s to %s is no longer than a month', (from, to, requestedOn) => {
    expect(tuitionRefundByDates({ paid: 90_000, from, to, requestedOn }).amount).toBe(45_000);
  });
});

describe('tuition of more than a month', () => {
  // Three months at 100,000 each.
  test.each([
    ['2026-02-28', 300_000],
    ['2026-03-01', 66_667 + 200_000],
    ['2026-03-10', 66_667 + 200_000],
    ['2026-03-11', 50_000 + 200_000],
    ['2026-03-15', 50_000 + 200_000],
    ['2026-03-16', 200_000],
    ['2026-03-31', 200_000],
    ['2026-04-01', 66_667 + 100_000],
    ['2026-04-10', 50_000 + 100_000],
    ['2026-04-15', 100_000],
    ['2026-05-01', 66_667],
    ['2026-05-16', 0],
  ])('given up on %s gives back %i', (requestedOn, back) => {
    expect(tuitionRefundByDates({ paid: 300_000, from: '2026-03-01', to: '2026-05-31', requestedOn }).amount).toBe(
      back,
    );
  });

  test('gives a month that is not full its days of the price', () => {
    const on = (requestedOn: string) =>
      tuitionRefundByDates({ paid: 450_000, from: '2026-04-01', to: '2026-05-15', requestedOn }).amount;
    // A month of 30 days, and 15 of 31.
    expect(['2026-04-15', '2026-05-01', '2026-05-05', '2026-05-08'].map(on)).toEqual([146_739, 97_826, 73_370, 0]);
  });

  test('counts each lesson in its own month where their dates are known', () => {
    // Three in March, one in April: 75,000 and 25,000.
    const lessons = ['2026-03-05', '2026-03-31', '2026-03-20', '2026-04-30'];
    const on = (requestedOn: string) =>
      tuitionRefundByDates({ paid: 100_000, from: '2026-03-01', to: '2026-04-30', requestedOn, lessons }).amount;
    const days = ['2026-03-04', '2026-03-05', '2026-03-20', '2026-04-01', '2026-04-29', '2026-04-30'];
    expect(days.map(on)).toEqual([100_000, 62_500, 25_000, 25_000, 25_000, 0]);
  });

  test('does not count what is taught after the period in its last month', () => {
    const refund = tuitionRefundByDates({
      ...{ paid: 100_000, from: '2026-03-01', to: '2026-04-15', requestedOn: '2026-04-01' },
      lessons: ['2026-03-05', '2026-04-15'],
    });
    expect(refund.amount).toBe(50_000);
  });

  // 40 lessons in two months of 12 and 28: 30,000 and 70,000.
  test.each([
    [0, 100_000],
    [3, 20_000 + 70_000],
    [6, 70_000],
    [12, 70_000],
    [13, 46_667],
    [22, 35_000],
    [26, 0],
  ])('of which %i lessons were held gives back %i', (held, back) => {
    expect(tuitionRefundByLessons({ paid: 100_000, lessons: [12, 28], held }).amount).toBe(back);
  });
});

test('a refund names the row of the table, in the month of the request', () => {
  const on = (requestedOn: string) =>
    tuitionRefundByDates({ paid: 300_000, from: '2026-03-01', to: '2026-04-30', requestedOn }).step;
  const days = ['2026-02-28', '2026-03-01', '2026-03-11', '2026-03-16', '2026-04-01', '2026-04-15', '2026-06-01'];
  expect(days.map(on)).toEqual(['not_begun', 'before_third', 'before_half', 'over', 'before_third', 'over', 'over']);
});

describe('teaching that the institution stopped', () => {
  test('is paid for up to the day before', () => {
    const on = (stoppedOn: string) =>
      tuitionRefundOfStoppedTeaching({ paid: 300_000, from: '2026-09-01', to: '2026-09-30', stoppedOn });
    expect(['2026-08-01', '2026-09-01', '2026-09-02', '2026-09-16', '2026-09-30', '2026-10-01'].map(on)).toEqual([
      300_000, 300_000, 290_000, 150_000, 10_000, 0,
    ]);
  });
});

describe('premium that is ended', () => {
  const on = (at: string) =>
    premiumRefund({ paid: 1_000, from: '2026-09-01T03:00:00.000Z', until: '2026-10-01T03:00:00.000Z', at });

  test('gives back the price of the whole days that are left', () => {
    expect(on('2026-08-01T00:00:00.000Z')).toBe(1_000);
    expect(on('2026-09-01T03:00:00.000Z')).toBe(1_000);
    expect(on('2026-09-01T03:00:00.001Z')).toBe(967);
    expect(on('2026-09-16T03:00:00.000Z')).toBe(500);
    expect(on('2026-09-30T03:00:00.001Z')).toBe(0);
    expect(on('2027-01-01T00:00:00.000Z')).toBe(0);
  });
});

describe('every refund', () => {
  const paid = fc.integer({ min: 0, max: 100_000_000_000 });
  const start = fc.integer({ min: dayOf('2024-01-01'), max: dayOf('2030-12-31') });
  const period = fc.tuple(start, fc.integer({ min: 0, max: 400 })).map(([from, days]) => ({ from, to: from + days }));

  test('is whole, never more than was paid, all of it before the start, nothing at the end, and never grows with time', () => {
    fc.assert(
      fc.property(paid, period, fc.array(fc.nat(1_000), { maxLength: 40 }), (price, { from, to }, picks) => {
        const lessons = picks.map((pick) => dateOf(from + (pick % (to - from + 1))));
        const of = (day: number) =>
          tuitionRefundByDates({
            ...{ paid: price, from: dateOf(from), to: dateOf(to), requestedOn: dateOf(day) },
            ...(lessons.length > 0 && { lessons }),
          }).amount;
        let before = price;
        expect(of(from - 1)).toBe(price);
        for (let day = from; day <= to; day++) {
          const back = of(day);
          expect(Number.isSafeInteger(back) && back >= 0 && back <= before).toBe(true);
          before = back;
        }
        expect(of(to)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test('never grows with the lessons that were held', () => {
    const months = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(paid, months, (price, lessons) => {
        const total = lessons.reduce((sum, count) => sum + count, 0);
        fc.pre(total > 0);
        let before = price;
        for (let held = 0; held <= total; held++) {
          const back = tuitionRefundByLessons({ paid: price, lessons, held }).amount;
          expect(Number.isSafeInteger(back) && back >= 0 && back <= before).toBe(true);
          before = back;
        }
        expect([tuitionRefundByLessons({ paid: price, lessons, held: 0 }).amount, before]).toEqual([price, 0]);
      }),
    );
  });

  test('of stopped teaching and of premium never grows with time either', () => {
    fc.assert(
      fc.property(paid, period, fc.nat(dayMs), (price, { from, to }, ms) => {
        let [stopped, premium] = [price, price];
        for (let day = from; day <= to + 1; day++) {
          const next = tuitionRefundOfStoppedTeaching({
            paid: price,
            from: dateOf(from),
            to: dateOf(to),
            stoppedOn: dateOf(day),
          });
          const at = new Date(day * dayMs + ms).toISOString();
          const [begin, end] = [from, to + 1].map((edge) => new Date(edge * dayMs).toISOString());
          const left = premiumRefund({ paid: price, from: begin ?? '', until: end ?? '', at });
          expect(next >= 0 && next <= stopped && left >= 0 && left <= premium).toBe(true);
          [stopped, premium] = [next, left];
        }
        expect([stopped, premium]).toEqual([0, 0]);
      }),
      { numRuns: 60 },
    );
  });

  test('refuses what makes no sense', () => {
    const tuition = { paid: 1_000, from: '2026-09-01', to: '2026-09-30', requestedOn: '2026-09-02' };
    const refused: (() => unknown)[] = [
      () => tuitionRefundByDates({ ...tuition, to: '2026-08-31' }),
      () => tuitionRefundByDates({ ...tuition, from: '2026-02-30' }),
      () => tuitionRefundByDates({ ...tuition, requestedOn: 'today' }),
      () => tuitionRefundByDates({ ...tuition, paid: -1 }),
      () => tuitionRefundByDates({ ...tuition, paid: 0.5 }),
      () => tuitionRefundByDates({ ...tuition, lessons: ['2026-09-01', '2026-08-31'] }),
      () => tuitionRefundByDates({ ...tuition, lessons: ['2026-09-01', '2026-10-01'] }),
      () => tuitionRefundByDates({ ...tuition, lessons: [] }),
      () => tuitionRefundOfStoppedTeaching({ ...tuition, to: '2026-08-31', stoppedOn: '2026-09-02' }),
      () => tuitionRefundByLessons({ paid: 1_000, lessons: [4], held: 5 }),
      () => tuitionRefundByLessons({ paid: 1_000, lessons: [0], held: 0 }),
      () => tuitionRefundByLessons({ paid: 1_000, lessons: [4], held: -1 }),
      () =>
        premiumRefund({
          paid: 1_000,
          from: '2026-09-01T00:00:00Z',
          until: '2026-09-01T00:00:00Z',
          at: '2026-09-01T00:00:00Z',
        }),
      () => premiumRefund({ paid: 1_000, from: 'x', until: '2026-09-01T00:00:00Z', at: '2026-09-01T00:00:00Z' }),
    ];
    for (const refund of refused) expect(refund).toThrow(RangeError);
  });
});
