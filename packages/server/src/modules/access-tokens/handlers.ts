import type { HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { AccessTokenService } from './service.js';

export const accessTokenHandlers = (service: AccessTokenService): HandlersOf<'accessTokens'> => ({
  create: async ({ body }, { caller, actor }) => service.create(asMember(caller).memberId, body, actor),
  list: async ({ query }, { caller }) => service.list({ ...query, memberId: asMember(caller).memberId }),
  revoke: async ({ params }, { caller, actor }) => {
    await service.revoke(params.tokenId, asMember(caller).memberId, actor);
    return undefined;
  },
  listAll: async ({ query }) => service.list(query),
  revokeAny: async ({ params }, { actor }) => {
    await service.revoke(params.tokenId, undefined, actor);
    return undefined;
  },
});
