import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FaultKind, faultKinds } from '../../../../sandbox/kit/faults.js';
import type { RefundRequest } from '../port.js';
import {
  approved,
  begin,
  keys,
  otherRefundId,
  paymentId,
  refundId,
  refundRequest,
  type Strategy,
  startStrategy,
} from './testing/strategy.js';

let strategy: Strategy;
beforeEach(async () => {
  strategy = await startStrategy();
});
afterEach(() => strategy.bench.stop());

const paid = async (more = {}, at: Strategy = strategy): Promise<string> => {
  const { request } = await begin(at, more);
  const destination = await at.bench.party.buy(request, { act: 'pay' });
  at.forget();
  return new URL(destination ?? '').searchParams.get('imp_uid') ?? '';
};
const refund = (more: Partial<RefundRequest>) => strategy.provider.refund(refundRequest(more));
const held = () => strategy.bench.truth.held(paymentId);

describe('a refund', () => {
  test('says its amount, tax, expected balance and id, and is approved by the history', async () => {
    const providerPaymentId = await paid({ taxFree: 180_000 });
    const made = approved(await refund({ providerPaymentId, taxFree: 60_000 }));
    expect(made).toMatchObject({ amount: 100_000, refundId, at: '2026-09-01T00:00:00.000Z' });
    expect(JSON.parse(strategy.calls[0]?.body ?? '')).toEqual({
      ...{ imp_uid: providerPaymentId, amount: 100_000, tax_free: 60_000, checksum: 300_000 },
      reason: `중도 퇴원 일할 환불 [${refundId}]`,
    });
    expect(strategy.bench.truth.rows[1]).toMatchObject({ kind: 'refund', amount: 100_000, taxFree: 60_000 });
    expect(held()).toBe(200_000);
  });

  test('finds the payment by our id where we were not told its own', async () => {
    await paid();
    approved(await refund({}));
    expect(held()).toBe(200_000);
  });

  test.each([
    ['nothing', { amount: 0 }, 'invalid_amount'],
    ['less than nothing', { amount: -1 }, 'invalid_amount'],
    ['part of a won', { amount: 0.5 }, 'invalid_amount'],
    ['no number', { amount: Number.NaN }, 'invalid_amount'],
    ['more tax-free than there is', { taxFree: 100_001 }, 'invalid_tax_free'],
    ['less than no tax-free', { taxFree: -1 }, 'invalid_tax_free'],
    ['more than is left', { amount: 300_001 }, 'exceeds_balance'],
    ['an unknown balance', { expectedBalance: Number.NaN }, 'exceeds_balance'],
  ])('of %s never leaves', async (_, more, code) => {
    const providerPaymentId = await paid();
    expect(await refund({ providerPaymentId, ...more })).toMatchObject({ outcome: 'declined', code });
    expect(strategy.calls).toEqual([]);
    expect(held()).toBe(300_000);
  });

  test('of what was never paid is declined', async () => {
    const { request } = await begin(strategy);
    await strategy.bench.party.buy(request, { act: 'close' });
    expect(await refund({})).toMatchObject({ outcome: 'declined', code: 'not_captured' });
    expect(await refund({ providerPaymentId: 'imp_000000000000' })).toMatchObject({
      outcome: 'declined',
      code: 'refused',
    });
  });

  test('of a deposit goes to the buyer’s account, and is declined without one', async () => {
    await paid({ method: 'virtual_account' });
    strategy.bench.party.deposit(paymentId);
    expect(await refund({})).toMatchObject({ outcome: 'declined', code: 'refused' });
    const account = { bank: '088', number: '110123456789', holder: '김학부' };
    approved(await refund({ account }));
    expect(JSON.parse(strategy.calls.at(-1)?.body ?? '')).toMatchObject({
      ...{ refund_bank: '088', refund_account: '110123456789', refund_holder: '김학부' },
    });
    expect(held()).toBe(200_000);
  });

  test('that the PG refuses stays unknown, and is made when it is asked for again', async () => {
    const providerPaymentId = await paid();
    strategy.bench.party.refuseCancellations(1);
    expect(await refund({ providerPaymentId })).toMatchObject({ outcome: 'unknown', code: 'pg_refused' });
    expect(held()).toBe(300_000);
    approved(await refund({ providerPaymentId }));
    expect(held()).toBe(200_000);
  });

  test('with another balance than PortOne sees is not made, and what is true has to be asked', async () => {
    const providerPaymentId = await paid();
    strategy.bench.party.cancelInConsole(paymentId, 50_000);
    expect(await refund({ providerPaymentId })).toMatchObject({ outcome: 'unknown', code: 'balance_changed' });
    expect(held()).toBe(250_000);
    strategy.bench.party.cancelInConsole(paymentId);
    const none = await refund({ providerPaymentId, expectedBalance: 250_000 });
    expect(none).toMatchObject({ outcome: 'unknown', code: 'balance_changed' });
  });

  test('that stands in no history yet is unknown', async () => {
    strategy = await startStrategy({}, {}, (send) => async (call) => {
      const reply = await send(call);
      if (call.path !== '/payments/cancel') return reply;
      const { response, ...envelope } = JSON.parse(reply.body);
      return { ...reply, body: JSON.stringify({ ...envelope, response: { ...response, cancel_history: [] } }) };
    });
    const providerPaymentId = await paid();
    expect(await refund({ providerPaymentId })).toMatchObject({ outcome: 'unknown', code: 'not_in_history' });
  });
});

