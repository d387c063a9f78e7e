import type { HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { EnrollmentService } from './service.js';

export const enrollmentHandlers = (service: EnrollmentService): HandlersOf<'enrollments'> => ({
  request: async ({ params }, { caller }) => service.request(params.lectureId, asMember(caller).memberId),
  get: async ({ params }) => service.get(params.enrollmentId),
  cancel: async ({ params }) => service.cancel(params.enrollmentId),
  decide: async ({ params, body }, { caller }) =>
    service.decide(params.enrollmentId, body.decision, asMember(caller).memberId),
  decideMany: async ({ params, body }, { caller }) => ({
    results: await service.decideMany(params.lectureId, body.decision, body.enrollmentIds, asMember(caller).memberId),
  }),
  list: async ({ params, query }) => service.list({ ...query, lectureId: params.lectureId }),
  mine: async ({ query }, { caller }) => service.list({ ...query, memberId: asMember(caller).memberId }),
});
