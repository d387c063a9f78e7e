import type { Role, Scope } from '@didacto/sdk/contract';
import { Problem } from '../platform/problem.js';

export interface MemberCaller {
  readonly kind: 'member';
  readonly memberId: string;
  readonly name: string;
  readonly role: Role;
  /** The session or access token that proves it. */
  readonly credentialId: string;
  /** What an access token is good for; null: a sign-in of their own, which may do all that the member may. */
  readonly scopes: ReadonlySet<Scope> | null;
  /** The role needs a second factor, and the member has yet to set it up. */
  readonly mustSetUp: boolean;
}

export interface DeviceCaller {
  readonly kind: 'device';
  readonly deviceId: string;
  readonly instanceId: string;
}

/** Who calls, as proven by a token that was checked a moment ago. */
export type Caller = { readonly kind: 'anonymous' } | MemberCaller | DeviceCaller;

export const anonymousCaller = { kind: 'anonymous' } as const satisfies Caller;

/** For handlers of routes that only members pass. @throws Problem forbidden */
export function asMember(caller: Caller): MemberCaller {
  if (caller.kind !== 'member') throw new Problem('forbidden');
  return caller;
}

/** For handlers of routes that only devices pass. @throws Problem forbidden */
export function asDevice(caller: Caller): DeviceCaller {
  if (caller.kind !== 'device') throw new Problem('forbidden');
  return caller;
}
