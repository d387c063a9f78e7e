import type { HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { AlarmService } from './service.js';

export const alarmHandlers = (service: AlarmService): HandlersOf<'alarms'> => ({
  list: ({ query }) => service.list(query),
  acknowledge: ({ params }, { caller, actor }) => service.acknowledge(params.alarmId, asMember(caller).memberId, actor),
  resolve: ({ params, body }, { caller, actor }) =>
    service.resolveOne(params.alarmId, asMember(caller).memberId, actor, body.note),
});
