import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readWebhook } from './webhook.js';

const read = (content: unknown, headers: Record<string, string> = {}) =>
  readWebhook({ headers, body: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)) });

const changed = { eventType: 'PAYMENT_STATUS_CHANGED', createdAt: '2026-09-01T09:00:00.000000' };
const data = { paymentKey: 'key_1', orderId: 'pay_01k5z6', status: 'DONE', secret: 'ps_1' };
const deposit = { createdAt: '2026-09-01T09:00:00.000000', secret: 'ps_1', status: 'DONE', orderId: 'pay_01k5z6' };

describe('a webhook of Toss Payments', () => {
  test('without eventType is DEPOSIT_CALLBACK, good only with the payment’s secret', () => {
    expect(read({ ...deposit, transactionKey: 'txn_1' })).toMatchObject({
      ...{ kind: 'hint', eventType: 'DEPOSIT_CALLBACK', paymentId: 'pay_01k5z6', providerPaymentId: null },
      ...{ proof: 'secret', secret: 'ps_1' },
    });
    expect(read({ ...deposit, secret: undefined })).toEqual({ kind: 'refused', code: 'unreadable' });
  });

  test('is proven by data.secret where it has one, else by nothing', () => {
    expect(read({ ...changed, data })).toMatchObject({ proof: 'secret', secret: 'ps_1', providerPaymentId: 'key_1' });
    for (const secret of [null, undefined])
      expect(read({ ...changed, data: { ...data, secret } })).toMatchObject({ proof: 'unsigned', secret: null });
  });

  test.each(['CANCEL_STATUS_CHANGED', 'BILLING_DELETED', 'payout.changed', 'METHOD_UPDATED', 'SOMETHING_NEW'])(
    '%s is let by, whatever is in it',
    (eventType) => {
      expect(read({ eventType, orderId: 'pay_01k5z6', secret: 'ps_1', status: 'DONE' })).toMatchObject({
        ...{ kind: 'ignored', eventType, proof: 'unsigned' },
      });
    },
  );

  test('is known again by its transmission id, else by its bytes', () => {
    const id = { 'tosspayments-webhook-transmission-id': 'whtrans_1' };
    expect(read({ ...changed, data }, id)).toMatchObject({ deliveryId: 'whtrans_1' });
    const without = read({ ...changed, data });
    expect(without).toMatchObject({ deliveryId: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(read({ ...changed, data })).toEqual(without);
    for (const bad of ['', 'a b', 'x'.repeat(201), '\u0000'])
      expect(read({ ...changed, data }, { 'tosspayments-webhook-transmission-id': bad })).toEqual(without);
  });

  test('is refused where it is no webhook at all, or none that can be of ours', () => {
    const wrong: unknown[] = [
      ...['', '[]', 'null', '{}', '{"eventType":', '"PAYMENT_STATUS_CHANGED"'],
      ...[
        changed,
        { ...changed, data: { ...data, orderId: 'x' } },
        { ...changed, data: { ...data, paymentKey: 'a\u0000' } },
      ],
      ...[
        { eventType: 7, ...deposit },
        { eventType: 'a b', data },
        { ...deposit, orderId: `pay_${'x'.repeat(61)}` },
      ],
    ];
    for (const content of wrong) expect(read(content)).toEqual({ kind: 'refused', code: 'unreadable' });
    expect(read({ ...changed, data: { ...data, note: 'x'.repeat(65_536) } })).toEqual({
      kind: 'refused',
      code: 'too_long',
    });
  });

  test('whatever its bytes and headers are, is read without a throw', () => {
    const strings = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('PAYMENT_STATUS_CHANGED', 'pay_01k5z6', 'key_1'),
    );
    const fields = { eventType: strings, orderId: strings, secret: strings, status: strings, paymentKey: strings };
    const contents = fc.record(
      { ...fields, data: fc.oneof(fc.record(fields, { requiredKeys: [] }), fc.jsonValue()) },
      { requiredKeys: [] },
    );
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      contents.map((content) => Buffer.from(JSON.stringify(content))),
      fc.jsonValue().map((content) => Buffer.from(JSON.stringify(content))),
    );
    const headers = fc.record({ 'tosspayments-webhook-transmission-id': strings }, { requiredKeys: [] });
    fc.assert(
      fc.property(bodies, headers, (body, given) => {
        const reading = readWebhook({ headers: given, body });
        if (reading.kind === 'refused') return;
        // These go into the database.
        expect(reading.deliveryId).toMatch(/^[\x21-\x7e]{1,200}$/);
        expect(reading.eventType).toMatch(/^[\w.-]{1,100}$/);
        if (reading.kind === 'hint' && reading.secret === null) expect(reading.proof).toBe('unsigned');
      }),
      { numRuns: 1_000 },
    );
  });
});
