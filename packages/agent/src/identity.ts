import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { join } from 'node:path';
import { writePrivately } from '@didacto/sdk/node';
import { AgentFailure } from './failure.js';
import { readPrivately } from './private-file.js';

/** Who this agent is: an Ed25519 key pair. Address, host name and MAC are attributes, never identity. */
export interface Identity {
  /** Raw 32 bytes, base64url. */
  readonly publicKey: string;
  /** Raw 64 bytes, base64url. */
  sign(message: string): string;
}

export const keyFile = (dir: string): string => join(dir, 'agent.key');

/** A new identity that is kept nowhere. */
export const newIdentity = (): Identity => identityOf(generateKeyPairSync('ed25519').privateKey);

/** The identity in a folder, made at the first call. @throws AgentFailure key_exposed, key_broken */
export async function loadIdentity(dir: string): Promise<Identity> {
  const file = keyFile(dir);
  const kept = await readPrivately(file);
  if (kept !== undefined) return identityOf(parseKey(kept, file));
  const { privateKey } = generateKeyPairSync('ed25519');
  await writePrivately(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  return identityOf(privateKey);
}

/** Whether a signature over a message is of a raw public key, all base64url. */
export function signatureFits(publicKey: string, message: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(message), key, Buffer.from(signature, 'base64url'));
  } catch {
    // Not a key at all, so nobody has signed with it.
    return false;
  }
}

function identityOf(privateKey: KeyObject): Identity {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (privateKey.asymmetricKeyType !== 'ed25519' || x === undefined) throw new TypeError('not an Ed25519 key');
  return { publicKey: x, sign: (message) => sign(null, Buffer.from(message), privateKey).toString('base64url') };
}

function parseKey(pem: string, file: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new AgentFailure('key_broken', `${file} is not a key. Remove it and pair this computer again.`, undefined, {
      cause,
    });
  }
}
