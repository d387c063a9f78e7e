import type { ScreenPolicy, TiledPicture, UnavailableReason } from '@didacto/sdk/contract';

export type FeedResult =
  | { readonly kind: 'picture'; readonly picture: TiledPicture }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'unavailable'; readonly reason: UnavailableReason; readonly detail: string };

/** Encoded pictures of a screen. Open means that the screen may be looked at, so it is opened for a lesson only. */
export interface ScreenFeed {
  /** The back end's name. */
  readonly name: string;
  /** A picture if the screen changed since the last one; the first is always one. One call at a time; never rejects. */
  next(): Promise<FeedResult>;
  close(): Promise<void>;
}

/** Begins to look at the screen as the server's policy says. */
export type OpenFeed = (policy: ScreenPolicy) => Promise<ScreenFeed>;
