import { feedOf } from '../open-feed.js';
import type { FeedResult, OpenFeed } from '../screen-feed.js';

export interface FakeFeed {
  readonly open: OpenFeed;
  /** How many feeds are open now, and how many pictures were taken in all. */
  readonly seen: { open: number; taken: number };
  /** Instead of the test pattern. */
  result: FeedResult | undefined;
}

/** The test pattern, counted; its clock moves on with each picture, so that each one differs. */
export function fakeFeed(): FakeFeed {
  let seconds = 0;
  const real = feedOf({ source: 'test-pattern', label: 'PC-07', now: () => ++seconds * 1000 });
  const fake: FakeFeed = {
    seen: { open: 0, taken: 0 },
    result: undefined,
    open: async (policy) => {
      const feed = await real(policy);
      fake.seen.open += 1;
      return {
        name: feed.name,
        next: async () => {
          fake.seen.taken += 1;
          return fake.result ?? feed.next();
        },
        close: async () => {
          fake.seen.open -= 1;
          await feed.close();
        },
      };
    },
  };
  return fake;
}
