import type { Consent } from '@didacto/sdk/contract';
import { isSameConsent } from '../consents/consent.js';
import {
  type Control,
  isSame,
  otherSide,
  type RoomEndCode,
  type RoomSession,
  type Side,
  type Transition,
} from './room-state.js';

/** What a session is told of a change of its room. */
export type RoomNews = { readonly to: RoomSession } & (
  | { readonly kind: 'ended'; readonly code: RoomEndCode }
  | { readonly kind: 'peer'; readonly peer: RoomSession | null }
  | { readonly kind: 'control'; readonly control: Control | null }
  | { readonly kind: 'consent'; readonly consent: Consent }
);

const sides: readonly Side[] = ['student', 'instructor'];

/** Who is told what. Whoever just came in is told by the answer to their coming. */
export function newsOf({ before, after, out }: Transition): RoomNews[] {
  const news: RoomNews[] = out.flatMap(({ session, code }) =>
    code === null ? [] : [{ to: session, kind: 'ended' as const, code }],
  );
  for (const side of sides) {
    const to = after.sessions[side];
    if (!to || !isSame(before.sessions[side], to)) continue;
    const [peer, former] = [after.sessions[otherSide(side)], before.sessions[otherSide(side)]];
    // Control ends before the peer is another: what is held down is let go of first.
    if (before.control?.id !== after.control?.id || before.control?.state !== after.control?.state)
      news.push({ to, kind: 'control', control: after.control });
    if (!isSame(peer, former)) news.push({ to, kind: 'peer', peer });
    if (!isSameConsent(before.consent, after.consent)) news.push({ to, kind: 'consent', consent: after.consent });
  }
  return news;
}
