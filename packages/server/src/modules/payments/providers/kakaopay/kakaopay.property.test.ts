import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FaultKind, faultKinds } from '../../../../sandbox/kit/faults.js';
import type { BuyerAct } from '../../../../sandbox/kit/party.js';
import { approved, begin, refundRequest, type Strategy, startStrategy } from './testing/strategy.js';

type Step =
  | { readonly kind: 'confirm' }
  | { readonly kind: 'inquire' }
  | { readonly kind: 'refund'; readonly which: number }
  | { readonly kind: 'fault'; readonly fault: FaultKind; readonly path: string }
  | { readonly kind: 'bank'; readonly answer: string }
  | { readonly kind: 'pass'; readonly minutes: number };

/** A delay needs somebody who lets the time pass meanwhile. */
const faults = faultKinds.filter((kind) => kind !== 'delay');
const answers = [
  'OK',
  'LACK_BALANCE',
  'USER_LOCKED',
  'BANK_FIRM_UNKNOWN',
  'BANK_FIRM_UNKNOWN_DONE',
  '9106',
  'INTERNAL_ERROR',
];

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('confirm' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('inquire' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('refund' as const), which: fc.nat(2) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ kind: fc.constant('fault' as const), fault: fc.constantFrom(...faults) },
      path: fc.constantFrom('/approve', '/cancel', '/order', ''),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bank' as const), answer: fc.constantFrom(...answers) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), minutes: fc.nat(12) }) },
);

const acts: readonly BuyerAct['act'][] = ['pay', 'pay', 'pay', 'pay_and_close', 'decline', 'cancel', 'close'];
const plans = fc.record({ act: fc.constantFrom(...acts), steps: fc.array(step, { maxLength: 16 }) });

test('whatever goes wrong: one charge at most, each refund once at most, and no outcome that is not true', async () => {
  const strategy = await startStrategy();
  try {
    await fc.assert(
      fc.asyncProperty(plans, (plan) => play(strategy, plan)),
      { numRuns: 150 },
    );
  } finally {
    await strategy.bench.stop();
  }
});

async function play({ bench, provider }: Strategy, { act, steps }: { act: BuyerAct['act']; steps: readonly Step[] }) {
  bench.faults.clear();
  const { keys, redirectUrl, amount } = await begin({ provider });
  const tid = keys.providerPaymentId;
  const destination = await bench.party.buy({ redirectUrl }, { act });
  const returned = { providerPaymentId: null, token: destination && new URL(destination).searchParams.get('pg_token') };
  const rows = (kind: string) => bench.truth.of(keys.paymentId).filter((row) => row.kind === kind);
  // Three refunds that were decided when the first of them was still to be made: at most one fits each balance.
  const wanted = [
    refundRequest(keys, { amount: 180_000, taxFree: 60_000 }),
    refundRequest(keys, { amount: 180_000, taxFree: 60_000 }),
    refundRequest(keys, { amount: 120_000, taxFree: 40_000, expectedBalance: 120_000 }),
  ] as const;
  const made = new Set<string>();

  for (const step of steps) {
    if (step.kind === 'fault') bench.faults.add({ kind: step.fault, path: step.path });
    if (step.kind === 'bank') bench.party.bankAnswers(tid, step.answer);
    if (step.kind === 'pass') bench.clock.advance(step.minutes * 60_000);
    if (step.kind === 'inquire') {
      const found = await provider.inquire(keys);
      if (found.outcome === 'approved') expect(found.value?.status === 'captured').toBe(rows('charge').length === 1);
      else expect(found.outcome).toBe('unknown');
    }
    if (step.kind === 'confirm') {
      const { outcome } = await provider.confirm(keys, returned, amount);
      if (outcome !== 'unknown') expect(rows('charge').length).toBe(outcome === 'approved' ? 1 : 0);
    }
    if (step.kind === 'refund') {
      const request = wanted[step.which] ?? wanted[0];
      const { outcome } = await provider.refund(request);
      if (outcome === 'approved') made.add(request.refundId);
      if (outcome === 'declined') expect(made.has(request.refundId)).toBe(false);
    }
    expect(rows('charge').length).toBeLessThanOrEqual(1);
    expect(bench.truth.held(keys.paymentId)).toBeGreaterThanOrEqual(0);
  }

  // Once all is quiet, asking tells the whole truth.
  bench.faults.clear();
  bench.clock.advance(20 * 60_000);
  const payment = approved(await provider.inquire(keys));
  expect(payment?.status === 'captured').toBe(rows('charge').length === 1);
  const listed = payment?.refunds ?? [];
  expect(listed.map((refund) => refund.amount)).toEqual(rows('refund').map((row) => row.amount));
  expect(new Set(listed.map(({ refundId }) => refundId)).size).toBe(listed.length);
  for (const refundId of made) expect(listed.map((refund) => refund.refundId)).toContain(refundId);
}
