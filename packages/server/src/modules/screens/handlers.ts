import type { HandlersOf } from '../../http/handlers.js';
import { Problem } from '../../platform/problem.js';
import { asMember } from '../../policy/caller.js';
import type { ScreenService } from './service.js';

export const screenHandlers = (service: ScreenService): HandlersOf<'screens'> => ({
  report: async ({ params, body }, { caller }) => {
    if (caller.kind === 'anonymous') throw new Problem('unauthenticated');
    await service.report(params.lectureId, caller, body);
    return undefined;
  },
  list: async ({ params, query }) => service.list(params.lectureId, query.since, query.lessonId),
  picture: async ({ params }, { caller, actor }) =>
    service.picture(params.lectureId, params.studentId, asMember(caller).memberId, actor),
  viewsOfMe: async ({ query }, { caller }) => service.viewsOf(asMember(caller).memberId, query),
});
