import type { HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { LectureService } from './service.js';

export const lectureHandlers = (service: LectureService): HandlersOf<'lectures'> => ({
  create: async ({ body }, { caller, actor }) => service.create(asMember(caller), body.title, body.ownerId, actor),
  list: async ({ query }) => service.list(query),
  mine: async ({ query }, { caller }) => service.list({ ...query, of: asMember(caller).memberId }),
  get: async ({ params }) => service.get(params.lectureId),
  update: async ({ params, body }, { actor }) => service.rename(params.lectureId, body.title, actor),
  close: async ({ params }, { actor }) => service.close(params.lectureId, actor),
  reopen: async ({ params }, { actor }) => service.reopen(params.lectureId, actor),
  delete: async ({ params }, { actor }) => {
    await service.delete(params.lectureId, actor);
    return undefined;
  },
});
