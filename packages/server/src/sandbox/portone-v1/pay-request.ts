import type { PayRequest } from './attempts.js';

/** A refusal as `request_pay`'s callback tells it. */
export interface Refusal {
  readonly error_code: string;
  readonly error_msg: string;
}

export const refusal = (error_code: string, error_msg: string): Refusal => ({ error_code, error_msg });

type Data = Readonly<Record<string, unknown>>;

const longest = { merchant_uid: 40, name: 40, buyer_name: 16, buyer_email: 64 } as const;

/** Reads what the merchant's page handed to `IMP.request_pay`. */
export function readPayRequest(data: Data): PayRequest | Refusal {
  for (const [name, length] of Object.entries(longest)) {
    const value = textOf(data, name);
    if (value !== null && [...value].length > length) return refusal('F0001', `${name}은 최대 ${length}자입니다.`);
  }
  const merchantUid = textOf(data, 'merchant_uid');
  const name = textOf(data, 'name');
  const { amount, tax_free: taxFree = 0 } = data;
  if (merchantUid === null) return refusal('F0001', 'merchant_uid가 누락되었습니다.');
  if (name === null) return refusal('F0001', 'name이 누락되었습니다.');
  if (!isWon(amount) || amount === 0) return refusal('F0001', '결제금액이 올바르지 않습니다.');
  if (!isWon(taxFree) || taxFree > amount) return refusal('F0001', '면세금액이 올바르지 않습니다.');
  return {
    ...{ merchantUid, name, amount, taxFree },
    payMethod: textOf(data, 'pay_method') ?? 'card',
    currency: textOf(data, 'currency') ?? 'KRW',
    cardQuota: cardQuotaOf(data.display),
    buyerName: textOf(data, 'buyer_name'),
    buyerEmail: textOf(data, 'buyer_email'),
    buyerTel: textOf(data, 'buyer_tel'),
    customData: data.custom_data === undefined ? null : JSON.stringify(data.custom_data),
    noticeUrls: listOf(data.notice_url),
    confirmUrl: textOf(data, 'confirm_url'),
    redirectUrl: textOf(data, 'm_redirect_url'),
  };
}

export const isRefusal = (value: object): value is Refusal => 'error_code' in value;

const textOf = (data: Data, name: string): string | null => {
  const value = data[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

const isWon = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const listOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string' && one !== '');

const cardQuotaOf = (display: unknown): readonly number[] => {
  const { card_quota: quota } = Object(display);
  return Array.isArray(quota) ? quota.filter((months) => Number.isInteger(months) && months > 1) : [];
};
