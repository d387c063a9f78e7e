import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ProviderBench, startParty } from '../../testing/provider-bench.js';
import { createPortOneV1Sandbox, type PortOneV1Sandbox } from './portone-v1.js';
import { impUidIn, payData, v1Client } from './testing/v1-client.js';

let bench: ProviderBench<PortOneV1Sandbox>;
let client: ReturnType<typeof v1Client>;
beforeEach(async () => {
  bench = await startParty(createPortOneV1Sandbox);
  client = v1Client(bench.send);
});
afterEach(() => bench.stop());

const pay = async (merchantUid: string, more = {}) =>
  impUidIn(await bench.party.buy(payData(merchantUid, more), { act: 'pay' }));
const cancel = async (body: object) => (await client.send('POST', '/payments/cancel', body)).envelope;

describe('a cancellation', () => {
  test('of every kind and order never gives back more than was taken, in no tax part either', async () => {
    const ask = fc.record({
      amount: fc.oneof(fc.integer({ min: -5, max: 1_200 }), fc.constant(undefined)),
      tax_free: fc.oneof(fc.integer({ min: -5, max: 500 }), fc.constant(undefined)),
      checksum: fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.constant('true'), fc.constant(null)),
    });
    let n = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(ask, { maxLength: 8 }), async (asks) => {
        const merchantUid = `order_${n++}`;
        const impUid = await pay(merchantUid, { amount: 1_000, tax_free: 400 });
        let left = 1_000;
        for (const { checksum, ...one } of asks) {
          const said = checksum === 'true' ? left : checksum;
          const reply = await cancel({ imp_uid: impUid, ...one, checksum: said });
          const now = bench.truth.held(merchantUid);
          if (reply?.code === 0) {
            expect(now).toBe(left - (one.amount || left));
            expect([null, left]).toContain(said);
          } else expect(now).toBe(left);
          left = now;
          const taxFree = bench.truth
            .of(merchantUid)
            .reduce((sum, row) => sum + (row.kind === 'charge' ? row.taxFree : -row.taxFree), 0);
          expect(taxFree).toBeGreaterThanOrEqual(0);
          expect(left - taxFree).toBeGreaterThanOrEqual(0);
          expect(await client.payment(impUid)).toMatchObject({ amount: 1_000, cancel_amount: 1_000 - left });
        }
      }),
      { numRuns: 60 },
    );
  });

  test('with an amount that is no number is refused, not taken for all of it', async () => {
    const impUid = await pay('a');
    expect((await cancel({ imp_uid: impUid, amount: 'all' }))?.code).toBe(1);
    expect(bench.truth.held('a')).toBe(300_000);
  });

  test('of more than is left is refused by PortOne itself', async () => {
    const impUid = await pay('a', { amount: 1_000 });
    await cancel({ imp_uid: impUid, amount: 400 });
    expect(await cancel({ imp_uid: impUid, amount: 601 })).toMatchObject({ code: 1, response: null });
    expect((await cancel({ imp_uid: impUid, amount: 600 }))?.code).toBe(0);
  });

  test('of what nobody paid is refused', async () => {
    await bench.party.buy(payData('open'), { act: 'close' });
    await bench.party.buy(payData('failed'), { act: 'decline' });
    for (const merchant_uid of ['open', 'failed', 'unknown'])
      expect(await cancel({ merchant_uid })).toMatchObject({ code: 1, response: null });
  });

  test('of a deposit needs an account to send it to', async () => {
    await bench.party.buy(payData('v', { pay_method: 'vbank' }), { act: 'pay' });
    bench.party.deposit('v');
    expect((await cancel({ merchant_uid: 'v' }))?.code).toBe(1);
    const account = { refund_holder: '김학부', refund_bank: '088', refund_account: '110123456789' };
    expect((await cancel({ merchant_uid: 'v', ...account }))?.code).toBe(0);
    expect(bench.truth.held('v')).toBe(0);
  });

  test('that the PG refuses changes nothing', async () => {
    const impUid = await pay('a');
    bench.party.refuseCancellations(1);
    expect(await cancel({ imp_uid: impUid })).toMatchObject({ code: -1, response: null });
    expect(bench.truth.held('a')).toBe(300_000);
    expect((await cancel({ imp_uid: impUid }))?.code).toBe(0);
  });

  test('in the console takes tax-free and taxed money in proportion', async () => {
    await pay('a', { amount: 1_000, tax_free: 400 });
    bench.party.cancelInConsole('a', 501);
    bench.party.cancelInConsole('a');
    expect(bench.truth.of('a').map(({ amount, taxFree }) => [amount, taxFree])).toEqual([
      [1_000, 400],
      [501, 200],
      [499, 200],
    ]);
    expect(() => bench.party.cancelInConsole('a')).toThrow();
    expect(() => bench.party.cancelInConsole('b')).toThrow();
  });

  test('of a test-channel payment moves no money', async () => {
    const impUid = impUidIn(await bench.party.buy(payData('t'), { act: 'pay', test: true }));
    expect((await cancel({ imp_uid: impUid }))?.code).toBe(0);
    expect(bench.truth.of('t').map(({ kind, test }) => [kind, test])).toEqual([
      ['charge', true],
      ['refund', true],
    ]);
    expect(bench.truth.held('t')).toBe(0);
  });
});
