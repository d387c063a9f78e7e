import { PaymentState } from '@didacto/sdk/contract';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCaptured, isOpen, mayMove, refundedState } from './automaton.js';

const states = PaymentState.options;
const anyState = fc.constantFrom(...states);

describe('the automaton of a payment', () => {
  test('has exactly these transitions', () => {
    const all = states.flatMap((from) => states.filter((to) => mayMove(from, to)).map((to) => `${from} -> ${to}`));
    expect(all).toMatchInlineSnapshot(`
      [
        "not_started -> executing",
        "not_started -> pending",
        "not_started -> unknown",
        "not_started -> succeeded",
        "not_started -> declined",
        "not_started -> expired",
        "executing -> pending",
        "executing -> unknown",
        "executing -> succeeded",
        "executing -> declined",
        "executing -> expired",
        "pending -> unknown",
        "pending -> succeeded",
        "pending -> declined",
        "pending -> expired",
        "unknown -> pending",
        "unknown -> succeeded",
        "unknown -> declined",
        "unknown -> expired",
        "succeeded -> pending",
        "succeeded -> partially_refunded",
        "succeeded -> refunded",
        "declined -> pending",
        "declined -> unknown",
        "declined -> succeeded",
        "expired -> pending",
        "expired -> unknown",
        "expired -> succeeded",
        "partially_refunded -> partially_refunded",
        "partially_refunded -> refunded",
      ]
    `);
  });

  test('a payment that was captured never becomes declined or expired', () => {
    fc.assert(
      fc.property(fc.array(anyState, { maxLength: 30 }), (wished) => {
        let state: PaymentState = 'not_started';
        let wasCaptured = false;
        for (const to of wished) {
          if (!mayMove(state, to)) continue;
          state = to;
          // A deposit can be taken back by its bank: the one way out, and it waits again then.
          wasCaptured = isCaptured(state) || (wasCaptured && state !== 'pending');
          if (wasCaptured) expect(['declined', 'expired', 'unknown', 'executing', 'not_started']).not.toContain(state);
        }
      }),
    );
  });

  test('what was refunded in full stays so', () => {
    expect(states.filter((to) => mayMove('refunded', to))).toEqual([]);
  });

  test('every state is open, captured or dead, and only one of them', () => {
    for (const state of states) {
      const kinds = [isOpen(state), isCaptured(state), state === 'declined' || state === 'expired'];
      expect(kinds.filter(Boolean)).toHaveLength(1);
    }
  });

  test('the state after refunds follows from the sums', () => {
    expect([0, 1, 99, 100].map((refunded) => refundedState(100, refunded))).toEqual([
      'succeeded',
      'partially_refunded',
      'partially_refunded',
      'refunded',
    ]);
  });
});
