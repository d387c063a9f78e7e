import * as z from 'zod';
import { Time } from './common.js';
import { pairingAlphabet } from './pairing-alphabet.js';
import { route } from './route.js';
import { Client, SessionTokens } from './sessions.js';

/** What a person types on the page: 8 letters and digits, as `K7WP-3XQ9`. */
export const UserCode = z
  .string()
  .max(40)
  .transform((text) => text.toUpperCase().replace(/[\s-]/g, ''))
  .pipe(z.string().regex(new RegExp(`^[${pairingAlphabet}]{8}$`), 'must be 8 letters and digits'))
  .meta({ id: 'UserCode', examples: ['K7WP3XQ9'] });

const params = z.object({ userCode: UserCode });

/** Sign-in of a program without a browser, after RFC 8628: it shows a code, a person approves it on a page. */
export const deviceCodes = {
  /** Begins a sign-in: 10 minutes to approve it. */
  create: route({
    method: 'POST',
    path: '/v1/device-codes',
    summary: 'Begin a sign-in by code',
    access: ['public'],
    body: z.object({ client: Client }),
    response: z.object({
      deviceCode: z.string(),
      userCode: z.string(),
      verificationUrl: z.string(),
      /** The same page with the code filled in. */
      verificationUrlComplete: z.string(),
      /** Seconds. */
      expiresIn: z.int(),
      /** Seconds between two asks. */
      interval: z.int(),
    }),
    status: 201,
  }),
  /** Asks whether it was approved; gives the session once. Who asks faster than the interval is `rate_limited`. */
  redeem: route({
    method: 'POST',
    path: '/v1/device-codes/redeem',
    summary: 'Finish a sign-in by code',
    access: ['public'],
    body: z.object({ deviceCode: z.string().max(120) }),
    response: SessionTokens,
    errors: ['sign_in_pending', 'sign_in_denied', 'device_code_invalid', 'member_suspended'],
  }),
  /** Who asks to be signed in by this code, to be looked at before it is approved. */
  get: route({
    method: 'GET',
    path: '/v1/device-codes/:userCode',
    summary: 'Look at a sign-in by code',
    access: ['self'],
    params,
    response: z.object({ client: z.string(), address: z.string(), createdAt: Time, expiresAt: Time }),
    errors: ['device_code_invalid'],
  }),
  approve: route({
    method: 'POST',
    path: '/v1/device-codes/:userCode/approve',
    summary: 'Approve a sign-in by code',
    access: ['self'],
    params,
    errors: ['device_code_invalid'],
  }),
  deny: route({
    method: 'POST',
    path: '/v1/device-codes/:userCode/deny',
    summary: 'Deny a sign-in by code',
    access: ['self'],
    params,
    errors: ['device_code_invalid'],
  }),
} as const;
