import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RandomBytes } from './ids.js';

/** The server's own key: agents pin it when they are paired. */
export interface ServerIdentity {
  /** Raw Ed25519 public key, base64url. */
  readonly publicKey: string;
  /** Raw signature, base64url. */
  sign(message: string): string;
}

export interface Secrets {
  readonly tokenSecret: Uint8Array;
  /** For digests of codes that are too short for a plain hash. */
  readonly codeKey: Uint8Array;
  /** Seals what must be read again, such as the secret of an authenticator app. */
  readonly vaultKey: Uint8Array;
  readonly identity: ServerIdentity;
}

/** Reads the server's secrets from its data folder; makes them, readable by their owner only, the first time. */
export function loadSecrets(dataDir: string, random: RandomBytes): Secrets {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const tokenSecret = hexKey(join(dataDir, 'token.secret'), random);
  if (tokenSecret.length < 32)
    throw new Error(`${join(dataDir, 'token.secret')} must hold 32 bytes in hex; delete it to get a new one`);
  const pem = readOrMake(join(dataDir, 'server.key'), () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  return {
    tokenSecret,
    codeKey: lastingKey(join(dataDir, 'codes.secret'), random),
    vaultKey: lastingKey(join(dataDir, 'vault.secret'), random),
    identity: serverIdentity(createPrivateKey(pem)),
  };
}

const hexKey = (path: string, random: RandomBytes): Buffer =>
  Buffer.from(
    readOrMake(path, () => random(32).toString('hex')),
    'hex',
  );

/** A key that cannot be made anew without losing what the database holds under it. */
function lastingKey(path: string, random: RandomBytes): Buffer {
  const key = hexKey(path, random);
  if (key.length !== 32)
    throw new Error(`${path} must hold 32 bytes in hex; restore it from a backup, a new one does not fit the database`);
  return key;
}

function readOrMake(path: string, make: () => string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const made = make();
  try {
    // Exclusive: of two servers that start at once, one makes it and the other reads it.
    writeFileSync(path, `${made.trim()}\n`, { mode: 0o600, flag: 'wx' });
    return made.trim();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    return readFileSync(path, 'utf8').trim();
  }
}

function serverIdentity(privateKey: KeyObject): ServerIdentity {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (x === undefined) throw new Error('server.key must be an Ed25519 key');
  return {
    publicKey: x,
    sign: (message) => sign(null, Buffer.from(message), privateKey).toString('base64url'),
  };
}
