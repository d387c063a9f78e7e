import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OrderReply } from './replies.js';
import { orderPayment } from './to-payment.js';

const order = {
  ...{
    tid: 'T1',
    cid: 'CS00000001',
    status: 'SUCCESS_PAYMENT',
    partner_order_id: 'pay_1',
    payment_method_type: 'MONEY',
  },
  ...{ amount: { total: 1_000, tax_free: 0, vat: 91 }, approved_at: '2026-09-01T09:01:00' },
};
const read = (more: object = {}) => orderPayment(OrderReply.parse({ ...order, ...more }), 'CS00000001');

describe('§4 [C] each status of an order is one of ours', () => {
  test.each([
    ...(['READY', 'SEND_TMS', 'OPEN_PAYMENT', 'SELECT_METHOD', 'ARS_WAITING', 'ISSUED_SID'] as const).map((one) => [
      one,
      'ready',
    ]),
    ['AUTH_PASSWORD', 'authenticated'],
    ...(['SUCCESS_PAYMENT', 'PART_CANCEL_PAYMENT', 'CANCEL_PAYMENT'] as const).map((one) => [one, 'captured']),
    ...(['FAIL_AUTH_PASSWORD', 'QUIT_PAYMENT', 'FAIL_PAYMENT'] as const).map((one) => [one, 'failed']),
  ])('%s: %s', (status, ours) => {
    expect(read({ status })?.status).toBe(ours);
  });

  test('one that nobody knows is none', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (status) => {
        expect(read({ status: `x${status}` })).toBeUndefined();
      }),
    );
    for (const status of ['constructor', 'toString', '__proto__', '']) expect(read({ status })).toBeUndefined();
  });
});

describe('a time', () => {
  test.each([
    ['2026-09-01T09:01:00', '2026-09-01T00:01:00.000Z'],
    ['2026-01-01T08:59:59', '2025-12-31T23:59:59.000Z'],
    ['2026-09-01T09:01:00+09:00', '2026-09-01T00:01:00.000Z'],
    ['2026-09-01T00:01:00Z', '2026-09-01T00:01:00.000Z'],
  ])('%s is Korea’s where it has no offset: %s', (said, utc) => {
    expect(read({ approved_at: said })?.capturedAt).toBe(utc);
  });

  test('that is none is not read', () => {
    expect(OrderReply.safeParse({ ...order, approved_at: 'soon' }).success).toBe(false);
  });
});

test.each([
  ['03', 3],
  [3, 3],
  ['00', 0],
  [0, 0],
  ['', 0],
  [null, null],
])('an instalment of %j is %j months', (install_month, months) => {
  expect(read({ selected_card_info: { install_month } })?.installmentMonths).toBe(months);
});

test.each([
  ['CARD', 'card'],
  ['MONEY', 'easy_pay'],
  ['COIN', 'COIN'],
  [null, null],
])('%j is paid by %j', (type, method) => {
  expect(read({ payment_method_type: type })?.method).toBe(method);
});

describe('a refund', () => {
  const action = { aid: 'A2', payment_action_type: 'CANCEL', amount: 100, approved_at: '2026-09-02T00:00:00' };

  test.each([
    ['rfd_01h2xcejqtf2nbrexx3vqjhp43', 'rfd_01h2xcejqtf2nbrexx3vqjhp43'],
    ['somebody else’s', null],
    ['x rfd_01h2xcejqtf2nbrexx3vqjhp43', null],
    [null, null],
    [undefined, null],
  ])('with the payload %j is ours by %j', (payload, refundId) => {
    expect(read({ payment_action_details: [{ ...action, payload }] })?.refunds).toEqual([
      { cancellationId: 'A2', amount: 100, taxFree: null, at: '2026-09-01T15:00:00.000Z', refundId },
    ]);
  });

  test('is a cancellation alone, not the payment', () => {
    expect(read({ payment_action_details: [{ ...action, payment_action_type: 'PAYMENT' }] })?.refunds).toEqual([]);
  });
});

test('money is whole won in a safe number; anything else is not read', () => {
  const total = (value: unknown) => OrderReply.safeParse({ ...order, amount: { total: value } }).success;
  expect([0, 1, Number.MAX_SAFE_INTEGER].every(total)).toBe(true);
  expect([-1, 0.5, Number.MAX_SAFE_INTEGER + 1, Number.NaN, '1', null].some(total)).toBe(false);
});

test('without a CID in the reply it is the one we asked with', () => {
  expect(read({ cid: undefined })).toMatchObject({ merchantId: 'CS00000001', testMode: false });
  expect(read({ cid: 'TC0ONETIME' })).toMatchObject({ merchantId: 'TC0ONETIME', testMode: true });
});
