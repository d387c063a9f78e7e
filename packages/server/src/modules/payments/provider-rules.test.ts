import type { ProviderName } from '@didacto/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { returnedBy, type SandboxSchool, startSandboxSchool } from '../../testing/sandbox-school.js';

// What psp-contracts asks of whoever calls a provider, where it takes the whole server to do it.
let shop: SandboxSchool;
beforeAll(async () => {
  shop = await startSandboxSchool();
});
afterAll(() => shop.stop());

const WithFailUrl = z.object({ request: z.object({ failUrl: z.url() }) });
const WithSecret = z.object({ data: z.object({ secret: z.string() }) });

/** A student's order of a book, and the attempt to pay it. */
async function started(provider: ProviderName) {
  const { didacto } = await shop.school.person('student');
  const { id: productId } = await shop.book();
  const { id: orderId } = await didacto.orders.create({ lines: [{ productId }] });
  const { payment, action } = await didacto.payments.start({ orderId, provider });
  return { didacto, orderId, paymentId: payment.id, action };
}

/** The buyer pays in the window, and comes back. */
async function returned(provider: ProviderName) {
  const begun = await started(provider);
  const back = await shop.act(provider, begun.action, { act: 'pay' });
  if (back === null) throw new Error('the buyer did not come back');
  return { ...begun, confirmation: { paymentId: begun.paymentId, ...returnedBy(provider, back) } };
}

test('§4 [C] the tid of KakaoPay is on record before the browser goes there', async () => {
  const { didacto, paymentId, action } = await started('kakaopay');
  expect(action.kind).toBe('redirect');
  const { providerPaymentId } = await didacto.payments.get({ paymentId });
  expect(providerPaymentId).toMatch(/^T\w{19}$/);
});

test('§3.2 [O] an amount in the redirect of Toss that is not the order’s is not confirmed', async () => {
  const { didacto, paymentId, confirmation } = await returned('tosspayments');
  const tampered = didacto.payments.confirm({ ...confirmation, amount: 100 });
  await expect(tampered).rejects.toMatchObject({ code: 'payment_mismatch' });
  expect(shop.sandbox.truth.of(paymentId)).toEqual([]);
});

test.each(['PAY_PROCESS_CANCELED', 'PAY_PROCESS_ABORTED', 'REJECT_CARD_COMPANY'])(
  '§3.2 [O] %s, brought to failUrl by a browser, ends an attempt that Toss knows nothing of',
  async (reason) => {
    const { didacto, paymentId, orderId, action } = await started('tosspayments');
    const { failUrl } = WithFailUrl.parse(action).request;
    const nonce = new URL(failUrl).searchParams.get('nonce') ?? '';
    const outcome = { orderId, paymentId, nonce, outcome: 'fail', reason } as const;
    expect((await shop.school.visitor.checkouts.return(outcome)).payment?.state).toBe('declined');
    expect(await didacto.payments.get({ paymentId })).toMatchObject({ state: 'declined', reason });
  },
);

test.each([
  ['§1.3', 'portone_v1'],
  ['§2', 'portone_v2'],
] as const)('%s [O] what is paid through a test channel of %s pays nothing', async (_section, provider) => {
  const { didacto, paymentId, orderId, action } = await started(provider);
  const back = await shop.act(provider, action, { act: 'pay', test: true });
  if (back === null) throw new Error('the buyer did not come back');
  const payment = await didacto.payments.confirm({ paymentId, ...returnedBy(provider, back) });
  expect(payment).toMatchObject({ state: 'declined', reason: 'test_mode' });
  expect(await didacto.orders.get({ orderId })).toMatchObject({ state: 'open' });
});

test('§3.5 [O] a webhook of Toss with another secret than the payment’s is refused', async () => {
  const { didacto, paymentId, confirmation } = await returned('tosspayments');
  await didacto.payments.confirm(confirmation);
  const tell = async (secret: string) => {
    const told = {
      createdAt: '2026-09-01T09:00:00.000000',
      status: 'DONE',
      transactionKey: 'txn_1',
      orderId: paymentId,
    };
    const body = JSON.stringify({ ...told, secret });
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${shop.school.url}/v1/webhooks/tosspayments`, { method: 'POST', headers, body })).status;
  };
  const sent = shop.sandbox.post.sent.find(({ body }) => body.includes(paymentId));
  const { secret } = WithSecret.parse(JSON.parse(sent?.body ?? '{}')).data;
  expect(await tell(`${secret}x`)).toBe(401);
  expect(await tell(secret)).toBe(200);
});
