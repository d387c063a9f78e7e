import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProviderCall } from '../exchange.js';
import type { RefundRequest } from '../port.js';
import { createPortOneV2 } from './portone-v2.js';
import {
  approved,
  config,
  keys,
  paymentId,
  refundId,
  refundRequest,
  startV2,
  type V2Bench,
  watched,
} from './testing/bench.js';

let v2: V2Bench;
beforeEach(async () => {
  v2 = await startV2();
  await v2.pay();
});
afterEach(() => v2.bench.stop());

const refund = (change: Partial<RefundRequest> = {}) => v2.provider.refund({ ...refundRequest, ...change });
const held = () => v2.bench.truth.held(paymentId);
const later = 3 * 3_600_000;

describe('a refund', () => {
  test('gives back so much, with its VAT-free part, and is known by our id', async () => {
    const made = approved(await refund());
    expect(made).toMatchObject({ amount: 100_000, taxFree: 100_000, refundId, at: '2026-09-01T00:00:00.000Z' });
    expect(held()).toBe(200_000);
    const payment = approved(await v2.provider.inquire(keys));
    expect(payment).toMatchObject({ status: 'captured', refunded: 100_000, refunds: [made] });
  });

  test('says the amount, its VAT-free part and the balance, under a quoted key of its own', async () => {
    const { provider, cancels } = watched(v2);
    await provider.refund({ ...refundRequest, taxFree: 0, reason: '가'.repeat(300) });
    const [{ headers = {}, body = '', path }] = cancels() as [ProviderCall];
    expect(path).toBe(`/payments/${paymentId}/cancel`);
    expect(headers['idempotency-key']).toBe(`"${refundId}-300000"`);
    const { reason, ...sent } = JSON.parse(body);
    expect(sent).toEqual({
      ...{ storeId: 'store-sandbox', amount: 100_000, taxFreeAmount: 0, currentCancellableAmount: 300_000 },
      requester: 'ADMIN',
    });
    expect(reason).toMatch(new RegExp(`^가+ \\[${refundId}\\]$`));
    expect(reason.length).toBeLessThanOrEqual(200);
  });

  test.each([
    ['invalid_amount', { amount: 0 }],
    ['invalid_amount', { amount: -1 }],
    ['invalid_amount', { amount: 0.5 }],
    ['invalid_amount', { amount: Number.NaN }],
    ['invalid_tax_free', { taxFree: -1 }],
    ['invalid_tax_free', { taxFree: 100_001 }],
    ['exceeds_balance', { amount: 300_001 }],
    ['exceeds_balance', { expectedBalance: Number.NaN }],
  ])('that cannot be right (%s: %j) does not leave', async (code, change) => {
    const { provider, cancels } = watched(v2);
    expect(await provider.refund({ ...refundRequest, ...change })).toMatchObject({ outcome: 'declined', code });
    expect(cancels()).toEqual([]);
  });

  test('of a deposit goes to the account that is named, by any name of its bank', async () => {
    const va = 'pay_01k5z6y7x8w9v0t1s2r3q4p5nv';
    await v2.pay({ paymentId: va, method: 'virtual_account' });
    v2.bench.party.deposit(va);
    const { provider, cancels } = watched(v2);
    const request = { ...refundRequest, paymentId: va };
    expect(await provider.refund(request)).toMatchObject({ outcome: 'declined', code: 'refund_account_required' });
    expect(cancels()).toEqual([]);
    const account = { bank: '88', number: '110-000-000000', holder: '김학부' };
    expect((await provider.refund({ ...request, account })).outcome).toBe('approved');
    expect(JSON.parse(cancels()[0]?.body ?? '')).toMatchObject({
      refundAccount: { bank: 'SHINHAN', number: '110000000000', holderName: '김학부' },
    });
  });
});

describe('a refund of all that is left', () => {
  test('goes back whatever its VAT-free part was taken as', async () => {
    const tampered = 'pay_01k5z6y7x8w9v0t1s2r3q4p5nt';
    await v2.pay({ paymentId: tampered, taxFree: 0 }, { act: 'pay', amount: 100 });
    const request = { paymentId: tampered, amount: 100, taxFree: 67, expectedBalance: 100 };
    expect(approved(await refund(request))).toMatchObject({ amount: 100, taxFree: 0 });
    expect(v2.bench.truth.held(tampered)).toBe(0);
  });

  test('after a part went back says what is left of it', async () => {
    v2.bench.party.cancelInConsole(paymentId, 100_001);
    expect((await refund({ amount: 199_999, taxFree: 100_000, expectedBalance: 199_999 })).outcome).toBe('approved');
    expect(held()).toBe(0);
  });
});

