import { jsonReply, type SandboxReply } from '../kit/http.js';

/** The status that goes with each type of error. */
const statuses = {
  INVALID_REQUEST: 400,
  MAX_WEBHOOK_RETRY_COUNT_REACHED: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  PAYMENT_NOT_FOUND: 404,
  WEBHOOK_NOT_FOUND: 404,
  ALREADY_PAID: 409,
  CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN: 409,
  CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT: 409,
  CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT: 409,
  CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT: 409,
  IDEMPOTENCY_OUTSTANDING_REQUEST: 409,
  MAX_CANCEL_COUNT_REACHED: 409,
  PAYMENT_ALREADY_CANCELLED: 409,
  PAYMENT_NOT_PAID: 409,
  SUM_OF_PARTS_EXCEEDS_CANCEL_AMOUNT: 409,
  PG_PROVIDER: 502,
} as const;

export type V2ErrorType = keyof typeof statuses;

export const done = (value: unknown): SandboxReply => jsonReply(200, value);

export const refused = (
  type: V2ErrorType,
  message: string,
  more: Readonly<Record<string, string>> = {},
): SandboxReply => jsonReply(statuses[type], { type, message, ...more });

export const invalid = (message: string): SandboxReply => refused('INVALID_REQUEST', message);

export const pgRefused = (pgCode: string, pgMessage: string): SandboxReply =>
  refused('PG_PROVIDER', 'PG사에서 오류를 전달했습니다.', { pgCode, pgMessage });
