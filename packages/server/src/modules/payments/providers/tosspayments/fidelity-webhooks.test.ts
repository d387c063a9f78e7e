import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asRawWebhook } from '../../../../testing/provider-bench.js';
import type { PaymentProvider } from '../port.js';
import {
  authenticated,
  nothingReturned,
  paid,
  providerOf,
  refundRequest,
  scriptRequest,
  startRequest,
  startToss,
  type TossBench,
} from './testing/target.js';

let bench: TossBench;
let toss: PaymentProvider;
beforeEach(async () => {
  bench = await startToss();
  toss = providerOf(bench);
});
afterEach(() => bench.stop());

const bodies = () => bench.webhooks.map(({ body }): unknown => JSON.parse(body));
const readings = () => bench.webhooks.map((one) => toss.parseWebhook(asRawWebhook(one)));

describe('§3.5 webhooks', () => {
  test('[O] PAYMENT_STATUS_CHANGED tells DONE with the Payment, and createdAt is local with microseconds and no offset', async () => {
    const { keys, payment } = await paid(bench, toss);
    expect(bodies()).toEqual([
      {
        ...{ eventType: 'PAYMENT_STATUS_CHANGED', createdAt: '2026-09-01T09:00:00.000000' },
        data: expect.objectContaining({
          ...{ status: 'DONE', paymentKey: keys.providerPaymentId, orderId: keys.paymentId, secret: payment.secret },
          approvedAt: '2026-09-01T09:00:00+09:00',
        }),
      },
    ]);
  });

  test('[O] have transmission-id, -time and -retried-count, and no signature', async () => {
    await paid(bench, toss);
    expect(bench.webhooks[0]?.headers).toEqual({
      'content-type': 'application/json',
      'tosspayments-webhook-transmission-id': expect.stringMatching(/^\S{1,200}$/),
      'tosspayments-webhook-transmission-time': '2026-09-01T09:00:00+09:00',
      'tosspayments-webhook-transmission-retried-count': '0',
    });
  });

  test('[O] tell PARTIAL_CANCELED, CANCELED, ABORTED and EXPIRED, not READY nor IN_PROGRESS', async () => {
    const { keys } = await paid(bench, toss);
    await toss.refund(refundRequest(keys, { amount: 100_000 }));
    const refundId = 'rfd_01k5z6y7x8w9v0t1s2r3q4p5n7';
    await toss.refund(refundRequest(keys, { refundId, amount: 200_000, expectedBalance: 200_000 }));
    await bench.party.buy(await scriptRequest(toss, startRequest()), { act: 'decline' });
    await authenticated(bench, toss);
    bench.clock.advance(600_000);
    const told = bodies().map((body) => /"status":"(\w+)"/.exec(JSON.stringify(body))?.[1]);
    expect(told).toEqual(['DONE', 'PARTIAL_CANCELED', 'CANCELED', 'ABORTED', 'EXPIRED']);
  });

  test('[O] tell nothing when the buyer closes the window or gives up', async () => {
    for (const act of ['close', 'cancel'] as const)
      await bench.party.buy(await scriptRequest(toss, startRequest()), { act });
    expect(bench.webhooks).toEqual([]);
  });

  test('[O] of a virtual account are two for each change: the second is DEPOSIT_CALLBACK, which has no eventType', async () => {
    const { keys, payment } = await paid(bench, toss, startRequest({ method: 'virtual_account' }));
    bench.party.deposit(keys.paymentId);
    bench.party.revertDeposit(keys.paymentId);
    const callback = (status: string) => ({
      ...{ createdAt: expect.any(String), secret: payment.secret, status, orderId: keys.paymentId },
      transactionKey: expect.any(String),
    });
    const callbacks = bodies().filter((body) => !JSON.stringify(body).includes('eventType'));
    expect(callbacks).toEqual(['WAITING_FOR_DEPOSIT', 'DONE', 'WAITING_FOR_DEPOSIT'].map(callback));
    expect(bench.webhooks).toHaveLength(6);
  });

  test('[O] come again after 1, 4, 16, 64, 256, 1024 and 4096 minutes, with the same id and a count', async () => {
    bench.answerWebhooks(500);
    await paid(bench, toss);
    const times = [0];
    for (const minutes of [1, 4, 16, 64, 256, 1024, 4096]) {
      await bench.webhooksIdle();
      bench.clock.advance(minutes * 60_000 - 1);
      expect(bench.webhooks).toHaveLength(times.length);
      bench.clock.advance(1);
      times.push(minutes);
      expect(bench.webhooks).toHaveLength(times.length);
    }
    await bench.webhooksIdle();
    bench.clock.advance(365 * 86_400_000);
    expect(bench.webhooks).toHaveLength(8);
    const headers = bench.webhooks.map((one) => one.headers);
    expect(headers.map((one) => one['tosspayments-webhook-transmission-retried-count'])).toEqual([...'01234567']);
    expect(new Set(headers.map((one) => one['tosspayments-webhook-transmission-id'])).size).toBe(1);
  });

  test('[O] do not come again once they were answered with 200', async () => {
    bench.answerWebhooks(null);
    await paid(bench, toss);
    await bench.webhooksIdle();
    bench.answerWebhooks(200);
    bench.clock.advance(60_000);
    await bench.webhooksIdle();
    bench.clock.advance(365 * 86_400_000);
    expect(bench.webhooks).toHaveLength(2);
  });
});

