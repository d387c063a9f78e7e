import type { CallContext, HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { SessionService } from './service.js';
import type { SignIn } from './sign-in.js';

interface Dependencies {
  readonly sessions: SessionService;
  readonly signIn: SignIn;
}

export const sessionHandlers = ({ sessions, signIn }: Dependencies): HandlersOf<'sessions'> => ({
  signIn: async ({ body: { client, ...credentials } }, context) =>
    signIn(credentials, originOf(context, client), context.actor),
  refresh: async ({ body }, { actor }) => sessions.refresh(body.refreshToken, actor),
  signOut: async (_input, { caller, actor }) => {
    const { memberId, credentialId } = asMember(caller);
    await sessions.end(memberId, credentialId, actor);
    return undefined;
  },
  list: async (_input, { caller }) => {
    const { memberId, credentialId } = asMember(caller);
    return { sessions: await sessions.list(memberId, credentialId) };
  },
  end: async ({ params }, { caller, actor }) => {
    await sessions.end(asMember(caller).memberId, params.sessionId, actor);
    return undefined;
  },
  endAll: async ({ body }, { caller, actor }) => {
    const { memberId, credentialId } = asMember(caller);
    return { ended: await sessions.endAll(memberId, body.keepCurrent ? credentialId : undefined, actor) };
  },
});

/** Programs may say what they are; browsers say it in a header. */
const originOf = ({ address, actor, language }: CallContext, client = actor.client) => ({ client, address, language });
