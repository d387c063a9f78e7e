import { PaymentState } from '@didacto/sdk/contract';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProviderPayment } from './providers/port.js';
import { isNews, judge, type PaymentFacts, type Terms } from './verdict.js';

const payment: PaymentFacts = {
  id: 'pay_1',
  state: 'executing',
  amount: 300_000,
  reason: null,
  providerPaymentId: 'pk_1',
  captured: 0,
  refunded: 0,
};
const terms: Terms = { merchantIds: ['academy'], testModeAllowed: false };
const view: ProviderPayment = {
  providerPaymentId: 'pk_1',
  paymentId: 'pay_1',
  merchantId: 'academy',
  status: 'captured',
  amount: 300_000,
  taxFree: 300_000,
  currency: 'KRW',
  refunded: 0,
  refunds: [],
  testMode: false,
  method: 'card',
  installmentMonths: 0,
  capturedAt: '2026-09-01T00:01:00.000Z',
  dueAt: null,
  virtualAccount: null,
  receiptUrl: null,
  secret: null,
  failure: null,
};

describe('what a provider says of a payment', () => {
  test('is a capture where id, merchant, amount, currency and channel are ours', () => {
    expect(judge(payment, view, terms)).toEqual({ kind: 'captured' });
  });

  test.each([
    [{ amount: 299_999 }, { kind: 'mismatch', reason: 'amount_mismatch' }],
    [{ amount: 300_001 }, { kind: 'mismatch', reason: 'amount_mismatch' }],
    [{ currency: 'USD' }, { kind: 'mismatch', reason: 'currency_mismatch' }],
    [{ testMode: true }, { kind: 'declined', reason: 'test_mode', alarming: true }],
    [{ merchantId: 'another' }, { kind: 'declined', reason: 'merchant_mismatch', alarming: true }],
    [{ paymentId: 'pay_2' }, { kind: 'foreign' }],
    [
      { status: 'pending' as const, testMode: true },
      { kind: 'declined', reason: 'test_mode', alarming: true },
    ],
    [{ status: 'pending' as const }, { kind: 'pending' }],
    [{ status: 'expired' as const }, { kind: 'expired' }],
    [{ status: 'ready' as const }, { kind: 'undecided', confirmable: true }],
    [
      { status: 'failed' as const, failure: { code: 'REJECT_CARD', message: '' } },
      { kind: 'declined', reason: 'REJECT_CARD', alarming: false },
    ],
  ])('%j means %j', (change, verdict) => {
    expect(judge(payment, { ...view, ...change }, terms)).toEqual(verdict);
  });

  test('in test mode is taken where the server allows it', () => {
    expect(judge(payment, { ...view, testMode: true }, { ...terms, testModeAllowed: true })).toEqual({
      kind: 'captured',
    });
  });

  test('of a merchant is not checked where the provider does not name it', () => {
    expect(judge(payment, { ...view, merchantId: null }, terms)).toEqual({ kind: 'captured' });
    expect(judge(payment, view, { ...terms, merchantIds: null })).toEqual({ kind: 'captured' });
  });

  test('is a capture for no other amount', () => {
    fc.assert(
      // By the difference, of which there are none, one and many won; two amounts drawn apart are never a won apart.
      fc.property(fc.integer({ min: 1 }), fc.oneof(fc.integer({ min: -1, max: 1 }), fc.nat()), (asked, more) => {
        const { kind } = judge({ ...payment, amount: asked }, { ...view, amount: asked + more }, terms);
        expect(kind === 'captured').toBe(more === 0);
      }),
    );
  });

  test('takes back a deposit that is none any more, and nothing else that was captured', () => {
    const paid: PaymentFacts = { ...payment, state: 'succeeded', captured: 300_000 };
    const virtualAccount = { bank: '88', number: '1', holder: '' };
    const over = { ...view, status: 'expired' } as const;
    const verdict = judge(paid, { ...over, virtualAccount }, terms);
    expect(verdict).toEqual({ kind: 'deposit_gone', reason: 'expired' });
    expect(isNews('succeeded', verdict)).toBe(true);
    expect(judge(paid, over, terms)).toEqual({ kind: 'expired' });
    expect(judge({ ...paid, refunded: 1 }, { ...over, virtualAccount }, terms)).toEqual({ kind: 'expired' });
    expect(judge(payment, { ...over, virtualAccount }, terms)).toEqual({ kind: 'expired' });
  });

  test('never turns captured money into a refusal', () => {
    const verdicts = [
      { kind: 'declined', reason: 'x', alarming: false },
      { kind: 'expired' },
      { kind: 'mismatch', reason: 'amount_mismatch' },
    ] as const;
    for (const state of ['succeeded', 'partially_refunded', 'refunded'] as const)
      for (const verdict of verdicts) expect(isNews(state, verdict)).toBe(false);
  });

  test('late truth is news to what was taken for declined or expired', () => {
    expect(isNews('declined', { kind: 'captured' })).toBe(true);
    expect(isNews('expired', { kind: 'captured' })).toBe(true);
  });
});

