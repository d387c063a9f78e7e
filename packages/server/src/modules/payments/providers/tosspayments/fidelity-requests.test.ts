import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProviderCall } from '../exchange.js';
import type { PaymentProvider } from '../port.js';
import {
  authenticated,
  configFor,
  nothingReturned,
  providerOf,
  refundRequest,
  scriptRequest,
  startRequest,
  startToss,
  type TossBench,
} from './testing/target.js';
import { createTossPayments } from './tosspayments.js';

let bench: TossBench;
let toss: PaymentProvider;
let sent: ProviderCall[];
beforeEach(async () => {
  bench = await startToss();
  sent = [];
  toss = createTossPayments(configFor(bench.url), (call) => {
    sent.push(call);
    return bench.send(call);
  });
});
afterEach(() => bench.stop());

const keysOf = () => sent.map(({ headers }) => headers['idempotency-key']);

describe('§3.1 the Idempotency-Key of our strategy', () => {
  test('[O] is the payment’s for a confirmation, whatever the browser brought and however often it is sent', async () => {
    const keys = await authenticated(bench, toss);
    for (const providerPaymentId of [null, 'another_key'])
      expect(await toss.confirm(keys, { providerPaymentId, token: null }, 300_000)).toMatchObject({
        outcome: 'approved',
      });
    expect(keysOf()).toEqual([`confirm-${keys.paymentId}`, `confirm-${keys.paymentId}`]);
    expect(bench.truth.of(keys.paymentId)).toHaveLength(1);
  });

  test('[O] is the refund’s and the balance’s for a refund: another only when the truth is another', async () => {
    const keys = await authenticated(bench, toss);
    await toss.confirm(keys, nothingReturned, 300_000);
    sent.length = 0;
    const request = refundRequest(keys, { amount: 100_000 });
    for (const expectedBalance of [300_000, 300_000, 200_000]) await toss.refund({ ...request, expectedBalance });
    const [first, second, third] = keysOf();
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    for (const key of keysOf()) expect(key?.length).toBeLessThanOrEqual(300);
    expect(first).toContain(request.refundId);
  });

  test('[O] is on no question', async () => {
    const keys = await authenticated(bench, toss);
    await toss.inquire(keys);
    expect(keysOf()).toEqual([undefined]);
  });
});

describe('§3.2 what our strategy sends', () => {
  test('[O] confirms the amount of our own order, not the one that the browser brought', async () => {
    const request = startRequest();
    const destination = await bench.party.buy(await scriptRequest(toss, request), { act: 'pay', amount: 1_000 });
    const brought = new URL(destination ?? '').searchParams;
    expect(brought.get('amount')).toBe('1000');
    const returned = { providerPaymentId: brought.get('paymentKey'), token: null };
    expect(await toss.confirm(request, returned, 300_000)).toMatchObject({ outcome: 'declined' });
    expect(JSON.parse(sent.at(-1)?.body ?? '')).toEqual({
      ...{ paymentKey: brought.get('paymentKey'), orderId: request.paymentId, amount: 300_000 },
    });
    expect(bench.truth.rows).toEqual([]);
  });

  test('[O] takes order ids of 6 to 64 letters, digits, - and _ alone; ours are such', async () => {
    const given = await scriptRequest(toss, startRequest());
    const opened = (orderId: unknown) => bench.party.buy({ ...given, orderId }, { act: 'close' });
    for (const orderId of ['a'.repeat(5), 'a'.repeat(65), 'pay.0001', '수강료_0001'])
      await expect(opened(orderId)).rejects.toThrow('INVALID_ORDER_ID');
    for (const orderId of ['a-B_01', 'a'.repeat(64), given.orderId]) await expect(opened(orderId)).resolves.toBeNull();
    expect(given.orderId).toMatch(/^[A-Za-z0-9_-]{6,40}$/);
  });

  test('[O] asks by paymentKey, or by orderId as long as there is none', async () => {
    const keys = await authenticated(bench, providerOf(bench));
    await toss.inquire(keys);
    await toss.inquire({ ...keys, providerPaymentId: null });
    expect(sent.map(({ path }) => path)).toEqual([
      `/v1/payments/${keys.providerPaymentId}`,
      `/v1/payments/orders/${keys.paymentId}`,
    ]);
  });
});
