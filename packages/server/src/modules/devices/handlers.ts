import type { HandlersOf } from '../../http/handlers.js';
import { iso } from '../../platform/clock.js';
import { asDevice } from '../../policy/caller.js';
import type { InstitutionService } from '../institution/service.js';
import type { Challenges } from './challenges.js';
import type { DeviceService } from './service.js';
import type { DeviceSignedIn, DeviceSignIn } from './sign-in.js';

interface Dependencies {
  readonly devices: DeviceService;
  readonly institution: InstitutionService;
  readonly challenges: Challenges;
  readonly signIn: (shown: DeviceSignIn) => Promise<DeviceSignedIn>;
}

export const deviceHandlers = ({ devices, institution, challenges, signIn }: Dependencies): HandlersOf<'devices'> => ({
  create: async ({ params, body }, { actor }) => devices.create(params.labId, body.name, actor),
  offerPairing: async ({ params }, { actor }) => devices.offerPairing(params.deviceId, actor),
  pair: async ({ body }, { actor }) => {
    const device = await devices.pair(body.code, body.publicKey, body.host, actor);
    const { name, serverKey, serverTime } = await institution.get();
    return { device, institution: name, serverKey, serverTime };
  },
  challenge: async ({ body }) => {
    const { challenge, expiresAt } = challenges.make(body.deviceId);
    return { challenge, expiresAt: iso(expiresAt) };
  },
  signIn: async ({ body }) => signIn(body),
  me: async (_input, { caller }) => devices.get(asDevice(caller).deviceId),
  list: async ({ query }) => devices.list(query.labId, query),
  get: async ({ params }) => devices.get(params.deviceId),
  update: async ({ params, body }, { actor }) => devices.update(params.deviceId, body, actor),
  revoke: async ({ params }, { actor }) => devices.revoke(params.deviceId, actor),
  delete: async ({ params }, { actor }) => {
    await devices.delete(params.deviceId, actor);
    return undefined;
  },
});
