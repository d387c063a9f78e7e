import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { deviceSignInMessage } from '@didacto/sdk/contract';
import type { TestServer } from './test-server.js';

export const host = { hostname: 'pc-01', platform: 'linux', agentVersion: '1.0.0', machineId: null };

/** What a device signs in with: a challenge, taken for it where none is given, and what its key says of it. */
export async function signInProof(
  { visitor }: TestServer,
  deviceId: string,
  key: KeyObject,
  given: { readonly challenge?: string; readonly nonce?: string } = {},
) {
  const challenge = given.challenge ?? (await visitor.devices.challenge({ deviceId })).challenge;
  const nonce = given.nonce ?? randomBytes(32).toString('base64url');
  const { serverKey } = await visitor.institution.get();
  const message = deviceSignInMessage({ by: 'device', deviceId, challenge, nonce, serverKey });
  const signature = sign(null, Buffer.from(message), key).toString('base64url');
  return { deviceId, challenge, nonce, signature, instanceId: 'instance-1', host };
}

/** An agent with a key of its own, as it runs on a lab PC. */
export interface LabPc {
  pair(code: string): ReturnType<TestServer['visitor']['devices']['pair']>;
  /** A sign-in, changed where a test wants it wrong. */
  signIn(
    deviceId: string,
    change?: { challenge?: string; nonce?: string; signature?: string; key?: KeyObject },
  ): ReturnType<TestServer['visitor']['devices']['signIn']>;
}

export function labPc(school: TestServer): LabPc {
  const keys = generateKeyPairSync('ed25519');
  const publicKey = keys.publicKey.export({ format: 'jwk' }).x ?? '';
  const { devices } = school.visitor;
  return {
    pair: (code) => devices.pair({ code, publicKey, host }),
    signIn: async (deviceId, { signature, key = keys.privateKey, ...given } = {}) => {
      const proof = await signInProof(school, deviceId, key, given);
      return devices.signIn(signature === undefined ? proof : { ...proof, signature });
    },
  };
}
