import { createPublicKey, verify } from 'node:crypto';
import { deviceSignInMessage, type HostFacts } from '@didacto/sdk/contract';
import { type Clock, iso } from '../../platform/clock.js';
import type { Database } from '../../platform/database.js';
import { Problem } from '../../platform/problem.js';
import type { ServerIdentity } from '../../platform/secrets.js';
import type { Tokens } from '../../platform/tokens.js';
import type { Challenges } from './challenges.js';
import { deviceStore } from './store.js';

export interface DeviceSignIn {
  readonly deviceId: string;
  readonly challenge: string;
  readonly nonce: string;
  readonly signature: string;
  readonly instanceId: string;
  readonly host: HostFacts;
}

export interface DeviceSignedIn {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly serverSignature: string;
  readonly serverTime: string;
}

interface Dependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly identity: ServerIdentity;
  readonly challenges: Challenges;
}

/** Each side signs the other's nonce: the server learns which device it is, the agent that the server is its own. */
export async function signDeviceIn(deps: Dependencies, shown: DeviceSignIn): Promise<DeviceSignedIn> {
  const { db, clock, tokens, identity, challenges } = deps;
  if (!challenges.take(shown.challenge, shown.deviceId)) throw new Problem('challenge_invalid');
  const device = await deviceStore(db).byId(shown.deviceId);
  const message = (by: 'device' | 'server') => deviceSignInMessage({ ...shown, by, serverKey: identity.publicKey });
  const known = device?.public_key ?? null;
  if (known === null || !signatureFits(known, message('device'), shown.signature)) {
    // Who holds no key learns nothing of the device, but a device that lost its right is told why.
    throw new Problem(device?.state === 'revoked' ? 'device_revoked' : 'signature_invalid');
  }
  if (device?.state !== 'paired') throw new Problem('device_revoked');
  await deviceStore(db).update(shown.deviceId, { host: JSON.stringify(shown.host), last_seen_at: iso(clock.now()) });
  return {
    accessToken: await tokens.issue({ kind: 'device', sub: shown.deviceId, instance: shown.instanceId, key: known }),
    expiresIn: tokens.accessSeconds,
    serverSignature: identity.sign(message('server')),
    serverTime: iso(clock.now()),
  };
}

function signatureFits(publicKey: string, message: string, signature: string): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  return verify(null, Buffer.from(message), key, Buffer.from(signature, 'base64url'));
}
