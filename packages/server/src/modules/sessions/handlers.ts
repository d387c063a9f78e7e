import type { HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { SessionService } from './service.js';

export const sessionHandlers = (service: SessionService): HandlersOf<'sessions'> => ({
  signIn: async ({ body }) => service.signIn(body.email, body.password),
  refresh: async ({ body }) => service.refresh(body.refreshToken),
  signOut: async (_input, { caller }) => {
    await service.signOut(asMember(caller).sessionId);
    return undefined;
  },
});
