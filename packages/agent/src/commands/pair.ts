import { keyFingerprint } from '@didacto/sdk/node';
import { readAccount } from '../account.js';
import { isAdminsOnly } from '../admin-rights.js';
import { AgentFailure } from '../failure.js';
import type { Host } from '../host.js';
import { hostFacts } from '../host-facts.js';
import { loadIdentity } from '../identity.js';
import { checkRepairing, pairDevice } from '../pair-device.js';
import { forgetPairing, keepPairing, readPairing } from '../pairing.js';
import { readCa, serverClient } from '../server-client.js';
import { newInstanceId, signDeviceIn } from '../sign-in.js';

export interface PairInput {
  readonly dir: string;
  readonly server: string;
  readonly code: string;
  readonly serverKey?: string;
  readonly name?: string;
  readonly replace?: boolean;
  readonly caFile?: string;
  readonly json?: boolean;
}

/** `pair`: binds this computer to a device of the server, once that has proven to hold its key. */
export async function pairCommand(host: Host, input: PairInput): Promise<void> {
  const { dir, code, name, replace = false } = input;
  if (await readAccount(dir))
    throw new AgentFailure('already_paired', 'Someone is signed in here: didacto-agent logout first.');
  const client = serverClient(input.server, readCa(input.caFile));
  const current = await readPairing(dir);
  if (current !== undefined) {
    const { serverKey } = await client.institution.get();
    checkRepairing({ current, serverKey, replace, isAdmins: await isAdminsOnly(dir) });
  }
  const identity = await loadIdentity(dir);
  const facts = await hostFacts(name);
  const made = await pairDevice({ client, code, identity, host: facts, expectedKey: input.serverKey });
  const pairing = name === undefined ? made : { ...made, hostname: facts.hostname };
  // Whoever only claims to have the key is found out here, before anything is kept.
  await signDeviceIn({ client, identity, pairing, instanceId: newInstanceId(), host: facts });
  await keepPairing(dir, pairing);
  const { server, deviceId, institution } = pairing;
  const fingerprint = keyFingerprint(pairing.serverKey);
  host.say(
    input.json
      ? JSON.stringify({ server, deviceId, name: pairing.name, institution, serverKey: pairing.serverKey, fingerprint })
      : host.texts.say.paired(pairing.name, `${institution} (${server})`, fingerprint),
  );
}

/** `unpair`: forgets server and key. */
export async function unpairCommand(host: Host, { dir, json }: { dir: string; json?: boolean }): Promise<void> {
  await forgetPairing(dir);
  host.say(json ? JSON.stringify({ paired: false }) : host.texts.say.unpaired);
}
