import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  earningsOf,
  effectKey,
  type LedgerEffect,
  type LinePart,
  type Posting,
  postingsOf,
  type SoldLine,
} from './postings.js';
import { vatOf, vatOfEach } from './vat.js';

const of = { provider: 'tosspayments', orderId: 'ord_1', paymentId: 'pay_1' } as const;
const whole = { amount: 0, taxFree: 0 };
const line = (change: Partial<SoldLine>): SoldLine => ({
  ...{ id: 'orl_1', kind: 'goods', owner: 'institution', amount: 11_000, taxFree: 0, refunded: whole },
  ...change,
});
const posting = (account: Posting['account'], amount: number, owner: string | null = null): Posting => ({
  account,
  owner,
  amount,
});

describe('a capture', () => {
  test('is owed to us by the provider, and is income, tuition to be taught, and VAT', () => {
    const lines = [
      line({ id: 'orl_1', kind: 'premium', amount: 1_000 }),
      line({ id: 'orl_2', kind: 'tuition', owner: 'mem_haeun', amount: 300_000, taxFree: 300_000 }),
      line({ id: 'orl_3', kind: 'goods', amount: 22_000, taxFree: 11_000 }),
    ];
    expect(postingsOf({ ...of, kind: 'capture', capture: 1, lines })).toEqual([
      posting('receivable:tosspayments', 323_000),
      posting('vat', -1_091),
      posting('revenue', -21_909, 'institution'),
      posting('tuition_advance', -300_000, 'mem_haeun'),
    ]);
  });

  test('bears VAT of the sum, a won of which no line loses', () => {
    const lines = [1, 2, 3].map((n) => line({ id: `orl_${n}`, amount: 1_003 }));
    expect(vatOfEach(lines)).toEqual([92, 91, 91]);
    expect(vatOf({ amount: 3_009, taxFree: 0 })).toBe(274);
  });

  test('that is not what was asked for is owed back, without VAT and nobody’s earnings', () => {
    const owed = { ...of, kind: 'owed_capture', capture: 1, amount: 777 } as const;
    expect(postingsOf(owed)).toEqual([posting('receivable:tosspayments', 777), posting('payable', -777)]);
    expect(postingsOf({ ...of, kind: 'owed_refund', refundId: 'rfd_1', amount: 777 })).toEqual(
      [posting('receivable:tosspayments', 777 * -1), posting('payable', 777)].reverse(),
    );
    expect(earningsOf(owed)).toEqual([]);
  });

  test('is one effect, however it is booked; a later one of the same payment is another', () => {
    const lines = [line({})];
    expect(effectKey({ ...of, kind: 'capture', capture: 1, lines })).toBe('capture:pay_1:1');
    expect(effectKey({ ...of, kind: 'owed_capture', capture: 1, amount: 1 })).toBe('capture:pay_1:1');
    expect(effectKey({ ...of, kind: 'capture_reversed', capture: 1, lines })).toBe('capture_reversed:pay_1:1');
    expect(effectKey({ ...of, kind: 'capture', capture: 2, lines })).toBe('capture:pay_1:2');
    expect(effectKey({ ...of, kind: 'refund', refundId: 'rfd_1', lines, parts: [] })).toBe('refund:rfd_1');
    expect(effectKey({ ...of, kind: 'owed_refund', refundId: 'rfd_1', amount: 1 })).toBe('refund:rfd_1');
  });
});

describe('a refund', () => {
  const lines = [
    line({ amount: 1_100 }),
    line({ id: 'orl_2', kind: 'tuition', owner: 'mem_haeun', amount: 900, taxFree: 900 }),
  ];
  const refund = (...parts: LinePart[]): LedgerEffect => ({ ...of, kind: 'refund', refundId: 'rfd_1', lines, parts });

  test('of goods is contra income; of tuition it lowers what is to be taught', () => {
    const effect = refund({ lineId: 'orl_1', amount: 550, taxFree: 0 }, { lineId: 'orl_2', amount: 300, taxFree: 300 });
    expect(postingsOf(effect)).toEqual([
      posting('receivable:tosspayments', -850),
      posting('vat', 50),
      posting('refunds', 500, 'institution'),
      posting('tuition_advance', 300, 'mem_haeun'),
    ]);
  });

  test.each<[string, LinePart[]]>([
    ['more than the line’s price', [{ lineId: 'orl_1', amount: 1_101, taxFree: 0 }]],
    ['more of its tax-free part than there is', [{ lineId: 'orl_1', amount: 10, taxFree: 1 }]],
    ['more of its taxable part than there is', [{ lineId: 'orl_2', amount: 10, taxFree: 9 }]],
    ['a tax-free part larger than itself', [{ lineId: 'orl_2', amount: 10, taxFree: 11 }]],
    ['less than nothing', [{ lineId: 'orl_1', amount: -1, taxFree: 0 }]],
    ['of a line of another order', [{ lineId: 'orl_9', amount: 10, taxFree: 0 }]],
    ['of one line twice', [1, 2].map(() => ({ lineId: 'orl_1', amount: 10, taxFree: 0 }))],
  ])('cannot give back %s', (_, parts) => {
    expect(() => postingsOf(refund(...parts))).toThrow(RangeError);
  });

  test('cannot give back what was given back before', () => {
    const gone = [line({ refunded: { amount: 11_000, taxFree: 0 } })];
    const parts = [{ lineId: 'orl_1', amount: 1, taxFree: 0 }];
    expect(() => postingsOf({ ...of, kind: 'refund', refundId: 'rfd_2', lines: gone, parts })).toThrow(RangeError);
  });
});