describe('our reading of them', () => {
  test('§3.5 [O] takes each for a hint with the secret as its proof', async () => {
    const { keys, payment } = await paid(bench, toss, startRequest({ method: 'virtual_account' }));
    const hint = { kind: 'hint', paymentId: keys.paymentId, proof: 'secret', secret: payment.secret };
    expect(readings()).toEqual([
      {
        ...hint,
        ...{ eventType: 'PAYMENT_STATUS_CHANGED', providerPaymentId: keys.providerPaymentId },
        deliveryId: expect.any(String),
      },
      { ...hint, ...{ eventType: 'DEPOSIT_CALLBACK', providerPaymentId: null }, deliveryId: expect.any(String) },
    ]);
  });

  test('§3.5 [O] has one delivery id for all tries of a webhook, and another for the next webhook', async () => {
    bench.answerWebhooks(503);
    const { keys } = await paid(bench, toss);
    await bench.webhooksIdle();
    bench.clock.advance(60_000);
    bench.answerWebhooks(200);
    await toss.refund(refundRequest(keys));
    const ids = readings().map((reading) => (reading.kind === 'hint' ? reading.deliveryId : reading.kind));
    expect(ids).toHaveLength(3);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  test('§3.5 [O] takes one without a secret for unsigned: the payment failed before it had any', async () => {
    await bench.party.buy(await scriptRequest(toss, startRequest()), { act: 'decline' });
    expect(readings()).toMatchObject([{ kind: 'hint', proof: 'unsigned', secret: null }]);
  });

  test.each(['CANCEL_STATUS_CHANGED', 'BILLING_DELETED', 'payout.changed', 'seller.changed'])(
    '§3.5 [O] lets %s by',
    (eventType) => {
      const body = Buffer.from(JSON.stringify({ eventType, createdAt: '2026-09-01T09:00:00.000000', data: {} }));
      expect(toss.parseWebhook({ headers: {}, body })).toMatchObject({ kind: 'ignored', eventType });
    },
  );

  test('§3.5 [O] is not needed: what a webhook tells is there to be asked for as well', async () => {
    const keys = await authenticated(bench, toss);
    await toss.confirm(keys, nothingReturned, 300_000);
    const unknownKey = { ...keys, providerPaymentId: null };
    expect(await toss.inquire(unknownKey)).toMatchObject({ outcome: 'approved', value: { status: 'captured' } });
  });
});
