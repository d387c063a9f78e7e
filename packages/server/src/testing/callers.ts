import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ErrorCode, type Grant, type Scope, scopedGroups } from '@didacto/sdk/contract';
import { newAccessTokenText } from '../platform/access-token-text.js';
import { type Clock, systemClock } from '../platform/clock.js';
import { systemRandom } from '../platform/ids.js';
import { type Claims, jwtTokens } from '../platform/tokens.js';
import type { Demand } from '../policy/policy.js';
import { type Citizen, devicePublicKey, type World, type WorldTokens } from './world.js';

/** A kind of caller: the token it shows, and what it may claim in a world. */
export interface CallerKind {
  readonly token: (world: World, secret: Uint8Array) => Promise<string | undefined>;
  /** The grants it holds; null: its token, or the want of one, is no identity. */
  readonly grants: readonly Grant[] | null;
  /** What its access token is good for; absent: a sign-in, which is good for all. */
  readonly scopes?: readonly Scope[];
  /** Has yet to set up the second factor that its role needs. */
  readonly mustSetUp?: true;
  /** Why a socket with this token is refused. */
  readonly refusal?: ErrorCode;
}

const issue = (secret: Uint8Array, claims: Claims, clock = systemClock): Promise<string> =>
  jwtTokens(secret, 900, clock).issue(claims);
const claimsOf = ({ id, sessionId }: Citizen) => ({ kind: 'member' as const, sub: id, sid: sessionId });

const member = (pick: (world: World) => Citizen, grants: readonly Grant[]): CallerKind => ({
  token: (world, secret) => issue(secret, claimsOf(pick(world))),
  grants: ['public', 'member', 'self', ...grants],
});
const accessToken = (
  pick: keyof WorldTokens,
  grants: readonly Grant[],
  scopes: readonly Scope[] = scopedGroups.map((group): Scope => `${group}:write`),
): CallerKind => ({
  token: async ({ tokens }) => tokens[pick],
  grants: ['public', 'member', ...grants],
  scopes,
});
const device = (pick: (world: World) => string, grants: readonly Grant[] | null): CallerKind => ({
  token: (world, secret) =>
    issue(secret, { kind: 'device', sub: pick(world), instance: instanceId, key: devicePublicKey }),
  grants: grants && ['public', 'device', ...grants],
  ...(grants === null && { refusal: 'device_revoked' as const }),
});
const unknown = (refusal: ErrorCode, token: CallerKind['token']): CallerKind => ({ token, grants: null, refusal });

/** The instance that every device of the tests signs in as. */
export const instanceId = 'instance-1';

const strangerSecret = new Uint8Array(32).fill(7);
const anHourAgo: Clock = { ...systemClock, now: () => Date.now() - 3_600_000 };
const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

export const callers = {
  anonymous: unknown('token_invalid', async () => undefined),
  'student on the roster': member(({ rostered }) => rostered, ['student', 'on_roster', 'seated', 'buyer']),
  'student who waits': member(({ waiting }) => waiting, ['student', 'requester']),
  'student of elsewhere': member(({ stranger }) => stranger, ['student']),
  'instructor who owns the lecture': member(({ owner }) => owner, ['instructor', 'lecture_owner']),
  'instructor of elsewhere': member(({ otherInstructor }) => otherInstructor, ['instructor']),
  'co-instructor of the lecture': member(({ coInstructor }) => coInstructor, ['instructor', 'co_instructor']),
  'assistant in the lecture': member(({ assistant }) => assistant, ['student', 'assistant']),
  admin: member(({ admin }) => admin, ['admin']),
  finance: member(({ finance }) => finance, ['finance']),
  desk: member(({ desk }) => desk, ['desk']),
  'desk whose second factor is due': {
    ...member(({ deskWithoutFactor }) => deskWithoutFactor, ['desk']),
    mustSetUp: true as const,
  },
  'suspended member': unknown('session_ended', ({ suspended }, secret) => issue(secret, claimsOf(suspended))),
  'access token of the owner': accessToken('ofOwner', ['instructor', 'lecture_owner']),
  'access token of the owner, to read lectures': accessToken(
    'toRead',
    ['instructor', 'lecture_owner'],
    ['lectures:read'],
  ),
  'access token of an admin': accessToken('ofAdmin', ['admin']),
  'access token of a service account': accessToken('ofService', ['admin']),
  'access token of a suspended member': unknown('token_invalid', async ({ tokens }) => tokens.ofSuspended),
  'expired access token': unknown('token_expired', async ({ tokens }) => tokens.expired),
  'revoked access token': unknown('token_invalid', async ({ tokens }) => tokens.revoked),
  'access token that was made up': unknown('token_invalid', async () => newAccessTokenText(systemRandom)),
  'device seated in the lecture': device(({ seatedDevice }) => seatedDevice, ['seated']),
  'device without a seat': device(({ unseatedDevice }) => unseatedDevice, []),
  'device that was revoked': device(({ revokedDevice }) => revokedDevice, null),
  'expired token': unknown('token_expired', ({ owner }, secret) => issue(secret, claimsOf(owner), anHourAgo)),
  'token of another key': unknown('token_invalid', ({ owner }) => issue(strangerSecret, claimsOf(owner))),
  'token without a signature': unknown('token_invalid', async ({ owner }) => {
    const payload = { ...claimsOf(owner), iss: 'didacto', exp: Math.floor(Date.now() / 1000) + 900 };
    return `${encoded({ alg: 'none' })}.${encoded(payload)}.`;
  }),
} satisfies Record<string, CallerKind>;

/** 401 without an identity, 403 without the right; else undefined: the call is let in. */
export const refusalOf = (kind: CallerKind, { access, scopes, duringSetUp }: Demand): 401 | 403 | undefined => {
  const { grants, scopes: held, mustSetUp } = kind;
  if (access.includes('public')) return undefined;
  if (grants === null) return 401;
  if (mustSetUp && !duringSetUp) return 403;
  if (held && scopes !== 'any' && !scopes?.some((scope) => held.includes(scope))) return 403;
  return access.some((grant) => grants.includes(grant)) ? undefined : 403;
};

/** The key that a server signs its tokens with. */
export const tokenSecret = (dataDir: string): Uint8Array =>
  Buffer.from(readFileSync(join(dataDir, 'token.secret'), 'utf8').trim(), 'hex');
