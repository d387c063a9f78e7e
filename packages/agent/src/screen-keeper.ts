import type { ScreenPolicy } from '@didacto/sdk/contract';
import { messageOf } from './failure.js';
import type { FeedResult, OpenFeed, ScreenFeed } from './screen-feed.js';

/** Holds the screen open for a lesson. Opening, grabbing and closing follow one another, never overlap. */
export interface ScreenKeeper {
  open(policy: ScreenPolicy): void;
  /** Rejects never; a screen that was closed in the meantime is `unavailable`. */
  grab(): Promise<FeedResult>;
  close(): Promise<void>;
  /** The back end's name while the screen is open. */
  source(): string | null;
}

export function screenKeeper(openFeed: OpenFeed): ScreenKeeper {
  let policyWanted: ScreenPolicy | undefined;
  let feed: ScreenFeed | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const closeFeed = async () => {
    const open = feed;
    feed = undefined;
    await open?.close();
  };
  return {
    open(policy) {
      policyWanted = policy;
    },
    grab: () => {
      const policy = policyWanted;
      return inTurn(async () => {
        if (policy === undefined || policy !== policyWanted) return failed('the screen was closed');
        try {
          feed ??= await openFeed(policy);
          return await feed.next();
        } catch (error) {
          await closeFeed().catch(() => undefined);
          return failed(messageOf(error));
        }
      });
    },
    close() {
      policyWanted = undefined;
      return inTurn(closeFeed);
    },
    source: () => feed?.name ?? null,
  };
}

const failed = (detail: string): FeedResult => ({ kind: 'unavailable', reason: 'capture_failed', detail });
