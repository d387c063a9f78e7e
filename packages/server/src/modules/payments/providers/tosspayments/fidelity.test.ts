import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Send } from '../exchange.js';
import { rawCalls, realEnvironment, startToss, testKeys } from './testing/target.js';

/**
 * What holds at any Toss Payments, ours or theirs: these need a test key and no buyer. With
 * FIDELITY_TOSSPAYMENTS_SECRET_KEY they run against the real test environment too; `docs/go-live.md` says how.
 */
interface Target {
  readonly send: Send;
  readonly secretKey: string;
  readonly stop: () => Promise<void>;
}

async function sandboxTarget(): Promise<Target> {
  const { send, stop } = await startToss();
  return { send, secretKey: testKeys.secretKey, stop };
}

const real = realEnvironment();
fidelity('the sandbox', sandboxTarget);
if (real !== undefined) {
  console.log(`Skipped at ${real.url}: what needs a buyer or the sandbox's control (fidelity-*.test.ts)`);
  fidelity(real.url, async () => ({ ...real, stop: async () => {} }));
}

function fidelity(name: string, open: () => Promise<Target>): void {
  describe(`at ${name}, as psp-contracts says`, () => {
    let target: Target;
    let call: ReturnType<typeof rawCalls>;
    beforeAll(async () => {
      target = await open();
      call = rawCalls(target.send, target.secretKey);
    });
    afterAll(() => target.stop());

    const withAuthorization = async (authorization: string) =>
      call('GET', '/v1/payments/orders/no-such-order', { headers: { authorization } });
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    const confirmNothing = (headers?: Record<string, string>) =>
      call('POST', '/v1/payments/confirm', {
        body: { paymentKey: 'no_such_key', orderId: 'no-such-order', amount: 1000 },
        ...(headers && { headers }),
      });

    test('§3.1 [O] a key without a colon is 403 INCORRECT_BASIC_AUTH_FORMAT', async () => {
      const reply = await withAuthorization(basic(target.secretKey));
      expect(reply).toMatchObject({ status: 403, json: { code: 'INCORRECT_BASIC_AUTH_FORMAT' } });
    });

    test('§3.1 [O] a key that is none is 401 UNAUTHORIZED_KEY', async () => {
      const reply = await withAuthorization(basic('test_sk_nobody_has_this:'));
      expect(reply).toMatchObject({ status: 401, json: { code: 'UNAUTHORIZED_KEY' } });
    });

    test('§3.1 [O] every reply has X-TossPayments-Trace-Id, refusals too', async () => {
      const replies = [await confirmNothing(), await withAuthorization('Basic !')];
      for (const { headers } of replies) expect(headers['x-tosspayments-trace-id']).toMatch(/\S/);
    });

    test('§3.1 [O] messages are Korean, English with Accept-Language en-US; §3.3 an error is { code, message }', async () => {
      const message = async (headers?: Record<string, string>) => {
        const { json } = await confirmNothing(headers);
        expect(json).toEqual({ code: expect.any(String), message: expect.any(String) });
        return JSON.stringify(json);
      };
      expect(await message()).toMatch(/[가-힣]/);
      expect(await message({ 'accept-language': 'en-US' })).not.toMatch(/[가-힣]/);
    });

    test.each([
      ['REJECT_CARD_COMPANY', 403],
      ['ALREADY_PROCESSED_PAYMENT', 400],
      ['INVALID_API_KEY', 400],
      ['NOT_FOUND_PAYMENT_SESSION', 404],
      ['FAILED_INTERNAL_SYSTEM_PROCESSING', 500],
    ])('§3.1 [O] TossPayments-Test-Code %s makes a test key get that error', async (code, status) => {
      expect(await confirmNothing({ 'tosspayments-test-code': code })).toMatchObject({ status, json: { code } });
    });

    test('§3.1 [O] an Idempotency-Key of more than 300 characters is 400 INVALID_IDEMPOTENCY_KEY', async () => {
      const reply = await confirmNothing({ 'idempotency-key': 'k'.repeat(301) });
      expect(reply).toMatchObject({ status: 400, json: { code: 'INVALID_IDEMPOTENCY_KEY' } });
    });

    test('§3.1 [O] the first reply to a key is kept, a refusal too, and [C] the body is not compared', async () => {
      const key = { 'idempotency-key': `fidelity-${Date.now()}` };
      const first = await confirmNothing({ ...key, 'tosspayments-test-code': 'REJECT_CARD_COMPANY' });
      const body = { paymentKey: 'another_key', orderId: 'another-order', amount: 2000 };
      const again = await call('POST', '/v1/payments/confirm', { body, headers: key });
      expect({ status: again.status, json: again.json }).toEqual({ status: first.status, json: first.json });
      expect(again.status).toBe(403);
    });

    test('§3.2 [O] what there is not is 404 NOT_FOUND or NOT_FOUND_PAYMENT', async () => {
      for (const path of ['/v1/payments/no_such_key', '/v1/payments/orders/no-such-order'])
        expect(await call('GET', path)).toMatchObject({
          status: 404,
          json: { code: expect.stringMatching(/^NOT_FOUND/) },
        });
    });

    test('§3.2 [O] the feeds are arrays', async () => {
      const days = 'startDate=2026-08-01&endDate=2026-08-02';
      for (const feed of ['transactions', 'settlements'])
        expect(await call('GET', `/v1/${feed}?${days}`)).toMatchObject({ status: 200, json: [] });
    });
  });
}
