import { TossRefusal } from './errors.js';
import { msOfKst } from './kst.js';
import type { TossMerchant } from './options.js';
import { type TossMethod, type TossRequest, tossMethods } from './payment.js';

type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object; none of anything else. */
export const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? { ...value } : {});

/** From this amount a card can be paid in instalments. */
const leastForInstallments = 50_000;
const hourMs = 3_600_000;
const longestHours = 2160;

/** Least amounts: cards 100 won, transfers from an account 200. */
export const isBelowMinimum = (method: TossMethod, amount: number): boolean =>
  amount < (method === 'TRANSFER' ? 200 : 100);

/**
 * What the browser script was given: set-up (`clientKey`, `customerKey`) and `requestPayment`'s argument in one.
 * @throws TossRefusal where the script would refuse it
 */
export function readWindowRequest(given: Fields, merchants: readonly TossMerchant[], now: number): TossRequest {
  const merchant = merchants.find(({ clientKey }) => clientKey === given.clientKey);
  if (merchant === undefined) throw new TossRefusal('INVALID_CLIENT_KEY');
  const method = tossMethods.find((one) => one === given.method);
  if (method === undefined) throw new TossRefusal('NOT_SUPPORTED_METHOD');
  const amount = amountIn(given.amount);
  if (isBelowMinimum(method, amount)) throw new TossRefusal('BELOW_MINIMUM_AMOUNT');
  return {
    ...{ merchant, method, amount, taxFree: taxFreeIn(given.taxFreeAmount, amount, merchant) },
    customerKey: matching(given.customerKey, /^(?:@@ANONYMOUS|[\w\-=.@]{2,300})$/, 'INVALID_CUSTOMER_KEY'),
    orderId: matching(given.orderId, orderIdRule, 'INVALID_ORDER_ID'),
    orderName: matching(given.orderName, /^[\s\S]{1,100}$/, 'INVALID_ORDER_NAME'),
    customerName: typeof given.customerName === 'string' ? given.customerName.slice(0, 100) : '',
    successUrl: addressIn(given.successUrl, 'INCORRECT_SUCCESS_URL_FORMAT'),
    failUrl: addressIn(given.failUrl, 'INCORRECT_FAIL_URL_FORMAT'),
    ...installmentsIn(fieldsOf(given.card), amount),
    ...deadlineIn(fieldsOf(given.virtualAccount), now),
  };
}

export const orderIdRule = /^[A-Za-z0-9_-]{6,64}$/;

function matching(value: unknown, rule: RegExp, code: string): string {
  if (typeof value !== 'string' || !rule.test(value)) throw new TossRefusal(code);
  return value;
}

function addressIn(value: unknown, code: string): string {
  if (typeof value !== 'string' || !URL.canParse(value) || !/^https?:/.test(value)) throw new TossRefusal(code);
  return value;
}

function amountIn(given: unknown): number {
  const { value, currency } = fieldsOf(given);
  if (currency !== 'KRW') throw new TossRefusal('INVALID_CURRENCY');
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new TossRefusal('INVALID_REQUEST');
  return value;
}

function taxFreeIn(given: unknown, amount: number, merchant: TossMerchant): number {
  const taxFree = given ?? 0;
  if (typeof taxFree !== 'number' || !Number.isSafeInteger(taxFree) || taxFree < 0 || taxFree > amount)
    throw new TossRefusal('INVALID_REQUEST');
  return merchant.tax === 'taxable' ? 0 : taxFree;
}

function installmentsIn(card: Fields, amount: number) {
  const fixed = card.cardInstallmentPlan ?? null;
  const most = card.maxCardInstallmentPlan ?? null;
  if (fixed !== null && most !== null) throw new TossRefusal('INVALID_CARD_INSTALLMENT_PLANS_WITH_MAX_AND_SINGLE');
  const months = fixed === null ? null : monthsIn(fixed);
  const mostMonths = most === null ? 12 : monthsIn(most);
  if ((months ?? 0) > 0 && amount < leastForInstallments)
    throw new TossRefusal('NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT');
  return { installmentMonths: months, mostInstallmentMonths: amount < leastForInstallments ? 0 : mostMonths };
}

function monthsIn(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new TossRefusal('INVALID_REQUEST');
  if (value < 0 || value === 1) throw new TossRefusal('EXCEED_MIN_CARD_INSTALLMENT_PLAN');
  if (value > 12) throw new TossRefusal('EXCEED_MAX_CARD_INSTALLMENT_PLAN');
  return value;
}

function deadlineIn({ validHours, dueDate }: Fields, now: number) {
  if ((validHours ?? null) !== null && (dueDate ?? null) !== null)
    throw new TossRefusal('INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE');
  const hours = validHours ?? 168;
  if (typeof hours !== 'number' || !Number.isInteger(hours) || hours < 1) throw new TossRefusal('INVALID_REQUEST');
  if (hours > longestHours) throw new TossRefusal('EXCEED_MAX_VALID_HOURS');
  if ((dueDate ?? null) === null) return { validHours: hours, dueAt: null };
  const dueAt = typeof dueDate === 'string' ? msOfKst(dueDate) : undefined;
  if (dueAt === undefined || dueAt <= now) throw new TossRefusal('INVALID_DATE');
  if (dueAt > now + longestHours * hourMs) throw new TossRefusal('EXCEED_MAX_VALID_HOURS');
  return { validHours: hours, dueAt };
}
