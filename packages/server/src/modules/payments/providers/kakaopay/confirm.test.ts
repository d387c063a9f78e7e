import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FaultKind } from '../../../../sandbox/kit/faults.js';
import type { PaymentKeys } from '../port.js';
import { createKakaoPay } from './kakaopay.js';
import { approved, authenticate, begin, liveConfig, pay, type Strategy, startStrategy } from './testing/strategy.js';

let strategy: Strategy;
beforeEach(async () => {
  strategy = await startStrategy();
});
afterEach(() => strategy.bench.stop());

const charges = ({ keys }: { keys: { paymentId: string } }): number =>
  strategy.bench.truth.of(keys.paymentId).filter(({ kind }) => kind === 'charge').length;

describe('a confirmation', () => {
  test('approves with the ids and the amount on record, and gives the payment as it is', async () => {
    const { keys, returned, amount } = await authenticate(strategy);
    const payment = approved(await strategy.provider.confirm(keys, returned, amount));
    expect(payment).toEqual({
      ...{
        providerPaymentId: keys.providerPaymentId,
        paymentId: keys.paymentId,
        merchantId: 'CS00000001',
        status: 'captured',
      },
      ...{ amount: 300_000, taxFree: 100_000, currency: 'KRW', refunded: 0, refunds: [], testMode: false },
      ...{ method: 'easy_pay', installmentMonths: null, capturedAt: '2026-09-01T00:00:00.000Z', dueAt: null },
      ...{ virtualAccount: null, receiptUrl: null, secret: null, failure: null },
    });
    expect(strategy.bodyOf('approve')).toEqual({
      ...{ cid: 'CS00000001', tid: keys.providerPaymentId, partner_order_id: keys.paymentId },
      ...{ partner_user_id: keys.buyerId, pg_token: returned.token, total_amount: 300_000 },
    });
    expect(approved(await strategy.provider.inquire(keys))).toEqual(payment);
  });

  test('of a card tells the months', async () => {
    const { keys, returned, amount } = await authenticate(strategy, { method: 'card', installmentMonths: 3 });
    const payment = approved(await strategy.provider.confirm(keys, returned, amount));
    expect(payment).toMatchObject({ method: 'card', installmentMonths: 3 });
    expect(approved(await strategy.provider.inquire(keys))).toEqual(payment);
  });

  test('repeated is the same payment, charged once', async () => {
    const paid = await pay(strategy);
    const again = approved(await strategy.provider.confirm(paid.keys, paid.returned, paid.amount));
    expect(again).toEqual(approved(await strategy.provider.inquire(paid.keys)));
    expect(charges(paid)).toBe(1);
  });

  test('100 at once are one charge', async () => {
    const back = await authenticate(strategy);
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () => strategy.provider.confirm(back.keys, back.returned, back.amount)),
    );
    for (const outcome of outcomes) expect(approved(outcome).status).toBe('captured');
    expect(charges(back)).toBe(1);
  });

  test('beside one that is under way is unknown, not declined', async () => {
    const { bench } = strategy;
    await bench.stop();
    strategy = await startStrategy({}, { guesses: { thinkMs: 1_000 } });
    const back = await authenticate(strategy);
    const confirm = () => strategy.provider.confirm(back.keys, back.returned, back.amount);
    const first = confirm();
    const second = await Promise.race([confirm(), first]);
    expect(second).toMatchObject({ outcome: 'unknown', code: '-785' });
    strategy.bench.clock.advance(1_000);
    expect(approved(await first).status).toBe('captured');
  });

  test.each<FaultKind>(['lost_before', 'lost_after', 'reset', 'error_before', 'error_after', 'refuse'])(
    'with %s is unknown; the same again tells the truth, and it is charged once',
    async (kind) => {
      const back = await authenticate(strategy);
      strategy.bench.faults.add({ kind, path: '/approve' });
      const lost = await strategy.provider.confirm(back.keys, back.returned, back.amount);
      expect(lost.outcome).toBe('unknown');
      const done = kind === 'lost_after' || kind === 'reset' || kind === 'error_after';
      expect(charges(back)).toBe(done ? 1 : 0);
      expect(approved(await strategy.provider.inquire(back.keys))?.status).toBe(done ? 'captured' : 'authenticated');
      expect(approved(await strategy.provider.confirm(back.keys, back.returned, back.amount)).status).toBe('captured');
      expect(charges(back)).toBe(1);
    },
  );

  test('done twice by the network is approved, charged once', async () => {
    const back = await authenticate(strategy);
    strategy.bench.faults.add({ kind: 'duplicate', path: '/approve' });
    expect(approved(await strategy.provider.confirm(back.keys, back.returned, back.amount)).status).toBe('captured');
    expect(charges(back)).toBe(1);
  });

  test('refused as done already, while the order cannot be read, is unknown', async () => {
    const paid = await pay(strategy);
    strategy.bench.faults.add({ kind: 'lost_before', path: '/order' });
    const outcome = await strategy.provider.confirm(paid.keys, paid.returned, paid.amount);
    expect(outcome).toMatchObject({ outcome: 'unknown', code: 'connection_lost' });
  });
});

