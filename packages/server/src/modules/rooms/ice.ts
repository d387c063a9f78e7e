import { createHmac } from 'node:crypto';
import type { IceServers } from '@didacto/sdk/contract';
import { iso } from '../../platform/clock.js';

export interface IceConfig {
  readonly stunUrls: readonly string[];
  readonly turn: { readonly urls: readonly string[]; readonly secret: string; readonly ttlSeconds: number } | undefined;
  /** By TURN only, so that neither side learns the other's address. */
  readonly relayOnly: boolean;
}

export const icePolicyOf = ({ relayOnly }: Pick<IceConfig, 'relayOnly'>): IceServers['iceTransportPolicy'] =>
  relayOnly ? 'relay' : 'all';

/**
 * The servers by which the sides of a room find each other. TURN credentials are of coturn's REST scheme: the user name
 * is when they end and whose they are, the password its HMAC by the secret that both servers know.
 */
export function iceServersFor({ stunUrls, turn, relayOnly }: IceConfig, holder: string, now: number): IceServers {
  const ends = turn && Math.floor(now / 1_000) + turn.ttlSeconds;
  return {
    iceServers: [
      ...(stunUrls.length > 0 ? [{ urls: [...stunUrls] }] : []),
      ...(turn ? [{ urls: [...turn.urls], ...turnCredentials(turn.secret, holder, ends ?? 0) }] : []),
    ],
    iceTransportPolicy: icePolicyOf({ relayOnly }),
    expiresAt: ends === undefined ? null : iso(ends * 1_000),
  };
}

function turnCredentials(secret: string, holder: string, ends: number): { username: string; credential: string } {
  const username = `${ends}:${holder}`;
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
}
