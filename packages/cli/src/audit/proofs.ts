import { createHash, createPublicKey, verify } from 'node:crypto';
import type { AuditProofs } from '@didacto/sdk';

/**
 * How the chain's hashes and signatures are checked here.
 * @param serverKey Ed25519, raw 32 bytes in base64url, as in `institution.serverKey`
 * @throws Error where it is no such key
 */
export function auditProofs(serverKey: string): AuditProofs {
  const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: serverKey } });
  return {
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    verifySignature: (text, signature) => verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url')),
  };
}
