import type { HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { StaffService } from './service.js';

export const staffHandlers = (service: StaffService): HandlersOf<'staff'> => ({
  list: async ({ params }) => ({ staff: await service.list(params.lectureId) }),
  add: async ({ params, body }, { actor }) => service.add(params.lectureId, body, actor),
  remove: async ({ params }, { actor }) => {
    await service.remove(params.lectureId, params.memberId, actor);
    return undefined;
  },
  leave: async ({ params }, { caller, actor }) => {
    await service.leave(params.lectureId, asMember(caller).memberId, actor);
    return undefined;
  },
});
