import type { Payment, ProviderName } from '@didacto/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { returnedBy, type SandboxSchool, startSandboxSchool } from '../../testing/sandbox-school.js';
import type { Person } from '../../testing/test-server.js';

let shop: SandboxSchool;
let finance: Person;
beforeAll(async () => {
  shop = await startSandboxSchool();
  finance = await shop.school.person('finance');
});
afterAll(() => shop.stop());

const providers: readonly ProviderName[] = ['tosspayments', 'kakaopay', 'portone_v1', 'portone_v2'];

/** A student's order of a book, and the attempt to pay it. */
async function started(provider: ProviderName) {
  const { didacto } = await shop.school.person('student');
  const { id: productId } = await shop.book();
  const order = await didacto.orders.create({ lines: [{ productId }] });
  const { payment, action } = await didacto.payments.start({ orderId: order.id, provider });
  return { didacto, order, payment, action };
}

/** Polls what the server says; it has its own way of coming to it. */
const becomes = (read: () => Promise<Payment>, state: Payment['state']): Promise<void> =>
  expect.poll(async () => (await read()).state, { timeout: 60_000, interval: 100 }).toBe(state);

describe.each(providers)('an order paid through %s', (provider) => {
  test('is paid once the buyer is back, and the books say what the provider holds', async () => {
    const { didacto, order, payment, action } = await started(provider);
    const back = await shop.act(provider, action, { act: 'pay' });
    if (back === null) throw new Error('the buyer did not come back');
    expect(back.pathname).toBe(`/checkout/${order.id}`);
    const paid = await didacto.payments.confirm({ paymentId: payment.id, ...returnedBy(provider, back) });
    expect(paid).toMatchObject({ state: 'succeeded', amount: 22_000, refunded: 0 });
    expect(await didacto.orders.get({ orderId: order.id })).toMatchObject({ state: 'paid' });
    expect(shop.sandbox.truth.held(payment.id)).toBe(22_000);
    const { data } = await finance.didacto.ledger.entries({ paymentId: payment.id });
    expect(data.map(({ postings }) => Object.fromEntries(postings.map((one) => [one.account, one.amount])))).toEqual([
      { [`receivable:${provider}`]: 22_000, vat: -2_000, revenue: -20_000 },
    ]);
  });

  test('is refunded in part, and then the rest', async () => {
    const { didacto, order, payment, action } = await started(provider);
    const back = await shop.act(provider, action, { act: 'pay' });
    if (back === null) throw new Error('the buyer did not come back');
    await didacto.payments.confirm({ paymentId: payment.id, ...returnedBy(provider, back) });
    const refund = (amount?: number) =>
      finance.didacto.payments.refund({ paymentId: payment.id, reason: '단순 변심', ...(amount && { amount }) });
    expect(await refund(7_000)).toMatchObject({ state: 'succeeded', amount: 7_000 });
    expect(await refund()).toMatchObject({ state: 'succeeded', amount: 15_000 });
    expect(await didacto.payments.get({ paymentId: payment.id })).toMatchObject({
      state: 'refunded',
      refunded: 22_000,
    });
    expect(await didacto.orders.get({ orderId: order.id })).toMatchObject({ state: 'refunded' });
    expect(shop.sandbox.truth.held(payment.id)).toBe(0);
  });

  test('is declined where the card is, and can be paid by another attempt', async () => {
    const { didacto, order, payment, action } = await started(provider);
    const back = await shop.act(provider, action, { act: 'decline' });
    const reason = back?.searchParams.get('code') ?? 'declined';
    const nonce = new URL(back ?? 'http://x').searchParams.get('nonce') ?? '';
    const shown = await shop.school.visitor.checkouts.return({
      ...{ orderId: order.id, paymentId: payment.id, nonce, outcome: 'fail', reason },
    });
    expect(shown.payment?.state).toBe('declined');
    const again = await didacto.payments.start({ orderId: order.id, provider: 'kakaopay' });
    const second = await shop.act('kakaopay', again.action, { act: 'pay' });
    if (second === null) throw new Error('the buyer did not come back');
    const paid = await didacto.payments.confirm({ paymentId: again.payment.id, ...returnedBy('kakaopay', second) });
    expect(paid.state).toBe('succeeded');
    expect(shop.sandbox.truth.held(payment.id)).toBe(0);
  });

  test('whose confirmation is lost is found out, and charged once', async () => {
    const { didacto, payment, action } = await started(provider);
    const back = await shop.act(provider, action, { act: 'pay' });
    if (back === null) throw new Error('the buyer did not come back');
    // Whatever it asks first for this payment is done, and not heard.
    shop.sandbox.faults[provider].add({ kind: 'lost_after' });
    await didacto.payments.confirm({ paymentId: payment.id, ...returnedBy(provider, back) });
    await becomes(() => didacto.payments.get({ paymentId: payment.id }), 'succeeded');
    expect(shop.sandbox.truth.of(payment.id).map(({ kind }) => kind)).toEqual(['charge']);
  });
});

describe.each(['portone_v1', 'portone_v2'] as const)('a buyer who pays through %s and closes the tab', (provider) => {
  test('has paid: the webhook completes it', async () => {
    const { didacto, payment, action } = await started(provider);
    expect(await shop.act(provider, action, { act: 'pay_and_close' })).toBeNull();
    await becomes(() => didacto.payments.get({ paymentId: payment.id }), 'succeeded');
    const { data } = await finance.didacto.webhooks.list({ paymentId: payment.id });
    expect(data.map(({ outcome }) => outcome)).toContain('queued');
  });

  test('with a manipulated amount gets it back, and has paid nothing', async () => {
    const { didacto, order, payment, action } = await started(provider);
    await shop.act(provider, action, { act: 'pay_and_close', amount: 100 });
    expect(shop.sandbox.truth.of(payment.id)).toContainEqual(expect.objectContaining({ kind: 'charge', amount: 100 }));
    await becomes(() => didacto.payments.get({ paymentId: payment.id }), 'declined');
    expect(await didacto.orders.get({ orderId: order.id })).toMatchObject({ state: 'open' });
    expect(shop.sandbox.truth.held(payment.id)).toBe(0);
    const { data } = await finance.didacto.alarms.list();
    expect(data).toContainEqual(expect.objectContaining({ code: 'payment_mismatch', subject: payment.id }));
  });

  test('through the test channel has paid nothing', async () => {
    const { didacto, payment, action } = await started(provider);
    await shop.act(provider, action, { act: 'pay_and_close', test: true });
    await becomes(() => didacto.payments.get({ paymentId: payment.id }), 'declined');
    expect(await didacto.payments.get({ paymentId: payment.id })).toMatchObject({ reason: 'test_mode' });
  });
});

describe('at the end of it all', () => {
  test('the ledger verifies, adds up to 0, and says what the providers hold', async () => {
    const { didacto } = finance;
    expect(await didacto.ledger.verify()).toMatchObject({ ok: true, faults: 0 });
    const { accounts, total } = await didacto.ledger.balance();
    expect(total).toBe(0);
    for (const provider of providers) {
      const rows = shop.sandbox.truth.rows.filter((row) => row.provider === provider && !row.test);
      const held = rows.reduce((sum, { kind, amount }) => sum + (kind === 'charge' ? amount : -amount), 0);
      const booked = accounts.find(({ account }) => account === `receivable:${provider}`)?.balance ?? 0;
      expect([provider, booked]).toEqual([provider, held]);
    }
    for (const { matches } of (await didacto.ledger.wallets()).wallets) expect(matches).toBe(true);
  });
});
