import { portionUp, share } from '../../platform/shares.js';

/**
 * What goes back of tuition by law: Enforcement Decree of the Act on the Establishment and Operation of Private Teaching
 * Institutes and Extracurricular Lessons (학원의 설립ㆍ운영 및 과외교습에 관한 법률 시행령), article 18 (2), (3) and annex 4
 * (별표 4, 교습비등 반환기준), as amended on 2020-03-31. Sources and readings: docs/tuition-refund.md.
 *
 * A student who gives up gets back, for a period of at most a month: everything before teaching began, two thirds before
 * a third of it has gone by, half before half of it has, then nothing. Of a longer period: for the month of the request
 * by the same steps, and everything for the months after it. Teaching counts up to and with the day of the request.
 * Where the institution cannot teach, what was paid goes back for each day from then on.
 *
 * Amounts are integer KRW. A fraction of a won counts as a whole one for who gets it back; it is never more than was paid.
 */

interface Fraction {
  readonly parts: number;
  readonly of: number;
}

/** Before this much of the teaching has gone by, so much goes back. */
interface StatutoryStep {
  readonly name: 'before_third' | 'before_half';
  readonly before: Fraction;
  readonly back: Fraction;
}

/** After the last step nothing goes back. */
export const statutorySteps: readonly StatutoryStep[] = [
  { name: 'before_third', before: { parts: 1, of: 3 }, back: { parts: 2, of: 3 } },
  { name: 'before_half', before: { parts: 1, of: 2 }, back: { parts: 1, of: 2 } },
];

/** What goes back, and the row of the table that says so: of the month of the request, where there are several. */
export interface TuitionRefund {
  readonly amount: number;
  readonly step: 'not_begun' | StatutoryStep['name'] | 'over';
}

/** A month of the period that was paid for; the last one may be shorter. */
interface TaughtMonth {
  /** Its part of the price is by this. */
  readonly weight: number;
  /** Of lessons, or of days. */
  readonly total: number;
  readonly goneBy: number;
}

interface Paid {
  readonly paid: number;
}

export interface TuitionByDates extends Paid {
  /** The period's first and last business date: `2026-03-02`. */
  readonly from: string;
  readonly to: string;
  /** The business date on which the student gives up. */
  readonly requestedOn: string;
  /** Dates of all lessons of the period, held or planned, where they are known: else each day counts the same. */
  readonly lessons?: readonly string[] | undefined;
}

export interface TuitionByLessons extends Paid {
  /** How many lessons each month of the period has. */
  readonly lessons: readonly number[];
  /** How many of them are over, the day of the request included. */
  readonly held: number;
}

/** What a student who gives up gets back, by dates. @throws RangeError where the dates make no period */
export const tuitionRefundByDates = (tuition: TuitionByDates): TuitionRefund =>
  ofMonths(tuition.paid, monthsOf(tuition));

/** What a student who gives up gets back, by the number of lessons. @throws RangeError where more were held than there are */
export function tuitionRefundByLessons({ paid, lessons, held }: TuitionByLessons): TuitionRefund {
  let left = counted(held);
  const months = lessons.map((total): TaughtMonth => {
    const goneBy = Math.min(left, counted(total));
    left -= goneBy;
    return { weight: total, total, goneBy };
  });
  if (left > 0) throw new RangeError(`${held} lessons were held of fewer`);
  return ofMonths(paid, months);
}

/** What goes back where the institution cannot teach from `stoppedOn` on: the days before it are paid for, no others. */
export function tuitionRefundOfStoppedTeaching(
  tuition: Paid & { from: string; to: string; stoppedOn: string },
): number {
  const [from, to] = periodOf(tuition);
  const total = to - from + 1;
  const taught = Math.min(Math.max(dayOf(tuition.stoppedOn) - from, 0), total);
  return portionUp(won(tuition.paid), total - taught, total);
}

/**
 * What goes back of a premium period that is ended: the price of its whole days that are left, unless somebody names
 * another amount. Not of the decree: premium is no teaching.
 */
