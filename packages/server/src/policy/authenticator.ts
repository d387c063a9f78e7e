import type { Role, Scope } from '@didacto/sdk/contract';
import { accessTokenDigest, isAccessTokenText } from '../platform/access-token-text.js';
import type { Clock } from '../platform/clock.js';
import { iso } from '../platform/clock.js';
import type { Database } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import type { Claims, Tokens } from '../platform/tokens.js';
import { anonymousCaller, type DeviceCaller, type MemberCaller } from './caller.js';

/** A caller whose token is good until `expiresAt`, ms since the epoch. */
export type Authenticated = (MemberCaller | DeviceCaller) & { readonly expiresAt: number };

/** Turns a bearer token into a caller; the session, access token or device behind it must be alive now. */
export interface Authenticator {
  /** @throws Problem token_expired, token_invalid, session_ended, device_revoked */
  fromHeader(authorization: string | undefined): Promise<Authenticated | { readonly kind: 'anonymous' }>;
  fromToken(token: string): Promise<Authenticated>;
}

interface Dependencies {
  readonly db: Database;
  readonly tokens: Tokens;
  readonly clock: Clock;
  /** Roles whose members must have a second factor. */
  readonly secondFactorRoles: () => Promise<readonly Role[]>;
}

interface HolderRow {
  member_id: string;
  name: string;
  role: Role;
  kind: string;
  second_factor_since: string | null;
}

interface TokenRow extends HolderRow {
  id: string;
  scopes: string;
  expires_at: string;
  last_used_at: string | null;
}

const noteUseEveryMs = 60_000;

export function createAuthenticator(deps: Dependencies): Authenticator {
  const { tokens } = deps;
  const fromToken = async (token: string): Promise<Authenticated> => {
    if (token.startsWith('dct_')) return fromAccessToken(deps, token);
    const claims = await tokens.read(token);
    return claims.kind === 'device' ? fromDevice(deps, claims) : fromSession(deps, claims);
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

type Expiring<C> = C & { readonly expiresAt: number };

async function fromDevice({ db }: Dependencies, claims: Expiring<Extract<Claims, { kind: 'device' }>>) {
  const device: { state: string; public_key: string | null } | undefined = await db('devices')
    .where({ id: claims.sub })
    .first('state', 'public_key');
  if (device?.state !== 'paired' || device.public_key !== claims.key) throw new Problem('device_revoked');
  const { expiresAt } = claims;
  return { kind: 'device' as const, deviceId: claims.sub, instanceId: claims.instance, expiresAt };
}

const holders = ['m.id as member_id', 'm.name', 'm.role', 'm.kind', 'm.second_factor_since'];

async function fromSession(deps: Dependencies, claims: Expiring<Extract<Claims, { kind: 'member' }>>) {
  const { db, clock } = deps;
  const row: HolderRow | undefined = await db('sessions as s')
    .join('members as m', 'm.id', 's.member_id')
    .where('s.id', claims.sid)
    .whereNull('s.ended_at')
    .where('s.expires_at', '>', iso(clock.now()))
    .whereNull('m.withdrawn_at')
    .whereNull('m.suspended_at')
    .first(holders);
  if (!row || row.member_id !== claims.sub) throw new Problem('session_ended');
  return { ...(await memberOf(deps, row, claims.sid, null)), expiresAt: claims.expiresAt };
}

async function fromAccessToken(deps: Dependencies, text: string) {
  const { db, clock } = deps;
  // A mistyped one costs no look-up.
  if (!isAccessTokenText(text)) throw new Problem('token_invalid');
  const row: TokenRow | undefined = await db('access_tokens as t')
    .join('members as m', 'm.id', 't.member_id')
    .where('t.digest', accessTokenDigest(text))
    .whereNull('t.revoked_at')
    .whereNull('m.withdrawn_at')
    .whereNull('m.suspended_at')
    .first([...holders, 't.id', 't.scopes', 't.expires_at', 't.last_used_at']);
  if (!row) throw new Problem('token_invalid');
  const [now, expiresAt] = [clock.now(), Date.parse(row.expires_at)];
  if (expiresAt <= now) throw new Problem('token_expired');
  if (row.last_used_at === null || now - Date.parse(row.last_used_at) >= noteUseEveryMs)
    await db('access_tokens')
      .where({ id: row.id })
      .update({ last_used_at: iso(now) });
  const scopes: ReadonlySet<Scope> = new Set<Scope>(JSON.parse(row.scopes));
  return { ...(await memberOf(deps, row, row.id, scopes)), expiresAt };
}

async function memberOf(
  { secondFactorRoles }: Dependencies,
  { member_id, name, role, kind, second_factor_since }: HolderRow,
  credentialId: string,
  scopes: ReadonlySet<Scope> | null,
): Promise<MemberCaller> {
  // A service account has no sign-in that a second factor could guard.
  const isExempt = kind === 'service' || second_factor_since !== null;
  const mustSetUp = !isExempt && (await secondFactorRoles()).includes(role);
  return { kind: 'member', memberId: member_id, name, role, credentialId, scopes, mustSetUp };
}