test.each([
  [{ kind: 'undecided', confirmable: true }, []],
  [{ kind: 'foreign' }, []],
  [
    { kind: 'deposit_gone', reason: 'expired' },
    ['not_started', 'executing', 'pending', 'unknown', 'succeeded', 'declined', 'expired'],
  ],
  [{ kind: 'pending' }, ['not_started', 'executing', 'unknown', 'succeeded', 'declined', 'expired']],
  [{ kind: 'captured' }, ['not_started', 'executing', 'pending', 'unknown', 'declined', 'expired']],
  [
    { kind: 'mismatch', reason: 'amount_mismatch' },
    ['not_started', 'executing', 'pending', 'unknown', 'declined', 'expired'],
  ],
  [{ kind: 'declined', reason: 'x', alarming: false }, ['not_started', 'executing', 'pending', 'unknown']],
  [{ kind: 'expired' }, ['not_started', 'executing', 'pending', 'unknown']],
] as const)('%j is news to exactly %j, of what is not given back', (verdict, states) => {
  const notGivenBack = PaymentState.options.filter((state) => state !== 'partially_refunded' && state !== 'refunded');
  expect(notGivenBack.filter((state) => isNews(state, verdict))).toEqual(states);
});

test('a payment that is given back, even in part, does not wait for money again', () => {
  expect(isNews('partially_refunded', { kind: 'pending' })).toBe(false);
  expect(isNews('refunded', { kind: 'pending' })).toBe(false);
});

describe('a virtual account', () => {
  const deposited: PaymentFacts = { ...payment, state: 'succeeded', captured: 300_000 };
  const account = { bank: 'KB', number: '1', holder: 'A' };
  const gone = { ...view, virtualAccount: account };

  test('that ends while its money is there lost it to the bank', () => {
    expect(judge(deposited, { ...gone, status: 'expired' }, terms)).toEqual({
      kind: 'deposit_gone',
      reason: 'expired',
    });
    const failed = { ...gone, status: 'failed' } as const;
    expect(judge(deposited, failed, terms)).toEqual({ kind: 'deposit_gone', reason: 'failed' });
  });

  test('that nothing was paid into, or all was given back from, only ends', () => {
    expect(judge(payment, { ...gone, status: 'expired' }, terms)).toEqual({ kind: 'expired' });
    const back = { ...deposited, refunded: 300_000 };
    expect(judge(back, { ...gone, status: 'expired' }, terms)).toEqual({ kind: 'expired' });
  });
});

test('a failure without a reason is one, and of another payment is none', () => {
  const failed = { ...view, status: 'failed' } as const;
  expect(judge(payment, failed, terms)).toEqual({ kind: 'declined', reason: 'failed', alarming: false });
  expect(judge(payment, { ...failed, paymentId: 'pay_2' }, terms)).toEqual({ kind: 'foreign' });
});
