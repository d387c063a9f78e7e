import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PaymentProvider } from '../port.js';
import {
  configFor,
  paid,
  providerOf,
  refundRequest,
  startRequest,
  startToss,
  type TossBench,
} from './testing/target.js';
import { createTossPayments } from './tosspayments.js';

let bench: TossBench;
let toss: PaymentProvider;
beforeEach(async () => {
  bench = await startToss();
  toss = providerOf(bench);
});
afterEach(() => bench.stop());

const refundsOf = (paymentId: string) => bench.truth.of(paymentId).filter(({ kind }) => kind === 'refund');

describe('refund', () => {
  test('gives a part back with its tax-free share, and is known by its id', async () => {
    const { keys } = await paid(bench, toss, startRequest({ taxFree: 100_000 }));
    const request = refundRequest(keys, { amount: 60_000, taxFree: 20_000 });
    expect(await toss.refund(request)).toEqual({
      outcome: 'approved',
      value: {
        ...{ cancellationId: expect.any(String), amount: 60_000, taxFree: 20_000, refundId: request.refundId },
        at: '2026-09-01T00:00:00.000Z',
      },
    });
    expect(await toss.inquire(keys)).toMatchObject({
      value: { status: 'captured', amount: 300_000, taxFree: 100_000, refunded: 60_000, refunds: [{ amount: 60_000 }] },
    });
  });

  test.each(['lost_before', 'lost_after', 'reset', 'error_before', 'error_after', 'refuse'] as const)(
    'with the fault %s is unknown, and the same once more gives back once',
    async (kind) => {
      const { keys } = await paid(bench, toss);
      bench.faults.add({ kind, path: '/cancel' });
      const request = refundRequest(keys, { amount: 180_000 });
      expect(await toss.refund(request)).toMatchObject({ outcome: 'unknown' });
      expect(await toss.refund(request)).toMatchObject({ outcome: 'approved', value: { amount: 180_000 } });
      expect(refundsOf(keys.paymentId)).toHaveLength(1);
    },
  );

  test('a hundred of 60 % at once, each with an id of its own, give back once', async () => {
    const { keys } = await paid(bench, toss);
    const ids = Array.from({ length: 100 }, (_, at) => `rfd_${String(at).padStart(26, '0')}`);
    const outcomes = await Promise.all(
      ids.map((refundId) => toss.refund(refundRequest(keys, { refundId, amount: 180_000 }))),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'approved')).toHaveLength(1);
    expect(bench.truth.held(keys.paymentId)).toBe(120_000);
  });

  test('that expects another balance is refused, and goes through when it expects the right one', async () => {
    const { keys } = await paid(bench, toss);
    bench.party.cancelInConsole(keys.paymentId, 50_000);
    const request = refundRequest(keys, { amount: 100_000 });
    expect(await toss.refund(request)).toMatchObject({ outcome: 'declined', code: 'NOT_MATCHES_REFUNDABLE_AMOUNT' });
    // The same refund: what Toss keeps of the refusal must not answer for it.
    expect(await toss.refund({ ...request, expectedBalance: 250_000 })).toMatchObject({ outcome: 'approved' });
    expect(bench.truth.held(keys.paymentId)).toBe(150_000);
  });

  test('of what was given back as a whole is unknown: it may have been this one', async () => {
    const { keys } = await paid(bench, toss);
    bench.party.cancelInConsole(keys.paymentId);
    expect(await toss.refund(refundRequest(keys))).toMatchObject({
      outcome: 'unknown',
      code: 'ALREADY_CANCELED_PAYMENT',
    });
  });

  test('is not made by a reply that is about another payment, or does not list it', async () => {
    const { keys } = await paid(bench, toss);
    const request = refundRequest(keys, { amount: 1_000 });
    const replied = (orderId: string, reason: string) =>
      createTossPayments(configFor(bench.url), async () => ({
        ...{ status: 200, headers: {} },
        body: JSON.stringify({
          ...{ paymentKey: 'key_1', orderId, status: 'PARTIAL_CANCELED', currency: 'KRW', totalAmount: 300_000 },
          cancels: [
            ...[
              { cancelAmount: 1_000, cancelReason: reason, canceledAt: '2026-09-01T09:00:00', transactionKey: 'txn_1' },
            ],
          ],
        }),
      })).refund(request);
    expect(await replied(keys.paymentId, `[${request.refundId}]`)).toMatchObject({ outcome: 'approved' });
    expect(await replied('pay_another', `[${request.refundId}]`)).toMatchObject({ code: 'unreadable_reply' });
    expect(await replied(keys.paymentId, '변심')).toMatchObject({ outcome: 'unknown' });
  });

  test.each(['88', '088', '신한은행', '004'])(
    'of a deposit goes to the account it names, its number without hyphens: a bank given as %s',
    async (bank) => {
      const { keys } = await paid(bench, toss, startRequest({ method: 'virtual_account' }));
      bench.party.deposit(keys.paymentId);
      const refundId = 'rfd_01k5z6y7x8w9v0t1s2r3q4p5n7';
      expect(await toss.refund(refundRequest(keys, { refundId }))).toMatchObject({
        code: 'INVALID_REFUND_ACCOUNT_INFO',
      });
      const account = { bank, number: '110-123-456789', holder: '김하늘' };
      expect(await toss.refund(refundRequest(keys, { account }))).toMatchObject({ outcome: 'approved' });
      expect(bench.truth.held(keys.paymentId)).toBe(0);
    },
  );

  test.each([
    [{ amount: 0 }, 'invalid_amount'],
    [{ amount: 0.5 }, 'invalid_amount'],
    [{ amount: -1 }, 'invalid_amount'],
    [{ taxFree: 300_001 }, 'invalid_tax_free'],
    [{ taxFree: -1 }, 'invalid_tax_free'],
    [{ expectedBalance: 299_999 }, 'exceeds_balance'],
    [{ providerPaymentId: null }, 'not_captured'],
  ])('that cannot be right is not sent: %j', async (request, code) => {
    const { keys } = await paid(bench, toss);
    expect(await toss.refund(refundRequest(keys, request))).toMatchObject({ outcome: 'declined', code });
    expect(refundsOf(keys.paymentId)).toEqual([]);
  });
});
