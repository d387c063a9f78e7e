import type { Payment, ProviderName } from '@didacto/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { returnedBy } from '../../testing/sandbox-school.js';
import { canaryNeedles, canaryText, found, type Needle } from './testing/canary.js';
import { startWatchedSchool, type WatchedSchool } from './testing/watched-school.js';

let shop: WatchedSchool;
let finance: Awaited<ReturnType<WatchedSchool['signedIn']>>;
beforeAll(async () => {
  shop = await startWatchedSchool();
  finance = await shop.signedIn('finance');
});
afterAll(() => shop.stop());

const providers: readonly ProviderName[] = ['tosspayments', 'kakaopay', 'portone_v1', 'portone_v2'];

/** A student's order, opened by its link, and an attempt to pay it from the checkout page. */
async function started(provider: ProviderName) {
  const didacto = await shop.signedIn('student');
  const { id: productId } = await shop.book();
  const { id: orderId } = await didacto.orders.create({ lines: [{ productId }] });
  const { url } = await didacto.orders.checkout({ orderId });
  const code = new URLSearchParams(new URL(url).hash.slice(1)).get('code') ?? '';
  shop.keep('checkout code', code);
  await shop.visitor.checkouts.open({ orderId, code });
  const begin = () => shop.visitor.checkouts.pay({ orderId, code, provider, method: 'card' });
  return { didacto, orderId, code, begin };
}

/** The buyer in the window; what the browser brings back is as secret as it is. */
async function inWindow(provider: ProviderName, act: 'pay' | 'decline', begin: Begin) {
  const { payment, action } = await begin();
  const back = await shop.act(provider, action, { act });
  if (back === null) throw new Error('the buyer did not come back');
  const nonce = back.searchParams.get('nonce') ?? '';
  shop.keep('nonce', nonce);
  shop.keep('pg_token', back.searchParams.get('pg_token'));
  return { payment, back, nonce };
}
type Begin = Awaited<ReturnType<typeof started>>['begin'];

const paid = async (provider: ProviderName) => {
  const attempt = await started(provider);
  const { payment, back, nonce } = await inWindow(provider, 'pay', attempt.begin);
  const { orderId } = attempt;
  const confirm = () =>
    shop.visitor.checkouts.return({
      ...{ orderId, paymentId: payment.id, nonce, outcome: 'success' },
      ...returnedBy(provider, back),
    });
  return { ...attempt, id: payment.id, confirm };
};

const becomes = (id: string, state: Payment['state']): Promise<void> =>
  expect
    .poll(async () => (await finance.payments.settle({ paymentId: id })).state, { timeout: 60_000, interval: 100 })
    .toBe(state);

/** The refusal that a call ends in. */
const refusal = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'none',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );

describe.each(providers)('money that goes through %s, which repeats what the buyer typed,', (provider) => {
  test('is paid and given back', async () => {
    const { id, confirm } = await paid(provider);
    expect((await confirm()).payment?.state).toBe('succeeded');
    const refund = { paymentId: id, reason: '단순 변심' };
    expect(await finance.payments.refund({ ...refund, amount: 7_000 })).toMatchObject({ state: 'succeeded' });
    shop.sandbox.faults[provider].add({ kind: 'lost_after', path: 'cancel' });
    await finance.payments.refund(refund);
    await becomes(id, 'refunded');
  });

  test('is paid though the reply was lost', async () => {
    const { id, confirm } = await paid(provider);
    for (const kind of ['lost_after', 'error_before', 'reset'] as const) shop.sandbox.faults[provider].add({ kind });
    await confirm();
    await becomes(id, 'succeeded');
  });

  test('is refused by the card, in words of its own', async () => {
    const { orderId, begin } = await started(provider);
    const { payment, back, nonce } = await inWindow(provider, 'decline', begin);
    const { payment: shown } = await shop.visitor.checkouts.return({
      ...{ orderId, paymentId: payment.id, nonce, outcome: 'fail' },
      reason: `${back.searchParams.get('code') ?? 'refused'} ${canaryText}`.slice(0, 100),
    });
    expect(shown?.state).toBe('declined');
  });
});

