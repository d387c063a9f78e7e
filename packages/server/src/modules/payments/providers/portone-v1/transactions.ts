import type { Clock } from '../../../../platform/clock.js';
import { FeedError, type ProviderPayment, type ProviderTransaction, type TimeWindow } from '../port.js';
import type { Call } from './calls.js';
import { PageReply } from './replies.js';
import { toPayment } from './to-payment.js';

const daySeconds = 86_400;
/** The longest window of one question. */
const chunkSeconds = 90 * daySeconds;
const mostTries = 5;

/**
 * The movements of a time, from the feed by status. A payment stands in the feed of its last status only, by the time of
 * that: what was paid then and cancelled since is among the cancelled ones, of any time from then until now. Those that
 * are paid are asked for first: what is cancelled meanwhile is then met twice rather than never.
 */
export async function* transactions(
  call: Call,
  clock: Clock,
  { from, to }: TimeWindow,
): AsyncGenerator<ProviderTransaction> {
  const inWindow = ({ at }: ProviderTransaction): boolean => {
    const time = Date.parse(at);
    return time >= Date.parse(from) && time < Date.parse(to);
  };
  const told = new Set<string>();
  const first = Math.floor(Date.parse(from) / 1000);
  const last = Math.floor(Date.parse(to) / 1000);
  const now = Math.floor(clock.now() / 1000);
  const feeds = [
    { status: 'paid', until: Math.min(last, now) },
    { status: 'cancelled', until: now },
  ] as const;
  for (const { status, until } of feeds)
    for (let start = first; start <= until; start += chunkSeconds + 1)
      for (const payment of await feed(call, clock, status, start, Math.min(until, start + chunkSeconds)))
        for (const movement of movementsOf(payment).filter(inWindow)) {
          if (told.has(movement.transactionId)) continue;
          told.add(movement.transactionId);
          yield movement;
        }
}

function movementsOf(payment: ProviderPayment): ProviderTransaction[] {
  // What went through a test channel moved nothing.
  if (payment.testMode || payment.capturedAt === null) return [];
  const { providerPaymentId, paymentId, currency } = payment;
  const common = { providerPaymentId, paymentId, currency };
  return [
    { ...common, transactionId: providerPaymentId, kind: 'capture', amount: payment.amount, at: payment.capturedAt },
    ...payment.refunds.map(({ cancellationId, amount, at }) => ({
      ...{ ...common, transactionId: cancellationId, kind: 'refund' as const, amount: -amount, at },
    })),
  ];
}

/** One window whole. Where it changes while it is read, page by page, rows could slip by: then it is read anew. */
async function feed(call: Call, clock: Clock, status: string, from: number, to: number): Promise<ProviderPayment[]> {
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const read = await readOnce(
      call,
      clock,
      `/payments/status/${status}?from=${from}&to=${to}&sorting=started&limit=1000`,
    );
    if (read !== undefined) return read;
  }
  throw new FeedError(`PortOne's feed of ${status} payments changes faster than it can be read`);
}

/** Undefined: it changed meanwhile. @throws FeedError when it cannot be read */
async function readOnce(call: Call, clock: Clock, path: string): Promise<ProviderPayment[] | undefined> {
  const found = new Map<string, ProviderPayment>();
  let total: number | undefined;
  for (let page = 1; page !== 0; ) {
    const answer = await call(PageReply, 'GET', `${path}&page=${page}`);
    // The last page can be gone by the time it is asked for.
    if (page > 1 && answer.outcome === 'unknown' && answer.code === 'http_400') return undefined;
    if (answer.outcome !== 'ok') throw new FeedError(`PortOne's feed broke off: ${answer.outcome}`);
    const { value } = answer;
    if (total !== undefined && value.total !== total) return undefined;
    total = value.total;
    for (const one of value.list ?? []) found.set(one.imp_uid, toPayment(one, clock.now()));
    page = value.next > page ? value.next : 0;
  }
  return found.size === total ? [...found.values()] : undefined;
}
