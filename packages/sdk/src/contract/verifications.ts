import * as z from 'zod';
import { Email, Time, VerificationId } from './common.js';
import { route } from './route.js';

export const VerificationPurpose = z.enum(['sign_up', 'password_reset']).meta({ id: 'VerificationPurpose' });
export type VerificationPurpose = z.infer<typeof VerificationPurpose>;

/** Says that its holder received the mail; good once, for one purpose. */
export const Proof = z.string().max(120);

export const Verification = z
  .object({
    id: VerificationId,
    purpose: VerificationPurpose,
    expiresAt: Time,
    /** Before this time another code is not sent. */
    resendAt: Time,
  })
  .meta({ id: 'Verification', description: 'A 6-digit code on its way to an e-mail address' });
export type Verification = z.infer<typeof Verification>;

export const verifications = {
  /**
   * Mails a code of 6 digits: 20 minutes, 5 tries, and a new one makes the former void. The answer is the same whether
   * or not the address has an account; its owner learns it by the mail.
   */
  request: route({
    method: 'POST',
    path: '/v1/verifications',
    summary: 'Have a code mailed',
    access: ['public'],
    body: z.object({ email: Email, purpose: VerificationPurpose }),
    response: Verification,
    status: 201,
  }),
  /** Exchanges the code for a proof, which the call it was asked for takes. */
  confirm: route({
    method: 'POST',
    path: '/v1/verifications/:verificationId/confirm',
    summary: 'Confirm an address by its code',
    access: ['public'],
    params: z.object({ verificationId: VerificationId }),
    body: z.object({
      code: z
        .string()
        .transform((text) => text.replace(/\s/g, ''))
        .pipe(z.string().regex(/^\d{6}$/, 'must be 6 digits')),
    }),
    response: z.object({ proof: Proof, expiresAt: Time }),
    errors: ['verification_code_invalid'],
  }),
} as const;
