import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { virtualClock } from '../kit/clock.js';
import { faultQueue, seededRandom } from '../kit/faults.js';
import type { SandboxRequest } from '../kit/http.js';
import type { BuyerAct } from '../kit/party.js';
import { truthLedger } from '../kit/truth-ledger.js';
import { type Delivery, webhookEmitter } from '../kit/webhook-emitter.js';
import type { TossSettings } from './options.js';
import { createTossSandbox } from './tosspayments.js';

function open(settings: Partial<TossSettings> = {}) {
  const clock = virtualClock(Date.UTC(2026, 8, 1));
  const truth = truthLedger();
  const told: Delivery[] = [];
  const webhooks = webhookEmitter({
    clock,
    deliver: async (delivery) => {
      told.push(delivery);
      return 200;
    },
  });
  const toss = createTossSandbox({
    ...{ clock, truth, webhooks, random: seededRandom(1), faults: faultQueue(), url: () => 'http://toss.test' },
    ...{ webhookUrl: () => 'http://merchant.test/webhooks', ...settings },
  });
  const request = (method: string, address: string, more: Partial<SandboxRequest> = {}) => {
    const { pathname, searchParams } = new URL(address, 'http://toss.test');
    return toss.handler({ method, path: pathname, query: searchParams, headers: {}, body: '', ...more });
  };
  const call = async (method: string, address: string, body: object = {}) => {
    const authorization = `Basic ${Buffer.from('live_sk_sandbox:').toString('base64')}`;
    const reply = await request(method, address, { headers: { authorization }, body: JSON.stringify(body) });
    const json = JSON.parse(reply.body);
    return { status: reply.status, json };
  };
  return { toss, clock, truth, told, request, call };
}

const windowRequest = (more: object = {}) => ({
  ...{ clientKey: 'live_ck_sandbox', customerKey: 'mem_01k5z6', method: 'CARD', orderId: 'pay_01k5z6' },
  ...{ orderName: '수강료 <b>', amount: { currency: 'KRW', value: 100_000 }, taxFreeAmount: 40_000 },
  ...{ customerName: '김하늘', successUrl: 'http://merchant.test/ok', failUrl: 'http://merchant.test/no' },
  ...more,
});

describe('a buyer without a browser', () => {
  test('may be told that the window does not open, in the words of the script', async () => {
    const { toss } = open();
    await expect(toss.buy(windowRequest({ orderId: 'x' }), { act: 'pay' })).rejects.toThrow('INVALID_ORDER_ID');
  });

  test('comes back nowhere after closing the tab, paid or not', async () => {
    const { toss, call } = open();
    expect(await toss.buy(windowRequest(), { act: 'close' })).toBeNull();
    expect((await call('GET', '/v1/payments/orders/pay_01k5z6')).json).toMatchObject({ status: 'READY' });
    expect(await toss.buy(windowRequest(), { act: 'pay_and_close' })).toBeNull();
    expect((await call('GET', '/v1/payments/orders/pay_01k5z6')).json).toMatchObject({ status: 'IN_PROGRESS' });
  });

  test('who paid through the test keys is not seen by the live ones', async () => {
    const { toss, call, truth } = open();
    await toss.buy(windowRequest(), { act: 'pay', test: true });
    expect((await call('GET', '/v1/payments/orders/pay_01k5z6')).status).toBe(404);
    expect(truth.rows).toEqual([]);
  });

  test('brings no orderId back after giving up, where Toss does not say it', async () => {
    const { toss } = open({ guesses: { orderIdOnCancel: false } });
    expect(await toss.buy(windowRequest(), { act: 'cancel' })).not.toContain('orderId');
    expect(await toss.buy(windowRequest(), { act: 'decline' })).toContain('orderId=pay_01k5z6');
  });

  test('cannot be deposited for where nothing waits', async () => {
    const { toss } = open();
    expect(() => toss.deposit('pay_01k5z6')).toThrow('There is no payment');
    await toss.buy(windowRequest(), { act: 'pay' });
    expect(() => toss.deposit('pay_01k5z6')).toThrow('waits for no deposit');
    expect(() => toss.revertDeposit('pay_01k5z6')).toThrow('no deposit that can fail');
    expect(() => toss.cancelInConsole('pay_01k5z6')).toThrow('NOT_CANCELABLE_PAYMENT');
  });
});