describe('a refund that is asked for twice', () => {
  test.each<FaultKind>(['lost_after', 'reset', 'error_after', 'lost_before', 'error_before', 'refuse', 'duplicate'])(
    'is made once, though the first time ended in %s',
    async (kind) => {
      const providerPaymentId = await paid();
      strategy.bench.faults.add({ kind, path: '/payments/cancel' });
      const first = await refund({ providerPaymentId });
      expect(first.outcome).toBe(kind === 'duplicate' ? 'approved' : 'unknown');
      const again = approved(await refund({ providerPaymentId }));
      expect(again).toMatchObject({ amount: 100_000, refundId });
      expect(held()).toBe(200_000);
    },
  );

  test('is made once when it takes all of the money', async () => {
    const providerPaymentId = await paid();
    const all = { providerPaymentId, amount: 300_000, taxFree: 300_000 };
    strategy.bench.faults.add({ kind: 'lost_after', path: '/payments/cancel' });
    expect((await refund(all)).outcome).toBe('unknown');
    expect(approved(await refund(all))).toMatchObject({ amount: 300_000, refundId });
    expect(held()).toBe(0);
  });

  test('at the same time, or with another of the same payment, is made by one of them', async () => {
    const providerPaymentId = await paid();
    const asked = Array.from({ length: 10 }, (_, n) =>
      refund({ providerPaymentId, refundId: n % 2 ? refundId : otherRefundId, amount: 180_000, taxFree: 180_000 }),
    );
    const outcomes = await Promise.all(asked);
    expect(held()).toBe(120_000);
    const made = outcomes.flatMap((one) => (one.outcome === 'approved' ? [one.value.cancellationId] : []));
    expect(new Set(made).size).toBe(1);
    expect(outcomes.some(({ outcome }) => outcome === 'declined')).toBe(false);
  });

  test('is unknown where even asking fails', async () => {
    const providerPaymentId = await paid();
    approved(await refund({ providerPaymentId }));
    strategy.bench.faults.add({ kind: 'lost_before', path: `/payments/${providerPaymentId}` });
    expect((await refund({ providerPaymentId })).outcome).toBe('unknown');
  });
});

test('refunds add up under every fault: each is made once, and none is told as declined that was made', async () => {
  const fault = fc.constantFrom(...faultKinds.filter((kind) => kind !== 'delay'), null);
  const faults = fc.array(fc.tuple(fault, fc.constantFrom('cancel', 'imp_', 'findAll', 'getToken')), { maxLength: 12 });
  const amounts = fc.array(fc.integer({ min: 1, max: 150_000 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(amounts, faults, async (amounts, faults) => {
      const one = await startStrategy();
      try {
        const providerPaymentId = await paid({}, one);
        for (const [kind, path] of faults) if (kind !== null) one.bench.faults.add({ kind, path });
        let balance = 300_000;
        for (const [n, amount] of amounts.entries()) {
          const id = `rfd_${String(n).padStart(26, '0')}`;
          const asked = { ...{ providerPaymentId, refundId: id, amount, taxFree: amount, expectedBalance: balance } };
          let outcome = await one.provider.refund(refundRequest(asked));
          // As the server does: what is unknown is asked about, and made again where it is not there.
          for (let tries = 0; outcome.outcome === 'unknown' && tries < 30; tries++) {
            const view = await one.provider.inquire(keys(providerPaymentId));
            const found = view.outcome === 'approved' && view.value?.refunds.find(({ refundId }) => refundId === id);
            outcome = found ? { outcome: 'approved', value: found } : await one.provider.refund(refundRequest(asked));
          }
          const made = one.bench.truth
            .of(paymentId)
            .filter(({ kind, amount: of }) => kind === 'refund' && of === amount);
          if (amount > balance)
            expect([outcome.outcome, one.bench.truth.held(paymentId)]).toEqual(['declined', balance]);
          else {
            expect(outcome).toMatchObject({ outcome: 'approved', value: { amount, refundId: id } });
            balance -= amount;
          }
          expect(made.length).toBeLessThanOrEqual(amounts.filter((other) => other === amount).length);
          expect(one.bench.truth.held(paymentId)).toBe(balance);
        }
      } finally {
        await one.bench.stop();
      }
    }),
    { numRuns: 60 },
  );
});
