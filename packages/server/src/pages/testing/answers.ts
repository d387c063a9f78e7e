import type { Answers } from './fake-school.js';

const soon = (ms: number): string => new Date(Date.now() + ms).toISOString();
const ulid = '01h2xcejqtf2nbrexx3vqjhp41';
export const verificationId = `ver_${ulid}`;

const member = {
  id: `mem_${ulid}`,
  email: 'haeun@school.example',
  name: '김하은',
  role: 'student',
  grade: 'free',
  state: 'active',
  secondFactor: false,
  createdAt: soon(0),
};

export const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
export const recoveryCodes = ['K7WP-3XQ9-M2VA', 'H4TR-8NCE-K7WP'];

/** An API where everything goes well. */
export const kindAnswers = (): Answers => ({
  'POST /v1/verifications': () => ({
    id: verificationId,
    purpose: 'sign_up',
    expiresAt: soon(1_200_000),
    resendAt: soon(60_000),
  }),
  [`POST /v1/verifications/${verificationId}/confirm`]: () => ({ proof: 'proof', expiresAt: soon(600_000) }),
  'POST /v1/members/sign-up': () => member,
  'POST /v1/members/reset-password': () => undefined,
  'POST /v1/invitations/preview': () => ({
    email: 'teacher@school.example',
    institution: '한빛고등학교',
    role: 'instructor',
    expiresAt: soon(86_400_000),
  }),
  'POST /v1/invitations/accept': () => ({ ...member, role: 'instructor' }),
  'POST /v1/sessions': () => ({ accessToken: 'the-token', expiresIn: 900, refreshToken: 'the-refresh-token', member }),
  'DELETE /v1/sessions/current': () => undefined,
  'GET /v1/device-codes/K7WP-3XQ9': () => ({
    client: 'didacto on lab-pc-07',
    address: '192.0.2.27',
    createdAt: soon(-20_000),
    expiresAt: soon(580_000),
  }),
  'POST /v1/device-codes/K7WP-3XQ9/approve': () => undefined,
  'POST /v1/device-codes/K7WP-3XQ9/deny': () => undefined,
  'GET /v1/members/me/second-factor': () => ({ on: false, since: null, recoveryCodesLeft: 0, required: true }),
  'POST /v1/members/me/second-factor': () => ({ secret, uri: `otpauth://totp/School:haeun?secret=${secret}` }),
  'POST /v1/members/me/second-factor/confirm': () => ({ recoveryCodes }),
});
