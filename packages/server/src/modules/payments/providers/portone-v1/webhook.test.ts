import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asRawWebhook } from '../../../../testing/provider-bench.js';
import { begin, paymentId, startStrategy } from './testing/strategy.js';
import { readWebhook } from './webhook.js';

const json = (fields: object) => ({
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(fields)),
});
const form = (fields: Record<string, string>) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
  body: Buffer.from(new URLSearchParams(fields).toString()),
});
const fields = { imp_uid: 'imp_1', merchant_uid: paymentId, status: 'paid' };

describe('a webhook', () => {
  test.each(['json', 'form'] as const)('of the sandbox as %s is a hint without proof', async (webhookFormat) => {
    const strategy = await startStrategy({}, { webhookFormat });
    const { bench, provider } = strategy;
    const { request } = await begin(strategy);
    await bench.party.buy(request, { act: 'pay' });
    const [sent] = bench.webhooks;
    expect(sent?.url).toBe('https://school.test/v1/webhooks/portone_v1');
    expect(provider.parseWebhook(asRawWebhook(sent ?? { url: '', headers: {}, body: '' }))).toEqual({
      ...{ kind: 'hint', eventType: 'paid', paymentId, proof: 'unsigned', secret: null },
      providerPaymentId: bench.truth.rows[0]?.providerPaymentId,
      deliveryId: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    await bench.stop();
  });

  test('is read alike from JSON and from a form', () => {
    const field = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    const body = fc.record({ imp_uid: field, merchant_uid: field, status: field, cancellation_id: field });
    fc.assert(
      fc.property(body, (fields) => {
        expect(readWebhook(form(fields))).toEqual(readWebhook(json(fields)));
        expect(readWebhook(json(fields))).toMatchObject({ kind: 'hint', paymentId: fields.merchant_uid });
      }),
    );
  });

  test('has the same id when it is repeated, and another when anything of the event differs', () => {
    const field = fc.constantFrom('a', 'b', 'ab', '",');
    const body = fc.record({ imp_uid: field, merchant_uid: field, status: field, cancellation_id: field });
    const idOf = (fields: object) => {
      const reading = readWebhook(json(fields));
      return reading.kind === 'hint' ? reading.deliveryId : reading.kind;
    };
    fc.assert(
      fc.property(body, body, (one, other) => {
        expect(idOf(one)).toBe(idOf({ ...one, sent_again: 1 }));
        expect(idOf(one) === idOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  test('without a cancellation is the same whether it says null or nothing', () => {
    expect(readWebhook(json({ ...fields, cancellation_id: null }))).toEqual(readWebhook(json(fields)));
  });

  test('of any bytes is read or refused, and never breaks the reader', () => {
    const types = fc.constantFrom('application/json', 'application/x-www-form-urlencoded', undefined);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), types, (bytes, type) => {
        expect(['hint', 'refused']).toContain(
          readWebhook({ headers: { 'content-type': type }, body: Buffer.from(bytes) }).kind,
        );
      }),
    );
  });

  test.each([
    ['no imp_uid', { merchant_uid: 'a', status: 'paid' }],
    ['no merchant_uid', { imp_uid: 'a', status: 'paid' }],
    ['an empty status', { ...fields, status: '' }],
    ['an id that is none', { ...fields, imp_uid: 7 }],
    ['an endless id', { ...fields, merchant_uid: 'm'.repeat(201) }],
    ['a list', [fields]],
  ])('with %s is refused', (_, body) => {
    expect(readWebhook(json(body))).toEqual({ kind: 'refused', code: 'unreadable' });
  });

  test('that is too long is refused unread', () => {
    const body = { ...fields, more: 'x'.repeat(17_000) };
    expect(readWebhook(json(body))).toEqual({ kind: 'refused', code: 'too_long' });
  });
});
