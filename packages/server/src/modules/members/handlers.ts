import type { HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { MemberService } from './service.js';

export const memberHandlers = (service: MemberService): HandlersOf<'members'> => ({
  signUp: async ({ body }) => service.create({ ...body, role: 'student', grade: 'free' }),
  me: async (_input, { caller }) => service.get(asMember(caller).memberId),
  updateMe: async ({ body }, { caller }) => {
    const { memberId, sessionId } = asMember(caller);
    return service.updateOwn(memberId, sessionId, body);
  },
  withdraw: async ({ body }, { caller }) => {
    await service.withdraw(asMember(caller).memberId, body.password);
    return undefined;
  },
  list: async ({ query }) => service.list(query),
  create: async ({ body }) => service.create(body),
  get: async ({ params }) => service.get(params.memberId),
  update: async ({ params, body }) => service.update(params.memberId, body),
});
