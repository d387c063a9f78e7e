import { signTestWebhook } from '@didacto/sdk/webhooks';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asRawWebhook } from '../../../../testing/provider-bench.js';
import { config, paymentId, refundRequest, startV2, type V2Bench } from './testing/bench.js';

const otherSecret = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
let v2: V2Bench;
beforeEach(async () => {
  v2 = await startV2({}, { webhookSecrets: [...config.webhookSecrets, otherSecret] });
});
afterEach(() => v2.bench.stop());

/** What is read from a webhook that is signed right. */
const read = (body: unknown, change: Partial<Parameters<typeof signTestWebhook>[0]> = {}) => {
  const now = v2.bench.clock.now();
  const signed = signTestWebhook({ secrets: config.webhookSecrets, id: 'msg_1', body, now, ...change });
  return v2.provider.parseWebhook(asRawWebhook({ url: '', ...signed }));
};
const event = (type: string, data: Readonly<Record<string, unknown>> = {}) => ({
  ...{ type, timestamp: '2026-09-01T00:00:00.000Z' },
  data: { storeId: config.storeId, paymentId, transactionId: 'tx_1', ...data },
});
const hint = (eventType: string) => ({
  ...{
    kind: 'hint',
    eventType,
    deliveryId: 'msg_1',
    paymentId,
    providerPaymentId: 'tx_1',
    proof: 'signed',
    secret: null,
  },
});

describe('a webhook of the sandbox', () => {
  test('is a signed hint at the payment, and nothing more', async () => {
    await v2.pay();
    await v2.provider.refund(refundRequest);
    await v2.bench.webhooksIdle();
    const readings = v2.bench.webhooks.map((delivery) => v2.provider.parseWebhook(asRawWebhook(delivery)));
    expect(readings).toMatchObject([
      { kind: 'ignored', eventType: 'Transaction.Ready' },
      { ...hint('Transaction.Paid'), deliveryId: expect.any(String), providerPaymentId: expect.any(String) },
      {
        ...hint('Transaction.PartialCancelled'),
        deliveryId: expect.any(String),
        providerPaymentId: expect.any(String),
      },
    ]);
  });

  test('is the same delivery when it is sent again', async () => {
    v2.bench.answerWebhooks(500);
    await v2.pay({}, { act: 'close' });
    await v2.bench.webhooksIdle();
    v2.bench.clock.advance(60_000);
    await v2.bench.webhooksIdle();
    const ids = v2.bench.webhooks.map((delivery) => v2.provider.parseWebhook(asRawWebhook(delivery)));
    expect(ids).toHaveLength(2);
    expect(ids[1]).toEqual(ids[0]);
  });

  test('is good with either secret while one replaces the other', async () => {
    v2.bench.party.webhookSecrets.add(otherSecret);
    v2.bench.party.webhookSecrets.expire(config.webhookSecrets[0] ?? '');
    await v2.pay();
    await v2.bench.webhooksIdle();
    for (const delivery of v2.bench.webhooks)
      expect(v2.provider.parseWebhook(asRawWebhook(delivery)).kind).not.toBe('refused');
  });

  test('is too old or too new beyond 300 s by the clock of the server', async () => {
    await v2.pay();
    await v2.bench.webhooksIdle();
    const raw = asRawWebhook(v2.bench.webhooks[0] ?? { url: '', headers: {}, body: '' });
    v2.bench.clock.advance(300_999);
    expect(v2.provider.parseWebhook(raw).kind).toBe('ignored');
    v2.bench.clock.advance(1);
    expect(v2.provider.parseWebhook(raw)).toEqual({ kind: 'refused', code: 'timestamp_too_old' });
    const early = read(event('Transaction.Paid'), { now: v2.bench.clock.now() + 302_000 });
    expect(early).toEqual({ kind: 'refused', code: 'timestamp_too_new' });
  });
});

describe('an event', () => {
  test.each([
    'Paid',
    'VirtualAccountIssued',
    'PartialCancelled',
    'Cancelled',
    'Failed',
    'PayPending',
    'CancelPending',
    'DisputeCreated',
    'DisputeResolved',
  ])('Transaction.%s makes us ask', (name) => {
    expect(read(event(`Transaction.${name}`))).toEqual(hint(`Transaction.${name}`));
  });

  test.each(['Transaction.Ready', 'Transaction.Confirm', 'Transaction.Invented', 'BillingKey.Issued', 'Moon.Full'])(
    '%s means nothing to us',
    (type) => {
      const ignored = { kind: 'ignored', eventType: type, deliveryId: 'msg_1', proof: 'signed' };
      expect(read(event(type))).toEqual(ignored);
      expect(read({ type, data: { anything: 1 } })).toEqual(ignored);
    },
  );

  test('of another store of the merchant means nothing to us', () => {
    expect(read(event('Transaction.Paid', { storeId: 'store-other' })).kind).toBe('ignored');
  });

  test('may have fields that we do not know, and no transaction', () => {
    const body = { ...event('Transaction.Paid', { transactionId: undefined, novelty: {} }), novelty: [] };
    expect(read(body)).toEqual({ ...hint('Transaction.Paid'), providerPaymentId: null });
  });

  test('in the form before 2024-04-25 is refused, by its name', () => {
    expect(read({ payment_id: paymentId, tx_id: 'tx_1', status: 'Paid' })).toEqual({
      kind: 'refused',
      code: 'old_version',
    });
  });

  test.each([
    ['no json'],
    ['[]'],
    ['null'],
    [{ type: 'Transaction.Paid' }],
    [event('Transaction.Paid', { paymentId: 7 })],
  ])('that is signed and cannot be read (%j) is refused', (body) => {
    expect(read(body)).toEqual({ kind: 'refused', code: 'unreadable' });
  });

  test('that is far too long is refused before it is looked at', () => {
    expect(read(event('Transaction.Paid', { filler: 'x'.repeat(70_000) }))).toEqual({
      kind: 'refused',
      code: 'too_long',
    });
  });
});

describe('a forger', () => {
  test('without a signature, or with one of another key, gets nothing', () => {
    const raw = {
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(event('Transaction.Paid'))),
    };
    expect(v2.provider.parseWebhook(raw)).toEqual({ kind: 'refused', code: 'missing_required_headers' });
    const forged = read(event('Transaction.Paid'), { secrets: [`whsec_${Buffer.alloc(24, 1).toString('base64')}`] });
    expect(forged).toEqual({ kind: 'refused', code: 'no_matching_signature' });
  });

  test('who changes any byte of a body that was signed gets nothing', () => {
    const now = v2.bench.clock.now();
    const signed = signTestWebhook({ secrets: config.webhookSecrets, body: event('Transaction.Paid'), now });
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const raw = asRawWebhook({ url: '', ...signed });
        const place = at % raw.body.length;
        raw.body[place] = (raw.body[place] ?? 0) ^ flip;
        expect(v2.provider.parseWebhook(raw)).toEqual({ kind: 'refused', code: 'no_matching_signature' });
      }),
    );
  });

  test('who sends anything at all gets an answer, never an exception', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), fc.uint8Array(), (headers, body) => {
        expect(v2.provider.parseWebhook({ headers, body: Buffer.from(body) }).kind).toBe('refused');
      }),
    );
  });
});
