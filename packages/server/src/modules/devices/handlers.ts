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
  create: async ({ params, body }) => devices.create(params.labId, body.name),
  offerPairing: async ({ params }) => devices.offerPairing(params.deviceId),
  pair: async ({ body }) => {
    const device = await devices.pair(body.code, body.publicKey, body.host);
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
  update: async ({ params, body }) => devices.update(params.deviceId, body),
  revoke: async ({ params }) => devices.revoke(params.deviceId),
  delete: async ({ params }) => {
    await devices.delete(params.deviceId);
    return undefined;
  },
});
