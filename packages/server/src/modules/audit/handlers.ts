import type { HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { AuditService } from './service.js';

export const auditHandlers = (service: AuditService): HandlersOf<'audit'> => ({
  list: async ({ query: { cursor, limit, ...filter } }) => service.list(filter, { cursor, limit }),
  head: async () => service.head(),
  ofMe: async ({ query }, { caller }) => service.ofMember(asMember(caller).memberId, query),
});
