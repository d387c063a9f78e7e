import { verifyStandardWebhook } from '@didacto/sdk/webhooks';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../kit/webhook-emitter.js';
import { attemptStore } from './attempts.js';
import { notifier, webhookSecrets } from './notify.js';
import { isPayError, readPayRequest } from './pay-request.js';
import { merchant, openShop, payRequest, type Shop, start } from './testing/shop.js';

const minute = 60_000;
const otherSecret = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
let shop: Shop;
beforeEach(() => {
  shop = openShop({ webhookUrl: 'http://merchant.test/hook' });
});

const typesSent = () => shop.webhooks.map(({ body }) => JSON.parse(body).type.replace('Transaction.', ''));
const verified = ({ headers, body }: Delivery, secret = merchant.webhookSecret) =>
  verifyStandardWebhook({ headers, body, secrets: [secret], now: shop.clock.now() }).verified;
const last = (): Delivery => {
  const delivery = shop.webhooks.at(-1);
  if (delivery === undefined) throw new Error('No webhook was sent');
  return delivery;
};
const cancel = (fields: Readonly<Record<string, unknown>>) =>
  shop.call('POST', '/payments/pay_1/cancel', { reason: '환불', ...fields });

describe('a webhook', () => {
  test('says what happened to which payment, in the form of 2024-04-25', async () => {
    await shop.buy();
    const { json } = await shop.call('GET', '/payments/pay_1');
    expect(last().url).toBe('http://merchant.test/hook');
    expect(JSON.parse(last().body)).toEqual({
      type: 'Transaction.Paid',
      timestamp: new Date(start).toISOString(),
      data: { storeId: merchant.storeId, paymentId: 'pay_1', transactionId: json.transactionId },
    });
    expect(json.webhooks).toHaveLength(2);
  });

  test('of a cancellation names it', async () => {
    await shop.buy();
    const { json } = await cancel({ amount: 1_000 });
    expect(JSON.parse(last().body)).toMatchObject({
      type: 'Transaction.PartialCancelled',
      data: { cancellationId: json.cancellation.id },
    });
  });

  test('is sent for each thing that happens', async () => {
    await shop.buy({}, { act: 'decline' });
    await shop.buy();
    await cancel({ amount: 1_000 });
    await cancel({ amount: 1_000, skipWebhook: true });
    shop.party.cancelInConsole('pay_1');
    expect(typesSent()).toEqual(['Ready', 'Failed', 'Ready', 'Paid', 'PartialCancelled', 'Cancelled']);
  });

  test('is sent for what waits, too', async () => {
    await shop.buy({ payMethod: 'VIRTUAL_ACCOUNT' });
    shop.party.deposit('pay_1');
    shop.party.decideCancellationsLater(1, { afterMs: minute, end: 'SUCCEEDED' });
    shop.party.cancelInConsole('pay_1');
    shop.clock.advance(minute);
    expect(typesSent()).toEqual(['Ready', 'VirtualAccountIssued', 'Paid', 'CancelPending', 'Cancelled']);
    shop.party.approveLater(1);
    await shop.buy({ paymentId: 'pay_2' });
    shop.party.approve('pay_2');
    expect(typesSent().slice(5)).toEqual(['Ready', 'PayPending', 'Paid']);
  });

  test('goes to every address that the payment names, and then not to the usual one', async () => {
    const noticeUrls = ['http://one.test/a', 'http://two.test/b'];
    await shop.buy({ noticeUrls });
    expect(shop.webhooks.map(({ url }) => url)).toEqual([...noticeUrls, ...noticeUrls]);
  });

  test('is signed with the merchant’s secret over its very bytes', async () => {
    await shop.buy();
    expect(verified(last())).toBe(true);
    expect(verified(last(), otherSecret)).toBe(false);
    expect(verified({ ...last(), body: last().body.replace('pay_1', 'pay_2') })).toBe(false);
  });

  test('is signed with both secrets while one replaces the other; a third there is not', async () => {
    shop.party.webhookSecrets.add(otherSecret);
    expect(() => shop.party.webhookSecrets.add(merchant.webhookSecret)).toThrow('2');
    await shop.buy();
    expect([verified(last()), verified(last(), otherSecret)]).toEqual([true, true]);
    shop.party.webhookSecrets.expire(merchant.webhookSecret);
    await shop.buy({ paymentId: 'pay_2' });
    expect([verified(last()), verified(last(), otherSecret)]).toEqual([false, true]);
  });
});

