import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FaultKind } from '../../../../sandbox/kit/faults.js';
import type { ProviderCall } from '../exchange.js';
import type { BuyerReturn } from '../port.js';
import { approved, begin, keys, otherPaymentId, paymentId, type Strategy, startStrategy } from './testing/strategy.js';

let strategy: Strategy;
beforeEach(async () => {
  strategy = await startStrategy();
});
afterEach(() => strategy.bench.stop());

const nothingReturned: BuyerReturn = { providerPaymentId: null, token: null };
const buy = async (act: 'pay' | 'decline' | 'cancel' | 'close') => {
  const { request } = await begin(strategy);
  return strategy.bench.party.buy(request, { act });
};
const impUidOf = (destination: string | null) => new URL(destination ?? '').searchParams.get('imp_uid');
const inquire = async (known: string | null = null) => approved(await strategy.provider.inquire(keys(known)));

describe('asked about a payment, PortOne', () => {
  test('knows nothing before its window was opened', async () => {
    await begin(strategy);
    expect(await inquire()).toBeNull();
    expect(await strategy.provider.confirm(keys(), nothingReturned, 300_000)).toMatchObject({ outcome: 'unknown' });
  });

  test.each([
    ['close', 'ready'],
    ['decline', 'failed'],
    ['cancel', 'failed'],
    ['pay', 'captured'],
  ] as const)('says after %s that it is %s', async (act, status) => {
    await buy(act);
    expect(await inquire()).toMatchObject({ status, paymentId, merchantId: 'didacto_v1', currency: 'KRW' });
    expect(await strategy.provider.confirm(keys(), nothingReturned, 300_000)).toMatchObject({
      outcome: 'approved',
      value: { status },
    });
  });

  test('is asked by imp_uid where it is known, and that is enough for money that moved', async () => {
    const impUid = impUidOf(await buy('pay'));
    strategy.forget();
    expect(await inquire(impUid)).toMatchObject({ status: 'captured', providerPaymentId: impUid });
    expect(strategy.kinds()).toEqual(['GET /payments']);
    strategy.forget();
    const returned = { providerPaymentId: impUid, token: null };
    expect((await strategy.provider.confirm(keys(), returned, 300_000)).outcome).toBe('approved');
    expect(strategy.kinds()).toEqual(['GET /payments']);
  });

  test('tells of the attempt that was paid, though the one we know of failed', async () => {
    const failed = impUidOf(await buy('decline'));
    strategy.bench.clock.advance(5_000);
    const paid = impUidOf(await buy('pay'));
    strategy.bench.clock.advance(5_000);
    expect(await inquire(failed)).toMatchObject({ status: 'captured', providerPaymentId: paid });
    expect(await inquire()).toMatchObject({ status: 'captured', providerPaymentId: paid });
  });

  test('tells of all attempts, on however many pages they stand, and of none where they never end', async () => {
    const onePerPage = (call: ProviderCall) => ({ ...call, path: call.path.replace('limit=1000', 'limit=1') });
    strategy = await startStrategy({}, {}, (send) => (call) => send(onePerPage(call)));
    for (let n = 0; n < 4; n++) await buy('decline');
    const paid = impUidOf(await buy('pay'));
    expect(await inquire()).toMatchObject({ status: 'captured', providerPaymentId: paid });
    await strategy.bench.stop();
    strategy = await startStrategy({}, {}, (send) => (call) => send(onePerPage(call)));
    for (let n = 0; n < 6; n++) await buy('decline');
    const outcome = await strategy.provider.inquire(keys());
    expect(outcome).toMatchObject({ outcome: 'unknown', code: 'too_many_attempts' });
  });

  test('tells of a payment that failed and was paid late', async () => {
    const impUid = impUidOf(await buy('decline'));
    expect(await inquire(impUid)).toMatchObject({ status: 'failed', failure: { message: expect.stringMatching(/./) } });
    strategy.bench.party.payLate(paymentId);
    expect(await inquire(impUid)).toMatchObject({ status: 'captured', providerPaymentId: impUid });
  });

  test('tells of an open window rather than of the failures before it', async () => {
    await buy('decline');
    await buy('close');
    await buy('cancel');
    expect(await inquire()).toMatchObject({ status: 'ready' });
  });

  test('has a payment through a test channel flagged, whichever way it is asked', async () => {
    const { request } = await begin(strategy);
    const impUid = impUidOf(await strategy.bench.party.buy(request, { act: 'pay', test: true }));
    expect(await inquire(impUid)).toMatchObject({ status: 'captured', testMode: true });
    expect(await inquire()).toMatchObject({ status: 'captured', testMode: true });
    expect(strategy.calls.filter(({ path }) => path.startsWith('/payments/imp_'))).toMatchObject([
      { path: `/payments/${impUid}?include_sandbox=true` },
    ]);
  });

  test('tells of real money, though the attempt we know of went through a test channel', async () => {
    // The sandbox lets nobody pay twice under one merchant_uid; whether PortOne does is not ours to rely on.
    strategy = await startStrategy({}, {}, (send) => async (call) => {
      const reply = await send(call);
      if (!call.path.startsWith('/payments/findAll/') || reply.status !== 200) return reply;
      const { response, ...envelope } = JSON.parse(reply.body);
      const list = [...response.list, { ...response.list[0], imp_uid: 'imp_real', sandbox: false }];
      return { ...reply, body: JSON.stringify({ ...envelope, response: { ...response, list } }) };
    });
    const { request } = await begin(strategy);
    const known = impUidOf(await strategy.bench.party.buy(request, { act: 'pay', test: true }));
    expect(await inquire(known)).toMatchObject({ status: 'captured', testMode: false, providerPaymentId: 'imp_real' });
  });

  test('gives the amount and the tax it really took', async () => {
    const { request } = await begin(strategy);
    await strategy.bench.party.buy(request, { act: 'pay', amount: 100 });
    expect(await inquire()).toMatchObject({ status: 'captured', amount: 100 });
  });

  test("is not believed about another payment's imp_uid", async () => {
    const { request } = await begin(strategy, { paymentId: otherPaymentId });
    const other = impUidOf(await strategy.bench.party.buy(request, { act: 'pay' }));
    expect(await inquire(other)).toBeNull();
    await buy('close');
    expect(await inquire(other)).toMatchObject({ status: 'ready', paymentId });
    const returned = { providerPaymentId: other, token: null };
    expect(await strategy.provider.confirm(keys(), returned, 300_000)).toMatchObject({
      outcome: 'approved',
      value: { status: 'ready', paymentId },
    });
  });

  test.each(['..', 'cancel', 'imp_1/../cancel', 'imp_1?x=', '', 'imp_0'])(
    'is asked by our own id when what the browser brought is %j',
    async (claimed) => {
      await buy('pay');
      strategy.forget();
      const returned = { providerPaymentId: claimed, token: null };
      const outcome = await strategy.provider.confirm(keys(), returned, 300_000);
      expect(outcome).toMatchObject({ outcome: 'approved', value: { status: 'captured', paymentId } });
      expect(strategy.calls.map(({ path }) => path)).not.toContain(`/payments/${claimed}`);
    },
  );

  test('tells of a virtual account, its deposit, and that it is over', async () => {
    const { request } = await begin(strategy, { method: 'virtual_account' });
    await strategy.bench.party.buy(request, { act: 'pay' });
    const waiting = await inquire();
    expect(waiting).toMatchObject({
      ...{ status: 'pending', method: 'virtual_account', capturedAt: null, dueAt: '2026-09-08T00:00:00.000Z' },
      virtualAccount: { bank: '신한은행', number: expect.stringMatching(/^\d{14}$/) },
    });
    strategy.bench.party.deposit(paymentId);
    expect(await inquire()).toMatchObject({ status: 'captured', capturedAt: '2026-09-01T00:00:00.000Z' });
  });

  test('leaves an account that nobody paid into to expire', async () => {
    const { request } = await begin(strategy, { method: 'virtual_account' });
    await strategy.bench.party.buy(request, { act: 'pay' });
    strategy.bench.clock.advance(8 * 86_400_000);
    expect(await inquire()).toMatchObject({ status: 'expired' });
  });

  test('counts what went back, and of it what we asked for', async () => {
    const impUid = impUidOf(await buy('pay'));
    strategy.bench.party.cancelInConsole(paymentId, 1_000);
    expect(await inquire(impUid)).toMatchObject({
      ...{ status: 'captured', amount: 300_000, refunded: 1_000 },
      refunds: [{ amount: 1_000, refundId: null, cancellationId: expect.stringMatching(/^cxl_/) }],
    });
  });

  test.each<FaultKind>(['refuse', 'lost_before', 'lost_after', 'reset', 'error_after', 'error_before'])(
    'may fail to answer (%s): then nothing is known',
    async (kind) => {
      const impUid = impUidOf(await buy('pay'));
      for (const known of [impUid, null]) {
        strategy.bench.faults.add({ kind, path: '/payments/' });
        expect((await strategy.provider.inquire(keys(known))).outcome).toBe('unknown');
        strategy.bench.faults.add({ kind, path: '/payments/' });
        expect((await strategy.provider.confirm(keys(known), nothingReturned, 300_000)).outcome).toBe('unknown');
      }
    },
  );

  test.each([
    ['a proxy’s 404', 404, '<html>Not Found</html>', 'http_404'],
    ['a page instead of a reply', 200, '<html></html>', 'unreadable_reply'],
    [
      'a payment without its test flag',
      200,
      '{"code":0,"message":null,"response":{"imp_uid":"imp_1"}}',
      'unreadable_reply',
    ],
    ['a refusal', 200, '{"code":1,"message":"no","response":null}', 'refused_1'],
    ['a 429', 429, '{"code":-1,"message":"slow down","response":null}', 'http_429'],
  ])('is not taken at its word for %s', async (_, status, body, code) => {
    strategy = await startStrategy(
      {},
      {},
      (send) => async (call) => (call.path.startsWith('/payments/') ? { status, headers: {}, body } : send(call)),
    );
    for (const known of ['imp_1', null])
      expect(await strategy.provider.inquire(keys(known))).toMatchObject({ outcome: 'unknown', code });
  });
});