describe('the sandbox', () => {
  test('tells nobody where no webhook is registered', async () => {
    const { toss, told } = open({ webhookUrl: () => null });
    await toss.buy(windowRequest(), { act: 'decline' });
    expect(told).toEqual([]);
  });

  test('has no other calls, and says so as the API does', async () => {
    const { call } = open();
    expect(await call('POST', '/v1/billing/authorizations/issue')).toMatchObject({
      status: 404,
      json: { code: 'NOT_FOUND' },
    });
    expect(await call('DELETE', '/v1/payments/key')).toMatchObject({
      status: 404,
      json: { code: 'NOT_FOUND_HTTP_METHOD' },
    });
    expect(await call('GET', '/v1/payments/%ff')).toMatchObject({ status: 400, json: { code: 'INVALID_REQUEST' } });
  });

  test('gives numbers of virtual accounts an X with test keys: nobody can pay into those', async () => {
    const { toss, request } = open();
    const destination = await toss.buy(windowRequest({ method: 'VIRTUAL_ACCOUNT', clientKey: 'test_ck_sandbox' }), {
      act: 'pay',
    });
    const paymentKey = new URL(destination ?? '').searchParams.get('paymentKey');
    const authorization = `Basic ${Buffer.from('test_sk_sandbox:').toString('base64')}`;
    const body = JSON.stringify({ paymentKey, orderId: 'pay_01k5z6', amount: 100_000 });
    const reply = await request('POST', '/v1/payments/confirm', { headers: { authorization }, body });
    expect(JSON.parse(reply.body)).toMatchObject({
      virtualAccount: { accountNumber: expect.stringMatching(/^X\d+$/) },
    });
  });
});

/** What may happen to one order, in any order; the truth, the Payment and both feeds must agree all the time. */
type Step =
  | { readonly kind: 'buy'; readonly act: BuyerAct['act'] }
  | { readonly kind: 'confirm'; readonly amount: number }
  | { readonly kind: 'cancel'; readonly amount: number; readonly taxFree: number }
  | { readonly kind: 'deposit' | 'revert' }
  | { readonly kind: 'wait'; readonly minutes: number };

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('buy' as const),
      act: fc.constantFrom('pay', 'decline', 'close', 'cancel'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('confirm' as const), amount: fc.constantFrom(100_000, 99_999) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('cancel' as const),
      amount: fc.constantFrom(10_000, 30_000, 100_000),
      taxFree: fc.constantFrom(0, 4_000, 40_000),
    }),
  },
  fc.record({ kind: fc.constantFrom('deposit' as const, 'revert' as const) }),
  fc.record({ kind: fc.constant('wait' as const), minutes: fc.constantFrom(1, 10, 31, 20_000) }),
);

/** Most that matters happens to what was paid. */
const beginnings: readonly (readonly Step[])[] = [
  [],
  [{ kind: 'buy', act: 'pay' }, { kind: 'confirm', amount: 100_000 }, { kind: 'deposit' }],
];

const tried = (work: () => void): void => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
};

describe('whatever happens to an order', () => {
  test('the truth, the Payment and the feeds say the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(fc.constantFrom(...beginnings), fc.array(steps, { maxLength: 10 })).map((parts) => parts.flat()),
        fc.constantFrom('CARD', 'VIRTUAL_ACCOUNT'),
        async (all, method) => {
          const { toss, clock, truth, call } = open();
          let paymentKey = 'none';
          const act = async (step: Step): Promise<void> => {
            if (step.kind === 'buy') {
              const destination = await toss.buy(windowRequest({ method }), { act: step.act }).catch(() => null);
              paymentKey = new URL(destination ?? 'http://none').searchParams.get('paymentKey') ?? paymentKey;
            }
            if (step.kind === 'confirm')
              await call('POST', '/v1/payments/confirm', { paymentKey, orderId: 'pay_01k5z6', amount: step.amount });
            if (step.kind === 'cancel')
              await call('POST', `/v1/payments/${paymentKey}/cancel`, {
                ...{ cancelReason: '변심', cancelAmount: step.amount, taxFreeAmount: step.taxFree },
                refundReceiveAccount: { bank: '88', accountNumber: '110123', holderName: '김하늘' },
              });
            if (step.kind === 'deposit') tried(() => toss.deposit('pay_01k5z6'));
            if (step.kind === 'revert') tried(() => toss.revertDeposit('pay_01k5z6'));
            if (step.kind === 'wait') clock.advance(step.minutes * 60_000);
          };
          for (const step of all) {
            await act(step);
            const { status, json } = await call('GET', '/v1/payments/orders/pay_01k5z6');
            const held = truth.held('pay_01k5z6');
            expect(held).toBe(status === 200 && json.approvedAt !== null ? json.balanceAmount : 0);
            const rows = (await call('GET', '/v1/transactions?startDate=2026-01-01&endDate=2030-01-01')).json;
            expect(rows.reduce((sum: number, { amount }: { amount: number }) => sum + amount, 0)).toBe(held);
            if (status !== 200) continue;
            const canceled = (json.cancels ?? []).reduce(
              (sum: number, { cancelAmount }: { cancelAmount: number }) => sum + cancelAmount,
              0,
            );
            expect(json.balanceAmount + canceled).toBe(100_000);
            expect(json.suppliedAmount + json.vat + json.taxFreeAmount).toBe(json.balanceAmount);
            expect(Math.min(json.suppliedAmount, json.vat, json.taxFreeAmount)).toBeGreaterThanOrEqual(0);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