describe('a refund that PortOne refuses', () => {
  test.each([
    ['CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT', { amount: 250_000, taxFree: 200_001 }],
    ['CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT', { amount: 150_000, taxFree: 0 }],
  ])('for what was asked (%s) is declined', async (code, change) => {
    expect(await refund(change)).toMatchObject({ outcome: 'declined', code });
    expect(held()).toBe(300_000);
  });

  test('as nothing was paid is declined', async () => {
    const other = 'pay_01k5z6y7x8w9v0t1s2r3q4p5nx';
    await v2.pay({ paymentId: other }, { act: 'decline' });
    expect(await refund({ paymentId: other })).toMatchObject({ outcome: 'declined', code: 'PAYMENT_NOT_PAID' });
  });

  test('as the balance is another is unknown: it may be that an earlier request was done', async () => {
    v2.bench.party.cancelInConsole(paymentId, 90_000);
    expect(await refund()).toMatchObject({ outcome: 'unknown', code: 'CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN' });
    expect(held()).toBe(210_000);
    // What the inquiry tells corrects the expectation; that is another request, so it has another key.
    expect((await refund({ expectedBalance: 210_000 })).outcome).toBe('approved');
    expect(held()).toBe(110_000);
  });

  test('as nothing is left is unknown too', async () => {
    v2.bench.party.cancelInConsole(paymentId);
    expect(await refund()).toMatchObject({ outcome: 'unknown', code: 'PAYMENT_ALREADY_CANCELLED' });
  });

  test('for the PG is unknown, and says what the PG said', async () => {
    v2.bench.party.refuseCancellations(1);
    const outcome = await refund();
    expect(outcome).toMatchObject({ outcome: 'unknown', code: 'PG_PROVIDER' });
    expect(outcome).toHaveProperty('message', expect.stringContaining('FAILED_REFUND_PROCESS'));
    // The same key brings the same answer for three hours; then it is asked anew.
    expect((await refund()).outcome).toBe('unknown');
    v2.bench.clock.advance(later);
    expect((await refund()).outcome).toBe('approved');
  });

  test('in words that we do not know is unknown', async () => {
    const provider = createPortOneV2(
      config,
      async (call) =>
        call.method === 'GET'
          ? v2.bench.send(call)
          : { status: 409, headers: {}, body: '{"type":"MOON_IS_FULL","message":"x"}' },
      v2.bench.serverClock,
    );
    expect(await provider.refund(refundRequest)).toMatchObject({ outcome: 'unknown', code: 'MOON_IS_FULL' });
  });

  test.each([400, 429, 500, 502])(
    'is decided by its words under a 4xx alone, and not when it is to wait: HTTP %i',
    async (status) => {
      const provider = createPortOneV2(
        config,
        async (call) =>
          call.method === 'GET' ? v2.bench.send(call) : { status, headers: {}, body: '{"type":"INVALID_REQUEST"}' },
        v2.bench.serverClock,
      );
      const { outcome } = await provider.refund(refundRequest);
      expect(outcome).toBe(status === 400 ? 'declined' : 'unknown');
    },
  );

  test('as the same is being worked on is unknown', async () => {
    const slow = await startV2({ processingMs: 1_000 });
    try {
      const paying = slow.pay();
      await advanceUntil(slow, paying);
      const first = slow.provider.refund(refundRequest);
      const second = slow.provider.refund(refundRequest);
      const both = await advanceUntil(slow, Promise.all([first, second]));
      expect(both.map(({ outcome }) => outcome).sort()).toEqual(['approved', 'unknown']);
      expect(both).toContainEqual(expect.objectContaining({ code: 'IDEMPOTENCY_OUTSTANDING_REQUEST' }));
      expect(slow.bench.truth.held(paymentId)).toBe(200_000);
    } finally {
      await slow.bench.stop();
    }
  });
});

/** Puts a sandbox's clock on, a little at a time, until the work is done. */
async function advanceUntil<T>({ bench }: V2Bench, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await new Promise((resolve) => setImmediate(resolve));
    bench.clock.advance(50);
  }
  return done;
}

describe('a refund that the PG decides later', () => {
  test('is unknown until then, however often it is asked for, and is not made twice', async () => {
    v2.bench.party.decideCancellationsLater(1, { afterMs: 2 * later, end: 'SUCCEEDED' });
    expect(await refund()).toMatchObject({ outcome: 'unknown', code: 'cancel_requested' });
    v2.bench.clock.advance(later);
    const { provider, cancels } = watched(v2);
    expect(await provider.refund(refundRequest)).toMatchObject({ outcome: 'unknown', code: 'cancel_requested' });
    // Its key is forgotten by now, so that nothing may leave.
    expect(cancels()).toEqual([]);
    v2.bench.clock.advance(later);
    expect(approved(await refund())).toMatchObject({ amount: 100_000, refundId });
    expect(held()).toBe(200_000);
  });

  test('and fails may be made again', async () => {
    v2.bench.party.decideCancellationsLater(1, { afterMs: 1_000, end: 'FAILED' });
    await refund();
    v2.bench.clock.advance(later);
    expect((await refund()).outcome).toBe('approved');
    expect(held()).toBe(200_000);
  });

  test('and has failed at once is declined', async () => {
    const cancellation = {
      ...{
        status: 'FAILED',
        id: 'c1',
        totalAmount: 100_000,
        taxFreeAmount: 0,
        reason: '',
        requestedAt: '2026-09-01T00:00:00Z',
      },
    };
    const provider = createPortOneV2(
      config,
      async (call) =>
        call.method === 'GET'
          ? v2.bench.send(call)
          : { status: 200, headers: {}, body: JSON.stringify({ cancellation }) },
      v2.bench.serverClock,
    );
    expect(await provider.refund(refundRequest)).toMatchObject({ outcome: 'declined', code: 'cancellation_failed' });
  });
});
