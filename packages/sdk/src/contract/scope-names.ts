// Without zod: a command that offers the scopes does not load it.

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
  'rooms',
  'products',
  'orders',
  'payments',
  'ledger',
  'webhooks',
  'alarms',
  'audit',
] as const;
type ScopedGroup = (typeof scopedGroups)[number];

/** `lectures:read` reads lectures; `lectures:write` changes them, and reads them too. */
export type Scope = `${ScopedGroup}:${'read' | 'write'}`;

export const scopes: readonly Scope[] = scopedGroups.flatMap((group): Scope[] => [`${group}:read`, `${group}:write`]);
