import type { HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { ServiceAccountService } from './service.js';

export const serviceAccountHandlers = (service: ServiceAccountService): HandlersOf<'serviceAccounts'> => ({
  create: async ({ body }, { actor }) => service.create(body.name, body.role, actor),
  list: async ({ query }) => service.list(query),
  createToken: async ({ params, body }, { caller, actor }) =>
    service.createToken(params.memberId, body, asMember(caller).scopes, actor),
  remove: async ({ params }, { actor }) => {
    await service.remove(params.memberId, actor);
    return undefined;
  },
});
