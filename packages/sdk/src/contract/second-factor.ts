import * as z from 'zod';
import { Time } from './common.js';
import { route } from './route.js';
import { SecondFactorCode } from './sessions.js';

export const SecondFactor = z
  .object({
    on: z.boolean(),
    since: Time.nullable(),
    recoveryCodesLeft: z.int(),
    /** Whether my role must have one. */
    required: z.boolean(),
  })
  .meta({ id: 'SecondFactor' });
export type SecondFactor = z.infer<typeof SecondFactor>;

/** Shown once; each replaces the authenticator app one time. */
const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
const CurrentPassword = z.string().max(128);
const duringSetUp = true;

export const secondFactor = {
  get: route({
    method: 'GET',
    path: '/v1/members/me/second-factor',
    summary: 'Get my second factor',
    access: ['self'],
    response: SecondFactor,
    duringSetUp,
  }),
  /** Gives the secret for an authenticator app (TOTP, RFC 6238). It is on only when a code of it is confirmed. */
  start: route({
    method: 'POST',
    path: '/v1/members/me/second-factor',
    summary: 'Set up a second factor',
    access: ['self'],
    body: z.object({ password: CurrentPassword }),
    response: z.object({ secret: z.string(), uri: z.string() }),
    errors: ['credentials_wrong', 'second_factor_on'],
    duringSetUp,
  }),
  /** Turns it on; my other sign-ins end. */
  confirm: route({
    method: 'POST',
    path: '/v1/members/me/second-factor/confirm',
    summary: 'Turn my second factor on',
    access: ['self'],
    body: z.object({ code: SecondFactorCode }),
    response: RecoveryCodes,
    errors: ['second_factor_wrong', 'second_factor_on', 'second_factor_off'],
    duringSetUp,
  }),
  /** Turns it off, where my role may be without. */
  disable: route({
    method: 'POST',
    path: '/v1/members/me/second-factor/disable',
    summary: 'Turn my second factor off',
    access: ['self'],
    body: z.object({ password: CurrentPassword, code: SecondFactorCode }),
    errors: ['credentials_wrong', 'second_factor_wrong', 'second_factor_off', 'second_factor_demanded'],
  }),
  /** Makes new recovery codes; the former are void. */
  renewRecoveryCodes: route({
    method: 'POST',
    path: '/v1/members/me/second-factor/recovery-codes',
    summary: 'Get new recovery codes',
    access: ['self'],
    body: z.object({ password: CurrentPassword, code: SecondFactorCode }),
    response: RecoveryCodes,
    errors: ['credentials_wrong', 'second_factor_wrong', 'second_factor_off'],
  }),
} as const;
