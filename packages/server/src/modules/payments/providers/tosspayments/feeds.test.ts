import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FeedError } from '../port.js';
import { settlementOf, transactions } from './feeds.js';
import { SettlementRow } from './replies.js';

const row = {
  ...{ mId: 'didacto_toss', transactionKey: 'txn_1', paymentKey: 'key_1', orderId: 'pay_1', amount: 300_000 },
  ...{ interestFee: 0, fee: 9_900, supplyAmount: 9_000, vat: 900, payOutAmount: 290_100 },
  ...{ soldDate: '2026-09-02', paidOutDate: '2026-09-04', cancel: null },
};
const settled = (more: object = {}) => settlementOf(SettlementRow.parse({ ...row, ...more }));

describe('a row of a settlement', () => {
  test('says what is paid out after the fee and its VAT', () => {
    expect(settled()).toEqual({
      ...{ transactionId: 'txn_1', providerPaymentId: 'key_1', paymentId: 'pay_1', kind: 'capture', amount: 300_000 },
      ...{ fee: 9_000, feeVat: 900, payOut: 290_100, soldOn: '2026-09-02', paidOutOn: '2026-09-04' },
    });
  });

  test('has what instalments cost among its fee', () => {
    expect(settled({ interestFee: 1_000, payOutAmount: 289_100 })).toMatchObject({
      fee: 10_000,
      feeVat: 900,
      payOut: 289_100,
    });
  });

  test('is named by its cancellation where that has a key of its own', () => {
    expect(settled({ cancel: { transactionKey: 'txn_2' } })).toMatchObject({
      transactionId: 'txn_2',
      kind: 'refund',
      amount: -300_000,
    });
  });

  test.each([
    [{ payOutAmount: 290_101 }],
    [{ amount: -300_000, payOutAmount: -309_900 }],
    [{ supplyAmount: 9_001 }],
    [{ fee: undefined, supplyAmount: undefined }],
  ])('that contradicts itself breaks the feed off: %j', (more) => {
    expect(() => settled(more)).toThrow(FeedError);
  });

  test('adds up, whichever sign and spelling it comes in', () => {
    fc.assert(
      fc.property(
        fc.record({
          amount: fc.integer({ min: 100, max: 10_000_000 }),
          supply: fc.integer({ min: 0, max: 100_000 }),
          interestFee: fc.integer({ min: 0, max: 100_000 }),
          sign: fc.constantFrom(1, -1),
          isRefund: fc.boolean(),
          spelling: fc.constantFrom('supplyAmount', 'suppliedAmount'),
          saysFee: fc.boolean(),
        }),
        ({ amount, supply, interestFee, sign, isRefund, spelling, saysFee }) => {
          const s = isRefund ? sign : 1;
          const vat = Math.round(supply / 10);
          const settlement = settled({
            ...{
              amount: s * amount,
              interestFee: s * interestFee,
              fee: saysFee ? s * (supply + vat) : null,
              vat: s * vat,
            },
            ...{ supplyAmount: undefined, [spelling]: s * supply },
            ...{ payOutAmount: s * (amount - supply - vat - interestFee), cancel: isRefund ? {} : null },
          });
          expect(settlement.payOut).toBe(settlement.amount - settlement.fee - settlement.feeVat);
          expect(settlement.amount).toBe(isRefund ? -amount : amount);
          expect(settlement.feeVat).toBe(isRefund && vat > 0 ? -vat : vat);
        },
      ),
    );
  });
});

test('a feed that goes in a circle is broken off', async () => {
  const page = [
    {
      mId: 'm',
      transactionKey: 't',
      paymentKey: 'k',
      status: 'DONE',
      transactionAt: '2026-09-01T09:00:00',
      currency: 'KRW',
      amount: 1,
    },
  ];
  const feed = transactions(
    { call: async () => ({ kind: 'ok', json: page }), config: { merchantId: 'm', feedPageSize: 1 } },
    { from: '2026-08-01T00:00:00.000Z', to: '2026-10-01T00:00:00.000Z' },
  );
  const read = async () => {
    for await (const one of feed) expect(one.transactionId).toBe('t');
  };
  await expect(read()).rejects.toThrow('in a circle');
});
