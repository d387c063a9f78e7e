import type { HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { SecondFactorService } from '../second-factor/service.js';
import type { SessionService } from '../sessions/service.js';
import type { MemberExporter } from './export.js';
import type { MemberPasswords } from './passwords.js';
import type { MemberService } from './service.js';

interface Dependencies {
  readonly members: MemberService;
  readonly passwords: MemberPasswords;
  readonly exporter: MemberExporter;
  readonly sessions: SessionService;
  readonly secondFactor: SecondFactorService;
}

export const memberHandlers = (deps: Dependencies): HandlersOf<'members'> => {
  const { members, passwords, exporter, sessions, secondFactor } = deps;
  return {
    signUp: async ({ body }, { actor }) => passwords.signUp(body, actor),
    resetPassword: async ({ body }, { language, actor }) => {
      await passwords.reset({ ...body, language }, actor);
      return undefined;
    },
    me: async (_input, { caller }) => members.get(asMember(caller).memberId),
    updateMe: async ({ body: { name, password, currentPassword = '' } }, { caller, language, actor }) => {
      const { memberId, credentialId: sessionId } = asMember(caller);
      const holder = { memberId, sessionId, language };
      if (password !== undefined) await passwords.change(holder, { current: currentPassword, next: password }, actor);
      return name === undefined ? members.get(memberId) : members.rename(memberId, name, actor);
    },
    export: async (_input, { caller, actor }) => {
      const { memberId, credentialId } = asMember(caller);
      return exporter.export(memberId, credentialId, actor);
    },
    withdraw: async ({ body }, { caller, actor }) => {
      await members.withdraw(asMember(caller).memberId, body.password, actor);
      return undefined;
    },
    list: async ({ query }) => members.list(query),
    create: async ({ body }, { actor }) => members.create(body, actor),
    get: async ({ params }) => members.get(params.memberId),
    update: async ({ params, body }, { actor }) => members.update(params.memberId, body, actor),
    suspend: async ({ params, body }, { language, actor }) =>
      members.suspend(params.memberId, { ...body, language }, actor),
    restore: async ({ params, body }, { language, actor }) =>
      members.restore(params.memberId, { ...body, language }, actor),
    endSessions: async ({ params }, { actor }) => {
      const { id } = await members.get(params.memberId);
      return { ended: await sessions.endAll(id, undefined, actor) };
    },
    resetSecondFactor: async ({ params }, { language, actor }) => {
      await secondFactor.reset(params.memberId, language, actor);
      return undefined;
    },
    erase: async ({ params, body }, { actor }) => {
      await members.erase(params.memberId, body.note, actor);
      return undefined;
    },
  };
};