describe('declined, and nothing was charged:', () => {
  test('never made ready', async () => {
    const keys = { paymentId: 'pay_1', providerPaymentId: null, buyerId: 'mem_1' };
    const outcome = await strategy.provider.confirm(keys, { providerPaymentId: null, token: 'x' }, 300_000);
    expect(outcome).toMatchObject({ outcome: 'declined', code: 'not_ready' });
    expect(strategy.calls).toEqual([]);
  });

  test('come back without a token', async () => {
    const begun = await begin(strategy);
    const outcome = await strategy.provider.confirm(begun.keys, { providerPaymentId: null, token: null }, begun.amount);
    expect(outcome).toMatchObject({ outcome: 'declined', code: '-708' });
    expect(strategy.kinds()).toEqual(['ready', 'order']);
  });

  test.each<
    [string, string, { readonly token?: string; readonly amount?: number; readonly keys?: Partial<PaymentKeys> }]
  >([
    ['a wrong token', '-708', { token: 'pgt_other' }],
    ['another amount', '-722', { amount: 299_999 }],
    ['another buyer', '-707', { keys: { buyerId: 'mem_other' } }],
    ['another payment', '-706', { keys: { paymentId: 'pay_other' } }],
    ['another tid', '-721', { keys: { providerPaymentId: 'T0000000000000000000' } }],
  ])('%s', async (_, code, { token, amount, keys }) => {
    const back = await authenticate(strategy);
    const returned = token === undefined ? back.returned : { providerPaymentId: null, token };
    const outcome = await strategy.provider.confirm({ ...back.keys, ...keys }, returned, amount ?? back.amount);
    expect(outcome).toMatchObject({ outcome: 'declined', code });
    expect(strategy.bench.truth.rows).toEqual([]);
  });

  test('the tid of another payment of ours does not pay this one', async () => {
    const [mine, other] = [await begin(strategy), await authenticate(strategy)];
    const stolen = { ...mine.keys, providerPaymentId: other.keys.providerPaymentId };
    expect(await strategy.provider.confirm(stolen, other.returned, mine.amount)).toMatchObject({
      outcome: 'declined',
      code: '-706',
    });
    expect(strategy.bench.truth.rows).toEqual([]);
  });

  test('too late', async () => {
    const back = await authenticate(strategy);
    strategy.bench.clock.advance(15 * 60_000);
    const outcome = await strategy.provider.confirm(back.keys, back.returned, back.amount);
    expect(outcome).toMatchObject({ outcome: 'declined', code: '-723' });
  });

  test('given up by the buyer', async () => {
    const begun = await begin(strategy);
    await strategy.bench.party.buy({ redirectUrl: begun.redirectUrl }, { act: 'cancel' });
    const outcome = await strategy.provider.confirm(begun.keys, { providerPaymentId: null, token: 'x' }, begun.amount);
    expect(outcome).toMatchObject({ outcome: 'declined', code: '-783' });
  });

  test.each(['LACK_BALANCE', 'LIMIT_ONE_TIME', '0016'])('the bank says %s', async (bank) => {
    const back = await authenticate(strategy, {}, { act: 'pay' }, bank);
    const outcome = await strategy.provider.confirm(back.keys, back.returned, back.amount);
    expect(outcome).toMatchObject({ outcome: 'declined', code: `-780 ${bank}` });
  });

  test('the card company says what nobody knows, and the order that it failed', async () => {
    const back = await authenticate(strategy, {}, { act: 'pay' }, '9106');
    const outcome = await strategy.provider.confirm(back.keys, back.returned, back.amount);
    expect(outcome).toMatchObject({ outcome: 'declined', code: '-780 9106' });
    expect(strategy.kinds()).toEqual(['ready', 'approve', 'order']);
  });
});

