import { describe, expect, test } from 'vitest';
import { messageOf, refusalReply, statusOf, TossRefusal } from './errors.js';

/** Psp-contracts §3.4, the codes of confirm, get and cancel. */
const documented = {
  400: ['ALREADY_PROCESSED_PAYMENT', 'INVALID_REQUEST', 'INVALID_API_KEY', 'PROVIDER_ERROR', 'UNAPPROVED_ORDER_ID'],
  403: [
    'REJECT_CARD_PAYMENT',
    'FDS_ERROR',
    'NOT_CANCELABLE_AMOUNT',
    'EXCEED_CANCEL_LIMIT',
    'INCORRECT_BASIC_AUTH_FORMAT',
  ],
  404: ['NOT_FOUND', 'NOT_FOUND_PAYMENT', 'NOT_FOUND_PAYMENT_SESSION'],
  409: ['IDEMPOTENT_REQUEST_PROCESSING'],
  500: ['UNKNOWN_PAYMENT_ERROR', 'COMMON_ERROR', 'FAILED_REFUND_PROCESS', 'FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING'],
};

describe('a refusal', () => {
  test('comes with the status that its code is documented with', () => {
    for (const [status, codes] of Object.entries(documented))
      for (const code of codes) expect([code, statusOf(code)]).toEqual([code, Number(status)]);
    expect(statusOf('NO_SUCH_CODE')).toBeUndefined();
    expect(statusOf('')).toBeUndefined();
  });

  test('says something in both languages, whatever the code is', () => {
    for (const code of ['ALREADY_PROCESSED_PAYMENT', 'NOT_REGISTERED_BUSINESS']) {
      expect(messageOf(code, 'ko')).toMatch(/[가-힣]/);
      expect(messageOf(code, 'en')).toMatch(/^[\x20-\x7e]+$/);
    }
    expect(refusalReply(new TossRefusal('NOT_FOUND_PAYMENT'), 'en')).toMatchObject({
      ...{ status: 404, body: JSON.stringify({ code: 'NOT_FOUND_PAYMENT', message: 'There is no such payment.' }) },
    });
  });
});