describe('a refusal in the provider’s words', () => {
  const told = `refused for ${canaryText}`;
  test.each([
    ['kakaopay', { path: 'payment/ready', status: 400, body: { error_code: -721, error_message: told } }],
    ['kakaopay', { path: 'payment/ready', status: 503, body: { error_code: -1, error_message: told } }],
    ['portone_v1', { path: 'payments/prepare', status: 200, body: { code: 1, message: told, response: null } }],
    ['portone_v2', { path: 'pre-register', status: 400, body: { type: `INVALID ${told}`, message: told } }],
  ] as const)('keeps a payment through %s from beginning', async (provider, answer) => {
    const { begin } = await started(provider);
    shop.proxy.refuse(answer);
    expect(await refusal(begin())).toBe('provider_unavailable');
    shop.proxy.refuse(null);
  });

  test.each([
    ['tosspayments', { path: 'confirm', status: 403, body: { code: `REJECT ${told}`, message: told } }],
    [
      'kakaopay',
      {
        ...{ path: 'payment/approve', status: 400 },
        body: { error_code: -780, error_message: told, extras: { method_result_code: told } },
      },
    ],
  ] as const)('comes when %s is told to take the money', async (provider, answer) => {
    const { id, confirm } = await paid(provider);
    shop.proxy.refuse(answer);
    expect((await confirm()).payment?.state).not.toBe('succeeded');
    shop.proxy.refuse(null);
    await finance.payments.settle({ paymentId: id });
  });

  test('of a refund that gives a wrong amount back is a dead letter in the end', async () => {
    const { begin } = await started('portone_v1');
    const { payment, action } = await begin();
    shop.proxy.refuse({ path: 'payments/cancel', status: 200, body: { code: 1, message: told, response: null } });
    await shop.act('portone_v1', action, { act: 'pay_and_close', amount: 100 });
    await becomes(payment.id, 'unknown');
    await expect
      .poll(
        async () => {
          shop.clock.pass(60 * 60_000);
          return (await finance.payments.deadLetters()).data.length;
        },
        { timeout: 60_000, interval: 300 },
      )
      .toBe(1);
    const [letter] = (await finance.payments.deadLetters()).data;
    await finance.payments.retryDeadLetter({ taskId: letter?.id ?? '' });
    shop.proxy.refuse(null);
    await becomes(payment.id, 'declined');
  });
});

describe('a webhook', () => {
  test.each(['portone_v1', 'portone_v2'] as const)('of %s completes what a closed tab left open', async (provider) => {
    const { didacto, orderId } = await started(provider);
    const { payment, action } = await didacto.payments.start({ orderId, provider });
    shop.keep('nonce', /nonce=([\w-]+)/.exec(JSON.stringify(action))?.[1]);
    expect(await shop.act(provider, action, { act: 'pay_and_close' })).toBeNull();
    await becomes(payment.id, 'succeeded');
    await shop.sandbox.idle();
  });

  test('that is forged or rubbish leaves nothing but its digest', async () => {
    const json = { 'content-type': 'application/json' };
    const forged = JSON.stringify({ type: 'Transaction.Paid', data: { paymentId: canaryText }, canaryText });
    const signature = { 'webhook-id': 'msg_1', 'webhook-timestamp': '1', 'webhook-signature': `v1,${canaryText}` };
    expect(await shop.post('/v1/webhooks/portone_v2', forged, { ...json, ...signature })).toBe(401);
    const unsigned = JSON.stringify({ imp_uid: canaryText, merchant_uid: canaryText, status: canaryText.slice(0, 99) });
    expect(await shop.post('/v1/webhooks/portone_v1', unsigned, json)).toBe(200);
    const typed = JSON.stringify({ eventType: 'PAYMENT_STATUS_CHANGED', data: { orderId: canaryText } });
    for (const body of [typed, canaryText, `{"${canaryText}`])
      for (const provider of providers)
        expect(await shop.post(`/v1/webhooks/${provider}`, body, json)).toBeGreaterThanOrEqual(400);
  });
});