export function premiumRefund(premium: Paid & { from: string; until: string; at: string }): number {
  const [from, until] = [Date.parse(premium.from), Date.parse(premium.until)];
  if (!(from < until)) throw new RangeError(`From ${premium.from} to ${premium.until} is no period`);
  const total = Math.ceil((until - from) / dayMs);
  const left = Math.floor((until - Math.max(Date.parse(premium.at), from)) / dayMs);
  return portionUp(won(premium.paid), Math.max(left, 0), total);
}

function ofMonths(paid: number, months: readonly TaughtMonth[]): TuitionRefund {
  if (!months.some(({ weight }) => weight > 0)) throw new RangeError('Nothing is taught in this period');
  const prices = share(
    won(paid),
    months.map(({ weight }) => weight),
  );
  const amount = months.reduce((sum, month, at) => sum + ofMonth(prices[at] ?? 0, month), 0);
  const current = months.findLast(({ goneBy }) => goneBy > 0);
  return { amount, step: current ? (stepOf(current)?.name ?? 'over') : 'not_begun' };
}

const stepOf = ({ total, goneBy }: TaughtMonth): StatutoryStep | undefined =>
  statutorySteps.find(({ before }) => goneBy * before.of < total * before.parts);

function ofMonth(price: number, month: TaughtMonth): number {
  if (month.goneBy === 0) return price;
  const step = stepOf(month);
  return step ? portionUp(price, step.back.parts, step.back.of) : 0;
}

/** A month of lessons weighs what it teaches; without, full months weigh the same, and the rest by its days. */
function monthsOf(tuition: TuitionByDates): TaughtMonth[] {
  const [from, to] = periodOf(tuition);
  const today = dayOf(tuition.requestedOn);
  const lessons = tuition.lessons?.map(dayOf);
  if (lessons?.some((day) => day < from || day > to)) throw new RangeError('A lesson is not in the period');
  const full = fullMonths(tuition.from, to);
  const restDays = full.at(-1)?.days ?? 1;
  return full.map(({ first, last, days }) => {
    const end = Math.min(last, to);
    if (lessons) {
      const own = lessons.filter((day) => day >= first && day <= end);
      return { weight: own.length, total: own.length, goneBy: own.filter((day) => day <= today).length };
    }
    const total = end - first + 1;
    const weight = total === days ? restDays : total;
    return { weight, total, goneBy: Math.min(Math.max(today - first + 1, 0), total) };
  });
}

/** The months that begin in a period, each from the day of the month it began on to the day before that in the next. */
function fullMonths(from: string, to: number): { first: number; last: number; days: number }[] {
  const months = [];
  for (let n = 0, first = dayOf(from); first <= to; n++) {
    const next = monthsLater(from, n + 1);
    months.push({ first, last: next - 1, days: next - first });
    first = next;
  }
  return months;
}

const dayMs = 86_400_000;

/** Days since the epoch. @throws RangeError where it is no date */
function dayOf(date: string): number {
  const at = Date.parse(`${date}T00:00:00.000Z`);
  // Some engines take 30 February for 2 March.
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date) throw new RangeError(`${date} is no date`);
  return at / dayMs;
}

/** The same day so many months later, or the last one of a month that does not have it (Civil Act, article 160). */
function monthsLater(date: string, count: number): number {
  const start = new Date(dayOf(date) * dayMs);
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth() + count];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(start.getUTCDate(), lastDay)) / dayMs;
}

function periodOf({ from, to }: { readonly from: string; readonly to: string }): [from: number, to: number] {
  if (dayOf(from) > dayOf(to)) throw new RangeError(`From ${from} to ${to} is no period`);
  return [dayOf(from), dayOf(to)];
}

function counted(count: number): number {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`${count} is no number of lessons`);
  return count;
}

function won(amount: number): number {
  if (!Number.isSafeInteger(amount) || amount < 0) throw new RangeError(`${amount} is no amount`);
  return amount;
}
