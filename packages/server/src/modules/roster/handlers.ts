import type { HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { RosterService } from './service.js';

export const rosterHandlers = (service: RosterService): HandlersOf<'roster'> => ({
  list: async ({ params, query }) => service.list(params.lectureId, query),
  leave: async ({ params }, { caller }) => {
    await service.leave(params.lectureId, asMember(caller).memberId);
    return undefined;
  },
  remove: async ({ params }, { caller }) => {
    await service.remove(params.lectureId, params.memberId, asMember(caller).memberId);
    return undefined;
  },
});
