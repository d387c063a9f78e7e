import { readAccount } from './account.js';
import { type Credentials, deviceCredentials, memberCredentials } from './credentials.js';
import { AgentFailure, exitCodes } from './failure.js';
import { hostFacts } from './host-facts.js';
import { loadIdentity } from './identity.js';
import { readPairing } from './pairing.js';
import type { Trust } from './server-client.js';

/** What this configuration shows its server. @throws AgentFailure not_paired, key_exposed */
export async function loadCredentials(dir: string, trust: Trust): Promise<Credentials> {
  const pairing = await readPairing(dir);
  if (pairing !== undefined) {
    const [identity, host] = await Promise.all([loadIdentity(dir), hostFacts(pairing.hostname)]);
    return deviceCredentials({ identity, pairing, host, ...trust });
  }
  const account = await readAccount(dir);
  if (account !== undefined) return memberCredentials({ dir, account, host: await hostFacts(), ...trust });
  throw new AgentFailure(
    'not_paired',
    'On a lab PC: didacto-agent pair SERVER CODE. On your own computer: didacto-agent login SERVER --email YOU.',
    exitCodes.needsLogin,
  );
}
