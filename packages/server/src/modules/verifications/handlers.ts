import type { HandlersOf } from '../../http/handlers.js';
import type { VerificationService } from './service.js';

export const verificationHandlers = (verifications: VerificationService): HandlersOf<'verifications'> => ({
  request: async ({ body }, { language }) => verifications.request(body.email, body.purpose, language),
  confirm: async ({ params, body }) => verifications.confirm(params.verificationId, body.code),
});
