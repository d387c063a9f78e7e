import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FaultKind } from '../../../../sandbox/kit/faults.js';
import { createKakaoPay } from './kakaopay.js';
import { vatOf } from './refund.js';
import {
  type Authenticated,
  approved,
  begin,
  liveConfig,
  pay,
  refundRequest,
  type Strategy,
  startStrategy,
} from './testing/strategy.js';

let strategy: Strategy;
let paid: Authenticated;
beforeEach(async () => {
  strategy = await startStrategy();
  paid = await pay(strategy);
});
afterEach(() => strategy.bench.stop());

const refunds = () => strategy.bench.truth.of(paid.keys.paymentId).filter(({ kind }) => kind === 'refund');
const partOf = (amount: number, more = {}) => refundRequest(paid.keys, { amount, taxFree: 0, ...more });

describe('a refund', () => {
  test('says amount, tax-free part, VAT, the expected balance and our id, and is found by it', async () => {
    const request = partOf(120_000, { taxFree: 10_000 });
    const made = approved(await strategy.provider.refund(request));
    expect(made).toEqual({
      ...{ cancellationId: expect.stringMatching(/^A\d{19}$/), amount: 120_000, taxFree: 10_000 },
      ...{ at: '2026-09-01T00:00:00.000Z', refundId: request.refundId },
    });
    expect(strategy.bodyOf('cancel')).toEqual({
      ...{
        cid: 'CS00000001',
        tid: paid.keys.providerPaymentId,
        cancel_amount: 120_000,
        cancel_tax_free_amount: 10_000,
      },
      ...{ cancel_vat_amount: 10_000, cancel_available_amount: 300_000, payload: request.refundId },
    });
    expect(approved(await strategy.provider.inquire(paid.keys))).toMatchObject({
      ...{ status: 'captured', amount: 300_000, refunded: 120_000 },
      refunds: [{ ...made, taxFree: null }],
    });
  });

  test('of everything leaves a payment that was captured', async () => {
    approved(await strategy.provider.refund(refundRequest(paid.keys)));
    expect(approved(await strategy.provider.inquire(paid.keys))).toMatchObject({
      status: 'captured',
      refunded: 300_000,
    });
    expect(strategy.bench.truth.held(paid.keys.paymentId)).toBe(0);
  });

  test('repeated is the same refund, made once', async () => {
    const request = partOf(120_000);
    const [first, again] = [await strategy.provider.refund(request), await strategy.provider.refund(request)];
    expect(approved(again)).toMatchObject({ cancellationId: approved(first).cancellationId, amount: 120_000 });
    expect(refunds()).toHaveLength(1);
    expect(strategy.kinds().filter((kind) => kind === 'cancel')).toHaveLength(1);
  });

  test('of 60 % a hundred times at once is made once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => strategy.provider.refund(partOf(120_000))));
    expect(outcomes.filter(({ outcome }) => outcome === 'approved')).toHaveLength(1);
    expect(refunds()).toHaveLength(1);
  });

  test('expecting another balance than there is, is declined', async () => {
    approved(await strategy.provider.refund(partOf(100_000)));
    expect(await strategy.provider.refund(partOf(100_000))).toMatchObject({ outcome: 'declined', code: '-722' });
    expect(refunds()).toHaveLength(1);
    approved(await strategy.provider.refund(partOf(100_000, { expectedBalance: 200_000 })));
  });

  test.each<FaultKind>(['lost_before', 'lost_after', 'reset', 'error_before', 'error_after', 'refuse'])(
    'with %s is unknown; the same again tells the truth, and it is made once',
    async (kind) => {
      const request = partOf(120_000);
      strategy.bench.faults.add({ kind, path: '/cancel' });
      expect((await strategy.provider.refund(request)).outcome).toBe('unknown');
      expect(approved(await strategy.provider.refund(request)).refundId).toBe(request.refundId);
      expect(refunds()).toHaveLength(1);
    },
  );

  test('done twice by the network is refused, found and approved', async () => {
    strategy.bench.faults.add({ kind: 'duplicate', path: '/cancel' });
    const request = partOf(120_000);
    expect(approved(await strategy.provider.refund(request)).refundId).toBe(request.refundId);
    expect(refunds()).toHaveLength(1);
  });

  test('is not sent where it cannot be seen whether it was made already', async () => {
    strategy.bench.faults.add({ kind: 'lost_before', path: '/order' });
    expect((await strategy.provider.refund(partOf(120_000))).outcome).toBe('unknown');
    expect(strategy.kinds()).not.toContain('cancel');
  });

  test('while the bank is silent about one is unknown, and made once when it was', async () => {
    strategy.bench.party.bankAnswers(paid.keys.providerPaymentId, 'BANK_FIRM_UNKNOWN_DONE');
    const request = partOf(120_000);
    for (let n = 0; n < 3; n++)
      expect(await strategy.provider.refund(request)).toMatchObject({
        outcome: 'unknown',
        code: '-781 BANK_FIRM_UNKNOWN',
      });
    strategy.bench.clock.advance(20 * 60_000);
    expect(approved(await strategy.provider.refund(request)).refundId).toBe(request.refundId);
    expect(refunds()).toHaveLength(1);
  });

  test('in a state that a concurrent cancellation leaves is unknown', async () => {
    strategy.bench.party.bankAnswers(paid.keys.providerPaymentId, 'INVALID_CANCEL_STATUS');
    const outcome = await strategy.provider.refund(partOf(120_000));
    expect(outcome).toMatchObject({ outcome: 'unknown', code: '-781 INVALID_CANCEL_STATUS' });
  });

  test('refused for good by the bank is declined', async () => {
    strategy.bench.party.bankAnswers(paid.keys.providerPaymentId, 'BANK_ACCOUNT_BLOCKED');
    const outcome = await strategy.provider.refund(partOf(120_000));
    expect(outcome).toMatchObject({ outcome: 'declined', code: '-781 BANK_ACCOUNT_BLOCKED' });
    expect(refunds()).toEqual([]);
  });

  test('of a payment that was given back in the console is declined, and that one is in the list as another’s', async () => {
    await strategy.bench.party.cancelInConsole(paid.keys.providerPaymentId);
    expect(await strategy.provider.refund(partOf(120_000))).toMatchObject({ outcome: 'declined', code: '-784' });
    const { refunds: list } = approved(await strategy.provider.inquire(paid.keys)) ?? {};
    expect(list).toMatchObject([{ amount: 300_000, refundId: null }]);
  });

  test('of another amount than was asked for is unknown', async () => {
    const provider = createKakaoPay(liveConfig, async (call) => {
      const reply = await strategy.bench.send(call);
      return {
        ...reply,
        body: reply.body.replace('"approved_cancel_amount":{"total":120000', '"approved_cancel_amount":{"total":1'),
      };
    });
    expect((await provider.refund(partOf(120_000))).outcome).toBe('unknown');
  });
});

