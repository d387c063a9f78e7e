import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TossRefusal } from './errors.js';
import { usualMerchants } from './options.js';
import { readWindowRequest } from './window-request.js';

const now = Date.UTC(2026, 8, 1);
const good = {
  ...{
    clientKey: 'live_ck_sandbox',
    customerKey: 'mem_01k5z6',
    method: 'CARD',
    orderId: 'pay_01k5z6',
    orderName: '수강료',
  },
  ...{ amount: { currency: 'KRW', value: 50_000 }, taxFreeAmount: 10_000, customerName: '김하늘' },
  ...{ successUrl: 'http://merchant.test/ok?a=1', failUrl: 'http://merchant.test/no' },
};
const read = (more: object = {}) => readWindowRequest({ ...good, ...more }, usualMerchants, now);
const codeOf = (more: object): string => {
  try {
    read(more);
    return 'opened';
  } catch (error) {
    return error instanceof TossRefusal ? error.code : String(error);
  }
};

describe('a window is opened', () => {
  test('for a request that is right', () => {
    expect(read()).toEqual({
      ...{ merchant: usualMerchants[0], customerKey: 'mem_01k5z6', method: 'CARD', amount: 50_000, taxFree: 10_000 },
      ...{ orderId: 'pay_01k5z6', orderName: '수강료', customerName: '김하늘', successUrl: good.successUrl },
      ...{ failUrl: good.failUrl, installmentMonths: null, mostInstallmentMonths: 12, validHours: 168, dueAt: null },
    });
    expect(read({ customerKey: '@@ANONYMOUS', taxFreeAmount: undefined })).toMatchObject({ taxFree: 0 });
  });

  test('with the instalments and the due date that the merchant set', () => {
    expect(read({ card: { cardInstallmentPlan: 6 } })).toMatchObject({ installmentMonths: 6 });
    expect(read({ card: { maxCardInstallmentPlan: 3 } })).toMatchObject({ mostInstallmentMonths: 3 });
    expect(read({ amount: { currency: 'KRW', value: 49_999 } })).toMatchObject({ mostInstallmentMonths: 0 });
    expect(read({ virtualAccount: { dueDate: '2026-09-03T18:00:00' } })).toMatchObject({
      dueAt: Date.parse('2026-09-03T18:00:00+09:00'),
    });
  });

  test('without any tax-free part where the merchant has none', () => {
    const merchants = usualMerchants.map((one) => ({ ...one, tax: 'taxable' as const }));
    expect(readWindowRequest(good, merchants, now)).toMatchObject({ taxFree: 0 });
  });

  test.each([
    [{ clientKey: 'live_ck_stranger' }, 'INVALID_CLIENT_KEY'],
    [{ clientKey: 'live_sk_sandbox' }, 'INVALID_CLIENT_KEY'],
    [{ method: 'CASH' }, 'NOT_SUPPORTED_METHOD'],
    [{ amount: 50_000 }, 'INVALID_CURRENCY'],
    [{ amount: { currency: 'USD', value: 50 } }, 'INVALID_CURRENCY'],
    [{ amount: { currency: 'KRW', value: 50_000.5 } }, 'INVALID_REQUEST'],
    [{ amount: { currency: 'KRW', value: '50000' } }, 'INVALID_REQUEST'],
    [{ amount: { currency: 'KRW', value: 99 } }, 'BELOW_MINIMUM_AMOUNT'],
    [{ method: 'TRANSFER', amount: { currency: 'KRW', value: 199 } }, 'BELOW_MINIMUM_AMOUNT'],
    [{ taxFreeAmount: 50_001 }, 'INVALID_REQUEST'],
    [{ taxFreeAmount: -1 }, 'INVALID_REQUEST'],
    [{ customerKey: 'x' }, 'INVALID_CUSTOMER_KEY'],
    [{ customerKey: undefined }, 'INVALID_CUSTOMER_KEY'],
    [{ orderId: 'short' }, 'INVALID_ORDER_ID'],
    [{ orderId: 'with space' }, 'INVALID_ORDER_ID'],
    [{ orderId: 'x'.repeat(65) }, 'INVALID_ORDER_ID'],
    [{ orderName: '' }, 'INVALID_ORDER_NAME'],
    [{ orderName: 'x'.repeat(101) }, 'INVALID_ORDER_NAME'],
    [{ successUrl: undefined }, 'INCORRECT_SUCCESS_URL_FORMAT'],
    [{ successUrl: 'javascript:alert(1)' }, 'INCORRECT_SUCCESS_URL_FORMAT'],
    [{ failUrl: '/fail' }, 'INCORRECT_FAIL_URL_FORMAT'],
    [{ card: { cardInstallmentPlan: 1 } }, 'EXCEED_MIN_CARD_INSTALLMENT_PLAN'],
    [{ card: { cardInstallmentPlan: 13 } }, 'EXCEED_MAX_CARD_INSTALLMENT_PLAN'],
    [
      { card: { cardInstallmentPlan: 2, maxCardInstallmentPlan: 2 } },
      'INVALID_CARD_INSTALLMENT_PLANS_WITH_MAX_AND_SINGLE',
    ],
    [
      { amount: { currency: 'KRW', value: 49_999 }, card: { cardInstallmentPlan: 2 } },
      'NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT',
    ],
    [{ virtualAccount: { validHours: 2161 } }, 'EXCEED_MAX_VALID_HOURS'],
    [{ virtualAccount: { validHours: 0 } }, 'INVALID_REQUEST'],
    [{ virtualAccount: { dueDate: '2026-09-01T08:59:59' } }, 'INVALID_DATE'],
    [{ virtualAccount: { dueDate: 'tomorrow' } }, 'INVALID_DATE'],
    [{ virtualAccount: { dueDate: '2027-09-01' } }, 'EXCEED_MAX_VALID_HOURS'],
    [{ virtualAccount: { validHours: 1, dueDate: '2026-09-02' } }, 'INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE'],
  ])('for none with %j: %s', (more, code) => {
    expect(codeOf(more)).toBe(code);
  });

  test('or refused in the words of the API, whatever the page hands over', () => {
    const names = [...Object.keys(good), 'card', 'virtualAccount'];
    const anything = fc.dictionary(fc.constantFrom(...names), fc.jsonValue());
    fc.assert(
      fc.property(anything, (more) => {
        expect(codeOf(more)).toMatch(/^(opened|[A-Z_]+)$/);
      }),
    );
  });
});
