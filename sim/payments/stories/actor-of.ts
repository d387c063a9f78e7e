import { type Actor, systemActor } from '../../../packages/server/src/modules/audit/actor.js';

export const actorOf = (memberId: string | null): Actor => ({
  ...systemActor,
  kind: memberId === null ? 'system' : 'member',
  id: memberId,
});
