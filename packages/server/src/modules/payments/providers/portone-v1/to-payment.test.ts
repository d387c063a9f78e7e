import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PaymentReply } from './replies.js';
import { reasonWith, toPayment } from './to-payment.js';

const now = Date.UTC(2026, 8, 10);
const second = (ms: number) => Math.floor(ms / 1000);
const reply = (more: object = {}) =>
  PaymentReply.parse({
    ...{ imp_uid: 'imp_1', merchant_uid: 'pay_1', amount: 1_000, cancel_amount: 0, currency: 'KRW', status: 'paid' },
    ...{ sandbox: false, paid_at: second(now), cancel_history: [] },
    ...more,
  });
const statusOf = (more: object) => toPayment(reply(more), now).status;

describe('what PortOne tells of a payment', () => {
  test('is captured when it is paid, and stays so however much went back', () => {
    expect(statusOf({})).toBe('captured');
    expect(statusOf({ status: 'cancelled', cancel_amount: 1 })).toBe('captured');
    expect(statusOf({ status: 'cancelled', cancel_amount: 1_000 })).toBe('captured');
    expect(statusOf({ status: 'cancelled', cancel_amount: 1_000, paid_at: 0 })).toBe('captured');
    expect(statusOf({ status: 'cancelled', cancel_amount: 0 })).toBe('captured');
  });

  test('is nothing when it is cancelled without any money', () => {
    expect(statusOf({ status: 'cancelled', paid_at: 0 })).toBe('failed');
    expect(statusOf({ status: 'cancelled', paid_at: 0, vbank_num: '1' })).toBe('expired');
  });

  test('is open while it is ready, and pending once there is an account to pay into', () => {
    expect(statusOf({ status: 'ready', paid_at: 0 })).toBe('ready');
    expect(statusOf({ status: 'ready', paid_at: 0, vbank_num: '1', vbank_date: second(now) + 1 })).toBe('pending');
    expect(statusOf({ status: 'ready', paid_at: 0, vbank_num: '1', vbank_date: 0 })).toBe('pending');
  });

  test('is expired ten minutes after the account closed', () => {
    const account = (secondsAgo: number) => ({ status: 'ready', vbank_num: '1', vbank_date: second(now) - secondsAgo });
    expect(statusOf(account(600))).toBe('pending');
    expect(statusOf(account(601))).toBe('expired');
  });

  test('is undecided when its status is one we do not know', () => {
    expect(statusOf({ status: 'pending' })).toBe('ready');
  });

  test('is refused when it does not say whether it went through a test channel', () => {
    const { sandbox: _, ...without } = reply();
    expect(PaymentReply.safeParse(without).success).toBe(false);
    expect(toPayment(reply({ sandbox: true }), now).testMode).toBe(true);
    expect(toPayment(reply(), now).testMode).toBe(false);
  });

  test.each([{ amount: 1.5 }, { amount: -1 }, { amount: '1000' }, { cancel_amount: 0.1 }, { imp_uid: '' }])(
    'is refused with %j',
    (wrong) => {
      expect(PaymentReply.safeParse({ ...reply(), ...wrong }).success).toBe(false);
    },
  );

  test('brings its account, times, method and failure over', () => {
    const account = { vbank_num: '110', vbank_name: '신한은행', vbank_holder: '디닥토', vbank_date: second(now) + 60 };
    const waiting = toPayment(reply({ status: 'ready', paid_at: 0, pay_method: 'vbank', ...account }), now);
    expect(waiting).toMatchObject({
      ...{ method: 'virtual_account', capturedAt: null, dueAt: '2026-09-10T00:01:00.000Z' },
      virtualAccount: { bank: '신한은행', number: '110', holder: '디닥토' },
    });
    expect(toPayment(reply({ pay_method: 'kakaopay', card_quota: 3, receipt_url: '' }), now)).toMatchObject({
      ...{ method: 'kakaopay', capturedAt: '2026-09-10T00:00:00.000Z', installmentMonths: 3, receiptUrl: null },
      ...{ dueAt: null, virtualAccount: null, failure: null },
    });
    expect(toPayment(reply({ status: 'failed', fail_reason: '한도초과' }), now)).toMatchObject({
      failure: { code: 'failed', message: '한도초과' },
      capturedAt: null,
    });
  });

  test('keeps an id for each cancellation, given or not', () => {
    const one = { amount: 100, cancelled_at: second(now), reason: null };
    const { refunds } = toPayment(
      reply({ status: 'cancelled', cancel_amount: 200, cancel_history: [one, { ...one, cancellation_id: 'c2' }] }),
      now,
    );
    expect(refunds.map(({ cancellationId }) => cancellationId)).toEqual(['imp_1#1', 'c2']);
    expect(refunds[0]).toMatchObject({ amount: 100, taxFree: null, at: '2026-09-10T00:00:00.000Z', refundId: null });
  });
});

describe('a refund is found by its reason', () => {
  const foundIn = (reason: string | null) =>
    toPayment(reply({ cancel_history: [{ amount: 1, cancelled_at: 1, reason, cancellation_id: 'c' }] }), now).refunds[0]
      ?.refundId;

  test('whatever the reason says, at most 80 characters of it', () => {
    const id = fc.string({
      unit: fc.constantFrom(...'0123456789abcdefghjkmnpqrstvwxyz'),
      minLength: 26,
      maxLength: 26,
    });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), id, (reason, ulid) => {
        const written = reasonWith(reason, `rfd_${ulid}`);
        expect(foundIn(written)).toBe(`rfd_${ulid}`);
        expect([...written].length).toBeLessThanOrEqual(80);
      }),
    );
  });

  test.each([null, '', '[rfd_]', 'rfd_1', '[rfd_1] later', '[pay_1]'])('and not in %j', (reason) => {
    expect(foundIn(reason)).toBeNull();
  });
});
