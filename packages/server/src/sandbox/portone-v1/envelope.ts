import { jsonReply, type SandboxReply } from '../kit/http.js';

/** Every reply has this form; a refusal of the business is HTTP 200 with a `code` other than 0. */
const envelope = (status: number, code: number, message: string | null, response: unknown): SandboxReply =>
  jsonReply(status, { code, message, response });

export const done = (response: unknown, status = 200): SandboxReply => envelope(status, 0, null, response);

/** `1`: PortOne itself says no. `-1`: the PG does. */
export const refused = (code: 1 | -1, message: string): SandboxReply => envelope(200, code, message, null);

/** The few cases that have an HTTP status of their own. */
export const httpError = (status: 400 | 401 | 404 | 405 | 500, message: string): SandboxReply =>
  envelope(status, -1, message, null);

export const unauthorized = (): SandboxReply => httpError(401, 'Unauthorized');
export const serverError = (): SandboxReply => httpError(500, 'Internal Server Error');
export const noSuchPayment = (): SandboxReply => httpError(404, '존재하지 않는 결제정보입니다.');
