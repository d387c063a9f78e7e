import type { HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { EnrollmentService } from './service.js';

export const enrollmentHandlers = (service: EnrollmentService): HandlersOf<'enrollments'> => ({
  request: async ({ params }, { caller, actor }) => service.request(params.lectureId, asMember(caller).memberId, actor),
  get: async ({ params }) => service.get(params.enrollmentId),
  cancel: async ({ params }, { actor }) => service.cancel(params.enrollmentId, actor),
  decide: async ({ params, body }, { actor }) => service.decide(params.enrollmentId, body.decision, actor),
  decideMany: async ({ params, body }, { actor }) => ({
    results: await service.decideMany(params.lectureId, body.decision, body.enrollmentIds, actor),
  }),
  list: async ({ params, query }) => service.list({ ...query, lectureId: params.lectureId }),
  mine: async ({ query }, { caller }) => service.list({ ...query, memberId: asMember(caller).memberId }),
});
