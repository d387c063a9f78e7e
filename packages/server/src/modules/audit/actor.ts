import type { ActorKind } from '@didacto/sdk/contract';
import type { Caller } from '../../policy/caller.js';

/** Who did something, and from where; the last three are personal and can be erased. */
export interface Actor {
  readonly kind: ActorKind;
  readonly id: string | null;
  /** The access token that was used, if any. */
  readonly tokenId: string | null;
  readonly address: string;
  readonly client: string;
  readonly requestId: string;
}

export const systemActor: Actor = { kind: 'system', id: null, tokenId: null, address: '', client: '', requestId: '' };

/** A header of the caller's making must not fill the log. */
const longestClient = 200;

/** A caller as the audit log names them. */
export function actorOf(caller: Caller, origin: Pick<Actor, 'address' | 'client' | 'requestId'>): Actor {
  const from = { ...origin, client: origin.client.slice(0, longestClient) };
  if (caller.kind === 'anonymous') return { kind: 'anonymous', id: null, tokenId: null, ...from };
  if (caller.kind === 'device') return { kind: 'device', id: caller.deviceId, tokenId: null, ...from };
  const tokenId = caller.scopes === null ? null : caller.credentialId;
  return { kind: 'member', id: caller.memberId, tokenId, ...from };
}
