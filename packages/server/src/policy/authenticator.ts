import type { Role } from '@didacto/sdk/contract';
import type { Clock } from '../platform/clock.js';
import { iso } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import type { Tokens } from '../platform/tokens.js';
import { anonymousCaller, type DeviceCaller, type MemberCaller } from './caller.js';

/** A caller whose token is good until `expiresAt`, ms since the epoch. */
export type Authenticated = (MemberCaller | DeviceCaller) & { readonly expiresAt: number };

/** Turns a bearer token into a caller; the session or device behind it must be alive now. */
export interface Authenticator {
  /** @throws Problem token_expired, token_invalid, session_ended, device_revoked */
  fromHeader(authorization: string | undefined): Promise<Authenticated | { readonly kind: 'anonymous' }>;
  fromToken(token: string): Promise<Authenticated>;
}

interface SessionRow {
  member_id: string;
  name: string;
  role: Role;
}

export function createAuthenticator({
  db,
  tokens,
  clock,
}: {
  db: Database;
  tokens: Tokens;
  clock: Clock;
}): Authenticator {
  const fromToken = async (token: string): Promise<Authenticated> => {
    const claims = await tokens.read(token);
    if (claims.kind === 'device') {
      const device: { state: string; public_key: string | null } | undefined = await db('devices')
        .where({ id: claims.sub })
        .first('state', 'public_key');
      if (device?.state !== 'paired' || device.public_key !== claims.key) throw new Problem('device_revoked');
      return { kind: 'device', deviceId: claims.sub, instanceId: claims.instance, expiresAt: claims.expiresAt };
    }
    const row: SessionRow | undefined = await db('sessions as s')
      .join('members as m', 'm.id', 's.member_id')
      .where('s.id', claims.sid)
      .whereNull('s.ended_at')
      .where('s.expires_at', '>', iso(clock.now()))
      .whereNull('m.withdrawn_at')
      .first('s.member_id', 'm.name', 'm.role');
    if (!row || row.member_id !== claims.sub) throw new Problem('session_ended');
    return {
      kind: 'member',
      memberId: row.member_id,
      name: row.name,
      role: row.role,
      sessionId: claims.sid,
      expiresAt: claims.expiresAt,
    };
  };
  return {
    fromToken,
    fromHeader: async (authorization) => {
      if (authorization === undefined) return anonymousCaller;
      const token = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization)?.[1];
      if (token === undefined) throw new Problem('token_invalid');
      return fromToken(token);
    },
  };
}
