import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivately } from '@didacto/sdk/node';
import * as z from 'zod';
import { AgentFailure } from './failure.js';
import { keyFile } from './identity.js';
import { readPrivately } from './private-file.js';

/** What binds this agent to a server. */
export const Pairing = z.object({
  server: z.string(),
  deviceId: z.string(),
  /** The device's name at the server. */
  name: z.string(),
  /** What this computer calls itself, where that is not its host name. */
  hostname: z.string().optional(),
  institution: z.string(),
  /** The server's Ed25519 public key, raw, base64url: only who holds it is followed. */
  serverKey: z.string(),
});
export type Pairing = z.infer<typeof Pairing>;

export const pairingFile = (dir: string): string => join(dir, 'pairing.json');

/** @throws AgentFailure pairing_broken, key_exposed */
export async function readPairing(dir: string): Promise<Pairing | undefined> {
  const text = await readPrivately(pairingFile(dir));
  if (text === undefined) return undefined;
  try {
    return Pairing.parse(JSON.parse(text));
  } catch (cause) {
    const message = `${pairingFile(dir)} is not a pairing. Run didacto-agent unpair, then pair again.`;
    throw new AgentFailure('pairing_broken', message, undefined, { cause });
  }
}

export const keepPairing = (dir: string, pairing: Pairing): Promise<void> =>
  writePrivately(pairingFile(dir), `${JSON.stringify(pairing, null, 2)}\n`);

/** Forgets server and key: the next pairing makes this computer a new device key. */
export async function forgetPairing(dir: string): Promise<void> {
  await rm(pairingFile(dir), { force: true });
  await rm(keyFile(dir), { force: true });
}
