import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sha256 } from '../../platform/sha256.js';
import type { WebhookReading } from './providers/port.js';
import { openPaymentWorld, type PaymentWorld } from './testing/payment-world.js';

let world: PaymentWorld;
beforeEach(async () => {
  world = await openPaymentWorld();
});
afterEach(() => world.close());

/** A payment that the buyer made at the provider, of which nobody told us. */
async function paidUnheard(): Promise<string> {
  const student = await world.member('student');
  const { order } = await world.orders.create(student, [{ productId: world.tuition, quantity: 1 }], null, world.actor);
  const ask = {
    orderId: order.id,
    provider: 'portone_v1',
    method: 'card',
    installmentMonths: 0,
    idempotencyKey: null,
  } as const;
  const { payment } = await world.payments.start(ask, world.actor);
  world.portOne.buyerPays(payment.id);
  return payment.id;
}

/** The scripted provider reads a webhook's body as the payment's id, and takes the whole body for the delivery. */
const webhook = (body: string) => world.webhooks.receive('portone_v1', { headers: {}, body: Buffer.from(body) });
const kept = () => world.db('webhooks').select('outcome', 'copies', 'payment_id');
const entries = () => world.db('journal_entries').pluck('effect_key');

describe('a webhook', () => {
  test('is answered before the provider is asked (§3.5 [O]: within 10 s), and then completes the payment', async () => {
    const id = await paidUnheard();
    const asked = world.portOne.calls.length;
    await webhook(`${id} paid`);
    expect(world.portOne.calls).toHaveLength(asked);
    await world.worker.tick();
    expect((await world.payment(id)).state).toBe('succeeded');
  });

  test('that comes fifty times, among others and in any order, is one entry for each effect', async () => {
    const ids = [await paidUnheard(), await paidUnheard()];
    const storm = ids.flatMap((id) => Array.from({ length: 50 }, (_, n) => `${id} ${n % 2 === 0 ? 'paid' : 'ready'}`));
    storm.sort(
      (one, other) =>
        ((one.length * 7919 + one.charCodeAt(20)) % 13) - ((other.length * 7919 + other.charCodeAt(21)) % 13),
    );
    await Promise.all(storm.map(webhook));
    await world.pass(120_000);
    expect((await entries()).sort()).toEqual(ids.map((id) => `capture:${id}:1`).sort());
    expect(await kept()).toHaveLength(4);
    expect((await kept()).map(({ copies }) => copies)).toEqual([25, 25, 25, 25]);
  });

  test('about a payment that is decided is not lost because nobody could be asked when it came', async () => {
    const id = await paidUnheard();
    await webhook(`${id} paid`);
    await world.worker.tick();
    const made = { cancellationId: 'cxl_console', amount: 50_000, taxFree: 50_000, at: '2026-09-02T00:00:00.000Z' };
    world.portOne.set(id, { refunded: 50_000, refunds: [{ ...made, refundId: null }] });
    world.portOne.script('inquire', 'lost_before', 'lost_before');
    await webhook(`${id} cancelled`);
    await world.worker.tick();
    expect((await world.payment(id)).refunded).toBe(0);
    await world.pass(30 * 60_000);
    expect(await world.payment(id)).toMatchObject({ state: 'partially_refunded', refunded: 50_000 });
  });

  test('is a hint at most: that it says paid pays nothing', async () => {
    const id = await paidUnheard();
    world.portOne.set(id, { status: 'ready', capturedAt: null });
    await webhook(`${id} paid`);
    await world.worker.tick();
    expect((await world.payment(id)).state).toBe('not_started');
    expect(await entries()).toEqual([]);
  });

  test('of a payment that nobody knows, as a console sends for a test, is kept and has no effect', async () => {
    await webhook('pay_unknown paid');
    expect(await kept()).toEqual([{ outcome: 'unknown_payment', copies: 1, payment_id: null }]);
    expect(await world.db('payment_tasks').where({ kind: 'settle' })).toEqual([]);
  });

  test('of a kind that means nothing to us is kept with what proves whose it is', async () => {
    const ignored = { kind: 'ignored', eventType: 'Transaction.Ready', deliveryId: 'msg_1', proof: 'signed' } as const;
    vi.spyOn(world.portOne, 'parseWebhook').mockReturnValue(ignored);
    await webhook('ready');
    expect(await world.db('webhooks').select('event_type', 'proof', 'outcome')).toEqual([
      { event_type: 'Transaction.Ready', proof: 'signed', outcome: 'ignored' },
    ]);
  });

  test('that was forged early does not keep the true one from being heard', async () => {
    const id = await paidUnheard();
    world.portOne.set(id, { status: 'ready', capturedAt: null });
    await webhook(`${id} paid`);
    await world.worker.tick();
    world.portOne.buyerPays(id);
    await webhook(`${id} paid`);
    await world.worker.tick();
    expect((await world.payment(id)).state).toBe('succeeded');
  });

  test('of a provider that is not set up here is not found', async () => {
    const other = world.webhooks.receive('kakaopay', { headers: {}, body: Buffer.from('x') });
    await expect(other).rejects.toMatchObject({ code: 'not_found' });
  });

  /** What the next webhooks are read as, whatever they say. */
  const readAs = (reading: WebhookReading): void => {
    Object.assign(world.portOne, { parseWebhook: () => reading });
  };
  const hint = (change: Partial<Extract<WebhookReading, { kind: 'hint' }>>): void =>
    readAs({
      ...{ kind: 'hint', eventType: 'changed', deliveryId: 'd1', paymentId: null, providerPaymentId: null },
      ...{ proof: 'unsigned', secret: null, ...change },
    });
  const queued = async () => (await world.db('payment_tasks').where({ kind: 'settle', state: 'queued' })).length;

  test('that its provider would not have sent is refused, and leaves no trace but a line in the log', async () => {
    readAs({ kind: 'refused', code: 'signature_differs' });
    await expect(webhook('x')).rejects.toMatchObject({
      code: 'webhook_refused',
      options: { detail: 'signature_differs' },
    });
    expect(await kept()).toEqual([]);
  });

  test('of no concern to payments is kept as that', async () => {
    readAs({ kind: 'ignored', eventType: 'payout.changed', deliveryId: 'd1', proof: 'unsigned' });
    await webhook('x');
    expect(await world.db('webhooks')).toMatchObject([
      { outcome: 'ignored', proof: 'unsigned', payment_id: null, event_type: 'payout.changed', delivery_id: 'd1' },
    ]);
  });

  test('names a payment by our id, or by the provider’s; one of another provider is not meant', async () => {
    const id = await paidUnheard();
    await world.db('payments').where({ id }).update({ provider_payment_id: 'imp_1' });
    hint({ providerPaymentId: 'imp_1' });
    await webhook('x');
    hint({ deliveryId: 'd2', providerPaymentId: 'imp_2' });
    await webhook('y');
    await world.db('payments').where({ id }).update({ provider: 'tosspayments' });
    hint({ deliveryId: 'd3', paymentId: id, providerPaymentId: 'imp_1' });
    await webhook('z');
    expect((await kept()).map(({ outcome, payment_id }) => [outcome, payment_id])).toEqual([
      ['queued', id],
      ['unknown_payment', null],
      ['unknown_payment', null],
    ]);
  });

  test('with a secret that is not the payment’s is refused, kept as evidence, and asks nothing', async () => {
    const id = await paidUnheard();
    await world.db('payment_tasks').delete();
    await world
      .db('payments')
      .where({ id })
      .update({ provider_secret_digest: sha256('ps_true') });
    for (const [n, secret] of ['ps_false', null].entries()) {
      hint({ paymentId: id, deliveryId: `d${n}`, proof: 'secret', secret });
      await expect(webhook('x')).rejects.toMatchObject({ code: 'webhook_refused' });
    }
    expect((await kept()).map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
    expect(await queued()).toBe(0);
    hint({ paymentId: id, deliveryId: 'd3', proof: 'secret', secret: 'ps_true' });
    await webhook('x');
    expect(await queued()).toBe(1);
  });

  test('with a secret where none is known yet, or without one where it needs none, is taken', async () => {
    const id = await paidUnheard();
    hint({ paymentId: id, proof: 'secret', secret: 'ps_first' });
    await webhook('x');
    await world
      .db('payments')
      .where({ id })
      .update({ provider_secret_digest: sha256('ps_true') });
    hint({ paymentId: id, deliveryId: 'd2' });
    await webhook('x');
    expect((await kept()).map(({ outcome }) => outcome)).toEqual(['queued', 'queued']);
  });

  test('that comes again after all is decided asks nothing anew', async () => {
    const id = await paidUnheard();
    hint({ paymentId: id });
    await webhook('x');
    await world.worker.tick();
    expect((await world.payment(id)).state).toBe('succeeded');
    const asked = world.portOne.calls.length;
    await webhook('x');
    await world.worker.tick();
    expect(world.portOne.calls).toHaveLength(asked);
  });
});
