import { jsonReply, type SandboxReply } from '../kit/http.js';

/** The codes that are answered here, with what they mean; HTTP 400 unless said. Source: KakaoPay's error code workbook. */
const meanings: Readonly<Record<string, { readonly message: string; readonly status?: number }>> = {
  '-1': { message: 'internal error' },
  '-2': { message: 'invalid parameter' },
  '-3': { message: 'unsupported api' },
  '-5': { message: 'no permission', status: 403 },
  '-7': { message: 'service unavailable' },
  '-10': { message: 'request limit exceeded' },
  '-401': { message: 'invalid secret key', status: 401 },
  '-403': { message: 'unregistered site', status: 403 },
  '-701': { message: 'payment is not authenticated yet' },
  '-702': { message: 'payment is already done!' },
  '-703': { message: 'invalid point amount' },
  '-704': { message: 'invalid payment method amount' },
  '-705': { message: 'invalid payment method' },
  '-706': { message: 'partner_order_id is different' },
  '-707': { message: 'partner_user_id is different' },
  '-708': { message: 'invalid pg_token' },
  '-710': { message: 'cancel amount exceeds the cancelable amount' },
  '-721': { message: 'tid does not exist' },
  '-722': { message: 'invalid amount' },
  '-723': { message: 'payment is expired' },
  '-724': { message: 'invalid one-time payment amount' },
  '-725': { message: 'invalid total amount' },
  '-726': { message: 'invalid order' },
  '-730': { message: 'invalid app' },
  '-731': { message: 'invalid cid' },
  '-732': { message: 'invalid gid' },
  '-733': { message: 'invalid cid_secret' },
  '-761': { message: 'not a KakaoTalk user' },
  '-780': { message: 'approval failure!' },
  '-781': { message: 'cancel failure!' },
  '-783': { message: 'not in a state to be approved' },
  '-784': { message: 'not in a state to be canceled' },
  '-785': { message: 'duplicated request' },
  '-798': { message: 'ip is not allowed' },
  '-799': { message: 'domain is not registered' },
  '-9798': { message: 'service is under maintenance', status: 503 },
};

export interface MethodResult {
  readonly method_result_code: string;
  readonly method_result_message: string;
}

/** KakaoPay says no. */
export class KakaoRefusal extends Error {
  override name = 'KakaoRefusal';
  constructor(
    readonly code: number,
    /** What exactly; added to the code's own words. */
    detail = '',
    readonly extras?: MethodResult,
  ) {
    super([meanings[code]?.message ?? 'error', ...(detail === '' ? [] : [detail])].join(': '));
  }
}

export const refusalReply = ({ code, message, extras }: KakaoRefusal): SandboxReply =>
  jsonReply(meanings[code]?.status ?? 400, {
    ...{ error_code: code, error_message: message },
    ...(extras && { extras }),
  });

/** Of the workbook's codes of money payments; every other code passes too. */
const methodMessages: Readonly<Record<string, string>> = {
  USER_LOCKED: '진행중인 거래가 있습니다. 잠시 후 다시 시도해 주세요.',
  BANK_FIRM_UNKNOWN: '은행과 진행중인 거래건이 존재합니다. 잠시 후(약 20분)에 다시 시도해주세요.',
  BANK_FIRM_UNAVAILABLE: '은행 점검 중입니다. 잠시 후 다시 이용해 주세요.(점검시간 : 23:30 ~ 00:35)',
  UNDER_CONSTRUCTION: '긴급 점검중 입니다. 잠시 후 다시 시도해 주세요.',
  LACK_BALANCE: '계좌 잔액이 부족합니다.',
  LIMIT_ONE_TIME: '1회 한도 초과',
  LIMIT_USE_PER_DAY: '일일 결제한도 초과입니다.',
  INVALID_CANCEL_AMOUNT: '취소가능한 금액 초과',
  INVALID_CANCEL_STATUS: '취소 불가능한 상태',
};

export const methodRefusal = (code: -780 | -781, result: string): KakaoRefusal =>
  new KakaoRefusal(code, '', {
    method_result_code: result,
    method_result_message: methodMessages[result] ?? '거래가 거절되었습니다.',
  });
