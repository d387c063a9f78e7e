import type { HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { LectureService } from './service.js';

export const lectureHandlers = (service: LectureService): HandlersOf<'lectures'> => ({
  create: async ({ body }, { caller }) => service.create(asMember(caller), body.title, body.ownerId),
  list: async ({ query }) => service.list(query),
  mine: async ({ query }, { caller }) => service.list({ ...query, of: asMember(caller).memberId }),
  get: async ({ params }) => service.get(params.lectureId),
  update: async ({ params, body }) => service.rename(params.lectureId, body.title),
  close: async ({ params }) => service.close(params.lectureId),
  reopen: async ({ params }) => service.reopen(params.lectureId),
  delete: async ({ params }) => {
    await service.delete(params.lectureId);
    return undefined;
  },
});
