import { jsonReply, type SandboxReply } from '../kit/http.js';

/** A refusal in the API's words. */
export class TossRefusal extends Error {
  override name = 'TossRefusal';
  constructor(
    readonly code: string,
    readonly status = statusOf(code) ?? 400,
  ) {
    super(`${code}: ${messageOf(code, 'ko')}`);
  }
}

export type TossLanguage = 'ko' | 'en';

export const refusalReply = ({ code, status }: TossRefusal, language: TossLanguage): SandboxReply =>
  jsonReply(status, { code, message: messageOf(code, language) });

/** What the code means in words; a general sentence where the sandbox gives that code only on request. */
export const messageOf = (code: string, language: TossLanguage): string => (messages[code] ?? general)[language];

/** The status that a documented code comes with; undefined: there is no such code. */
export const statusOf = (code: string): number | undefined => statuses.get(code);

const general = { ko: '요청을 처리할 수 없습니다.', en: 'The request cannot be processed.' };

const text = (ko: string, en: string) => ({ ko, en });

const messages: Readonly<Record<string, { readonly ko: string; readonly en: string }>> = {
  ALREADY_CANCELED_PAYMENT: text('이미 취소된 결제입니다.', 'The payment was canceled before.'),
  ALREADY_PROCESSED_PAYMENT: text('이미 처리된 결제 입니다.', 'The payment was processed before.'),
  BELOW_MINIMUM_AMOUNT: text(
    '결제 금액이 최소 금액(카드 100원, 계좌 200원)보다 작습니다.',
    'The amount is below the least (card 100 won, account 200 won).',
  ),
  DUPLICATED_ORDER_ID: text(
    '이미 승인되었거나 취소된 주문번호입니다. 다른 주문번호를 사용해 주세요.',
    'This order id was approved or canceled before. Use another one.',
  ),
  EXCEED_MAX_CARD_INSTALLMENT_PLAN: text('할부 개월 수가 최대값보다 큽니다.', 'More installment months than allowed.'),
  EXCEED_MAX_QUERY_LIMIT: text('한 번에 조회할 수 있는 개수를 넘었습니다.', 'More rows than one query may have.'),
  EXCEED_MAX_VALID_HOURS: text('가상계좌 유효 시간이 너무 깁니다.', 'The virtual account would be valid for too long.'),
  EXCEED_MIN_CARD_INSTALLMENT_PLAN: text(
    '할부 개월 수가 최소값보다 작습니다.',
    'Fewer installment months than allowed.',
  ),
  EXPIRED_PAYMENT: text('결제가 만료되었습니다. 다시 시도해 주세요.', 'The payment expired. Try again.'),
  FAILED_INTERNAL_SYSTEM_PROCESSING: text(
    '내부 처리에 실패했습니다. 잠시 후 다시 시도해 주세요.',
    'Internal processing failed. Try again in a while.',
  ),
  FORBIDDEN_CONSECUTIVE_REQUEST: text(
    '같은 요청을 연달아 할 수 없습니다. 잠시 후 다시 시도해 주세요.',
    'Not again so soon. Try again in a while.',
  ),
  IDEMPOTENT_REQUEST_PROCESSING: text('이전 멱등 요청을 처리하고 있습니다.', 'The earlier request is being processed.'),
  INCORRECT_BASIC_AUTH_FORMAT: text(
    "잘못된 요청입니다. 시크릿 키 뒤에 ':'을 붙여 인코딩해 주세요.",
    "Encode the secret key with a ':' behind it.",
  ),
  INCORRECT_FAIL_URL_FORMAT: text('failUrl이 올바르지 않습니다.', '`failUrl` is not a URL.'),
  INCORRECT_SUCCESS_URL_FORMAT: text('successUrl이 올바르지 않습니다.', '`successUrl` is not a URL.'),
  INVALID_API_KEY: text('시크릿 키 연동 정보가 올바르지 않습니다.', 'This is no secret key.'),
  INVALID_BANK: text('은행 코드가 올바르지 않습니다.', 'There is no such bank.'),
  INVALID_CARD_INSTALLMENT_PLANS_WITH_MAX_AND_SINGLE: text(
    'cardInstallmentPlan과 maxCardInstallmentPlan은 함께 쓸 수 없습니다.',
    'Use either cardInstallmentPlan or maxCardInstallmentPlan.',
  ),
  INVALID_CLIENT_KEY: text('클라이언트 키 연동 정보가 올바르지 않습니다.', 'This is no client key.'),
  INVALID_CURRENCY: text('통화가 올바르지 않습니다.', 'There is no such currency.'),
  INVALID_CUSTOMER_KEY: text('customerKey 형식이 올바르지 않습니다.', '`customerKey` has a wrong format.'),
  INVALID_DATE: text('날짜가 올바르지 않습니다.', 'This is no date.'),
  INVALID_IDEMPOTENCY_KEY: text('멱등키는 300자를 넘을 수 없습니다.', 'An idempotency key has at most 300 characters.'),
  INVALID_ORDER_ID: text(
    'orderId는 영문, 숫자, -, _로 된 6자 이상 64자 이하여야 합니다.',
    '`orderId` has 6 to 64 characters: letters, digits, - and _.',
  ),
  INVALID_ORDER_NAME: text('orderName은 1자 이상 100자 이하여야 합니다.', '`orderName` has 1 to 100 characters.'),
  INVALID_PAGING_KEY: text('페이징 키가 올바르지 않습니다.', 'There is no such paging key.'),
  INVALID_REFUND_ACCOUNT_INFO: text('환불 계좌 정보가 올바르지 않습니다.', 'The refund account is incomplete.'),
  INVALID_REFUND_ACCOUNT_NUMBER: text(
    '환불 계좌번호가 올바르지 않습니다.',
    'The number of the refund account is wrong.',
  ),
  INVALID_REQUEST: text('잘못된 요청입니다.', 'The request is wrong.'),
  INVALID_TEST_CODE: text('테스트 코드가 올바르지 않습니다.', 'There is no such test code.'),
  INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE: text(
    'validHours와 dueDate는 함께 쓸 수 없습니다.',
    'Use either validHours or dueDate.',
  ),
  NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT: text(
    '입금을 기다리는 결제는 일부만 취소할 수 없습니다.',
    'What waits for its deposit cannot be canceled in part.',
  ),
  NOT_CANCELABLE_AMOUNT: text('취소할 수 없는 금액입니다.', 'This amount cannot be canceled.'),
  NOT_CANCELABLE_PAYMENT: text('취소할 수 없는 결제입니다.', 'This payment cannot be canceled.'),
  NOT_FOUND: text('존재하지 않는 정보입니다.', 'There is no such thing.'),
  NOT_FOUND_HTTP_METHOD: text('존재하지 않는 HTTP 메서드입니다.', 'There is no such method here.'),
  NOT_FOUND_PAYMENT: text('존재하지 않는 결제 정보입니다.', 'There is no such payment.'),
  NOT_FOUND_PAYMENT_SESSION: text(
    '결제 시간이 지나 결제 진행 정보가 없습니다.',
    'The time for this payment is over; nothing of it is left.',
  ),
  NOT_MATCHES_REFUNDABLE_AMOUNT: text('환불 가능한 잔액이 일치하지 않습니다.', 'The balance is another one.'),
  NOT_SUPPORTED_METHOD: text('지원하지 않는 결제수단입니다.', 'This payment method is not supported.'),
  NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT: text(
    '5만원 이상만 할부로 결제할 수 있습니다.',
    'Installments are for 50,000 won or more.',
  ),
  PAY_PROCESS_ABORTED: text('결제가 진행되지 않았습니다.', 'The payment did not go through.'),
  PAY_PROCESS_CANCELED: text('사용자가 결제를 취소했습니다.', 'The buyer gave up the payment.'),
  PROVIDER_ERROR: text(
    '일시적인 오류가 발생했습니다. 잠시 후 다시 시도해 주세요.',
    'There was a passing fault. Try again in a while.',
  ),
  REJECT_CARD_COMPANY: text('카드사가 결제 승인을 거절했습니다.', 'The card company refused the payment.'),
  TOO_MANY_REQUESTS: text(
    '요청이 너무 많습니다. 잠시 후 다시 시도해 주세요.',
    'Too many requests. Try again in a while.',
  ),
  UNAUTHORIZED_KEY: text('인증되지 않은 키입니다.', 'The key is not known.'),
};