/** Books effects as they come, and gives what is left on each account and with each owner. */
function balancesOf(effects: readonly LedgerEffect[]) {
  const accounts = new Map<string, number>();
  const earned = new Map<string, number>();
  const byEarnings = new Map<string, number>();
  const add = (map: Map<string, number>, key: string, amount: number) => map.set(key, (map.get(key) ?? 0) + amount);
  for (const effect of effects) {
    const postings = postingsOf(effect);
    expect(postings.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
    expect(postings.every(({ amount }) => Number.isSafeInteger(amount) && amount !== 0)).toBe(true);
    for (const { account, owner, amount } of postings) {
      add(accounts, account, amount);
      if (owner !== null) add(byEarnings, owner, -amount);
    }
    for (const { owner, net } of earningsOf(effect)) add(earned, owner, net);
  }
  expect([...earned].filter(([, amount]) => amount !== 0)).toEqual(
    [...byEarnings].filter(([, amount]) => amount !== 0),
  );
  return { accounts, earned };
}

const price = fc
  .tuple(fc.integer({ min: 1, max: 3_000_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([amount, free]) => ({ amount, taxFree: Math.round(amount * free) }));
const soldLines = fc
  .array(
    fc.tuple(price, fc.constantFrom('premium', 'tuition', 'goods'), fc.constantFrom('institution', 'mem_a', 'mem_b')),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((all) => all.map(([amounts, kind, owner], n) => line({ ...amounts, kind, owner, id: `orl_${n}` })));
/** What each refund takes of every line, as shares of what is left of its taxable and its tax-free part. */
const shareOf = fc.double({ min: 0, max: 1, noNaN: true });
const refundPlan = fc.array(fc.array(fc.tuple(shareOf, shareOf), { minLength: 6, maxLength: 6 }), { maxLength: 8 });

/** Refunds as planned, each from what the ones before have left; `all` adds one of everything that is still there. */
function refundsOf(sold: readonly SoldLine[], plan: readonly (readonly (readonly [number, number])[])[], all: boolean) {
  let lines = [...sold];
  const effects: LedgerEffect[] = [];
  for (const [n, shares] of [...plan, ...(all ? [sold.map(() => [1, 1] as const)] : [])].entries()) {
    const parts = lines.flatMap(({ id, amount, taxFree, refunded }, at): LinePart[] => {
      const [ofTaxable, ofFree] = shares[at] ?? [0, 0];
      const free = Math.floor((taxFree - refunded.taxFree) * ofFree);
      const taxable = Math.floor((amount - taxFree - refunded.amount + refunded.taxFree) * ofTaxable);
      return free + taxable > 0 ? [{ lineId: id, amount: free + taxable, taxFree: free }] : [];
    });
    if (parts.length === 0) continue;
    effects.push({ ...of, kind: 'refund', refundId: `rfd_${n}`, lines, parts });
    lines = lines.map((one) => {
      const part = parts.find(({ lineId }) => lineId === one.id) ?? { amount: 0, taxFree: 0 };
      return {
        ...one,
        refunded: { amount: one.refunded.amount + part.amount, taxFree: one.refunded.taxFree + part.taxFree },
      };
    });
  }
  return { effects, lines };
}

describe('the books of a payment', () => {
  test('are empty again once all of it went back, in whatever parts', () => {
    fc.assert(
      fc.property(soldLines, refundPlan, (lines, plan) => {
        const { effects } = refundsOf(lines, plan, true);
        const { accounts, earned } = balancesOf([{ ...of, kind: 'capture', capture: 1, lines }, ...effects]);
        for (const account of ['receivable:tosspayments', 'vat', 'tuition_advance'])
          expect([account, accounts.get(account) ?? 0]).toEqual([account, 0]);
        expect((accounts.get('revenue') ?? 0) + (accounts.get('refunds') ?? 0)).toBe(0);
        for (const [owner, amount] of earned) expect([owner, amount]).toEqual([owner, 0]);
      }),
      { numRuns: 500 },
    );
  });

  test('are empty again once the bank took the rest of a deposit back, whatever was refunded before', () => {
    fc.assert(
      fc.property(soldLines, refundPlan, (sold, plan) => {
        const { effects, lines } = refundsOf(sold, plan, false);
        fc.pre(lines.some(({ amount, refunded }) => refunded.amount < amount));
        const { accounts, earned } = balancesOf([
          { ...of, kind: 'capture', capture: 1, lines: sold },
          ...effects,
          { ...of, kind: 'capture_reversed', capture: 1, lines },
        ]);
        expect([accounts.get('receivable:tosspayments'), accounts.get('vat') ?? 0]).toEqual([0, 0]);
        for (const [owner, amount] of earned) expect([owner, amount]).toEqual([owner, 0]);
      }),
    );
  });

  test('bear the VAT of what was not refunded, to the won, line by line', () => {
    fc.assert(
      fc.property(soldLines, refundPlan, (sold, plan) => {
        const { effects, lines } = refundsOf(sold, plan, false);
        const { accounts } = balancesOf([{ ...of, kind: 'capture', capture: 1, lines: sold }, ...effects]);
        const left = lines.reduce(
          (sum, { amount, taxFree, refunded }) => sum + amount - taxFree - refunded.amount + refunded.taxFree,
          0,
        );
        // Each line rounds by itself: at most half a won, and what the allocation gave it, below one more.
        expect(Math.abs(-(accounts.get('vat') ?? 0) - left / 11)).toBeLessThanOrEqual(1.5 * lines.length);
      }),
    );
  });
});
