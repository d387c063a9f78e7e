import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../../platform/clock.js';
import { createPortOneV2 } from './portone-v2.js';
import { onEachTarget, onTarget } from './testing/fidelity-target.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const refused = (status: number, type: string) => ({ status, json: { type } });

// What psp-contracts section 2 says of PortOne V2's API, as far as we rely on it.
onEachTarget((target) => {
  const { world, call, controlled, newPaymentId, buy, look, cancel, list, inquire } = onTarget(target);

  describe('§2 base and auth', () => {
    test('§2 [O] `Authorization: PortOne <API_SECRET>` is let in; a wrong one or none is 401 UNAUTHORIZED', async () => {
      const path = `/payments/${newPaymentId()}`;
      expect(await call('GET', path)).toMatchObject(refused(404, 'PAYMENT_NOT_FOUND'));
      for (const authorization of ['PortOne wrong', 'wrong', ''])
        expect(await call('GET', path, { headers: { authorization } })).toMatchObject(refused(401, 'UNAUTHORIZED'));
    });

    test('§2 [O] POST /login/api-secret gives tokens, and the access token is let in as Bearer', async () => {
      const { json } = await call('POST', '/login/api-secret', { body: { apiSecret: world().config.apiSecret } });
      const headers = { authorization: `Bearer ${json.accessToken}` };
      expect(await call('GET', `/payments/${newPaymentId()}`, { headers })).toMatchObject(
        refused(404, 'PAYMENT_NOT_FOUND'),
      );
    });

    controlled('§2 [O] an access token lives 30 minutes, a refresh token a day', async () => {
      const logIn = () => call('POST', '/login/api-secret', { body: { apiSecret: world().config.apiSecret } });
      const { json } = await logIn();
      const headers = { authorization: `Bearer ${json.accessToken}` };
      const { clock } = world().v2.bench;
      clock.advance(30 * minute - 1);
      expect((await call('GET', '/payments', { headers })).status).toBe(200);
      clock.advance(1);
      expect((await call('GET', '/payments', { headers })).status).toBe(401);
      clock.advance(day);
      const refresh = await call('POST', '/token/refresh', { body: { refreshToken: json.refreshToken } });
      expect(refresh).toMatchObject(refused(401, 'UNAUTHORIZED'));
    });

    test('§2 [O] a new login or refresh ends the refresh token before it', async () => {
      const logIn = () => call('POST', '/login/api-secret', { body: { apiSecret: world().config.apiSecret } });
      const refresh = (refreshToken = '') => call('POST', '/token/refresh', { body: { refreshToken } });
      const first = (await logIn()).json.refreshToken;
      const second = (await refresh(first)).json.refreshToken;
      expect((await refresh(first)).status).toBe(401);
      await logIn();
      expect((await refresh(second)).status).toBe(401);
    });

    test('§2 [O] a GET may bring its body as ?requestBody=', async () => {
      expect(await list({ page: { number: 0, size: 1 } })).toMatchObject({
        status: 200,
        json: { items: expect.any(Array), page: { number: 0, size: 1 } },
      });
    });

    test('§2 [O] another store is 403 FORBIDDEN', async () => {
      const path = `/payments/${newPaymentId()}?storeId=store-00000000-0000-4000-8000-000000000000`;
      expect(await call('GET', path)).toMatchObject(refused(403, 'FORBIDDEN'));
    });
  });

  describe('§2 Idempotency-Key', () => {
    const key = (text: string) => ({ 'idempotency-key': `"${text}"` });

    test('§2 [O] is a quoted string of 16 to 256 characters; a shorter or longer one is refused', async () => {
      const path = `/payments/${newPaymentId()}/pre-register`;
      const register = (headers: Record<string, string>) =>
        call('POST', path, { body: { totalAmount: 1_000 }, headers });
      expect((await register(key(newPaymentId()))).status).toBe(200);
      expect((await register(key(newPaymentId().padEnd(256, '0')))).status).toBe(200);
      for (const wrong of ['short', 'k'.repeat(257)]) expect((await register(key(wrong))).status).toBe(400);
    });

    controlled('§2 [O] brings the same answer again, for three hours', async () => {
      const paymentId = newPaymentId();
      await buy(paymentId);
      const once = () => cancel(paymentId, { amount: 1_000 }, key('refund-0123456789'));
      const first = await once();
      world().v2.bench.clock.advance(3 * hour - 1);
      expect(await once()).toEqual(first);
      world().v2.bench.clock.advance(1);
      expect(await once()).not.toEqual(first);
    });

    controlled('§2 [O] is ignored on a GET', async () => {
      const paymentId = newPaymentId();
      const headers = key('refund-0123456789');
      expect((await call('GET', `/payments/${paymentId}`, { headers })).status).toBe(404);
      await buy(paymentId);
      expect((await call('GET', `/payments/${paymentId}`, { headers })).status).toBe(200);
    });

    controlled(
      '§2 [O] while the first runs it is 409 IDEMPOTENCY_OUTSTANDING_REQUEST, and the first goes on when its caller has left',
      async () => {
        const running = await target.start({ processingMs: 1_000 });
        try {
          const { bench } = running.v2;
          const paymentId = newPaymentId();
          await bench.party.buy(
            {
              storeId: running.config.storeId,
              channelKey: running.config.channelKey,
              paymentId,
              orderName: 'x',
              totalAmount: 1_000,
              currency: 'KRW',
              payMethod: 'CARD',
            },
            { act: 'pay' },
          );
          const post = (timeoutMs?: number) =>
            bench.send({
              ...{ method: 'POST', path: `/payments/${paymentId}/cancel`, body: '{"reason":"x"}' },
              headers: { authorization: `PortOne ${running.config.apiSecret}`, ...key('refund-0123456789') },
              ...(timeoutMs !== undefined && { timeoutMs }),
            });
          await expect(post(200)).rejects.toThrow('timeout');
          expect(await post()).toMatchObject({
            status: 409,
            body: expect.stringContaining('IDEMPOTENCY_OUTSTANDING_REQUEST'),
          });
          bench.clock.advance(1_000);
          expect(await post()).toMatchObject({ status: 200 });
          expect(bench.truth.held(paymentId)).toBe(0);
        } finally {
          await running.stop();
        }
      },
    );

    test('§2 [O] our calls wait for at least a minute', async () => {
      const waits: number[] = [];
      const { config, send } = world();
      const provider = createPortOneV2(
        config,
        (sent) => {
          waits.push(sent.timeoutMs ?? 0);
          return send(sent);
        },
        systemClock,
      );
      await provider.inquire({ paymentId: newPaymentId(), providerPaymentId: null, buyerId: '' });
      expect(waits).toHaveLength(1);
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(minute);
    });
  });

  describe('§2 GET /payments/{paymentId}', () => {
    test('§2 [O] 404 PAYMENT_NOT_FOUND for what there is not; we read it as "there is none"', async () => {
      expect(await inquire(newPaymentId())).toEqual({ outcome: 'approved', value: null });
    });

    controlled('§2 [O] a payment is told by its status, with the fields that we read', async () => {
      const paymentId = newPaymentId();
      await buy(paymentId, { card: { installment: { monthOption: { fixedMonth: 3 } } } });
      expect(await look(paymentId)).toMatchObject({
        ...{ status: 'PAID', id: paymentId, transactionId: expect.any(String), merchantId: expect.any(String) },
        ...{ storeId: world().config.storeId, version: 'V2', orderName: '9월 수강료', currency: 'KRW' },
        method: {
          ...{ type: 'PaymentMethodCard', approvalNumber: expect.any(String), pointUsed: false },
          card: { publisher: 'BC_CARD', issuer: 'BC_CARD', type: 'CREDIT', bin: '910000', number: '910000******1234' },
          installment: { month: 3, isInterestFree: false },
        },
        channel: {
          ...{ type: 'LIVE', id: expect.any(String), key: world().config.channelKey, name: expect.any(String) },
          ...{ pgProvider: 'TOSSPAYMENTS', pgMerchantId: expect.any(String) },
        },
        amount: {
          total: 300_000,
          taxFree: 200_000,
          vat: 9_091,
          supply: 90_909,
          discount: 0,
          paid: 300_000,
          cancelled: 0,
          cancelledTaxFree: 0,
        },
        ...{
          requestedAt: '2026-09-01T00:00:00.000Z',
          updatedAt: expect.any(String),
          statusChangedAt: expect.any(String),
        },
        ...{ paidAt: '2026-09-01T00:00:00.000Z', pgTxId: expect.any(String), customer: {} },
      });
    });

    controlled(
      '§2 [O] the statuses are READY, PAY_PENDING, VIRTUAL_ACCOUNT_ISSUED, PAID, FAILED, PARTIAL_CANCELLED, CANCELLED',
      async () => {
        const paymentId = newPaymentId();
        const { party } = world().v2.bench;
        const seen: (string | undefined)[] = [];
        const note = async (id = paymentId) => void seen.push((await look(id)).status);
        await buy(paymentId, {}, { act: 'close' });
        await note();
        await buy(paymentId, {}, { act: 'decline' });
        await note();
        await buy(paymentId, { payMethod: 'VIRTUAL_ACCOUNT' });
        await note();
        party.deposit(paymentId);
        await note();
        await cancel(paymentId, { amount: 1_000, refundAccount: { bank: 'SHINHAN', number: '1', holderName: 'x' } });
        await note();
        party.cancelInConsole(paymentId);
        await note();
        party.approveLater(1);
        const other = newPaymentId();
        await buy(other);
        await note(other);
        expect(seen).toEqual([
          'READY',
          'FAILED',
          'VIRTUAL_ACCOUNT_ISSUED',
          'PAID',
          'PARTIAL_CANCELLED',
          'CANCELLED',
          'PAY_PENDING',
        ]);
      },
    );

    controlled(
      '§2 [O] a partly cancelled payment has cancelledAt, paidAt and cancellations, but no disputes or pgResponse',
      async () => {
        const paymentId = newPaymentId();
        await buy(paymentId);
        expect(await look(paymentId)).toMatchObject({ disputes: [], pgResponse: expect.any(String) });
        await cancel(paymentId, { amount: 1_000 });
        const payment = await look(paymentId);
        expect(payment).toMatchObject({
          ...{ paidAt: expect.any(String), cancelledAt: expect.any(String), cancellations: [{ status: 'SUCCEEDED' }] },
        });
        expect(Object.keys(payment)).not.toEqual(expect.arrayContaining(['disputes']));
        expect(Object.keys(payment)).not.toEqual(expect.arrayContaining(['pgResponse']));
      },
    );

    controlled('§2 [O] a failed payment has failedAt and failure{reason, pgCode, pgMessage}', async () => {
      const paymentId = newPaymentId();
      await buy(paymentId, {}, { act: 'decline' });
      expect(await look(paymentId)).toMatchObject({
        failedAt: expect.any(String),
        failure: { reason: expect.any(String), pgCode: expect.any(String), pgMessage: expect.any(String) },
      });
    });

    controlled('§2 [O] a payment through a test channel says channel.type TEST, and we call it a test', async () => {
      const paymentId = newPaymentId();
      await buy(paymentId, {}, { act: 'pay', test: true });
      expect(await look(paymentId)).toMatchObject({ status: 'PAID', channel: { type: 'TEST' } });
      expect(await inquire(paymentId)).toMatchObject({ value: { status: 'captured', testMode: true } });
    });
  });

  describe('§2 POST /payments/{id}/pre-register', () => {
    test('§2 [O] is 200 {}', async () => {
      const body = { storeId: world().config.storeId, totalAmount: 1_000, taxFreeAmount: 0, currency: 'KRW' };
      expect(await call('POST', `/payments/${newPaymentId()}/pre-register`, { body })).toEqual({
        status: 200,
        json: {},
      });
    });

    controlled('§2 [O] 409 ALREADY_PAID', async () => {
      const paymentId = newPaymentId();
      await buy(paymentId);
      const answer = await call('POST', `/payments/${paymentId}/pre-register`, { body: { totalAmount: 1_000 } });
      expect(answer).toMatchObject(refused(409, 'ALREADY_PAID'));
    });

    controlled('§2 [O] holds the window to the amount', async () => {
      const paymentId = newPaymentId();
      await call('POST', `/payments/${paymentId}/pre-register`, { body: { totalAmount: 300_000 } });
      await expect(buy(paymentId, { totalAmount: 100, taxFreeAmount: 0 })).rejects.toThrow();
      expect(await buy(paymentId)).toBeNull();
    });
  });

  describe('§2 GET /payments', () => {
    test('§2 [O] pages from 0, ten at a time, and no deeper than (n+1)*size = 60,000', async () => {
      expect(await list({})).toMatchObject({ status: 200, json: { page: { number: 0, size: 10 } } });
      expect((await list({ page: { number: 59, size: 1_000 } })).status).toBe(200);
      expect(await list({ page: { number: 60, size: 1_000 } })).toMatchObject(refused(400, 'INVALID_REQUEST'));
    });

    test('§2 [O] the filter spells PENDING what the payment spells PAY_PENDING', async () => {
      expect((await list({ filter: { status: ['PENDING'] } })).status).toBe(200);
      expect((await list({ filter: { status: ['PAY_PENDING'] } })).status).toBe(400);
    });

    controlled('§2 [O] reaches 90 days back where nothing is said', async () => {
      const paymentId = newPaymentId();
      await buy(paymentId);
      world().v2.bench.clock.advance(90 * day);
      expect((await list({})).json.items).toHaveLength(1);
      world().v2.bench.clock.advance(1);
      expect((await list({})).json.items).toHaveLength(0);
      expect((await list({ filter: { from: '2026-09-01T00:00:00Z' } })).json.items).toHaveLength(1);
    });
  });

  describe('§2 attempts', () => {
    controlled(
      '§2 [O] several attempts may be made under one payment id, and one can be paid; each has a transactionId of its own',
      async () => {
        const paymentId = newPaymentId();
        await buy(paymentId, {}, { act: 'decline' });
        await buy(paymentId);
        await expect(buy(paymentId)).rejects.toThrow();
        const { json } = await call('GET', `/payments/${paymentId}/transactions`);
        expect(json.items?.map(({ status }) => status)).toEqual(['FAILED', 'PAID']);
        expect(json.items?.[1]?.id).toBe((await look(paymentId)).transactionId);
        expect(world().v2.bench.truth.held(paymentId)).toBe(300_000);
      },
    );
  });
});