describe('nothing is sent', () => {
  test.each([
    ['not_captured', { providerPaymentId: null }],
    ['invalid_amount', { amount: 0 }],
    ['invalid_amount', { amount: 0.5 }],
    ['invalid_tax_free', { taxFree: -1 }],
    ['invalid_tax_free', { taxFree: 120_001 }],
    ['exceeds_balance', { expectedBalance: 119_999 }],
  ])('%s: %j', async (code, more) => {
    const calls = strategy.calls.length;
    expect(await strategy.provider.refund(partOf(120_000, more))).toMatchObject({ outcome: 'declined', code });
    expect(strategy.calls).toHaveLength(calls);
  });

  test('of what was not paid', async () => {
    const { keys } = await begin(strategy);
    expect(await strategy.provider.refund(refundRequest(keys))).toMatchObject({ outcome: 'declined', code: '-784' });
    const unheard = { ...keys, providerPaymentId: 'T0000000000000000000' };
    expect(await strategy.provider.refund(refundRequest(unheard))).toMatchObject({
      outcome: 'declined',
      code: 'not_found',
    });
  });
});

describe('VAT given back', () => {
  const amounts = fc
    .record({
      total: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 1_000_000 })),
      free: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ total, free }) => ({ total, taxFree: Math.floor(total * free) }));
  const cut = fc.oneof(fc.nat(8), fc.nat(1_000_000));
  const cuts = fc.array(fc.record({ taxed: cut, free: cut }), { maxLength: 8 });

  test('in parts of any size never exceeds what is left, and adds up to what was paid', () => {
    fc.assert(
      fc.property(amounts, cuts, ({ total, taxFree }, parts) => {
        const vat = Math.round((total - taxFree) / 11);
        let left = { total, taxFree, vat };
        const all = [...parts, { taxed: total, free: total }];
        for (const { taxed, free } of all) {
          const part = { taxed: Math.min(taxed, left.total - left.taxFree), free: Math.min(free, left.taxFree) };
          const amount = part.taxed + part.free;
          if (amount === 0) continue;
          const back = vatOf({ amount, taxFree: part.free }, left);
          expect(back).toBeGreaterThanOrEqual(0);
          expect(back).toBeLessThanOrEqual(left.vat);
          expect(back).toBeLessThanOrEqual(part.taxed);
          left = { total: left.total - amount, taxFree: left.taxFree - part.free, vat: left.vat - back };
        }
        expect(left).toEqual({ total: 0, taxFree: 0, vat: 0 });
      }),
    );
  });

  test('KakaoPay takes it where its own rounding would be refused', async () => {
    const small = await pay(strategy, { amount: 12, taxFree: 0 });
    approved(await strategy.provider.refund(refundRequest(small.keys, { amount: 6, taxFree: 0, expectedBalance: 12 })));
    approved(await strategy.provider.refund(refundRequest(small.keys, { amount: 6, taxFree: 0, expectedBalance: 6 })));
    expect(strategy.bench.truth.held(small.keys.paymentId)).toBe(0);
  });
});
