import * as z from 'zod';
import type { Method } from './route.js';

/** What access tokens can be good for. Sign-ins, second factors and tokens themselves are not among it. */
export const scopedGroups = [
  'institution',
  'members',
  'invitations',
  'serviceAccounts',
  'lectures',
  'staff',
  'lessons',
  'enrollments',
  'roster',
  'labs',
  'devices',
  'seats',
  'screens',
  'audit',
] as const;
type ScopedGroup = (typeof scopedGroups)[number];

/** `lectures:read` reads lectures; `lectures:write` changes them, and reads them too. */
export type Scope = `${ScopedGroup}:${'read' | 'write'}`;

const scopes: Scope[] = scopedGroups.flatMap((group): Scope[] => [`${group}:read`, `${group}:write`]);
export const Scope = z.enum(scopes).meta({ id: 'Scope', description: 'What an access token may do' });

/** The scopes of which a token needs one to call a route of this group; undefined: no token may. */
export function scopesFor(group: string, method: Method): readonly Scope[] | undefined {
  const known = scopedGroups.find((one) => one === group);
  if (known === undefined) return undefined;
  return method === 'GET' ? [`${known}:read`, `${known}:write`] : [`${known}:write`];
}