test('a call that is refused does not repeat what it said', async () => {
  const { orderId, begin } = await started('tosspayments');
  const { payment } = await begin();
  const json = { 'content-type': 'application/json' };
  const wrong = { paymentId: payment.id, nonce: canaryText.slice(0, 99), outcome: 'success' };
  expect(await shop.post(`/v1/checkouts/${orderId}/return`, JSON.stringify(wrong), json)).toBe(404);
  expect(await shop.post(`/v1/checkouts/${orderId}/open`, JSON.stringify({ code: canaryText }), json)).toBe(422);
  expect(await shop.post(`/v1/checkouts/${orderId}/open`, `{"code": ${canaryText}`, json)).toBe(400);
});

describe('card numbers, people’s numbers and secrets', () => {
  // The contract gives the link to whoever may pay, and the provider's window the addresses that lead back: here alone.
  const told: Readonly<Record<string, RegExp>> = {
    'checkout code': /^POST \/v1\/orders\/\w+\/checkout$/,
    nonce: /^POST \/v1\/(checkouts|orders)\/\w+\/payments$/,
  };
  const all = (): Needle[] => [...canaryNeedles, ...shop.secrets()];

  test('were said to the server, or by it to the provider that they are for', () => {
    const kinds = canaryNeedles.map(({ kind }) => kind);
    for (const prefix of ['/tosspayments', '/kakaopay', '/portone-v1', '/portone-v2']) {
      const replies = shop.proxy.passed.filter(({ path }) => path.startsWith(prefix)).map(({ reply }) => reply);
      expect([prefix, found(canaryNeedles, replies.join('\n'))]).toEqual([prefix, kinds]);
    }
    expect(found(canaryNeedles, shop.webhooks.join('\n'))).toEqual(kinds);
    const secrets = found(shop.secrets(), shop.proxy.passed.map(({ request, reply }) => request + reply).join('\n'));
    expect(secrets).toEqual(
      expect.arrayContaining([
        ...['TOSSPAYMENTS_SECRET_KEY', 'KAKAOPAY_SECRET_KEY', 'PORTONE_V1_KEY', 'PORTONE_V1_SECRET'],
        ...['PORTONE_V2_API_SECRET', 'PortOne access token', 'Toss secret', 'pg_token', 'nonce'],
      ]),
    );
    const shown = new Set(shop.answers.flatMap(({ text }) => found(shop.secrets(), text)));
    expect([...shown].sort()).toEqual(['checkout code', 'nonce']);
  });

  test('are in no file of the server, nor is an answer in clear', () => {
    const files = shop.files();
    const names = files.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['didacto.sqlite', 'didacto.sqlite-wal']));
    expect(names).toContainEqual(expect.stringMatching(/\.eml$/));
    const answers: Needle = { kind: 'an answer in clear', pattern: /\{"reply":|successUrl|next_redirect|desktopUrl/ };
    for (const { name, bytes } of files) expect([name, found([...all(), answers], bytes)]).toEqual([name, []]);
  });

  test('are in no line of the log', () => {
    expect(shop.log.length).toBeGreaterThan(100);
    for (const line of shop.log) expect([line, found(all(), line)]).toEqual([line, []]);
  });

  test('are in no answer, but for the two that lead to the provider and back', async () => {
    const admin = await shop.signedIn('admin');
    for (const list of [admin.audit.list, finance.payments.list, finance.webhooks.list, finance.alarms.list])
      expect((await list()).data).not.toEqual([]);
    for (const { id } of (await finance.payments.list({ limit: 100 })).data) {
      await finance.payments.history({ paymentId: id });
      await finance.payments.refunds({ paymentId: id });
    }
    for (const { call, text } of shop.answers) {
      const leaked = found(all(), text).filter((kind) => told[kind]?.test(call) !== true);
      expect([call, leaked, leaked.length > 0 ? text : '']).toEqual([call, [], '']);
    }
  });

  test('are found where they are, in every spelling', async () => {
    await shop.school.server.db('alarms').update({ detail: canaryText });
    const kinds = canaryNeedles.map(({ kind }) => kind);
    expect(found(canaryNeedles, Buffer.concat(shop.files().map(({ bytes }) => bytes)))).toEqual(kinds);
    for (const [spelling, kind] of canaryText.split(' / ').map((one, n) => [one, kinds[[0, 0, 0, 1, 2, 2][n] ?? 0]]))
      expect(found(canaryNeedles, spelling ?? '')).toEqual([kind]);
  });
});
