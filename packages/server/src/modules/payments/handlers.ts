import type { HandlersOf } from '../../http/handlers.js';
import type { Database } from '../../platform/database.js';
import { Problem } from '../../platform/problem.js';
import type { DeadLetters } from './dead-letters.js';
import { toPayment, toRefund } from './present.js';
import type { PaymentRecord } from './record.js';
import type { RefundQuotes } from './refund-quote.js';
import { refundStore } from './refund-store.js';
import type { Refunds } from './refunds.js';
import type { Payments } from './service.js';
import type { Settlement } from './settle.js';
import { paymentStore } from './store.js';

interface Dependencies {
  readonly db: Database;
  readonly payments: Payments;
  readonly settlement: Settlement;
  readonly refunds: Refunds;
  readonly quotes: RefundQuotes;
  readonly deadLetters: DeadLetters;
}

export function paymentHandlers(deps: Dependencies): HandlersOf<'payments'> {
  const { db, payments, settlement, refunds, quotes, deadLetters } = deps;
  const found = async (id: string): Promise<PaymentRecord> => {
    const payment = await paymentStore(db).byId(id);
    if (payment === undefined) throw new Problem('not_found');
    return payment;
  };
  return {
    start: async ({ params, body }, { actor, idempotencyKey }) => {
      const { payment, action } = await payments.start({ ...body, orderId: params.orderId, idempotencyKey }, actor);
      return { payment: toPayment(payment), action };
    },
    list: async ({ query: { unresolved, ...query } }) => {
      const { data, nextCursor } = await paymentStore(db).page({ ...query, unresolved: unresolved === 'true' });
      return { data: data.map(toPayment), nextCursor };
    },
    get: async ({ params }) => toPayment(await found(params.paymentId)),
    history: async ({ params, query }) => {
      await found(params.paymentId);
      const { data, nextCursor } = await paymentStore(db).history(params.paymentId, query);
      return { data: data.map(({ at, from, to, source, reason }) => ({ at, from, to, source, reason })), nextCursor };
    },
    confirm: async ({ params, body: { providerPaymentId, token, amount } }, { actor }) =>
      toPayment(await payments.returned(params.paymentId, { providerPaymentId, token, amount }, actor)),
    settle: async ({ params }) => toPayment(await settlement.settle(params.paymentId, 'manual')),
    refund: async ({ params, body: { amount, lineId, reason, account } }, { actor, idempotencyKey }) =>
      toRefund(
        await refunds.request({ paymentId: params.paymentId, amount, lineId, reason, account, idempotencyKey }, actor),
      ),
    refunds: async ({ params, query }) => {
      await found(params.paymentId);
      const { data, nextCursor } = await refundStore(db).page(params.paymentId, query);
      return { data: data.map(toRefund), nextCursor };
    },
    refundQuote: async ({ params, query }) => quotes.quote(await found(params.paymentId), query),
    deadLetters: async ({ query }) => deadLetters.list(query),
    retryDeadLetter: async ({ params }, { actor }) => deadLetters.retry(params.taskId, actor),
    resolveDeadLetter: async ({ params, body }, { actor }) => deadLetters.resolve(params.taskId, body.note, actor),
  };
}
