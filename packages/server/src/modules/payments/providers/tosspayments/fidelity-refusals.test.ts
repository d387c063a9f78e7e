import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PaymentProvider } from '../port.js';
import {
  configFor,
  nothingReturned,
  rawCalls,
  refundRequest,
  startToss,
  type TossBench,
  testKeys,
} from './testing/target.js';
import { createTossPayments } from './tosspayments.js';

// The errors that are documented for the calls we make; with a test key a header asks for each.
const confirming = {
  400: `INVALID_REQUEST INVALID_API_KEY INVALID_CARD_NUMBER INVALID_STOPPED_CARD INVALID_CARD_EXPIRATION INVALID_REJECT_CARD
    INVALID_CARD_LOST_OR_STOLEN INVALID_CARD_INSTALLMENT_PLAN NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT
    NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN EXCEED_MAX_CARD_INSTALLMENT_PLAN EXCEED_MAX_AMOUNT EXCEED_MAX_PAYMENT_AMOUNT
    EXCEED_MAX_DAILY_PAYMENT_COUNT EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT
    EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT BELOW_MINIMUM_AMOUNT UNAPPROVED_ORDER_ID NOT_ALLOWED_POINT_USE
    NOT_FOUND_TERMINAL_ID INVALID_AUTHORIZE_AUTH RESTRICTED_TRANSFER_ACCOUNT INVALID_UNREGISTERED_SUBMALL
    NOT_REGISTERED_BUSINESS INVALID_ACCOUNT_INFO_RE_REGISTER NOT_AVAILABLE_PAYMENT CARD_PROCESSING_ERROR
    DUPLICATED_ORDER_ID`,
  403: `REJECT_CARD_PAYMENT REJECT_CARD_COMPANY REJECT_ACCOUNT_PAYMENT REJECT_TOSSPAY_INVALID_ACCOUNT FORBIDDEN_REQUEST
    EXCEED_MAX_AUTH_COUNT EXCEED_MAX_ONE_DAY_AMOUNT NOT_AVAILABLE_BANK INVALID_PASSWORD INCORRECT_BASIC_AUTH_FORMAT
    FDS_ERROR`,
  404: 'NOT_FOUND_PAYMENT NOT_FOUND_PAYMENT_SESSION',
};
const cancelling = {
  400: `INVALID_REFUND_ACCOUNT_INFO INVALID_REFUND_ACCOUNT_NUMBER INVALID_BANK EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT
    INVALID_REQUEST NOT_MATCHES_REFUNDABLE_AMOUNT REFUND_REJECTED FORBIDDEN_BANK_REFUND_REQUEST`,
  403: `NOT_CANCELABLE_AMOUNT NOT_CANCELABLE_PAYMENT FORBIDDEN_REQUEST EXCEED_MAX_REFUND_DUE NOT_ALLOWED_PARTIAL_REFUND
    NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT NOT_AVAILABLE_BANK NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER
    EXCEED_CANCEL_LIMIT`,
};
const undecided = {
  400: 'ALREADY_PROCESSED_PAYMENT ALREADY_CANCELED_PAYMENT ALREADY_REFUND_PAYMENT PROVIDER_ERROR',
  403: 'FORBIDDEN_CONSECUTIVE_REQUEST',
  409: 'IDEMPOTENT_REQUEST_PROCESSING',
  429: 'TOO_MANY_REQUESTS',
  500: `FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING FAILED_INTERNAL_SYSTEM_PROCESSING UNKNOWN_PAYMENT_ERROR
    FAILED_REFUND_PROCESS FAILED_PARTIAL_REFUND FAILED_METHOD_HANDLING_CANCEL COMMON_ERROR`,
};
const listed = (byStatus: Readonly<Record<number, string>>) =>
  Object.entries(byStatus).map(([status, codes]) => [Number(status), codes.split(/\s+/)] as const);

let bench: TossBench;
beforeEach(async () => {
  bench = await startToss();
});
afterEach(() => bench.stop());

/** A payment for each error: one that was given under a key would come again. */
const keysFor = (code: string) => ({ paymentId: `pay_${code}`, buyerId: 'mem_1', providerPaymentId: `key_${code}` });
const statusOf = async (code: string) => {
  const call = rawCalls(bench.send, testKeys.secretKey);
  const headers = { 'tosspayments-test-code': code };
  return call('POST', '/v1/payments/confirm', { body: { paymentKey: 'k', orderId: 'order-1', amount: 100 }, headers });
};
/** Our strategy, where each of its calls is answered with the error. */
const refusedWith = (code: string): PaymentProvider =>
  createTossPayments(configFor(bench.url, testKeys), (call) =>
    bench.send({ ...call, headers: { ...call.headers, 'tosspayments-test-code': code } }),
  );
const confirmed = (code: string) => refusedWith(code).confirm(keysFor(code), nothingReturned, 300_000);
const refunded = (code: string) => refusedWith(code).refund(refundRequest(keysFor(code)));

describe('§3.4 errors', () => {
  test.each(listed(confirming))(
    '[O] of a confirmation with HTTP %i: each is a refusal for certain',
    async (status, codes) => {
      for (const code of codes) {
        expect(await statusOf(code)).toMatchObject({ status, json: { code } });
        expect(await confirmed(code)).toMatchObject({ outcome: 'declined', code });
      }
    },
  );

  test.each(listed(cancelling))(
    '[O] of a cancellation with HTTP %i: each is a refusal for certain',
    async (status, codes) => {
      for (const code of codes) {
        expect(await statusOf(code)).toMatchObject({ status, json: { code } });
        expect(await refunded(code)).toMatchObject({ outcome: 'declined', code });
      }
    },
  );

  test.each(listed(undecided))(
    '[O] with HTTP %i that decide nothing: the provider has to be asked',
    async (status, codes) => {
      for (const code of codes) {
        expect(await statusOf(code)).toMatchObject({ status, json: { code } });
        expect(await confirmed(code)).toMatchObject({ outcome: 'unknown', code });
        expect(await refunded(code)).toMatchObject({ outcome: 'unknown', code });
      }
    },
  );

  test('[O] of a question: 404 says that there is none, and any other nothing', async () => {
    expect(await refusedWith('NOT_FOUND').inquire(keysFor('NOT_FOUND'))).toEqual({ outcome: 'approved', value: null });
    for (const code of [
      'NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT',
      'FORBIDDEN_CONSECUTIVE_REQUEST',
      'FAILED_INTERNAL_SYSTEM_PROCESSING',
    ])
      expect(await refusedWith(code).inquire(keysFor(code))).toMatchObject({ outcome: 'unknown', code });
  });
});
