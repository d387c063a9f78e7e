import type { Clock } from '../../../../platform/clock.js';
import { FeedError, type ProviderPayment, type ProviderTransaction, type TimeWindow } from '../port.js';
import type { Call } from './calls.js';
import type { PortOneV2Config } from './config.js';
import { PageReply, type PaymentReply } from './replies.js';
import { toPayment } from './to-payment.js';

/** PortOne pages no deeper. */
const deepestRow = 60_000;
/** Read twice at the seam of two stretches, in case a bound is taken for exclusive or cut to seconds. */
const seamMs = 1_000;

interface FeedParts {
  readonly call: Call;
  readonly clock: Clock;
  readonly config: Pick<PortOneV2Config, 'storeId' | 'testMode' | 'feedPageSize'>;
}

/**
 * Every capture and refund in the window. PortOne lists payments by when their state last changed, so all that changed
 * from the window's begin until now are read, oldest change first, and their movements within the window are told. Each
 * stretch begins where the last one ended: a payment that changes meanwhile moves to the end and is met again, where
 * numbered pages alone would let others slip by.
 */
export async function* transactions(parts: FeedParts, { from, to }: TimeWindow): AsyncGenerator<ProviderTransaction> {
  const [first, end] = [Date.parse(from), Date.parse(to)];
  const size = parts.config.feedPageSize ?? 1_000;
  const told = new Set<string>();
  let start = first;
  for (let page = 0; (page + 1) * size <= deepestRow; ) {
    const items = await readPage(parts, { start, page, size });
    for (const movement of items.flatMap((item) => movementsOf(item, parts))) {
      const at = Date.parse(movement.at);
      if (at < first || at >= end || told.has(movement.transactionId)) continue;
      told.add(movement.transactionId);
      yield movement;
    }
    const last = items.at(-1);
    if (last === undefined || items.length < size) return;
    const next = Date.parse(last.statusChangedAt) - seamMs;
    page = next > start ? 0 : page + 1;
    start = Math.max(start, next);
  }
  throw new FeedError('More payments changed within one second than PortOne lists');
}

interface Stretch {
  readonly start: number;
  readonly page: number;
  readonly size: number;
}

/** @throws FeedError when it cannot be read */
async function readPage({ call, config }: FeedParts, { start, page, size }: Stretch): Promise<PaymentReply[]> {
  const wanted = {
    page: { number: page, size },
    filter: {
      ...{ storeId: config.storeId, timestampType: 'STATUS_CHANGED_AT', from: new Date(start).toISOString() },
      ...{ sortBy: 'STATUS_CHANGED_AT', sortOrder: 'ASC', ...(!config.testMode && { isTest: false }) },
    },
  };
  const path = `/payments?requestBody=${encodeURIComponent(JSON.stringify(wanted))}`;
  const answer = await call(PageReply, { method: 'GET', path });
  if (answer.outcome !== 'ok')
    throw new FeedError(`PortOne's feed broke off: ${answer.outcome === 'refused' ? answer.type : answer.code}`);
  return answer.value.items;
}

function movementsOf(reply: PaymentReply, { clock, config }: FeedParts): ProviderTransaction[] {
  const payment = toPayment(reply, clock.now());
  if (payment === undefined) throw new FeedError(`PortOne lists a payment in an unknown state (${reply.status})`);
  // What went through a test channel moved nothing, whatever the filter let through.
  if (payment.testMode && !config.testMode) return [];
  return payment.status === 'captured' ? [...captureOf(payment), ...payment.refunds.map(refundOf(payment))] : [];
}

const captureOf = ({
  providerPaymentId,
  paymentId,
  currency,
  amount,
  capturedAt,
}: ProviderPayment): ProviderTransaction[] =>
  capturedAt === null
    ? []
    : [
        {
          transactionId: providerPaymentId,
          providerPaymentId,
          paymentId,
          kind: 'capture',
          amount,
          currency,
          at: capturedAt,
        },
      ];

const refundOf =
  ({ providerPaymentId, paymentId, currency }: ProviderPayment) =>
  ({ cancellationId, amount, at }: ProviderPayment['refunds'][number]): ProviderTransaction => ({
    ...{ transactionId: cancellationId, providerPaymentId, paymentId, kind: 'refund', amount: -amount, currency, at },
  });
