import fc from 'fast-check';
import { expect, test } from 'vitest';
import { virtualClock } from '../kit/clock.js';
import { faultQueue, seededRandom } from '../kit/faults.js';
import type { BuyerAct } from '../kit/party.js';
import { truthLedger } from '../kit/truth-ledger.js';
import { webhookEmitter } from '../kit/webhook-emitter.js';
import { createKakaoPaySandbox } from './kakaopay.js';
import { usualCids, usualSecretKeys } from './options.js';
import type { KakaoStatus } from './payment.js';

const cid = usualCids[0];
const total = 12_345;
const taxFree = 2_345;

function world() {
  const clock = virtualClock(Date.UTC(2026, 8, 1));
  const truth = truthLedger();
  const webhooks = webhookEmitter({ clock, deliver: async () => 200 });
  const faults = faultQueue();
  const party = createKakaoPaySandbox({
    clock,
    truth,
    webhooks,
    faults,
    random: seededRandom(1),
    url: () => 'http://k.test/kakaopay',
  });
  const call = async (operation: string, body: object) => {
    const reply = await party.handler({
      ...{ method: 'POST', path: `/online/v1/payment/${operation}`, query: new URLSearchParams() },
      headers: { authorization: `SECRET_KEY ${usualSecretKeys[0]}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: reply.status, json: JSON.parse(reply.body) };
  };
  return { clock, truth, party, call };
}

type Step =
  | { readonly kind: 'act'; readonly act: BuyerAct['act'] }
  | { readonly kind: 'approve'; readonly token: 'right' | 'wrong' }
  | { readonly kind: 'cancel'; readonly amount: number; readonly free: number; readonly says: boolean }
  | { readonly kind: 'bank'; readonly answer: string }
  | { readonly kind: 'pass'; readonly minutes: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('act' as const),
      act: fc.constantFrom('pay', 'pay', 'pay_and_close', 'decline', 'cancel', 'close'),
    }),
    fc.record({ kind: fc.constant('approve' as const), token: fc.constantFrom('right', 'right', 'wrong') }),
    fc.record({
      kind: fc.constant('cancel' as const),
      amount: fc.nat(total + 1),
      free: fc.nat(taxFree + 1),
      says: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('bank' as const),
      answer: fc.constantFrom('OK', 'LACK_BALANCE', 'USER_LOCKED', 'BANK_FIRM_UNKNOWN', 'BANK_FIRM_UNKNOWN_DONE'),
    }),
    fc.record({ kind: fc.constant('pass' as const), minutes: fc.nat(25) }),
  ),
  { maxLength: 25 },
);

/** From which status an order may come to which other one. */
const changes: Readonly<Record<string, readonly KakaoStatus[]>> = {
  READY: ['OPEN_PAYMENT', 'AUTH_PASSWORD', 'QUIT_PAYMENT', 'FAIL_PAYMENT'],
  OPEN_PAYMENT: ['AUTH_PASSWORD', 'QUIT_PAYMENT', 'FAIL_PAYMENT'],
  AUTH_PASSWORD: ['SUCCESS_PAYMENT', 'FAIL_PAYMENT'],
  SUCCESS_PAYMENT: ['PART_CANCEL_PAYMENT', 'CANCEL_PAYMENT'],
  PART_CANCEL_PAYMENT: ['CANCEL_PAYMENT'],
};

test('whatever is asked in whatever order, a payment is charged once at most, never given back twice, and says so', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const { clock, truth, party, call } = world();
      const names = { partner_order_id: 'order-1', partner_user_id: 'u1' };
      const urls = { approval_url: 'https://a.test/ok', cancel_url: 'https://a.test/c', fail_url: 'https://a.test/f' };
      const ready = {
        cid,
        ...names,
        item_name: 'i',
        quantity: 1,
        total_amount: total,
        tax_free_amount: taxFree,
        ...urls,
      };
      const { json } = await call('ready', ready);
      const tid: string = json.tid;
      let token = 'none';
      let status = 'READY';
      for (const step of all) {
        const before = truth.rows.length;
        let succeeded: boolean | undefined;
        if (step.kind === 'pass') clock.advance(step.minutes * 60_000);
        if (step.kind === 'bank') party.bankAnswers(tid, step.answer);
        if (step.kind === 'act') {
          const destination = await party.buy({ tid }, step).catch(() => null);
          token = (destination && new URL(destination).searchParams.get('pg_token')) ?? token;
        }
        if (step.kind === 'approve')
          succeeded =
            (await call('approve', { cid, tid, ...names, pg_token: step.token === 'right' ? token : 'x' })).status ===
            200;
        if (step.kind === 'cancel') {
          const cancel = {
            cid,
            tid,
            cancel_amount: step.amount,
            cancel_tax_free_amount: Math.min(step.free, step.amount),
          };
          const { cancel_available_amount: left } = (await call('order', { cid, tid })).json;
          succeeded =
            (await call('cancel', { ...cancel, ...(step.says && { cancel_available_amount: left.total }) })).status ===
            200;
        }
        // What a reply says is what happened; only a bank that was silent moves money by itself.
        if (succeeded !== undefined) expect(truth.rows.length - before).toBe(succeeded ? 1 : 0);
        if (step.kind === 'act' || step.kind === 'bank') expect(truth.rows.length).toBe(before);

        const { json: order } = await call('order', { cid, tid });
        if (order.status !== status) expect(changes[status]).toContain(order.status);
        status = order.status;
        const sum = (kind: string, part: 'amount' | 'taxFree') =>
          truth.rows.filter((row) => row.kind === kind).reduce((total, row) => total + row[part], 0);
        expect(truth.rows.filter(({ kind }) => kind === 'charge').length).toBeLessThanOrEqual(1);
        expect(order.canceled_amount).toMatchObject({
          total: sum('refund', 'amount'),
          tax_free: sum('refund', 'taxFree'),
        });
        expect(order.cancel_available_amount.total).toBe(truth.held('order-1'));
        for (const part of ['total', 'tax_free', 'vat'])
          expect(order.cancel_available_amount[part]).toBeGreaterThanOrEqual(0);
        expect(order.payment_action_details).toHaveLength(truth.rows.length);
      }
    }),
    { numRuns: 300 },
  );
});

test('the same seed draws the same ids', async () => {
  const ready = async () => {
    const urls = { approval_url: 'https://a.test/ok', cancel_url: 'https://a.test/c', fail_url: 'https://a.test/f' };
    const body = {
      cid,
      partner_order_id: 'o',
      partner_user_id: 'u',
      item_name: 'i',
      quantity: 1,
      total_amount: 1,
      tax_free_amount: 0,
    };
    return (await world().call('ready', { ...body, ...urls })).json;
  };
  expect(await ready()).toEqual(await ready());
});