describe('a webhook that is not taken', () => {
  /** Sends until nothing is waiting any more; gives when each try was made, in minutes since the first. */
  const triesOf = async () => {
    const times: number[] = [];
    for (let seen = 0; ; ) {
      await shop.webhooksIdle();
      for (; seen < shop.webhooks.length; seen++) times.push((shop.clock.now() - start) / minute);
      if (shop.clock.now() - start > 400 * minute) return times;
      shop.clock.advance(minute / 4);
    }
  };

  test('is sent five times more, after at most 1, 4, 16, 64 and 256 minutes, and says the same under the same id', async () => {
    shop.answer = 500;
    await shop.buy({}, { act: 'close' });
    const times = await triesOf();
    expect(times).toHaveLength(6);
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    for (const [index, most] of [1, 4, 16, 64, 256].entries()) expect(waits[index]).toBeLessThanOrEqual(most + 0.25);
    expect(new Set(shop.webhooks.map(({ body }) => body)).size).toBe(1);
    expect(new Set(shop.webhooks.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  test('is signed anew each time, so that it is never too old', async () => {
    shop.answer = 503;
    await shop.buy({}, { act: 'close' });
    await triesOf();
    const stamps = shop.webhooks.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(stamps).toEqual([...stamps].sort((one, other) => one - other));
    expect(new Set(stamps).size).toBeGreaterThan(3);
    for (const { headers, body } of shop.webhooks) {
      const now = Number(headers['webhook-timestamp']) * 1000;
      expect(verifyStandardWebhook({ headers, body, secrets: [merchant.webhookSecret], now }).verified).toBe(true);
    }
  });

  test('is sent no more once it is', async () => {
    shop.answer = 500;
    await shop.buy({}, { act: 'close' });
    await shop.webhooksIdle();
    shop.answer = 204;
    expect(await triesOf()).toHaveLength(2);
  });
});

describe('resend-webhook', () => {
  const resend = (fields: Readonly<Record<string, unknown>> = {}, paymentId = 'pay_1') =>
    shop.call('POST', `/payments/${paymentId}/resend-webhook`, fields);

  test('sends the newest again, or the one that is named, under its id', async () => {
    await shop.buy();
    const [ready, paid] = shop.webhooks;
    expect((await resend()).status).toBe(200);
    expect(last().body).toBe(paid?.body);
    expect(last().headers['webhook-id']).toBe(paid?.headers['webhook-id']);
    await resend({ webhookId: ready?.headers['webhook-id'] });
    expect(last().body).toBe(ready?.body);
  });

  test('knows no webhook that was not sent, and sends none for ever', async () => {
    await shop.buy();
    expect(await resend({}, 'pay_none')).toMatchObject({ status: 404, json: { type: 'PAYMENT_NOT_FOUND' } });
    expect(await resend({ webhookId: 'none' })).toMatchObject({ status: 404, json: { type: 'WEBHOOK_NOT_FOUND' } });
    for (let times = 0; times < 5; times++) expect((await resend()).status).toBe(200);
    expect(await resend()).toMatchObject({ status: 400, json: { type: 'MAX_WEBHOOK_RETRY_COUNT_REACHED' } });
  });
});

test('every wait is drawn from none to all of it', () => {
  const request = readPayRequest(payRequest);
  if (isPayError(request)) throw new Error(request.message);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (drawn) => {
      const waits: (readonly number[])[] = [];
      const random = () => drawn;
      notifier({
        ...{ clock: shop.clock, random, secrets: webhookSecrets(merchant.webhookSecret), fallback: 'http://m.test' },
        webhooks: { emit: (_, retryAfterMs) => void waits.push(retryAfterMs), sent: [], idle: async () => undefined },
      }).tell(attemptStore(() => start, random).open(request, false), 'Ready');
      expect(waits).toEqual([[1, 4, 16, 64, 256].map((minutes) => Math.floor(drawn * minutes * minute))]);
    }),
  );
});
