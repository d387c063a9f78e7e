import { isApiError, memberSession, type TokenSource } from '@didacto/sdk';
import type { HostFacts } from '@didacto/sdk/contract';
import { type Account, keepAccount } from './account.js';
import type { AgentClock } from './agent-clock.js';
import type { Identity } from './identity.js';
import type { Pairing } from './pairing.js';
import { serverClient, type Trust } from './server-client.js';
import type { ServerClock } from './server-clock.js';
import { type DeviceToken, newInstanceId, signDeviceIn } from './sign-in.js';

/** What an agent shows its server. */
export interface Credentials {
  readonly server: string;
  readonly shownAs: { readonly kind: 'device' | 'member'; readonly id: string; readonly name: string };
  /** What goes with every connection of this start of the agent. */
  readonly agent: { readonly instanceId: string; readonly host: HostFacts };
  /** A token that is still good for a while. @throws AgentFailure server_changed; ApiError */
  token(time: Time): Promise<string>;
  /** The server refused the token: the next is made anew. */
  refused(token: string): void;
}

interface Time {
  readonly clock: Pick<AgentClock, 'monotonic'>;
  readonly serverClock: ServerClock;
}

export interface DeviceCredentials extends Trust {
  readonly identity: Identity;
  readonly pairing: Pairing;
  readonly host: HostFacts;
}

/** Part of a token's life after which a new one is fetched, so that none ends on the way. */
const usedLife = 0.8;

/** A paired lab PC: signs in with its key. */
export function deviceCredentials({ identity, pairing, host, ca }: DeviceCredentials): Credentials {
  const client = serverClient(pairing.server, { ca });
  const agent = { instanceId: newInstanceId(), host };
  let held: (DeviceToken & { goodUntil: number }) | undefined;
  return {
    server: pairing.server,
    shownAs: { kind: 'device', id: pairing.deviceId, name: pairing.name },
    agent,
    async token({ clock, serverClock }) {
      // The computer's own clock has no say in this: it may be wrong.
      if (held && clock.monotonic() < held.goodUntil) return held.accessToken;
      const fresh = await signDeviceIn({ client, identity, pairing, ...agent });
      serverClock.observe(fresh.serverTime);
      held = { ...fresh, goodUntil: clock.monotonic() + fresh.expiresIn * 1000 * usedLife };
      return held.accessToken;
    },
    refused(token) {
      if (held?.accessToken === token) held = undefined;
    },
  };
}

export interface MemberCredentials extends Trust {
  readonly dir: string;
  readonly account: Account;
  readonly host: HostFacts;
}

/** A student's own computer: signs in with their session, which renews itself. */
export function memberCredentials({ dir, account, host, ca }: MemberCredentials): Credentials {
  const visitor = serverClient(account.server, { ca });
  const session: TokenSource = memberSession({
    session: account,
    refresh: (refreshToken) => visitor.sessions.refresh({ refreshToken }),
    onChange: ({ accessToken, refreshToken }) => keepAccount(dir, { ...account, accessToken, refreshToken }),
  });
  let refusedToken: string | undefined;
  return {
    server: account.server,
    shownAs: { kind: 'member', id: account.memberId, name: account.name },
    agent: { instanceId: newInstanceId(), host },
    async token() {
      const current = refusedToken === undefined ? await session.token() : await session.renew(refusedToken);
      refusedToken = undefined;
      return current ?? '';
    },
    refused(token) {
      refusedToken = token;
    },
  };
}

/** Why the server could not be used, as a code. */
export function codeOf(error: unknown): string {
  if (isApiError(error)) return error.code;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unreachable';
}