/** The codes that are documented for the calls we fake, by their status. */
const codes: Readonly<Record<number, string>> = {
  400: `ALREADY_CANCELED_PAYMENT ALREADY_PROCESSED_PAYMENT ALREADY_REFUND_PAYMENT BELOW_MINIMUM_AMOUNT CARD_PROCESSING_ERROR
    DUPLICATED_ORDER_ID EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT EXCEED_MAX_AMOUNT EXCEED_MAX_CARD_INSTALLMENT_PLAN
    EXCEED_MAX_DAILY_PAYMENT_COUNT EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT
    EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT EXCEED_MAX_PAYMENT_AMOUNT EXCEED_MAX_QUERY_LIMIT EXCEED_MAX_VALID_HOURS
    EXCEED_MIN_CARD_INSTALLMENT_PLAN EXPIRED_PAYMENT FORBIDDEN_BANK_REFUND_REQUEST INCORRECT_FAIL_URL_FORMAT
    INCORRECT_SUCCESS_URL_FORMAT INVALID_ACCOUNT_INFO_RE_REGISTER INVALID_API_KEY INVALID_AUTHORIZE_AUTH INVALID_BANK
    INVALID_CARD_EXPIRATION INVALID_CARD_INSTALLMENT_PLAN INVALID_CARD_INSTALLMENT_PLANS_WITH_MAX_AND_SINGLE
    INVALID_CARD_LOST_OR_STOLEN INVALID_CARD_NUMBER INVALID_CLIENT_KEY INVALID_CURRENCY INVALID_CUSTOMER_KEY INVALID_DATE
    INVALID_IDEMPOTENCY_KEY INVALID_ORDER_ID INVALID_ORDER_NAME INVALID_PAGING_KEY INVALID_REFUND_ACCOUNT_INFO
    INVALID_REFUND_ACCOUNT_NUMBER INVALID_REJECT_CARD INVALID_REQUEST INVALID_STOPPED_CARD INVALID_TEST_CODE
    INVALID_UNREGISTERED_SUBMALL INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE NOT_ALLOWED_POINT_USE NOT_AVAILABLE_PAYMENT
    NOT_FOUND_TERMINAL_ID NOT_MATCHES_REFUNDABLE_AMOUNT NOT_REGISTERED_BUSINESS
    NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT NOT_SUPPORTED_METHOD NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN
    NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT PAY_PROCESS_ABORTED PAY_PROCESS_CANCELED PROVIDER_ERROR
    REFUND_REJECTED RESTRICTED_TRANSFER_ACCOUNT UNAPPROVED_ORDER_ID`,
  401: 'UNAUTHORIZED_KEY',
  403: `EXCEED_CANCEL_LIMIT EXCEED_MAX_AUTH_COUNT EXCEED_MAX_ONE_DAY_AMOUNT EXCEED_MAX_REFUND_DUE FDS_ERROR
    FORBIDDEN_CONSECUTIVE_REQUEST FORBIDDEN_REQUEST INCORRECT_BASIC_AUTH_FORMAT INVALID_PASSWORD NOT_ALLOWED_PARTIAL_REFUND
    NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT NOT_AVAILABLE_BANK NOT_CANCELABLE_AMOUNT NOT_CANCELABLE_PAYMENT
    NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER REJECT_ACCOUNT_PAYMENT REJECT_CARD_COMPANY REJECT_CARD_PAYMENT
    REJECT_TOSSPAY_INVALID_ACCOUNT`,
  404: 'NOT_FOUND NOT_FOUND_HTTP_METHOD NOT_FOUND_PAYMENT NOT_FOUND_PAYMENT_SESSION',
  409: 'IDEMPOTENT_REQUEST_PROCESSING',
  429: 'TOO_MANY_REQUESTS',
  500: `COMMON_ERROR FAILED_INTERNAL_SYSTEM_PROCESSING FAILED_METHOD_HANDLING_CANCEL FAILED_PARTIAL_REFUND
    FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING FAILED_REFUND_PROCESS UNKNOWN_PAYMENT_ERROR`,
};

const statuses = new Map(
  Object.entries(codes).flatMap(([status, names]) => names.split(/\s+/).map((code) => [code, Number(status)] as const)),
);
