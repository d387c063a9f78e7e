import { createHmac } from 'node:crypto';
import { signTestWebhook } from '@didacto/sdk/webhooks';
import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../../../sandbox/kit/webhook-emitter.js';
import { asRawWebhook } from '../../../../testing/provider-bench.js';
import { onEachTarget, onTarget } from './testing/fidelity-target.js';

const minute = 60_000;

// What psp-contracts section 2 says of PortOne V2's webhooks, as far as we rely on it.
onEachTarget((target) => {
  const { world, call, controlled, newPaymentId, buy, look, cancel } = onTarget(target);
  const sent = async (): Promise<readonly Delivery[]> => {
    await world().v2.bench.webhooksIdle();
    return world().v2.bench.webhooks;
  };
  const read = (delivery: Delivery) => world().provider.parseWebhook(asRawWebhook(delivery));
  /** Signed right, whatever it says, at the sandbox's time or another. */
  const ours = (body: unknown, change: Partial<Parameters<typeof signTestWebhook>[0]> = {}) => {
    const now = target.isSandbox ? world().v2.bench.clock.now() : Date.now();
    return read({ url: '', ...signTestWebhook({ secrets: world().config.webhookSecrets, body, now, ...change }) });
  };
  const paid = () => ({
    type: 'Transaction.Paid',
    timestamp: '2026-09-01T00:00:00Z',
    data: { storeId: world().config.storeId, paymentId: 'pay_1', transactionId: 'tx_1' },
  });

  describe('§2 webhook 2024-04-25', () => {
    controlled('§2 [O] says {type, timestamp, data:{storeId, paymentId, transactionId, cancellationId?}}', async () => {
      const paymentId = newPaymentId();
      await buy(paymentId);
      const { json } = await cancel(paymentId, { amount: 1_000 });
      const [, one, other] = (await sent()).map(({ body }) => JSON.parse(body));
      const data = { storeId: world().config.storeId, paymentId, transactionId: (await look(paymentId)).transactionId };
      const timestamp = '2026-09-01T00:00:00.000Z';
      expect(one).toEqual({ type: 'Transaction.Paid', timestamp, data });
      const cancellationId = json.cancellation?.id;
      expect(other).toEqual({ type: 'Transaction.PartialCancelled', timestamp, data: { ...data, cancellationId } });
    });

    controlled(
      '§2 [O] has the types Transaction.{Ready, Paid, VirtualAccountIssued, PartialCancelled, Cancelled, Failed, PayPending, CancelPending}',
      async () => {
        const { party, clock } = world().v2.bench;
        const paymentId = newPaymentId();
        await buy(paymentId, {}, { act: 'decline' });
        await buy(paymentId, { payMethod: 'VIRTUAL_ACCOUNT' });
        party.deposit(paymentId);
        party.cancelInConsole(paymentId, 1_000);
        party.decideCancellationsLater(1, { afterMs: 1_000, end: 'SUCCEEDED' });
        party.cancelInConsole(paymentId);
        clock.advance(1_000);
        party.approveLater(1);
        await buy(newPaymentId());
        const types = (await sent()).map(({ body }) => JSON.parse(body).type.replace('Transaction.', ''));
        expect(types).toEqual([
          ...[
            'Ready',
            'Failed',
            'Ready',
            'VirtualAccountIssued',
            'Paid',
            'PartialCancelled',
            'CancelPending',
            'Cancelled',
          ],
          ...['Ready', 'PayPending'],
        ]);
      },
    );

    controlled('§2 [O] is not sent for a cancellation that says skipWebhook', async () => {
      const paymentId = newPaymentId();
      await buy(paymentId);
      const before = (await sent()).length;
      await cancel(paymentId, { skipWebhook: true });
      expect(await sent()).toHaveLength(before);
    });

    controlled('§2 [O] can be sent again by resend-webhook', async () => {
      const paymentId = newPaymentId();
      await buy(paymentId);
      const before = (await sent()).at(-1);
      const answer = await call('POST', `/payments/${paymentId}/resend-webhook`, { body: {} });
      expect(answer).toMatchObject({ status: 200, json: { webhook: { id: before?.headers['webhook-id'] } } });
      expect((await sent()).at(-1)?.body).toBe(before?.body);
    });

    test('§2 [O] an unknown type is ignored, with an answer of 2xx', () => {
      for (const type of ['Transaction.Invented', 'BillingKey.Issued', 'Moon.Full'])
        expect(ours({ ...paid(), type })).toMatchObject({ kind: 'ignored', eventType: type });
    });

    test.each([
      ...['Paid', 'VirtualAccountIssued', 'PartialCancelled', 'Cancelled', 'Failed', 'PayPending', 'CancelPending'],
      ...['DisputeCreated', 'DisputeResolved'],
    ])('§2 [O] Transaction.%s makes our strategy ask', (name) => {
      const type = `Transaction.${name}`;
      expect(ours({ ...paid(), type })).toMatchObject({ kind: 'hint', eventType: type, paymentId: 'pay_1' });
    });

    test.each(['Ready', 'Issued', 'Failed', 'Deleted', 'Updated'])('§2 [O] BillingKey.%s is let by', (name) => {
      expect(ours({ ...paid(), type: `BillingKey.${name}` })).toMatchObject({ kind: 'ignored' });
    });

    test('§2 [O] is a hint only: nothing in it but the payment that it names is read', () => {
      expect(ours({ ...paid(), status: 'PAID', amount: 1 })).toEqual({
        ...{ kind: 'hint', eventType: 'Transaction.Paid', deliveryId: 'msg_test', paymentId: 'pay_1' },
        ...{ providerPaymentId: 'tx_1', proof: 'signed', secret: null },
      });
    });

    test('§2 [O] the form of 2024-01-01 {tx_id, payment_id, status} is not taken for it', () => {
      expect(ours({ tx_id: 'tx_1', payment_id: 'pay_1', status: 'Paid' })).toEqual({
        kind: 'refused',
        code: 'old_version',
      });
    });
  });

  describe('§2 signature: Standard Webhooks', () => {
    controlled(
      '§2 [O] HMAC-SHA256 over id.timestamp.body, with the base64 after whsec_ as its key, as v1,base64',
      async () => {
        await buy(newPaymentId());
        const key = Buffer.from((world().config.webhookSecrets[0] ?? '').replace('whsec_', ''), 'base64');
        for (const { headers, body } of await sent()) {
          const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
          expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
          expect(headers['webhook-timestamp']).toBe(String(Math.floor(world().v2.bench.clock.now() / 1000)));
        }
      },
    );

    test.each([
      [300, 'hint'],
      [301, 'timestamp_too_old'],
      [-300, 'hint'],
      [-301, 'timestamp_too_new'],
    ])('§2 [O] tolerance 300 s both directions: %i s old is %s', (age, expected) => {
      const now = (target.isSandbox ? world().v2.bench.clock.now() : Math.floor(Date.now() / 1000) * 1000) - age * 1000;
      const reading = ours(paid(), { now });
      expect(reading.kind === 'refused' ? reading.code : reading.kind).toBe(expected);
    });

    test('§2 [O] refused as MISSING_REQUIRED_HEADERS, INVALID_SIGNATURE, NO_MATCHING_SIGNATURE', () => {
      const now = target.isSandbox ? world().v2.bench.clock.now() : Date.now();
      const { headers, body } = signTestWebhook({ secrets: world().config.webhookSecrets, body: paid(), now });
      const codeOf = (change: Record<string, string>) => {
        const reading = read({ url: '', headers: { ...headers, ...change }, body });
        return reading.kind === 'refused' && reading.code;
      };
      expect(codeOf({ 'webhook-id': '' })).toBe('missing_required_headers');
      expect(codeOf({ 'webhook-timestamp': 'now' })).toBe('invalid_signature');
      expect(codeOf({ 'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}` })).toBe(
        'no_matching_signature',
      );
    });

    controlled('§2 [O] up to two secrets are active while one replaces the other', async () => {
      const { webhookSecrets } = world().v2.bench.party;
      const second = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
      webhookSecrets.add(second);
      expect(() => webhookSecrets.add(`whsec_${Buffer.alloc(24, 8).toString('base64')}`)).toThrow();
      await buy(newPaymentId());
      expect((await sent()).map((delivery) => read(delivery).kind)).toEqual(['ignored', 'hint']);
    });
  });

  describe('§2 retries', () => {
    controlled(
      '§2 [O] at most 5 more after waits of up to 1, 4, 16, 64, 256 minutes; id and timestamp of the event stay',
      async () => {
        const { bench } = world().v2;
        bench.answerWebhooks(500);
        await buy(newPaymentId(), {}, { act: 'close' });
        const times: number[] = [];
        const start = bench.clock.now();
        while (bench.clock.now() - start <= 400 * minute) {
          const count = (await sent()).length;
          while (times.length < count) times.push(bench.clock.now() - start);
          bench.clock.advance(minute / 2);
        }
        expect(times).toHaveLength(6);
        for (const [index, most] of [1, 4, 16, 64, 256].entries())
          expect((times[index + 1] ?? 0) - (times[index] ?? 0)).toBeLessThanOrEqual((most + 0.5) * minute);
        const all = await sent();
        expect(new Set(all.map(({ body }) => body)).size).toBe(1);
        expect(new Set(all.map((delivery) => delivery.headers['webhook-id'])).size).toBe(1);
      },
    );

    controlled('§2 [O] any 2xx ends them, and no answer does not', async () => {
      const { bench } = world().v2;
      bench.answerWebhooks(null);
      await buy(newPaymentId(), {}, { act: 'close' });
      await sent();
      bench.answerWebhooks(204);
      bench.clock.advance(minute);
      expect(await sent()).toHaveLength(2);
      bench.clock.advance(1_000 * minute);
      expect(await sent()).toHaveLength(2);
    });
  });
});
