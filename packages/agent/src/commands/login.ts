import { forgetAccount, keepAccount, readAccount, signMemberIn } from '../account.js';
import { AgentFailure } from '../failure.js';
import type { Host } from '../host.js';
import { readPairing } from '../pairing.js';
import { type PasswordInput, readCode, readPassword } from '../password.js';
import { readCa, serverClient } from '../server-client.js';

export interface LoginInput extends PasswordInput {
  readonly dir: string;
  readonly server: string;
  readonly email: string;
  readonly caFile?: string;
  readonly json?: boolean;
}

/** `login`: a student's own sign-in, for the agent on their own computer. */
export async function loginCommand(host: Host, input: LoginInput): Promise<void> {
  const { dir, server, email } = input;
  if (await readPairing(dir))
    throw new AgentFailure('already_paired', 'This computer is paired as a lab PC; nobody signs in to it.');
  const client = serverClient(server, readCa(input.caFile));
  const account = await signMemberIn(client, email, await readPassword(host, input), () => readCode(host));
  await keepAccount(dir, account);
  const { memberId, name } = account;
  host.say(
    input.json
      ? JSON.stringify({ server: account.server, memberId, name })
      : host.texts.say.loggedIn(name, account.server),
  );
}

export interface LogoutInput {
  readonly dir: string;
  readonly caFile?: string;
  readonly json?: boolean;
}

/** `logout`: ends the session at the server, where it can be reached, and forgets it here in any case. */
export async function logoutCommand(host: Host, { dir, caFile, json }: LogoutInput): Promise<void> {
  const account = await readAccount(dir);
  let ended = account === undefined;
  if (account !== undefined) {
    const client = serverClient(account.server, readCa(caFile), { session: account });
    ended = await client.sessions.signOut().then(
      () => true,
      () => false,
    );
    await forgetAccount(dir);
  }
  host.say(json ? JSON.stringify({ signedIn: false, sessionEnded: ended }) : host.texts.say.loggedOut);
}
