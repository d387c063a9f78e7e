import type { CallContext, HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { Holder, SecondFactorService } from './service.js';

const holderOf = ({ caller, actor: by, language }: CallContext): Holder => {
  const { memberId, credentialId: sessionId } = asMember(caller);
  return { memberId, sessionId, language, by };
};

export const secondFactorHandlers = (service: SecondFactorService): HandlersOf<'secondFactor'> => ({
  get: async (_input, { caller }) => service.get(asMember(caller).memberId),
  start: async ({ body }, context) => service.start(holderOf(context), body.password),
  confirm: async ({ body }, context) => ({ recoveryCodes: await service.confirm(holderOf(context), body.code) }),
  disable: async ({ body }, context) => {
    await service.disable(holderOf(context), body.password, body.code);
    return undefined;
  },
  renewRecoveryCodes: async ({ body }, context) => ({
    recoveryCodes: await service.renewRecoveryCodes(holderOf(context), body.password, body.code),
  }),
});
