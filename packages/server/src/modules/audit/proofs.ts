import { createPublicKey, verify } from 'node:crypto';
import {
  type AuditCheckpoint,
  type AuditCheckpointPurpose,
  type AuditPosition,
  type AuditProofs,
  auditCheckpointText,
} from '@didacto/sdk/contract';
import type { ServerIdentity } from '../../platform/secrets.js';
import { sha256 } from '../../platform/sha256.js';

/** @param publicKey raw Ed25519, base64url */
export function serverProofs(publicKey: string): AuditProofs {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  return {
    sha256,
    // On the thread pool: a long chain is checked while the server serves.
    verifySignature: (text, signature) =>
      new Promise((resolve, reject) => {
        verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'), (error, fits) =>
          error ? reject(error) : resolve(fits),
        );
      }),
  };
}

export function signCheckpoint(
  identity: ServerIdentity,
  purpose: AuditCheckpointPurpose,
  { seq, hash }: AuditPosition,
  at: string,
): AuditCheckpoint {
  const stated = { seq, hash, at };
  return { ...stated, signature: identity.sign(auditCheckpointText(purpose, stated)) };
}
