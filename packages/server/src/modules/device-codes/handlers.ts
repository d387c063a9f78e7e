import type { HandlersOf } from '../../http/handlers.js';
import { asMember } from '../../policy/caller.js';
import type { DeviceCodeService } from './service.js';

export const deviceCodeHandlers = (deviceCodes: DeviceCodeService): HandlersOf<'deviceCodes'> => ({
  create: async ({ body }, { address }) => deviceCodes.create({ client: body.client, address }),
  redeem: async ({ body }, { actor }) => deviceCodes.redeem(body.deviceCode, actor),
  get: async ({ params }, { caller }) => deviceCodes.get(params.userCode, asMember(caller).memberId),
  approve: async ({ params }, { caller, actor }) => {
    await deviceCodes.approve(params.userCode, asMember(caller).memberId, actor);
    return undefined;
  },
  deny: async ({ params }, { caller, actor }) => {
    await deviceCodes.deny(params.userCode, asMember(caller).memberId, actor);
    return undefined;
  },
});
