import type { RefundQuote } from '@didacto/sdk/contract';
import { businessDate } from '../../platform/business-date.js';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import { invalidField } from '../../platform/problem.js';
import { premiumStore } from '../orders/premium-store.js';
import { type OrderLineRecord, orderStore } from '../orders/store.js';
import type { PaymentRecord } from './record.js';
import { premiumRefund, tuitionRefundByDates } from './refund-table.js';

export interface QuoteAsk {
  readonly on?: string | undefined;
  readonly startsOn?: string | undefined;
  readonly endsOn?: string | undefined;
}

export interface RefundQuotes {
  /** What the rules give back on a day, line by line. It changes nothing. */
  quote(payment: PaymentRecord, ask: QuoteAsk): Promise<RefundQuote>;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly timeZone: string;
}

type QuotedLine = RefundQuote['lines'][number];

export function refundQuotes({ db, clock, timeZone }: Dependencies): RefundQuotes {
  const day = (time: string): string => businessDate(Date.parse(time), timeZone);

  const tuition = (line: OrderLineRecord, payment: PaymentRecord, ask: QuoteAsk, on: string) => {
    const paidOn = day(payment.capturedAt ?? payment.createdAt);
    const from = ask.startsOn ?? paidOn;
    const to = ask.endsOn ?? monthAfter(from);
    if (from > to) throw invalidField('endsOn', `must not be before ${from}`);
    const { amount, step } = tuitionRefundByDates({ paid: line.amount, from, to, requestedOn: on });
    return { amount, rule: 'statutory_table' as const, step, period: { from, to } };
  };

  const premium = async (line: OrderLineRecord, on: string) => {
    const period = await premiumStore(db).ofLine(line.id);
    if (period === undefined || period.endedAt !== null)
      return { amount: 0, rule: 'premium_unused_days' as const, step: 'over', period: null };
    // Midday stands for a day that is asked about, today for this moment.
    const at = on === businessDate(clock.now(), timeZone) ? iso(clock.now()) : `${on}T12:00:00.000Z`;
    const amount = premiumRefund({ paid: line.amount, from: period.from, until: period.until, at });
    const days = { from: day(period.from), to: day(period.until) };
    return { amount, rule: 'premium_unused_days' as const, step: null, period: days };
  };

  return {
    quote: async (payment, ask) => {
      const on = ask.on ?? businessDate(clock.now(), timeZone);
      const lines: QuotedLine[] = [];
      for (const line of await orderStore(db).linesOf(payment.orderId)) {
        const { amount, ...how } =
          line.kind === 'tuition'
            ? tuition(line, payment, ask, on)
            : line.kind === 'premium'
              ? await premium(line, on)
              : { amount: line.amount, rule: 'all' as const, step: null, period: null };
        const refundable = Math.max(0, amount - line.refunded);
        lines.push({
          ...{ lineId: line.id, name: line.name, paid: line.amount, refunded: line.refunded, refundable },
          ...how,
        });
      }
      return { on, lines, total: lines.reduce((sum, { refundable }) => sum + refundable, 0) };
    },
  };
}

/** The last day of the month that begins on a business date. */
function monthAfter(date: string): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastOfNext = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const end = new Date(Date.UTC(year, month, Math.min(day, lastOfNext)));
  return new Date(end.getTime() - 86_400_000).toISOString().slice(0, 10);
}
