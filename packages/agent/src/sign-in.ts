import { randomBytes } from 'node:crypto';
import { type Didacto, deviceSignInMessage, type HostFacts } from '@didacto/sdk';
import { AgentFailure } from './failure.js';
import { type Identity, signatureFits } from './identity.js';
import type { Pairing } from './pairing.js';

export interface DeviceSignIn {
  readonly client: Didacto;
  readonly identity: Identity;
  readonly pairing: Pairing;
  readonly instanceId: string;
  readonly host: HostFacts;
}

export interface DeviceToken {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly serverTime: string;
}

/** One for each start of an agent: tells a restarted agent from a cloned one. */
export const newInstanceId = (): string => randomBytes(16).toString('base64url');

/**
 * Proves to the server which device this is, and has it prove that it is the one this device was paired with.
 * @throws AgentFailure server_changed when it is not: it must not be sent anything
 */
export async function signDeviceIn({
  client,
  identity,
  pairing,
  instanceId,
  host,
}: DeviceSignIn): Promise<DeviceToken> {
  const { deviceId, serverKey } = pairing;
  const { challenge } = await client.devices.challenge({ deviceId });
  const nonce = randomBytes(32).toString('base64url');
  const message = (by: 'device' | 'server') => deviceSignInMessage({ by, deviceId, challenge, nonce, serverKey });
  const signature = identity.sign(message('device'));
  const reply = await client.devices.signIn({ deviceId, challenge, nonce, signature, instanceId, host });
  if (!signatureFits(serverKey, message('server'), reply.serverSignature)) throw serverChanged(client.baseUrl.origin);
  return reply;
}

const serverChanged = (origin: string): AgentFailure =>
  new AgentFailure(
    'server_changed',
    `${origin} is not the server this computer was paired with: it holds another key. Nothing is sent to it. ` +
      'If the server was set up anew, an admin of this computer pairs it again.',
  );
