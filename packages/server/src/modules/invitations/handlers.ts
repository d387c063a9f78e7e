import type { HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { InvitationService } from './service.js';

export const invitationHandlers = (invitations: InvitationService): HandlersOf<'invitations'> => ({
  create: async ({ body }, { caller, language, actor }) =>
    invitations.create(body.email, { memberId: asMember(caller).memberId, language }, actor),
  list: async ({ query }) => invitations.list(query),
  revoke: async ({ params }, { actor }) => invitations.revoke(params.invitationId, actor),
  preview: async ({ body }) => invitations.preview(body.code),
  accept: async ({ body }, { actor }) => invitations.accept(body, actor),
});
