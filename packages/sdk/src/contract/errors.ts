/** One table of errors: problem+json, SDK errors, docs and CLI exit codes all come from it. */
interface ErrorEntry {
  readonly status: number;
  readonly title: { readonly en: string; readonly ko: string };
  /** The same request may succeed later without being changed. */
  readonly retryable: boolean;
}

const entry = (status: number, en: string, ko: string, retryable = false): ErrorEntry => ({
  status,
  title: { en, ko },
  retryable,
});

export const errors = {
  malformed_json: entry(400, 'The body is not valid JSON', '본문이 올바른 JSON이 아닙니다'),
  validation_failed: entry(422, 'Some fields are not valid', '올바르지 않은 항목이 있습니다'),
  unauthenticated: entry(401, 'Sign in first', '먼저 로그인하세요'),
  token_expired: entry(401, 'The token has expired', '토큰이 만료되었습니다'),
  token_invalid: entry(401, 'The token is not valid', '토큰이 올바르지 않습니다'),
  forbidden: entry(403, 'You may not do this', '권한이 없습니다'),
  not_found: entry(404, 'Not found', '찾을 수 없습니다'),
  method_not_allowed: entry(405, 'This path does not take that method', '이 경로에서 허용되지 않는 메서드입니다'),
  payload_too_large: entry(413, 'The body is too large', '본문이 너무 큽니다'),
  unsupported_media_type: entry(415, 'This media type is not accepted', '지원하지 않는 미디어 형식입니다'),
  rate_limited: entry(429, 'Too many requests; wait a little', '요청이 너무 많습니다. 잠시 후 다시 시도하세요', true),
  internal_error: entry(500, 'The server failed', '서버 오류가 발생했습니다', true),
  database_busy: entry(503, 'The database is busy; try again', '데이터베이스가 사용 중입니다. 다시 시도하세요', true),
  database_full: entry(507, 'The database cannot store more', '데이터베이스 저장 공간이 부족합니다'),
  shutting_down: entry(503, 'The server is stopping', '서버가 종료되는 중입니다', true),

  email_taken: entry(409, 'This e-mail address already has an account', '이미 가입된 이메일입니다'),
  credentials_wrong: entry(401, 'E-mail or password is wrong', '이메일 또는 비밀번호가 올바르지 않습니다'),
  password_common: entry(
    422,
    'This password is known from leaks or easy to guess; choose another',
    '유출되었거나 쉽게 추측되는 비밀번호입니다. 다른 비밀번호를 정하세요',
  ),
  password_personal: entry(
    422,
    'The password holds your name or address; choose another',
    '비밀번호에 이름이나 이메일이 들어 있습니다. 다른 비밀번호를 정하세요',
  ),
  verification_code_invalid: entry(
    422,
    'The code is wrong, used up or expired',
    '인증 코드가 틀렸거나, 이미 사용되었거나, 만료되었습니다',
  ),
  proof_invalid: entry(
    422,
    'The proof of the address is unknown, used or expired; ask for a new code',
    '이메일 인증이 확인되지 않거나 만료되었습니다. 코드를 다시 요청하세요',
  ),
  invitation_invalid: entry(
    422,
    'The invitation is unknown, used, withdrawn or expired',
    '초대가 없거나, 이미 사용되었거나, 취소되었거나, 만료되었습니다',
  ),
  second_factor_needed: entry(401, 'A code of the second factor is needed', '2단계 인증 코드가 필요합니다'),
  second_factor_wrong: entry(
    422,
    'The code of the second factor is wrong or was used before',
    '2단계 인증 코드가 틀렸거나 이미 사용되었습니다',
  ),
  second_factor_required: entry(
    403,
    'Your role needs a second factor; set it up first',
    '이 역할에는 2단계 인증이 필요합니다. 먼저 설정하세요',
  ),
  second_factor_demanded: entry(409, 'Your role must keep its second factor', '이 역할은 2단계 인증을 끌 수 없습니다'),
  second_factor_on: entry(409, 'The second factor is already on', '2단계 인증이 이미 켜져 있습니다'),
  second_factor_off: entry(409, 'The second factor is not on', '2단계 인증이 켜져 있지 않습니다'),
  member_suspended: entry(403, 'This account is suspended', '정지된 계정입니다'),
  last_admin: entry(409, 'The last administrator must stay', '마지막 관리자는 남아 있어야 합니다'),
  own_account: entry(409, 'Not on your own account', '자신의 계정에는 할 수 없습니다'),
  scope_missing: entry(
    403,
    'The access token does not have the scope for this',
    '액세스 토큰에 필요한 범위가 없습니다',
  ),
  sign_in_pending: entry(409, 'Nobody has approved the sign-in yet', '아직 로그인이 승인되지 않았습니다', true),
  sign_in_denied: entry(403, 'The sign-in was denied', '로그인이 거절되었습니다'),
  device_code_invalid: entry(
    422,
    'The sign-in code is unknown, used or expired',
    '로그인 코드가 없거나, 이미 사용되었거나, 만료되었습니다',
  ),
  session_ended: entry(401, 'The session has ended; sign in again', '세션이 종료되었습니다. 다시 로그인하세요'),
  lesson_in_progress: entry(409, 'A lesson is active; end it first', '진행 중인 수업이 있습니다. 먼저 종료하세요'),

  lecture_limit_reached: entry(
    409,
    'The free grade may own 3 open lectures; close one or go premium',
    '무료 등급은 강의를 3개까지 열 수 있습니다. 강의를 닫거나 프리미엄으로 바꾸세요',
  ),
  lecture_closed: entry(409, 'The lecture is closed', '닫힌 강의입니다'),
  lecture_open: entry(409, 'The lecture is already open', '이미 열려 있는 강의입니다'),
  owner_not_instructor: entry(422, 'The owner must be an instructor', '강의 소유자는 강사여야 합니다'),

  not_eligible: entry(
    422,
    'There is no such member who may have this part in a lecture',
    '강의에서 이 역할을 맡을 수 있는 회원이 없습니다',
  ),
  already_staff: entry(409, 'The member already helps in this lecture', '이미 이 강의를 돕고 있는 회원입니다'),

  lesson_already_active: entry(409, 'This lecture already has an active lesson', '이미 진행 중인 수업이 있습니다'),
  lesson_ended: entry(409, 'The lesson has already ended', '이미 종료된 수업입니다'),
  no_active_lesson: entry(409, 'The lecture has no active lesson', '진행 중인 수업이 없습니다'),

  enrollment_waiting: entry(409, 'An enrollment is already waiting', '이미 대기 중인 수강 신청이 있습니다'),
  already_on_roster: entry(409, 'Already on the roster', '이미 수강 중입니다'),
  enrollment_decided: entry(409, 'The enrollment is no longer waiting', '이미 처리된 수강 신청입니다'),
  requester_withdrawn: entry(409, 'The requester has withdrawn; cancelled', '신청자가 탈퇴하여 취소되었습니다'),
  not_on_roster: entry(409, 'The member is not on the roster', '수강생이 아닙니다'),

  idempotency_key_missing: entry(
    400,
    'This call needs an Idempotency-Key header of 1 to 255 visible characters',
    'Idempotency-Key 헤더(보이는 문자 1~255자)가 필요합니다',
  ),
  idempotency_key_reused: entry(
    422,
    'This Idempotency-Key was used with another body',
    '이 Idempotency-Key는 다른 내용으로 이미 사용되었습니다',
  ),
  idempotency_in_flight: entry(
    409,
    'The first call with this Idempotency-Key is still under way',
    '같은 Idempotency-Key의 첫 요청이 아직 처리 중입니다',
    true,
  ),
  product_not_on_sale: entry(409, 'The product is not on sale', '판매 중인 상품이 아닙니다'),
  out_of_stock: entry(409, 'There are not enough left', '재고가 부족합니다'),
  student_not_found: entry(422, 'There is no such student', '해당 수강생이 없습니다'),
  already_enrolled: entry(409, 'The student already has this place', '이미 수강 중인 학생입니다'),
  order_not_open: entry(409, 'The order is no longer open', '더 이상 결제할 수 없는 주문입니다'),
  order_expired: entry(409, 'The order’s time is over; order again', '주문 시간이 지났습니다. 다시 주문하세요'),
  order_already_paid: entry(409, 'The order is paid already', '이미 결제된 주문입니다'),
  payment_in_progress: entry(
    409,
    'A payment of this order is under way; nothing will be charged twice',
    '이 주문의 결제가 진행 중입니다. 두 번 결제되지 않습니다',
  ),
  payment_mismatch: entry(
    409,
    'What came back from the provider is not what was asked for',
    '결제사에서 돌아온 내용이 주문과 다릅니다',
  ),
  provider_payment_used: entry(409, 'The provider’s payment belongs to another order', '다른 주문에 사용된 결제입니다'),
  payment_not_refundable: entry(409, 'The payment cannot be refunded', '환불할 수 없는 결제입니다'),
  refund_exceeds_balance: entry(
    409,
    'The refund is more than what is left, or nothing',
    '환불 금액이 남은 금액을 넘거나 0입니다',
  ),
  refund_in_progress: entry(
    409,
    'Another refund of this payment is under way',
    '이 결제의 다른 환불이 진행 중입니다',
    true,
  ),
  provider_unavailable: entry(
    503,
    'The payment provider does not answer; nothing was charged',
    '결제사가 응답하지 않습니다. 결제되지 않았습니다',
    true,
  ),
  provider_not_configured: entry(
    422,
    'This payment provider is not set up here',
    '이 서버에 설정되지 않은 결제사입니다',
  ),
  method_not_supported: entry(
    422,
    'The provider does not take this way of paying here',
    '이 결제사에서 지원하지 않는 결제 수단입니다',
  ),
  checkout_invalid: entry(404, 'The payment link is unknown or over', '결제 링크가 없거나 만료되었습니다'),
  webhook_refused: entry(401, 'The webhook could not be verified', '웹훅을 검증할 수 없습니다'),
  dead_letter_not_open: entry(409, 'The dead letter was seen to already', '이미 처리된 항목입니다'),
  alarm_not_open: entry(409, 'The alarm is not open', '열려 있는 알림이 아닙니다'),

  lab_name_taken: entry(409, 'A lab with this name exists', '같은 이름의 실습실이 있습니다'),
  lab_not_empty: entry(409, 'The lab still has devices', '실습실에 기기가 남아 있습니다'),
  device_name_taken: entry(409, 'The lab has a device with this name', '실습실에 같은 이름의 기기가 있습니다'),
  device_not_paired: entry(409, 'The device is not paired', '페어링되지 않은 기기입니다'),
  device_revoked: entry(401, 'The device was revoked', '해제된 기기입니다'),
  device_cloned: entry(
    409,
    'Another live agent uses this device key: a cloned disk image',
    '같은 기기 키를 쓰는 다른 에이전트가 있습니다(복제된 디스크 이미지)',
  ),
  pairing_code_invalid: entry(
    422,
    'The pairing code is wrong, used up or expired',
    '페어링 코드가 틀렸거나, 이미 사용되었거나, 만료되었습니다',
  ),
  challenge_invalid: entry(401, 'The challenge is unknown or expired', '알 수 없거나 만료된 인증 요청입니다'),
  signature_invalid: entry(401, 'The signature is not of this device', '기기 서명이 올바르지 않습니다'),

  picture_invalid: entry(422, 'The picture is not a baseline JPEG', '기본(baseline) JPEG 그림이 아닙니다'),
  picture_too_large: entry(413, 'The picture is larger than allowed', '그림이 허용 크기보다 큽니다'),
  picture_base_missing: entry(
    409,
    'The base picture is not here; send a whole one',
    '기준 그림이 없습니다. 전체 그림을 보내세요',
  ),
  picture_stale: entry(409, 'A newer picture is already here', '더 새로운 그림이 이미 있습니다'),
  screen_source_taken: entry(
    409,
    'Another live agent shows this student’s screen',
    '다른 에이전트가 이미 이 학생의 화면을 보내고 있습니다',
    true,
  ),
  no_picture: entry(404, 'There is no picture of this student now', '지금은 이 학생의 화면이 없습니다'),
  student_absent: entry(
    409,
    'The student’s computer is not in the room',
    '학생의 컴퓨터가 실시간 화면에 연결되어 있지 않습니다',
    true,
  ),
  room_taken_over: entry(
    409,
    'Another session has come into the room since',
    '그사이 다른 세션이 실시간 화면에 들어왔습니다',
  ),
  room_session_ended: entry(409, 'This place in the room has ended', '실시간 화면 연결이 이미 종료되었습니다'),
  room_peer_absent: entry(
    409,
    'Nobody on the other side of the room took it',
    '실시간 화면의 상대방이 받지 못했습니다',
    true,
  ),
  consent_missing: entry(403, 'The student does not allow this', '학생이 허용하지 않았습니다'),
  control_refused: entry(
    409,
    'The student’s computer cannot be controlled',
    '학생의 컴퓨터를 원격으로 조작할 수 없습니다',
  ),
  control_not_held: entry(
    409,
    'There is no such control of mouse and keyboard',
    '마우스와 키보드의 원격 조작 권한이 없습니다',
  ),
  malformed_message: entry(400, 'The message is not of this event', '이벤트에 맞지 않는 메시지입니다'),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errors;

export const errorCodes = Object.keys(errors).filter((code): code is ErrorCode => code in errors);

/** Any route may answer these, so routes list only their own. */
export const commonErrors = [
  'malformed_json',
  'validation_failed',
  'unauthenticated',
  'token_expired',
  'token_invalid',
  'forbidden',
  'scope_missing',
  'second_factor_required',
  'not_found',
  'method_not_allowed',
  'payload_too_large',
  'unsupported_media_type',
  'rate_limited',
  'internal_error',
  'database_busy',
  'database_full',
  'shutting_down',
] as const satisfies readonly ErrorCode[];