describe('unknown:', () => {
  test.each([-1, -7, -10, -9798])('%i, and the same again goes through', async (code) => {
    const back = await authenticate(strategy);
    strategy.bench.party.refuse(code, '/approve');
    const outcome = await strategy.provider.confirm(back.keys, back.returned, back.amount);
    expect(outcome).toMatchObject({ outcome: 'unknown', code: String(code) });
    expect(approved(await strategy.provider.confirm(back.keys, back.returned, back.amount)).status).toBe('captured');
  });

  test('another transaction runs; the same again goes through', async () => {
    const back = await authenticate(strategy, {}, { act: 'pay' }, 'USER_LOCKED');
    const confirm = () => strategy.provider.confirm(back.keys, back.returned, back.amount);
    expect(await confirm()).toMatchObject({ outcome: 'unknown', code: '-780 USER_LOCKED' });
    expect(approved(await confirm()).status).toBe('captured');
  });

  test.each([
    ['BANK_FIRM_UNKNOWN_DONE', 'captured', 1],
    ['BANK_FIRM_UNKNOWN', 'failed', 0],
  ] as const)('the bank is silent; 20 minutes later %s is %s', async (bank, status, times) => {
    const back = await authenticate(strategy, {}, { act: 'pay' }, bank);
    const confirm = () => strategy.provider.confirm(back.keys, back.returned, back.amount);
    expect(await confirm()).toMatchObject({ outcome: 'unknown', code: '-780 BANK_FIRM_UNKNOWN' });
    strategy.bench.clock.advance(10 * 60_000);
    expect(await confirm()).toMatchObject({ outcome: 'unknown' });
    strategy.bench.clock.advance(10 * 60_000);
    expect(approved(await strategy.provider.inquire(back.keys))?.status).toBe(status);
    expect((await confirm()).outcome).toBe(times === 1 ? 'approved' : 'declined');
    expect(charges(back)).toBe(times);
  });

  test('done already, and an order that failed: they contradict each other', async () => {
    const paid = await pay(strategy);
    const provider = createKakaoPay(liveConfig, async (call) => {
      const reply = await strategy.bench.send(call);
      return { ...reply, body: reply.body.replace('SUCCESS_PAYMENT', 'FAIL_PAYMENT') };
    });
    const outcome = await provider.confirm(paid.keys, paid.returned, paid.amount);
    expect(outcome).toMatchObject({ outcome: 'unknown', code: '-702' });
  });

  test.each([
    ['READY', 'declined'],
    ['AUTH_PASSWORD', 'unknown'],
  ])('not to be approved in its state, which is %s: %s', async (status, expected) => {
    const back = await authenticate(strategy);
    strategy.bench.party.refuse(-783, '/approve');
    const provider = createKakaoPay(liveConfig, async (call) => {
      const reply = await strategy.bench.send(call);
      return { ...reply, body: reply.body.replace('AUTH_PASSWORD', status) };
    });
    const outcome = await provider.confirm(back.keys, back.returned, back.amount);
    expect(outcome).toMatchObject({ outcome: expected, code: '-783' });
  });

  test('a refusal that nobody knows', async () => {
    const back = await authenticate(strategy);
    strategy.bench.party.refuse(-9999, '/approve');
    expect((await strategy.provider.confirm(back.keys, back.returned, back.amount)).outcome).toBe('unknown');
  });
});
