import type { Didacto, HostFacts } from '@didacto/sdk';
import { keyFingerprint } from '@didacto/sdk/node';
import { AgentFailure } from './failure.js';
import type { Identity } from './identity.js';
import type { Pairing } from './pairing.js';
import { safeText } from './safe-text.js';

export interface PairOptions {
  readonly client: Didacto;
  readonly code: string;
  readonly identity: Identity;
  readonly host: HostFacts;
  /** What a person read off the admin's screen: the server's whole key, or its fingerprint. */
  readonly expectedKey?: string | undefined;
}

/**
 * Takes a pairing code: binds this agent's key to the device, and the server's key to this agent.
 * @throws AgentFailure server_key_differs before the code is shown to that server; ApiError pairing_code_invalid
 */
export async function pairDevice({ client, code, identity, host, expectedKey }: PairOptions): Promise<Pairing> {
  if (expectedKey !== undefined) checkKey((await client.institution.get()).serverKey, expectedKey);
  const { device, institution, serverKey } = await client.devices.pair({ code, publicKey: identity.publicKey, host });
  if (expectedKey !== undefined) checkKey(serverKey, expectedKey);
  return {
    server: client.baseUrl.href.replace(/\/$/, ''),
    deviceId: device.id,
    name: safeText(device.name),
    institution: safeText(institution),
    serverKey,
  };
}

function checkKey(serverKey: string, expected: string): void {
  const bare = (text: string) => text.replace(/[-\s]/g, '').toLowerCase();
  if (expected.trim() === serverKey || bare(expected) === bare(keyFingerprint(serverKey))) return;
  throw new AgentFailure(
    'server_key_differs',
    `This server's key is ${keyFingerprint(serverKey)}, not the one that was expected. Ask the admin before you go on.`,
  );
}

export interface Repairing {
  readonly current: Pairing | undefined;
  /** What the server to pair with says its key is; that it holds it is proven by the first sign-in. */
  readonly serverKey: string;
  readonly replace: boolean;
  /** Whether only this computer's admins can write the configuration, and we are one of them. */
  readonly isAdmins: boolean;
}

/**
 * A paired agent follows the holder of one key. It may be paired anew by that one; by another only with local admin rights.
 * @throws AgentFailure already_paired, admin_needed
 */
export function checkRepairing({ current, serverKey, replace, isAdmins }: Repairing): void {
  if (current === undefined || current.serverKey === serverKey) return;
  if (!replace) {
    const message = `This computer is paired with ${current.server}. To make it follow another server, an admin adds --replace.`;
    throw new AgentFailure('already_paired', message);
  }
  if (!isAdmins) {
    const message =
      'Another server can be followed only with admin rights on this computer: run this as its admin, with a --config-dir that only admins can write.';
    throw new AgentFailure('admin_needed', message);
  }
}
