import * as z from 'zod';
import type { Method } from './route.js';
import { type Scope as ScopeName, scopedGroups, scopes } from './scope-names.js';

export { scopedGroups, scopes } from './scope-names.js';

export type Scope = ScopeName;
export const Scope = z.enum(scopes).meta({ id: 'Scope', description: 'What an access token may do' });

/** The scopes of which a token needs one to call a route of this group; undefined: no token may. */
export function scopesFor(group: string, method: Method): readonly Scope[] | undefined {
  const known = scopedGroups.find((one) => one === group);
  if (known === undefined) return undefined;
  return method === 'GET' ? [`${known}:read`, `${known}:write`] : [`${known}:write`];
}
