import type { HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { RosterService } from './service.js';

export const rosterHandlers = (service: RosterService): HandlersOf<'roster'> => ({
  list: async ({ params, query }) => service.list(params.lectureId, query),
  leave: async ({ params }, { caller, actor }) => {
    await service.leave(params.lectureId, asMember(caller).memberId, actor);
    return undefined;
  },
  remove: async ({ params }, { actor }) => {
    await service.remove(params.lectureId, params.memberId, actor);
    return undefined;
  },
});
